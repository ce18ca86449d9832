"""The answers of the API: read-only, one question to the search or the catalogue each."""

from collections.abc import Callable, Hashable
from datetime import datetime
from functools import lru_cache, partial, wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.encoding import escape_uri_path
from django.utils.http import RFC3986_SUBDELIMS, quote_etag
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from api import bodies, items, links, shaping
from api.items import Found
from api.kept import digest, kept
from api.problems import TYPES
from api.shaping import Shape
from catalogue import log
from documents.kinds import Kind
from search.parameters import languages, names
from search.query import Query
from search.reading import Look, moment
from search.text import query_string

#: An ETag, and how to make the answer that belongs to it.
Answer = tuple[str, Callable[[], HttpResponse]]
_Find = Callable[[Query, datetime], Found]

ALLOWED = "GET, HEAD, OPTIONS"
#: For whatever names or counts persons: caches ask again after half a minute.
FRESH = "public, max-age=30, must-revalidate"
SETTLED = "public, max-age=3600"
#: Raise it when bodies are put together differently.
_SHAPE = 2


def listing(request: HttpRequest, path: str, kind: str | None) -> HttpResponse:
    """A list at `path` of one kind, or of all kinds together."""
    sent = query_string(request)
    return answered(
        request, lambda: _listing(path, Look.asked(lambda: _parsed(sent, kind, names(kind, log.seen())))), moment
    )


@lru_cache(maxsize=4_096)
def _parsed(sent: str, kind: str | None, _names: str) -> Query:
    """Programs ask the same over and over."""
    return Query.parse(sent, kind, also=shaping.parameters(kind))


def _listing(path: str, look: Look) -> Answer:
    query = look.query

    def compute() -> tuple[HttpResponse, Look | None]:
        page, shape = look.page(), Shape.of(query)
        entries = [found.entry for found in page.items]
        included = shape.included(entries, query, look.at)
        beside = [found.entry for found in included]
        response = as_json(bodies.listing(page, query.limit, shape, included))
        response.headers["Link"] = links.of_listing(path, query, page, beside)
        return response, look if page.is_of_its_look else None

    name = digest(_SHAPE, settings.PUBLIC_URL, path, query.canonical())
    etag = kept.etag(name, look)
    return etag, lambda: kept.answer(name, etag, compute)


def item(request: HttpRequest, kind: Kind, key: str) -> HttpResponse:
    return _one(request, kind, partial(items.by_key, kind, key), partial(items.glanced_at, kind, key))


def item_by_slug(request: HttpRequest, kind: Kind, slug: str) -> HttpResponse:
    return _one(request, kind, partial(items.by_slug, kind, slug))


def document(request: HttpRequest, text: str, content_type: str) -> HttpResponse:
    """The description of the API, which changes with its code only."""

    def ask() -> Answer:
        return digest(text), lambda: HttpResponse(text, content_type=content_type)

    return answered(request, ask, lambda: text, cache=SETTLED)


def readable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view say by itself what may be done at its address: to read."""

    @wraps(view)
    def answer(request: HttpRequest, **path: str) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Allow": ALLOWED})
        return view(request, **path)

    return answer


def elsewhere(request: HttpRequest) -> HttpResponse:
    """No address of the API; without the slash at its end it may be one."""
    path = escape_uri_path(request.path)
    bare = path.rstrip("/")
    if bare in (path, "/api"):
        raise Http404
    return HttpResponse(status=HTTPStatus.PERMANENT_REDIRECT, headers={"Location": bare + asked(request)})


@csrf_exempt
@require_safe
def explained(request: HttpRequest, code: str) -> HttpResponse:
    """What a problem's type means and what to do about it."""
    if code not in TYPES:
        raise Http404
    kind = TYPES[code]
    text = f"{kind.title} (status {kind.status.value})\n\n{kind.advice}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": SETTLED})


def answered(
    request: HttpRequest,
    ask: Callable[[], Answer],
    moment: Callable[[], Hashable],
    *,
    glance: Callable[[], Answer] | None = None,
    cache: str = FRESH,
) -> HttpResponse:
    """The answer, which can say by itself which ETag it would have at another time (see `config.revalidating`).

    What `moment` gives is another as soon as the ETag may be another. `glance` gives the same as `ask`, and costs less
    if only the ETag is wanted.
    """
    response: Any = conditional(request, *ask(), cache)
    response.etag_now = lambda: quote_etag((glance or ask)()[0])
    response.moment_now = moment
    return response


def conditional(
    request: HttpRequest, etag: str, answer: Callable[[], HttpResponse], cache: str = FRESH
) -> HttpResponse:
    """The answer, or only that it has not changed. No date says that: one of those is ignored."""
    quoted = quote_etag(etag)
    request.META.pop("HTTP_IF_UNMODIFIED_SINCE", None)
    response: Any = get_conditional_response(request, etag=quoted) or answer()
    response.headers["ETag"] = quoted
    response.headers["Cache-Control"] = cache
    return response


def asked(request: HttpRequest) -> str:
    """The query string as the end of another address."""
    sent = query_string(request).encode("utf-8", "surrogateescape")
    return "?" + quote(sent, safe=RFC3986_SUBDELIMS + "/?:@%[]") if sent else ""


def _one(request: HttpRequest, kind: Kind, find: _Find, glance: _Find | None = None) -> HttpResponse:
    query = Query.parse(query_string(request), kind.name, own=languages(), also=shaping.parameters(kind.name))

    def found(find: _Find) -> Answer:
        at = timezone.now()
        return _item(kind, query, find(query, at), at)

    return answered(request, partial(found, find), log.state, glance=partial(found, glance or find))


def _item(kind: Kind, query: Query, found: Found, at: datetime) -> Answer:
    """What is included is read before anything is compared: the answer changes with it."""
    entry, shape = found.entry, Shape.of(query)
    included = shape.included([entry], query, at)
    beside = [other.entry for other in included]

    def compute() -> HttpResponse:
        response = as_json(bodies.item(found, shape, included))
        response.headers["Link"] = links.of_item(kind, entry, beside)
        return response

    asked = query.locale or query.extra
    etag = (
        digest(entry.validator, query.canonical(), *(other.validator for other in beside)) if asked else entry.validator
    )
    return etag, compute


def as_json(body: str) -> HttpResponse:
    return HttpResponse(body, content_type="application/json")
