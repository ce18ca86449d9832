"""Where the API is mounted, and what its problems' types lead to."""

from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from api import views
from api.links import ROOT
from api.routes import api_of
from documents.kinds import kinds

api = api_of(kinds)

urlpatterns = [
    path(f"{ROOT[1:]}/", api.urls),
    re_path(r"^api/", csrf_exempt(views.elsewhere)),
    path("problems/<slug:code>", views.explained, name="problem"),
]
