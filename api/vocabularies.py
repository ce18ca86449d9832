"""What things are found by: topics, countries, languages, with how many things of each kind there are."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.cache import patch_vary_headers

from api import bodies, links, skos, views
from api.kept import digest, kept
from api.problems import Problem
from documents.vocabularies import Term, Vocabulary
from search.parameters import SKOS, form_of_vocabulary, languages
from search.query import Query
from search.reading import Look
from search.text import query_string

_JSON, LINKED = "application/json", "application/ld+json"


def listing(request: HttpRequest, vocabulary: Vocabulary) -> HttpResponse:
    """All values of a vocabulary, in the reader's alphabet."""
    look = _look(request, vocabulary)
    linked = _is_linked(request, look.query)

    def answer() -> HttpResponse:
        if linked:
            return _linked(skos.scheme(vocabulary, vocabulary.concepts(look.state.beside)))
        counts = look.counts(vocabulary.facet)
        terms = vocabulary.terms(look.query.language, look.state.beside)
        return _plain([_shown(vocabulary, key, term, counts) for key, term in terms.items()])

    return _answered(request, look, vocabulary.name, linked, answer)


def item(request: HttpRequest, vocabulary: Vocabulary, key: str) -> HttpResponse:
    """One value by its key; what was merged leads to what it has become part of."""
    look = _look(request, vocabulary)
    linked = _is_linked(request, look.query)
    term = vocabulary.terms(look.query.language, look.state.beside).get(key)
    if term is None:
        return _elsewhere(request, vocabulary, key, look)
    shown = term

    def answer() -> HttpResponse:
        if linked:
            return _linked(skos.concept(vocabulary, key, vocabulary.concepts(look.state.beside)))
        return _plain(_shown(vocabulary, key, shown, look.counts(vocabulary.facet)))

    return _answered(request, look, f"{vocabulary.name}/{key}", linked, answer)


def _look(request: HttpRequest, vocabulary: Vocabulary) -> Look:
    query = Query.parse(query_string(request), None, own=languages(), also=[form_of_vocabulary()])
    return Look.at_now(query.but(sort="title"), beside=vocabulary.version)


def _is_linked(request: HttpRequest, query: Query) -> bool:
    """Whether SKOS is asked for: by the parameter, or else by the header."""
    said = query.extra.get("format")
    return said == SKOS if said else request.get_preferred_type([_JSON, LINKED]) == LINKED


def _elsewhere(request: HttpRequest, vocabulary: Vocabulary, key: str, look: Look) -> HttpResponse:
    merged = {c.key: c.merged_into for c in vocabulary.concepts(look.state.beside)}.get(key)
    if not merged:
        raise Problem("not-found", f"There is no such {vocabulary.facet}.")
    response = HttpResponsePermanentRedirect(links.vocabulary_url(vocabulary, merged) + views.asked(request))
    response.headers["Cache-Control"] = views.FRESH
    return response


def _answered(
    request: HttpRequest, look: Look, path: str, linked: bool, answer: Callable[[], HttpResponse]
) -> HttpResponse:
    name = digest(settings.PUBLIC_URL, path, linked, look.query.canonical())
    etag = digest(name, look.etag)
    response = views.conditional(request, etag, lambda: kept.answer(name, etag, lambda: (answer(), None)))
    response.headers["Link"] = links.of_vocabulary(path)
    patch_vary_headers(response, ["Accept"])
    return response


def _shown(vocabulary: Vocabulary, key: str, term: Term, counts: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    return {**term.model_dump(mode="json"), "counts": counts.get(key, bodies.nothing(vocabulary.facet))}


def _plain(data: object) -> HttpResponse:
    return HttpResponse(bodies.json_text({"data": data}), content_type=_JSON)


def _linked(graph: Mapping[str, Any]) -> HttpResponse:
    return HttpResponse(bodies.json_text(graph), content_type=LINKED)
