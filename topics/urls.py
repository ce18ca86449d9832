"""The addresses of topics on the public site, under each language."""

from django.urls import path

from topics.views import public

urlpatterns = [
    path("", public.index, name="topics"),
    path("<slug:slug>/", public.topic, name="topic"),
]
