"""The rules by which the gate judges what a request names: pages, files, or nothing at all."""

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import Model
from django.http import HttpRequest
from django.urls import ResolverMatch
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail_localize.models import Translation, TranslationSource

from media.models import Document, Image
from network.roles import only_translates
from people.models import User
from publishing.access import choosable, seen_by


class Asked(NamedTuple):
    """Who asks which view for what."""

    user: User
    match: ResolverMatch
    request: HttpRequest


Rule = Callable[[Asked], bool]
#: A number as Wagtail writes it. Python's `int` takes "6_7" and digits of every script, and so would a query.
NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
NOBODYS = 0


def freely(asked: Asked) -> bool:
    """It names nothing, or lists by itself what is within reach."""
    return True


def asking(asked: Asked) -> bool:
    """It names what it asks rights for by itself: our own views, and accounts and topics as a whole."""
    return True


def own(*places: str, can: str = "") -> Rule:
    """Pages within reach, on all of which the editor `can` do something; no originals for those who translate."""

    def rule(asked: Asked) -> bool:
        pages = _reached(asked, places)
        return pages is not None and _works_on(asked.user, pages, can)

    return rule


def original(*places: str, can: str = "") -> Rule:
    """The same, and originals too: a translator looks for them and starts from them."""

    def rule(asked: Asked) -> bool:
        pages = _reached(asked, places)
        return pages is not None and all(_can(asked.user, page, can) for page in pages)

    return rule


def seen(*places: str) -> Rule:
    """Pages within reach and public ones: what is chosen, and linked to."""

    def rule(asked: Asked) -> bool:
        wanted = named(asked, places)
        return seen_by(asked.user).filter(pk__in=wanted).count() == len(wanted)

    return rule


def files(model: type[Model], *places: str) -> Rule:
    """Pictures or documents that the editor may choose."""

    def rule(asked: Asked) -> bool:
        wanted, mine = named(asked, places), choosable(asked.user, model)
        return mine is not None and mine.filter(pk__in=wanted).distinct().count() == len(wanted)

    return rule


def translation(can: str) -> Rule:
    """What wagtail-localize has under a number of its own, judged by the page behind it."""

    def rule(asked: Asked) -> bool:
        pages = list(_translated(asked.match))
        return bool(pages) and _works_on(asked.user, pages, can)

    return rule


def updated(asked: Asked) -> bool:
    """A source whose translations are brought up to date, which changes none of its own text."""
    source = TranslationSource.objects.filter(pk=asked.match.kwargs["translation_source_id"]).first()
    pages = list(_versions(source, source.locale_id)) if source else []
    return bool(pages) and all(_can(asked.user, page, "edit") for page in pages)


def bulk(asked: Asked) -> bool:
    """The actions on many at once, of three models only. What “all” means for files Wagtail narrows by itself."""
    about = (asked.match.kwargs["app_label"], asked.match.kwargs["model_name"])
    everything = "all" in asked.request.GET.getlist("id")
    if about == ("wagtailcore", "page"):
        return (_all_beneath if everything else own("?id", "?childOf", "=chooser"))(asked)
    models = {("media", "image"): Image, ("media", "document"): Document}
    return about in models and (everything or files(models[about], "?id")(asked))


def pinged(asked: Asked) -> bool:
    """Who else has this open: asked of pages only."""
    about = (asked.match.kwargs["app_label"], asked.match.kwargs["model_name"])
    return about == ("wagtailcore", "page") and own("object_id")(asked)


def named(asked: Asked, places: tuple[str, ...]) -> set[int]:
    """The numbers that stand in `places`; what is no number is nobody's.

    A place is a name or a position in the address (whose parts have names in some releases of Wagtail and none in
    others), `?name` behind it, or `=name` in the form.
    """
    values = chain.from_iterable(_values(asked, place) for place in places)
    return {int(value) if NUMBER.fullmatch(value) else NOBODYS for value in map(str, values) if value}


def _values(asked: Asked, place: str) -> list[Any]:
    if place[0] == "?":
        return asked.request.GET.getlist(place[1:])
    if place[0] == "=":
        return asked.request.POST.getlist(place[1:])
    given = asked.match.kwargs
    return [[*asked.match.args, *given.values()][int(place)] if place.isdigit() else given[place]]


def _reached(asked: Asked, places: tuple[str, ...]) -> list[Page] | None:
    """The pages that are named, None if one of them is beyond the editor's reach."""
    wanted = named(asked, places)
    found = list(page_permission_policy.explorable_instances(asked.user).filter(pk__in=wanted))
    return found if len(found) == len(wanted) else None


def _all_beneath(asked: Asked) -> bool:
    """Whatever stands beneath one page, to which the rights on that page go down."""
    beneath = own("?childOf", can="publish_subpage")
    return bool(asked.request.GET.get("childOf")) and beneath(asked) and own("=chooser")(asked)


def _works_on(user: User, pages: list[Page], can: str) -> bool:
    return all(_can(user, page, can) and not only_translates(user, page) for page in pages)


def _can(user: User, page: Page, can: str) -> bool:
    return not can or bool(getattr(page.permissions_for_user(user), f"can_{can}")())


def _translated(match: ResolverMatch) -> Iterator[Page]:
    translated = Translation.objects.filter(pk=match.kwargs["translation_id"]).first()
    if translated:
        yield from _versions(translated.source, translated.target_locale_id)


def _versions(source: TranslationSource, locale: int) -> Iterator[Page]:
    yield from Page.objects.filter(translation_key=source.object_id, locale=locale)
