"""Counts of facets as lists show them, whatever engine has counted."""

from collections.abc import Mapping
from typing import NamedTuple

from documents.document import Facet
from search.analysis import sort_text
from search.engine import FacetValue
from search.parameters import facets
from search.query import Query, Selection

#: More than any facet has, so that no engine leaves one out.
MOST_VALUES = 10_000


def values(query: Query, name: str, counts: Mapping[str, int]) -> tuple[FacetValue, ...]:
    """In the order of the facet; what is chosen stays to be seen, and unchosen, without a hit too."""
    facet = facets(query.kind)[name]
    known = _named(query, name, facet)
    labels, place = known.labels, known.places.__getitem__
    chosen = query.facets.get(name, Selection())
    if chosen:
        counts = {value: counts.get(value, 0) for value in (*counts, *chosen.any, *chosen.all, *chosen.none)}
    selected, count = {*chosen.any, *chosen.all}, counts.__getitem__
    some = sorted(sorted(counts), key=place)
    some.sort(key=count, reverse=True)
    if facet.ordered:
        some.sort(key=place)
    return tuple([FacetValue(v, labels.get(v, v), count(v), v in selected) for v in some])


def labels_of(query: Query) -> tuple[Mapping[str, str], ...]:
    """What the values of each facet that is wanted are called, by facet: the same objects as long as they are."""
    known = facets(query.kind)
    return tuple([_named(query, name, known[name]).labels for name in query.wanted_facets])


class _Places(dict[str, int]):
    """Where values stand among each other; one without a label stands at the end."""

    def __missing__(self, value: str) -> int:
        return len(self)


class _Named(NamedTuple):
    """The labels, those that were seen last, which say the same, and the places of the values."""

    labels: Mapping[str, str]
    seen: Mapping[str, str]
    places: _Places


#: By kind, facet and language.
_known: dict[tuple[str | None, str, str], _Named] = {}


def _named(query: Query, name: str, facet: Facet) -> _Named:
    """The values stand by label, or as the facet orders them itself."""
    whose, labels = (query.kind, name, query.language), facet.labels(query.language)
    known = _known.get(whose)
    if known and known.seen is labels:
        return known
    if known and known.labels == labels:
        made = known._replace(seen=labels)
    else:
        order = list(labels) if facet.ordered else sorted(labels, key=lambda value: (sort_text(labels[value]), value))
        made = _Named(labels, labels, _Places({value: at for at, value in enumerate(order)}))
    _known[whose] = made
    return made
