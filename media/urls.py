"""Addresses of documents, under the names by which Wagtail's links ask for them."""

from django.urls import path
from wagtail.documents.views.serve import authenticate_with_password

from media import views

urlpatterns = [
    path("<int:document_id>/<str:name>", views.document, name="wagtaildocs_serve"),
    path(
        "authenticate_with_password/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
]
