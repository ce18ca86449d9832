"""One gate before every view of the admin: a page that is not within an editor's reach is not there for them.

Most of Wagtail's views ask for rights themselves; its choosers and bulk actions show titles to everybody, and
wagtail-localize lets everybody who may translate anything translate everything. Here nobody has to be trusted to ask.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse
from wagtail.admin.auth import permission_denied
from wagtail.admin.localization import get_localized_response
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail_localize.models import Translation, TranslationSource

from network.roles import only_translates
from people.models import User
from publishing.access import seen_by

#: What Wagtail calls the number of a page: in addresses, and in its forms for moving and copying.
IN_ADDRESSES = ("page_id", "page_pk", "parent_page_id", "page_to_move_id", "destination_id")
IN_FORMS = ("new_parent_page", "parent_page", "chooser")
#: Views that show every page's title, whoever looks.
FOR_ALL_PAGES = ("page_types_usage", "page_types_usage_results")
#: What a translator does with a page that they do not translate into: look for it, and start from it.
TRANSLATIONS = ("submit_page_translation", "update_translations")
STARTING = ("wagtailadmin_explore", "wagtailadmin_explore_results", *TRANSLATIONS)


class AccessMiddleware:
    """Turns editors away, in Wagtail's own words, from addresses that lead to what is not theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        admin = request.path_info.startswith(reverse("wagtailadmin_home"))
        if not admin or not request.user.is_authenticated or request.user.is_superuser:
            return None
        match = cast(ResolverMatch, request.resolver_match)
        if _allowed(request.user, match, request):
            return None
        if match.view_name == "wagtailadmin_pages:edit" and _may_translate(request.user, match.kwargs["page_id"]):
            return redirect("wagtail_localize:submit_page_translation", match.kwargs["page_id"])
        return cast(HttpResponseBase, get_localized_response(permission_denied, request))


def _allowed(user: User, match: ResolverMatch, request: HttpRequest) -> bool:
    if "wagtailadmin_api" in match.namespaces and "pages" not in match.namespaces:
        return False
    if match.url_name in FOR_ALL_PAGES:
        root = page_permission_policy.explorable_root_instance(user)
        return bool(root and root.is_root())
    chooses = (match.url_name or "").startswith("wagtailadmin_choose_page")
    within = seen_by(user) if chooses else page_permission_policy.explorable_instances(user)
    wanted = set(_pages(match, request.GET, request.POST))
    if wanted and within.filter(pk__in=wanted).count() < len(wanted):
        return False
    concerned = Page.objects.filter(pk__in={*wanted, *_translated(match)})
    translating = "wagtail_localize" in match.namespaces or match.url_name in TRANSLATIONS
    if translating and not all(_may_edit(user, page) for page in concerned):
        return False
    return chooses or match.url_name in STARTING or not any(only_translates(user, page) for page in concerned)


def _may_translate(user: User, pk: int) -> bool:
    """Whether somebody who asks for an original is a translator, who may start from it."""
    page = Page.objects.filter(pk=pk, depth__gt=1).first()
    return page is not None and only_translates(user, page)


def _pages(match: ResolverMatch, query: QueryDict, form: QueryDict) -> Iterator[int]:
    """The numbers of all pages that a request names."""
    named: list[Any] = [match.kwargs.get(name) for name in IN_ADDRESSES]
    if "wagtailadmin_pages" in match.namespaces or match.url_name == "wagtail_bulk_action":
        named += [form.get(name) for name in IN_FORMS]
    on_pages = (match.kwargs.get("app_label"), match.kwargs.get("model_name")) == ("wagtailcore", "page")
    if match.view_name == "wagtailadmin_api:pages:action":
        named.append(match.kwargs["pk"])
    if match.url_name == "wagtailadmin_choose_page_chosen_multiple" or on_pages:
        named += [*query.getlist("id"), query.get("childOf"), match.kwargs.get("object_id")]
    yield from _numbers(named)


def _numbers(values: Iterable[Any]) -> Iterator[int]:
    for value in values:
        if str(value).isascii() and str(value).isdigit():
            yield int(value)


def _translated(match: ResolverMatch) -> Iterator[int]:
    """The pages behind the numbers of wagtail-localize."""
    if translation := Translation.objects.filter(pk=match.kwargs.get("translation_id")).first():
        yield from _versions(translation.source, target_locale=translation.target_locale_id)
    if source := TranslationSource.objects.filter(pk=match.kwargs.get("translation_source_id")).first():
        yield from _versions(source, target_locale=source.locale_id)


def _versions(source: TranslationSource, target_locale: int) -> Iterator[int]:
    found = Page.objects.filter(translation_key=source.object_id, locale=target_locale)
    yield from found.values_list("pk", flat=True)


def _may_edit(user: User, page: Page) -> bool:
    return bool(page.permissions_for_user(user).can_edit())
