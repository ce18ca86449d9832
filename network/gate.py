"""One gate before every view of the admin: who is below the network's editors comes through where a rule says so.

Most of Wagtail's views ask for rights themselves; its choosers and bulk actions show titles to everybody, and
wagtail-localize lets everybody who may translate anything translate everything. Here nobody has to be trusted to ask.
"""

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse
from wagtail.admin.auth import permission_denied
from wagtail.admin.localization import get_localized_response
from wagtail.models import Page

from network.admitted import ADMITTED
from network.roles import edits_network, only_translates
from network.rules import Asked
from people.models import User


class GateMiddleware:
    """Turns editors away, in Wagtail's own words, from addresses that lead to what is not theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        admin = request.path_info.startswith(reverse("wagtailadmin_home"))
        if not admin or not request.user.is_authenticated or edits_network(request.user):
            return None
        match = cast(ResolverMatch, request.resolver_match)
        rule = ADMITTED.get(match.view_name)
        if rule and rule(Asked(request.user, match, request)):
            return None
        if match.view_name == "wagtailadmin_pages:edit" and _may_start(request.user, match.kwargs["page_id"]):
            return redirect("wagtail_localize:submit_page_translation", match.kwargs["page_id"])
        return cast(HttpResponseBase, get_localized_response(permission_denied, request))


def _may_start(user: User, pk: int) -> bool:
    """Whether somebody who asks for an original is a translator, who may start from it."""
    page = Page.objects.filter(pk=pk, depth__gt=1).first()
    return page is not None and only_translates(user, page)
