"""Whom an editor finds where a list is narrowed to what one account did. Wagtail would name everybody's editors."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.views.reports.workflows import WorkflowReportFilterSet

from network.roles import edits_network

Accounts = Callable[[HttpRequest], QuerySet[Any]]
FILTERS = (
    (PageFilterSet, "owner"),
    (PageFilterSet, "edited_by"),
    (WorkflowReportFilterSet, "requested_by"),
)


def narrow_filters() -> None:
    """Wagtail keeps these filters on its classes, and what they offer in their `queryset`."""
    for filters, name in FILTERS:
        found = filters.base_filters[name]
        found.queryset = _known(found.queryset)


def _known(everybody: Accounts) -> Accounts:
    """Those of them who share a group with the editor."""

    def known(request: HttpRequest) -> QuerySet[Any]:
        found = everybody(request)
        user: Any = request.user
        return found if edits_network(user) else found.filter(groups__in=user.groups.all()).distinct()

    return known
