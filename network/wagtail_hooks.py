"""The admin of a network: everybody finds what is theirs, and of the others what is public."""

from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from network.colleagues import narrow_filters
from network.dashboard import WorkPanel
from network.roles import edits_network
from network.views import SubmitPageTranslationView, TranslationsReportView, UpdateTranslationsView
from people.models import User
from publishing.access import seen_by

#: Reports that show everything to everybody.
FOR_THE_NETWORK = ("page-types-usage", "site-history")
narrow_filters()


@hooks.register("register_admin_urls")
def own_urls() -> list[URLPattern]:
    """Asked before wagtail-localize's own views at the same addresses."""
    report = "localize/reports/translations/"
    return [
        path(report, TranslationsReportView.as_view(), name="translations_report"),
        path(
            f"{report}results/",
            TranslationsReportView.as_view(results_only=True),
            name="translations_report_results",
        ),
        path(
            "localize/submit/page/<int:page_id>/",
            SubmitPageTranslationView.as_view(),
            name="submit_page_translation",
        ),
        path(
            "localize/update/<int:translation_source_id>/",
            UpdateTranslationsView.as_view(),
            name="update_translations",
        ),
    ]


@hooks.register("insert_global_admin_css")
def fit_narrow_screens() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("construct_page_chooser_queryset")
def choose_from_what_is_seen(pages: QuerySet, request: HttpRequest) -> QuerySet:
    return pages.filter(pk__in=seen_by(cast(User, request.user)).values("pk"))  # the admin lets nobody else in


@hooks.register("construct_reports_menu")
def hide_what_is_refused(request: HttpRequest, items: list[MenuItem]) -> None:
    if not edits_network(cast(User, request.user)):
        items[:] = [item for item in items if item.name not in FOR_THE_NETWORK]


@hooks.register("construct_homepage_panels")
def begin_with_what_waits(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(WorkPanel(cast(User, request.user)))
