"""One answer from one snapshot of the index: hits in order, total, facets, and where the list goes on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import tantivy
from tantivy import FieldType, Occur, Order

from search import ordering
from search.counting import values
from search.cursors import Cursor
from search.embedded.queries import Compiler
from search.embedded.recounting import Counts, count, recounted
from search.embedded.schema import hits
from search.embedded.store import Snapshot
from search.engine import FacetValue, Hit, Results, Score
from search.parameters import RELEVANCE, Count
from search.record import QUALITIES, RANKS, SHUFFLES, of_the_day
from search.weights import QUALITY
from search.wording import Part

#: So much of what was found at a commit is remembered.
_MOST_FOUND = 2_000

T = TypeVar("T")


class _Page(NamedTuple):
    addresses: Sequence[tantivy.DocAddress]
    total: int | None
    after: str | float | None
    scores: Sequence[float] = ()


class Answering:
    """Answers one query."""

    def __init__(self, snapshot: Snapshot, compiler: Compiler, earlier: Snapshot | None = None) -> None:
        self.snapshot, self.earlier = snapshot, earlier
        self.index = snapshot.index
        self.searcher = snapshot.searcher
        self.position = snapshot.position
        self.found = snapshot.found
        self.compiler = compiler
        self.query = compiler.query
        self.counted = self.query.count is Count.EXACT
        cursor = self.query.cursor
        self.after = cursor.after if cursor else None
        self.shuffle = cursor.shuffle if cursor else compiler.shuffle

    @cached_property
    def compiled(self) -> tantivy.Query:
        return self.compiler.compiled()

    def results(self) -> Results:
        # Words are seldom the same ones; the same lists are asked for again and again.
        is_list = self.query.limit and not self.query.text
        listed = self._once((self.shuffle, self.query.canonical()), self._listed) if is_list else self._listed()
        return replace(listed, facets=self._facets())

    def _listed(self) -> Results:
        """The answer without facets."""
        if not self.query.limit:
            page = _Page([], self._total() if self.counted else None, None)
        else:
            page = self._ranked() if self.query.is_ranked else self._sorted()
        return Results(
            hits=hits(self.searcher, page.addresses),
            total=page.total,
            facets={},
            next_cursor=self._cursor(page.after),
            position=self.position,
        )

    def scores(self) -> tuple[Score, ...]:
        """What the hits are ranked by. tantivy explains a score, but not which of our words has brought it: so each
        part of a word is asked for alone."""
        if not (self.query.is_ranked and self.query.limit and self.compiler.asked):
            return ()
        page = self._ranked()
        found = hits(self.searcher, page.addresses)
        held: dict[tuple[int, int], list[Part]] = {(at.segment_ord, at.doc): [] for at in page.addresses}
        for part in (part for word in self.compiler.asked.words for part in word.parts if found):
            if self.searcher.doc_freq(f"text_{part.place}", part.term):
                alone = self.searcher.search(self.compiler.alone(part, found), len(found), count=False)
                for worth, at in alone.hits:
                    held[at.segment_ord, at.doc].append(part._replace(worth=float(worth)))
        columns: Any = [self.searcher.fast_field_values(name, list(page.addresses)) for name in QUALITIES if found]
        qualities = zip(*columns, strict=True)
        return tuple(
            Score(hit, value, tuple(parts), dict(zip(QUALITY, factors, strict=True)), of_the_day(hit.key, self.shuffle))
            for hit, value, parts, factors in zip(found, page.scores, held.values(), qualities, strict=True)
        )

    def begun(self) -> tuple[Hit, ...]:
        """The first of what begins like the text of the query."""
        found: Any = self.searcher.search(
            self.compiler.begun(), self.query.limit, count=False, weight_by_field=SHUFFLES[self.shuffle]
        )
        return hits(self.searcher, [address for _score, address in found.hits])

    def _ranked(self) -> _Page:
        """The best, by weights, then by quality and the day's shuffle; it goes on after so many of them."""
        given = int(self.after or 0)
        limit = max(1, min(self.query.limit, ordering.DEEPEST - given))
        found: Any = self.searcher.search(
            self.compiled, limit + 1, count=self.counted, offset=given, weight_by_field=RANKS[self.shuffle]
        )
        more = len(found.hits) > limit and given + limit < ordering.DEEPEST
        scores, addresses = zip(*found.hits[:limit], strict=True) if found.hits else ((), ())
        total = found.count if self.counted else None
        return _Page(addresses, total, given + limit if more else None, scores)

    def _sorted(self) -> _Page:
        """The next in order; it goes on after the key of the last of them."""
        sort = self.query.sort
        field = SHUFFLES[self.shuffle] if sort == RELEVANCE else f"sort_{sort.removeprefix('-')}"
        order = Order.Desc if sort == RELEVANCE or sort.startswith("-") else Order.Asc
        clauses = [(Occur.Must, self.compiled)]
        if self.after is not None:
            clauses.append((Occur.Must, self._beyond(field, order)))
        limit = self.query.limit
        found: Any = self.searcher.search(  # its stub lacks `count`
            tantivy.Query.boolean_query(clauses), limit + 1, count=self.counted, order_by_field=field, order=order
        )
        total = None
        if self.counted:
            total = found.count if self.after is None else self._total()
        after = found.hits[limit - 1][0] if len(found.hits) > limit else None
        return _Page([address for _key, address in found.hits[:limit]], total, after)

    def _total(self) -> int:
        def find() -> int:
            found: Any = self.searcher.search(self.compiled, 1)
            return int(found.count)

        return find() if self.query.text else self._once(("total", self.query.filters()), find)

    def _beyond(self, field: str, order: Order) -> tantivy.Query:
        if field in SHUFFLES:
            return tantivy.Query.range_query(
                self.index.schema, field, FieldType.Float, upper_bound=self.after, include_upper=False
            )
        # Only the parser makes ranges of texts; the key is hexadecimal, so there is nothing in it to parse.
        key = bytes.fromhex(str(self.after)).hex()
        bounds = f"{{{key} TO *}}" if order == Order.Asc else f"{{* TO {key}}}"
        return self.index.parse_query(f"{field}:{bounds}")

    def _cursor(self, after: str | float | None) -> str | None:
        if after is None:
            return None
        return Cursor(after, self.shuffle).signed(self.query.fingerprint)

    def _facets(self) -> dict[str, tuple[FacetValue, ...]]:
        """Each wanted facet, counted without what is chosen of it; those without a choice share one pass."""
        wanted = self.query.wanted_facets
        alone = [name for name in wanted if self.query.facets.get(name)]
        counts = self._counts([name for name in wanted if name not in alone])
        for name in alone:
            counts = {**counts, **self._counts([name], without=name)}
        return {name: values(self.query, name, counts[name]) for name in wanted}

    def _counts(self, names: Sequence[str], without: str = "") -> Counts:
        """How many there are of each value."""
        if not names:
            return {}
        asked = (*names, self.query.filters(without))
        return self._once(asked, lambda: self._counted(asked, names, [without] if without else []))

    def _once(self, asked: tuple[object, ...], find: Callable[[], T]) -> T:
        """What is found, once at each commit; unless it depends on the moment, too."""
        if not self.compiler.is_timeless:
            return find()
        found: T | None = self.found.get(asked)
        if found is None:
            if len(self.found) >= _MOST_FOUND:
                self.found.clear()
            found = self.found[asked] = find()
        return found

    def _counted(self, asked: tuple[object, ...], names: Sequence[str], without: Sequence[str]) -> Counts:
        if self.earlier and self.compiler.is_timeless and not self.query.text:
            before = self.earlier.found.get(asked)  # another thread may clear it at any moment
            known = before and recounted(before, self.earlier, self.snapshot, self.compiler, without)
            if known:
                return known
        return count(self.searcher, self.compiler.compiled(without) if without else self.compiled, names)
