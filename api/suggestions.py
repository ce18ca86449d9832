"""What somebody may mean while they type: values of vocabularies, and things by what they are called."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import reduce
from typing import Any

from django.conf import settings
from django.db.models import Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse

from api import bodies, links, views
from api.kept import digest
from documents.kinds import kinds
from documents.vocabularies import Suggestion, Vocabulary, vocabularies
from search import parameters
from search.parameters import Parameter
from search.query import Query
from search.reading import Look
from search.text import query_string

_USUAL_LIMIT = {"limit": "5"}


def types() -> Parameter:
    """Which types of suggestions there are."""
    names = [*(vocabulary.facet for vocabulary in _suggesting()), *(kind.name for kind in kinds)]
    said = "Only suggestions of these types; repeat it for several."
    return Parameter("type", said, {"type": "string", "enum": names}, repeatable=True)


def listing(request: HttpRequest) -> HttpResponse:
    """Some of each type, whose name has words that begin like those of `q`; none for an empty one."""
    query = Query.parse(query_string(request), None, own=parameters.suggesting(), also=[types()], implied=_USUAL_LIMIT)
    look = Look.at_now(query, beside=_versions)

    def answer() -> HttpResponse:
        return views.as_json(bodies.json_text({"data": list(_suggestions(look)) if query.text else []}))

    response = views.conditional(request, digest(settings.PUBLIC_URL, "suggest", look.etag), answer)
    response.headers["Link"] = links.of_suggestions(query)
    return response


def _suggestions(look: Look) -> Iterator[dict[str, Any]]:
    query = look.query
    wanted = query.extra["type"].split(",") if "type" in query.extra else types().schema["enum"]
    for vocabulary in _suggesting():
        if vocabulary.facet in wanted and vocabulary.suggest:
            suggested = vocabulary.suggest(query.text, query.language, look.state.beside)
            for found in _used_first(suggested, vocabulary, look)[: query.limit]:
                address = links.vocabulary_url(vocabulary, found.key)
                yield _suggestion(vocabulary.facet, found.label, found.key, address, found.locale)
    for item in look.suggestions(kind.name for kind in kinds if kind.name in wanted):
        entry = item.entry
        yield _suggestion(entry.kind, entry.title, str(item.key), links.page_url(entry), entry.locale)


def _used_first(suggested: Iterable[Suggestion], vocabulary: Vocabulary, look: Look) -> list[Suggestion]:
    """What leads to something before what does not, otherwise in the order given."""
    some = list(suggested)
    if len(some) < 2:
        return some  # most of what is typed needs no counts
    counts = replace(look, query=look.query.but(text="", extra={})).counts(vocabulary.facet)
    return sorted(some, key=lambda each: not any(counts.get(each.key, {}).values()))


def _suggestion(kind: str, label: str, value: str, url: str, locale: str) -> dict[str, Any]:
    return {"type": kind, "label": label, "value": value, "url": url, "locale": locale}


def _suggesting() -> list[Vocabulary]:
    return [vocabulary for vocabulary in vocabularies if vocabulary.suggest]


def _versions() -> Combinable:
    """Changes with each vocabulary that suggests, whatever the log says of it."""
    none: Combinable = Value("")
    return reduce(Concat, [vocabulary.version() for vocabulary in _suggesting() if vocabulary.version], none)
