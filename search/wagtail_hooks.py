"""The admin of the search."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search.ranking_report import RankingReportView
from search.reports import ZeroResultsReportView


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    report = "reports/zero-results/"
    return [
        path(report, ZeroResultsReportView.as_view(), name="zero_results"),
        path(f"{report}results/", ZeroResultsReportView.as_view(results_only=True), name="zero_results_results"),
        path("reports/ranking/", RankingReportView.as_view(), name="ranking"),
    ]


@hooks.register("register_reports_menu_item")
def report_in_menu() -> MenuItem:
    return MenuItem(_("Searches that found nothing"), reverse("zero_results"), icon_name="search", order=900)


@hooks.register("register_reports_menu_item")
def ranking_in_menu() -> MenuItem:
    return MenuItem(_("Why results stand where they do"), reverse("ranking"), icon_name="order-down", order=910)
