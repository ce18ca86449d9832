"""Whether something that has changed may concern a question, as far as its facets tell: most of it does not."""

from collections.abc import Collection, Mapping
from uuid import UUID

import tantivy

from search.counting import MOST_VALUES
from search.embedded.store import Snapshot
from search.query import Query
from search.record import facet_names


def may_find(query: Query, snapshot: Snapshot, keys: Collection[UUID]) -> bool:
    """Whether the query may have found or counted one of these things at this commit."""
    return any(_fits(query, _values(snapshot, key)) for key in keys)


def _fits(query: Query, values: Mapping[str, Collection[str]]) -> bool:
    """Of a facet that is counted, the thing may have another value than the chosen one. What is shut out may stand in
    another language of it only."""
    if query.kind and query.kind not in values["kind"]:
        return False
    missing = [
        name
        for name, chosen in query.facets.items()
        if (chosen.any and not any(value in values[name] for value in chosen.any))
        or not all(value in values[name] for value in chosen.all)
    ]
    return not missing or (len(missing) == 1 and missing[0] in query.wanted_facets)


def _values(snapshot: Snapshot, key: UUID) -> Mapping[str, Collection[str]]:
    """What stands in each facet of a thing, in all its languages together."""
    known = snapshot.values.get(key)
    if known is None:
        asked = {name: {"terms": {"field": f"facet_{name}", "size": MOST_VALUES}} for name in facet_names()}
        query = tantivy.Query.term_query(snapshot.index.schema, "key", key.hex)
        found = snapshot.searcher.aggregate(query, asked)
        known = snapshot.values[key] = {name: {b["key"] for b in found[name]["buckets"]} for name in asked}
    return known
