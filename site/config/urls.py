"""Every address: machines' first, then the admin, then the public site under each language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from config.views import healthz, readyz
from pages import views as pages
from publishing.views import picture

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/", include(wagtailadmin_urls)),
    path("media/<str:name>", picture, name="picture"),
    path("documents/", include("media.urls")),
    path("", include("api.urls")),
    *i18n_patterns(
        re_path(wagtail_urls.serve_pattern, pages.serve),
        path("", include(wagtail_urls)),
    ),
]
