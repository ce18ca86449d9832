"""Counts of facets as lists show them, whatever engine has counted."""

from collections.abc import Mapping

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
    named = {value: counts.get(value, 0) for value in (*counts, *chosen.any, *chosen.all, *chosen.none)}
    selected = {*chosen.any, *chosen.all}
    some = [FacetValue(v, labels.get(v, v), count, v in selected) for v, count in named.items()]
    some.sort(key=lambda v: (-v.count, sort_text(v.label), v.value))
    if facet.ordered:
        place = {value: at for at, value in enumerate(labels)}
        some.sort(key=lambda v: place.get(v.value, len(place)))
    return tuple(some)
