"""Every address: machines' first, then the admin, then the public site under each language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access

from config import sitemaps
from config.views import healthz, readyz
from media.views import tags
from network.views import ExternalLinkView
from publishing.views import password, picture, serve

LINK, TAGS = "wagtailadmin_choose_page_external_link", "wagtailadmin_tag_autocomplete"
handler400 = "config.views.not_understood"
handler404 = "config.views.missing"
handler500 = "config.views.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("robots.txt", sitemaps.robots),
    path("sitemap.xml", sitemaps.index),
    path("sitemap-<slug:locale>-<int:part>.xml", sitemaps.language),
    path("admin/choose-external-link/", require_admin_access(ExternalLinkView.as_view()), name=LINK),
    path("admin/tag-autocomplete/", require_admin_access(tags), name=TAGS),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^media/(?P<name>[A-Za-z0-9_.-]{1,64})$", picture, name="picture"),
    path("documents/", include("media.urls")),
    re_path(r"^docs/?$", csrf_exempt(require_safe(RedirectView.as_view(url="/api/v1/docs")))),
    path("", include("api.urls")),
    *i18n_patterns(
        path("_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/", password),
        path("topics/", include("topics.urls")),
        re_path(wagtail_urls.serve_pattern, serve),
        path("", include(wagtail_urls)),
    ),
]
