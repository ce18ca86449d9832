"""The addresses of the API: the same ones for every kind of thing, so that no kind needs a line of its own."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.constants import NOT_SET
from pydantic import BaseModel

from api import documentation, openapi, schemas, shaping, suggestions, views
from api import vocabularies as answers
from api.problems import Problem
from documents.kinds import Kind
from documents.vocabularies import Vocabulary, vocabularies
from search.parameters import form_of_vocabulary, languages, parameters, suggesting
from search.query import InvalidQuery, Query
from search.text import query_string

_GUIDE = Path(__file__).with_name("guide.md")


def api_of(kinds: Iterable[Kind], namespace: str = "api") -> NinjaAPI:
    """The API over these kinds."""
    api = NinjaAPI(
        title=f"{settings.WAGTAIL_SITE_NAME}: content API",
        version="1",
        description=_GUIDE.read_text(encoding="utf-8"),
        docs_url=None,
        openapi_url=None,
        urls_namespace=namespace,
        servers=[{"url": "/"}],
    )
    api.add_exception_handler(InvalidQuery, _refuse)
    api.add_exception_handler(Problem, _tell)
    api.add_exception_handler(Exception, _leave_to_django)
    shown = [_mount(api, kind) for kind in kinds]
    _mount_search(api, shown)
    for vocabulary in vocabularies:
        _mount_vocabulary(api, vocabulary)
    _mount_description(api)
    return api


def _mount(api: NinjaAPI, kind: Kind) -> type[BaseModel]:
    """A list, and each of its things by id and by name; returns the shape of what is shown."""

    def listing(request: HttpRequest) -> HttpResponse:
        return views.listing(request, kind.collection, kind.name)

    def item(request: HttpRequest, key: str) -> HttpResponse:
        return views.item(request, kind, key)

    def item_by_slug(request: HttpRequest, slug: str) -> HttpResponse:
        return views.item_by_slug(request, kind, slug)

    root, shown = f"/{kind.collection}", schemas.item(kind)
    one, shape = schemas.item_answer(kind, shown), shaping.parameters(kind.name)
    asked = (*languages(), *shape)
    _get(api, root, listing, kind.collection, schemas.list_answer(schemas.name(kind), [shown]),
         f"List {kind.collection}", openapi.details("The list.", (*parameters(kind.name), *shape)))  # fmt: skip
    _get(api, f"{root}/{{key}}", item, f"{kind.collection}-item", one,
         f"One of the {kind.collection} by its id",
         openapi.details("The thing.", asked, {404: "NotFound", 410: "Gone"}))  # fmt: skip
    _get(api, f"{root}/by-slug/{{slug}}", item_by_slug, f"{kind.collection}-by-slug", one,
         f"One of the {kind.collection} by its name in the address",
         openapi.details("The thing.", asked, {404: "NotFound", 409: "Ambiguous"}))  # fmt: skip
    return shown


def _mount_search(api: NinjaAPI, shown: Sequence[type[BaseModel]]) -> None:
    """One list of all kinds, which has the facets of each of them and `kind`."""

    def search(request: HttpRequest) -> HttpResponse:
        return views.listing(request, "search", None)

    _get(api, "/search", search, "search", schemas.list_answer("Search", shown),
         "Search things of every kind",
         openapi.details("What was found.", (*parameters(None), *shaping.parameters(None))))  # fmt: skip
    _get(api, "/suggest", suggestions.listing, "suggest", schemas.SuggestionList,
         "Suggest topics, people, organisations and titles to somebody who types",
         openapi.details("The suggestions.", (*suggesting(), suggestions.types())))  # fmt: skip


def _mount_vocabulary(api: NinjaAPI, vocabulary: Vocabulary) -> None:
    """All its values, and each of them by its key."""

    def listing(request: HttpRequest) -> HttpResponse:
        return answers.listing(request, vocabulary)

    def item(request: HttpRequest, key: str) -> HttpResponse:
        return answers.item(request, vocabulary, key)

    name, term = vocabulary.name, schemas.term(vocabulary)
    asked = (*languages(), form_of_vocabulary())
    _get(api, f"/{name}", listing, name, schemas.terms_answer(term), f"List {name}, with how much is found by each",
         openapi.details("The vocabulary.", asked, also=[answers.LINKED]))  # fmt: skip
    _get(api, f"/{name}/{{key}}", item, f"{name}-item", schemas.term_answer(term),
         f"One of the {name} by its key",
         openapi.details("The value.", asked, {301: "Merged", 404: "NotFound"}, also=[answers.LINKED]))  # fmt: skip


def _mount_description(api: NinjaAPI) -> None:
    described = cache(lambda: openapi.document(api))

    def description(request: HttpRequest) -> HttpResponse:
        Query.parse(query_string(request), None, own=())
        return views.document(request, described(), "application/json")

    def docs(request: HttpRequest) -> HttpResponse:
        Query.parse(query_string(request), None, own=())
        page = documentation.page(described(), settings.PUBLIC_URL)
        return views.document(request, page, "text/html; charset=utf-8")

    _get(api, "/openapi.json", description, "openapi", dict[str, Any], "This description",
         openapi.details("An OpenAPI 3.1 document."))  # fmt: skip
    _get(api, "/docs", docs, "docs", NOT_SET, "This description as a page for people",
         openapi.details("A page.", also=["text/html"]))  # fmt: skip


def _get(
    api: NinjaAPI,
    path: str,
    view: Callable[..., HttpResponse],
    name: str,
    answer: type[BaseModel] | Any,
    summary: str,
    details: dict[str, Any],
) -> None:
    """Answer GET, and what ninja leaves out: HEAD and OPTIONS."""
    add, view = api.default_router.add_api_operation, views.readable(view)
    add(path, ["GET"], view, response=answer, operation_id=name, url_name=name, summary=summary, openapi_extra=details)
    add(path, ["HEAD", "OPTIONS"], view, include_in_schema=False)


def _tell(request: HttpRequest, problem: Problem | Any) -> HttpResponse:
    return problem.response(request)


def _leave_to_django(request: HttpRequest, error: Exception | Any) -> HttpResponse:
    """ninja would answer with a traceback while debugging; the middleware tells less, and the log all of it."""
    raise error


def _refuse(request: HttpRequest, error: InvalidQuery | Any) -> HttpResponse:
    return Problem("invalid-parameters", errors=error.problems).response(request)
