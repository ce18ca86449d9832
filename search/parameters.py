"""The table of parameters of a list, made from the marks of its documents: parser and OpenAPI read the same one."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from catalogue.log import State
from documents.document import Facet, Labels
from documents.kinds import Kind, kinds
from search import fallback, text

RELEVANCE = "relevance"
SKOS = "skos"
MOST_ITEMS = 100
MOST_SUGGESTIONS = 10

#: What other APIs call some of the parameters.
ELSEWHERE = {
    "page": "cursor",
    "offset": "cursor",
    "per_page": "limit",
    "page_size": "limit",
    "lang": "locale",
    "order": "sort",
    "ordering": "sort",
    "search": "q",
    "query": "q",
}

#: Long enough for a list of a few identifiers.
_LONGEST_LIST = 2_000


class Count(StrEnum):
    EXACT = "exact"
    NONE = "none"


@dataclass(frozen=True)
class Parameter:
    """One parameter: `schema` is that of a single value, `listed` means values with commas between them.

    `vocabulary` names the values that there are at the moment; unlike an `enum` they are no part of the contract.
    """

    name: str
    description: str
    schema: Mapping[str, Any]
    repeatable: bool = False
    listed: bool = False
    vocabulary: Labels | None = None
    former: Callable[[], Mapping[str, str]] = dict

    def openapi(self) -> dict[str, Any]:
        """This parameter as OpenAPI 3.1 describes it."""
        schema = dict(self.schema)
        if self.repeatable or self.listed:
            schema = {"type": "array", "items": schema}
        return {
            "name": self.name,
            "in": "query",
            "required": False,
            "description": self.description,
            "schema": schema,
            **({"style": "form", "explode": not self.listed} if schema["type"] == "array" else {}),
        }


def facets(kind: str | None) -> Mapping[str, Facet]:
    """The facets of a kind; of all kinds together: those of each, and the kind itself."""
    if kind is not None:
        return kinds[kind].facets
    together: dict[str, Facet] = {"kind": Facet("kind", _("Type"), _kind_labels)}
    for each in kinds:
        for name, facet in each.facets.items():
            together[name] = _either(together[name], facet) if name in together else facet
    return together


def sorts(kind: str | None) -> tuple[str, ...]:
    """The orders of a kind, `-` for the reverse; the first is the default."""
    some = [set(each.sorts) for each in kinds if kind in (None, each.name)]
    names = sorted(set.intersection(*some)) if some else []
    return (RELEVANCE, *(sign + name for name in names for sign in ("", "-")))


def parameters(kind: str | None) -> tuple[Parameter, ...]:
    """Everything that may be asked of a list of `kind`, or of all kinds together."""
    return _parameters(kind, tuple(kinds))


@lru_cache
def _parameters(kind: str | None, _known: Sequence[Kind]) -> tuple[Parameter, ...]:
    return (
        _words("Words to search for."),
        *(parameter for facet in facets(kind).values() for parameter in _of_facet(facet)),
        *languages(),
        *(_days() if any(each.is_dated for each in kinds if kind in (None, each.name)) else ()),
        Parameter(
            "updated_since",
            "Only what has changed since this moment.",
            {"type": "string", "format": "date-time"},
        ),
        Parameter(
            "sort",
            "The order; `-` reverses it. `relevance`, the usual one, is mixed anew each day where `q` is not asked.",
            {"type": "string", "enum": list(sorts(kind))},
        ),
        Parameter(
            "facets",
            "The facets to count.",
            {"type": "string", "enum": list(facets(kind))},
            listed=True,
        ),
        _limit("How many items to give at once; 0 for the total and the facets alone.", MOST_ITEMS, least=0),
        Parameter("cursor", "Where to go on: the `next` of the page before.", {"type": "string"}),
        Parameter(
            "count",
            "Whether to count all that is found: `exact`, the usual, or `none`.",
            {"type": "string", "enum": [c.value for c in Count]},
        ),
    )


def lists_with(name: str) -> list[str]:
    """The lists of which this parameter may be asked, as their addresses call them."""
    tables = {kind.collection: parameters(kind.name) for kind in kinds}
    tables |= {"search": parameters(None), "suggest": suggesting()}
    return [called for called, table in tables.items() if any(each.name == name for each in table)]


@lru_cache(maxsize=64)
def names(kind: str | None, _state: State) -> str:
    """Changes with the values that may be asked for, and with what has become of former ones."""
    known = [
        (each.name, sorted(each.vocabulary(settings.LANGUAGE_CODE)), sorted(each.former().items()))
        for each in parameters(kind)
        if each.vocabulary
    ]
    return hashlib.sha256(repr(known).encode()).hexdigest()


def longest(parameter: Parameter) -> int:
    """How long the value of a parameter may be."""
    return _LONGEST_LIST if parameter.listed or parameter.name == "cursor" else text.LONGEST


def _of_facet(facet: Facet) -> tuple[Parameter, ...]:
    one = {"type": "string"}
    return (
        Parameter(
            facet.name,
            f"Any of these values; repeat it for several. `facets={facet.name}` tells which there are.",
            one,
            repeatable=True,
            vocabulary=facet.labels,
            former=facet.former,
        ),
        *(
            Parameter(f"{facet.name}.{how}", says, one, listed=True, vocabulary=facet.labels, former=facet.former)
            for how, says in (
                ("all", "Each of these values, with commas between them."),
                ("not", "None of these values, with commas between them."),
            )
        ),
    )


def languages() -> tuple[Parameter, Parameter]:
    """What may be asked of one thing."""
    codes = list(fallback.languages())
    return (
        Parameter("locale", "The language to answer in.", {"type": "string", "enum": codes}),
        Parameter(
            "fallback",
            "The languages to fall back to, in this order; `any` takes whatever there is; `none` stands alone.",
            {"type": "string", "enum": [*codes, fallback.NO_FALLBACK, fallback.ANY_LANGUAGE]},
            listed=True,
        ),
    )


def _days() -> tuple[Parameter, Parameter]:
    day = {"type": "string", "format": "date"}
    return (
        Parameter("date.gte", "Only what is of this day or a later one. What lasts is of each of its days.", day),
        Parameter("date.lt", "Only what is of a day before this one. What has no day is not found by either.", day),
    )


def suggesting() -> tuple[Parameter, ...]:
    """What may be asked of suggestions."""
    return (
        _words("What has been typed so far. Each word of it may be the beginning of a longer one."),
        *languages(),
        _limit("How many suggestions of each type to give.", MOST_SUGGESTIONS),
    )


def form_of_vocabulary() -> Parameter:
    """In which form a vocabulary may be had."""
    return Parameter(
        "format",
        "`skos` for linked data in every language, as does `Accept: application/ld+json`.",
        {"type": "string", "enum": ["json", SKOS]},
    )


def _words(description: str) -> Parameter:
    return Parameter("q", description, {"type": "string", "maxLength": text.LONGEST})


def _limit(description: str, most: int, least: int = 1) -> Parameter:
    return Parameter("limit", description, {"type": "integer", "minimum": least, "maximum": most})


def _kind_labels(locale: str) -> dict[str, str]:
    with translation.override(locale):
        return {kind.name: str(kind.page_model._meta.verbose_name) for kind in kinds}


def _either(one: Facet, other: Facet) -> Facet:
    return replace(one, labels=lambda locale: {**other.labels(locale), **one.labels(locale)})
