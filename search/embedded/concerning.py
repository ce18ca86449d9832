"""Whether something that has changed may concern a question, as far as its facets tell: most of it does not."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import tantivy

from search import days
from search.counting import MOST_VALUES
from search.embedded.schema import LANGUAGE
from search.embedded.store import Snapshot, Values
from search.query import Query
from search.record import facet_names

#: What else decides on whether a document is found, besides its facets and its language.
_NUMBERS = ("visible_from", "visible_until", days.FIRST, days.LAST)


def is_counted_alike(query: Query, then: Snapshot, now: Snapshot, keys: Collection[UUID]) -> bool:
    """Whether these things count the same at both commits for a query without a text, whatever else has changed."""
    return not query.updated_since and all(_values(then, key) == _values(now, key) for key in keys)


def may_find(query: Query, snapshot: Snapshot, keys: Collection[UUID]) -> bool:
    """Whether the query may have found or counted one of these things at this commit."""
    return any(_fits(query, _values(snapshot, key)) for key in keys)


def _fits(query: Query, values: Values) -> bool:
    """Of a facet that is counted, the thing may have another value than the chosen one. What is shut out may stand in
    another language of it only."""
    if query.kind and not _any_has(values, "kind", (query.kind,)):
        return False
    missing = [
        name
        for name, chosen in query.facets.items()
        if (chosen.any and not _any_has(values, name, chosen.any))
        or not all(_any_has(values, name, (value,)) for value in chosen.all)
    ]
    return not missing or (len(missing) == 1 and missing[0] in query.wanted_facets)


def _any_has(values: Values, facet: str, some: Collection[str]) -> bool:
    """Whether one of these values stands in any language."""
    return any(value in said[facet] for said in values.values() for value in some)


def _values(snapshot: Snapshot, key: UUID) -> Values:
    """What stands in each facet of a thing, by the number of the language."""
    known = snapshot.values.get(key)
    if known is None:
        asked: dict[str, Any] = {name: _each(f"facet_{name}") for name in facet_names()}
        asked |= {name: {"max": {"field": name}} for name in _NUMBERS}
        query = tantivy.Query.term_query(snapshot.index.schema, "key", key.hex)
        found = snapshot.searcher.aggregate(query, {"all": {**_each(LANGUAGE), "aggs": asked}})
        known = snapshot.values[key] = {b["key"]: _read(b) for b in found["all"]["buckets"]}
    return known


def _each(field: str) -> dict[str, Any]:
    return {"terms": {"field": field, "size": MOST_VALUES}}


def _read(bucket: Mapping[str, Any]) -> Mapping[str, Collection[object]]:
    facets = {name: frozenset(each["key"] for each in bucket[name]["buckets"]) for name in facet_names()}
    return {**facets, **{name: (bucket[name]["value"],) for name in _NUMBERS}}
