from django.urls import URLPattern, path
from wagtail import hooks

from media import views


@hooks.register("register_admin_urls")
def file_urls() -> list[URLPattern]:
    return [path("files/<path:path>", views.file, name="media_file")]
