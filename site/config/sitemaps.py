"""What search engines are asked to visit: every public page, but of nobody who does not want to be found by them."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from wagtail.models import Page

from catalogue import log
from catalogue.models import Entry, Thing
from catalogue.querysets import EntryQuerySet
from documents.document import Document
from documents.kinds import kinds
from pages.chrome import address
from pages.publicity import is_public
from search.query import Query
from search.reading import Look

#: How many addresses one file may hold.
MOST = 50_000

#: What a document has in it that names somebody who does not want to be found by search engines.
_UNWILLING = '"indexable":false'
_ROBOTS = """\
User-agent: *
Disallow: /admin/
Disallow: /*?

Sitemap: {origin}/sitemap.xml
"""


@csrf_exempt
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Lists can be filtered without end, so that no address with a question in it is worth a visit.

    The rest of the API is open: its answers ask not to be kept, which is heeded only by who has read them.
    """
    return HttpResponse(_ROBOTS.format(origin=settings.PUBLIC_URL), content_type="text/plain; charset=utf-8")


@csrf_exempt
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The sitemap of each language, in parts where there is much."""
    counts = _counts(log.state())
    parts = [
        f"{settings.PUBLIC_URL}/sitemap-{code}-{part}.xml"
        for code, _name in settings.LANGUAGES
        for part in range(1, 2 + counts.get(code, 0) // MOST)
        if counts.get(code) or any(_lists(code))
    ]
    return render(request, "sitemap_index.xml", {"parts": parts}, content_type="application/xml")


@csrf_exempt
@require_safe
def language(request: HttpRequest, locale: str, part: int) -> HttpResponse:
    """Some of the public pages in one language."""
    if part > MOST:  # nor may an index name more files
        raise Http404
    start = MOST * (part - 1)
    entries = _entries().filter(locale=locale).order_by("pk")[start : start + MOST] if part else ()
    pages = [*_lists(locale), *_topics(locale)] if part == 1 and any(_lists(locale)) else []
    pages += [_page(entry.path, entry.updated_at) for entry in entries]
    if not pages:
        raise Http404
    return render(request, "sitemap.xml", {"pages": pages}, content_type="application/xml")


@lru_cache(maxsize=1)
def _counts(_state: log.State) -> dict[str, int]:
    """How many entries there are in each language: to count them is to read all of them."""
    return dict(_entries().order_by().values_list("locale").annotate(Count("pk")))


def _entries() -> EntryQuerySet:
    """Of a kind whose documents say `indexable`, those only that say yes; nothing whose page asks not to be kept."""
    wanted = ~Q(kind__in=_asked()) | Q(payload__contains='"indexable":true')
    unkept = Q(kind__in=_naming(), payload__contains=_UNWILLING)
    return Entry.objects.public().filter(wanted).exclude(unkept).only("pk", "path", "updated_at")


def _naming() -> list[str]:
    """The kinds whose pages may ask not to be kept, because of whom they name."""
    return [kind.name for kind in kinds if kind.document.robots is not Document.robots]


def _asked() -> list[str]:
    """The kinds whose things have a wish of their own."""
    return [kind.name for kind in kinds if "indexable" in kind.document.model_fields]


def _are_named() -> bool:
    """Whether lists of those kinds name somebody who wishes not to be found, and so ask not to be kept either."""
    return Entry.objects.public().filter(kind__in=_asked(), payload__contains=_UNWILLING).exists()


def _lists(locale: str) -> Iterator[dict[str, Any]]:
    """The pages that are no things: the home page, lists."""
    things = Thing.objects.filter(pk=OuterRef("translation_key"))
    pages = Page.objects.live().filter(~Exists(things), locale__language_code=locale, depth__gt=1, alias_of=None)
    for page in pages.order_by("path").specific():
        is_unkept = getattr(page, "lists", None) in _asked() and _are_named()
        if is_public(page) and address(page) and not is_unkept:
            yield _page(address(page), page.last_published_at)


def _topics(locale: str) -> Iterator[dict[str, Any]]:
    """All topics, and each by which something is found, if none of their pages names who is not to be found."""
    with override(locale):
        yield _page(reverse("topics"), None)
    if _are_named():
        return
    counts = Look.at_now(Query(None, locale=locale, fallback=("any",))).counts("topic")
    with override(locale):
        for slug, found in sorted(counts.items()):
            if any(found.values()):
                yield _page(reverse("topic", args=[slug]), None)


def _page(path: str, changed: Any) -> dict[str, Any]:
    return {"url": settings.PUBLIC_URL + path, "changed": changed}
