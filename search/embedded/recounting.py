"""Counts of facets: of everything that is found, or, from those of the commit before, of what has changed since."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from uuid import UUID

import tantivy

from search.counting import MOST_VALUES
from search.embedded.concerning import is_counted_alike
from search.embedded.queries import Compiler
from search.embedded.store import Snapshot
from search.engine import Position
from search.following import FEW, changed_since

#: By facet, how many there are of each value.
Counts = Mapping[str, Mapping[str, int]]


def count(searcher: tantivy.Searcher, found: tantivy.Query, facets: Iterable[str]) -> Counts:
    """How many of what is found have each value of these facets."""
    asked = {name: {"terms": {"field": f"facet_{name}", "size": MOST_VALUES}} for name in facets}
    counted = searcher.aggregate(found, asked)
    return {name: {b["key"]: b["doc_count"] for b in counted[name]["buckets"]} for name in asked}


def recounted(
    known: Counts, earlier: Snapshot, now: Snapshot, compiler: Compiler, without: Collection[str]
) -> Counts | None:
    """The counts at `now` of what was counted at an earlier commit; None where that takes counting all.

    All that has changed is counted at both, and the difference is exact: what somebody has in common with before is
    in both. Words of a text may stand for others since, so it is for what is asked without.
    """
    keys = _changed(earlier, now)
    then = Compiler(compiler.query, compiler.at, (), earlier.times, compiler.words)
    if keys is None or not then.is_timeless or any(len(values) >= MOST_VALUES for values in known.values()):
        return None
    if not keys or is_counted_alike(compiler.query, earlier, now, keys):
        return known
    lost = count(earlier.searcher, then.each_of(keys, without), known)
    won = count(now.searcher, compiler.each_of(keys, without), known)
    return {name: _without_none(Counter(known[name]), won[name], lost[name]) for name in known}


def _without_none(counts: Counter[str], won: Mapping[str, int], lost: Mapping[str, int]) -> Mapping[str, int]:
    counts.update(won)
    counts.subtract(lost)
    return {value: number for value, number in counts.items() if number}


def _changed(earlier: Snapshot, now: Snapshot) -> Collection[UUID] | None:
    """The things that two commits of the same index may differ in; None if that is more than a few, or time's doing."""
    (then, _settled, made), (position, _newer, name) = earlier.standing, now.standing
    if (made, then.epoch, then.boundary) != (name, position.epoch, position.boundary) or then.seq > position.seq:
        return None
    changed = _since(made, then, position)
    return {key for key, _kind in changed} if len(changed) <= FEW else None


@lru_cache(maxsize=8)
def _since(_made: str, then: Position, _now: Position) -> Sequence[tuple[UUID, str]]:
    """It is read after the later commit, which may know of a thing what came after its position."""
    return changed_since(then.seq)
