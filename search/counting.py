"""Counts of facets as lists show them, whatever engine has counted."""

from collections.abc import Mapping

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
    labels = facet.labels(query.language)
    chosen = query.facets.get(name, Selection())
    if chosen:
        counts = {value: counts.get(value, 0) for value in (*counts, *chosen.any, *chosen.all, *chosen.none)}
    selected = {*chosen.any, *chosen.all}
    place, count = _places((query.kind, name, query.language), facet, labels).__getitem__, counts.__getitem__
    some = sorted(sorted(counts), key=place)
    some.sort(key=count, reverse=True)
    if facet.ordered:
        some.sort(key=place)
    return tuple([FacetValue(v, labels.get(v, v), count(v), v in selected) for v in some])


class _Places(dict[str, int]):
    """Where values stand among each other; one without a label stands at the end."""

    def __missing__(self, value: str) -> int:
        return len(self)


#: By kind, facet and language: the labels, which are other ones whenever something is renamed, and the places.
_known: dict[tuple[str | None, str, str], tuple[Mapping[str, str], _Places]] = {}


def _places(whose: tuple[str | None, str, str], facet: Facet, labels: Mapping[str, str]) -> _Places:
    """By label, or as the facet orders them itself."""
    known = _known.get(whose)
    if known is None or known[0] is not labels:
        order = list(labels) if facet.ordered else sorted(labels, key=lambda value: (sort_text(labels[value]), value))
        known = _known[whose] = labels, _Places({value: at for at, value in enumerate(order)})
    return known[1]
