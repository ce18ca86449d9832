"""One answer of the cluster: hits in order, total, facets, and where the list goes on."""

from collections.abc import Sequence
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.dsl import Search, query
from elasticsearch.dsl.query import Query as Clause

from search import ordering
from search.cluster.queries import Compiler
from search.counting import MOST_VALUES, values
from search.cursors import Cursor
from search.engine import Hit, Position, Results, Score, Unavailable
from search.parameters import RELEVANCE, Count
from search.record import QUALITIES, RANKS, SHUFFLES, named, of_the_day
from search.weights import QUALITY
from search.wording import Part


class Answering:
    """Answers one query, in so many seconds or not at all."""

    def __init__(self, client: Elasticsearch, index: str, compiler: Compiler, seconds: float) -> None:
        self.client = client
        self.index = index
        self.compiler = compiler
        self.seconds = seconds
        self.query = compiler.query
        cursor = self.query.cursor
        self.after = cursor.after if cursor else None
        self.shuffle = cursor.shuffle if cursor else ordering.shuffle_of(compiler.at)

    def results(self, position: Position) -> Results:
        counted = self.query.count is Count.EXACT
        search = self._ordered(self._search().post_filter(self.compiler.chosen()))
        self._count(search)
        answer = self._ask(search.extra(track_total_hits=counted))
        limit, hits = self._limit(), list(answer.hits)
        return Results(
            hits=tuple(_hit(hit) for hit in hits[:limit]),
            total=answer.hits.total.value if counted else None,
            facets=self._facets(answer),
            next_cursor=self._cursor(hits, limit),
            position=position,
        )

    def scores(self) -> tuple[Score, ...]:
        """What the hits are ranked by. A cluster explains a score at length and in its own words; asked for each part
        by a name, it says what that is worth."""
        if not (self.query.is_ranked and self.query.limit):
            return ()
        ranked = self._ordered(self._search().post_filter(self.compiler.chosen())).extra(track_total_hits=False)
        values = {_hit(hit): float(hit.meta.score) for hit in list(self._ask(ranked).hits)[: self._limit()]}
        parts = [part for word in self.compiler.ranking() for part in word]
        whole = {"search_type": "dfs_query_then_fetch", "include_named_queries_score": True}
        asked = self._new().query(self.compiler.alone(parts, values)).params(**whole)
        asked = asked.extra(size=len(values), docvalue_fields=list(QUALITIES))
        held = {_hit(hit): (_held(hit, parts), _quality(hit)) for hit in self._ask(asked).hits} if values else {}
        return tuple(
            Score(hit, value, *held[hit], of_the_day(hit.key, self.shuffle))
            for hit, value in values.items()
            if hit in held
        )

    def begun(self) -> tuple[Hit, ...]:
        """The first of what begins like the text of the query."""
        day = SHUFFLES[self.shuffle]
        begun = _times(self.compiler.begun(), day, modifier="ln2p", missing=0)
        search = self._new().query(begun).sort(*_best(day))
        answer = self._ask(search.extra(size=self.query.limit, track_total_hits=False))
        return tuple(_hit(hit) for hit in answer.hits)

    def _new(self) -> Search[Any]:
        return (
            Search(using=self.client, index=self.index).source(False).extra(timeout=f"{round(self.seconds * 1000)}ms")
        )

    def _search(self) -> Search[Any]:
        found = self.compiler.found()
        ranked = self.query.is_ranked
        return self._new().query(_times(found, RANKS[self.shuffle]) if ranked else query.Bool(filter=[found]))

    def _ordered(self, search: Search[Any]) -> Search[Any]:
        """The next in order: after the key of the last item given, or by relevance after so many of them."""
        size = self._limit() + 1 if self.query.limit else 0
        if self.query.is_ranked:
            # Each shard knows how rare a word is among all.
            whole = search.params(search_type="dfs_query_then_fetch")
            return whole.sort(*_best(RANKS[self.shuffle])).extra(**{"from": int(self.after or 0), "size": size})
        sort = self.query.sort
        field = SHUFFLES[self.shuffle] if sort == RELEVANCE else f"sort_{sort.removeprefix('-')}"
        order = "desc" if sort == RELEVANCE or sort.startswith("-") else "asc"
        search = search.sort({field: {"order": order}}).extra(size=size)
        return search if self.after is None else search.extra(search_after=[self.after])

    def _limit(self) -> int:
        """How many items to give: by relevance nobody reads for ever."""
        if not self.query.is_ranked or not self.query.limit:
            return self.query.limit
        return max(1, min(self.query.limit, ordering.DEEPEST - int(self.after or 0)))

    def _count(self, search: Search[Any]) -> None:
        """Each wanted facet, counted without what is chosen of it."""
        for name in self.query.wanted_facets:
            others = search.aggs.bucket(name, "filter", filter=self.compiler.chosen(without=[name]))
            others.bucket("values", "terms", field=f"facet_{name}", size=MOST_VALUES)

    def _facets(self, answer: Any) -> dict[str, Any]:
        counted = {
            name: {bucket.key: bucket.doc_count for bucket in answer.aggregations[name]["values"].buckets}
            for name in self.query.wanted_facets
        }
        return {name: values(self.query, name, counts) for name, counts in counted.items()}

    def _cursor(self, hits: list[Any], limit: int) -> str | None:
        if len(hits) <= limit:
            return None
        after = int(self.after or 0) + limit if self.query.is_ranked else hits[limit - 1].meta.sort[0]
        if self.query.is_ranked and after >= ordering.DEEPEST:
            return None
        return Cursor(after, self.shuffle).signed(self.query.fingerprint)

    def _ask(self, search: Search[Any]) -> Any:
        """All of an answer or none: a list with a part of the index missing would look whole.

        One list is always read from the same copies of the index, which may rank a little unlike others.
        """
        asked = search.params(preference=f"list-{self.query.fingerprint}", allow_partial_search_results=False)
        answer = asked.execute()
        if answer.timed_out:
            raise Unavailable("The search cluster takes too long.")
        return answer


def _times(clause: Clause, field: str, modifier: str = "none", missing: float = 1) -> Clause:
    """Hits with their points times what stands in a field of them."""
    factor = {"field": field, "modifier": modifier, "missing": missing}
    return query.FunctionScore(query=clause, field_value_factor=factor, boost_mode="multiply")


def _best(field: str) -> tuple[dict[str, Any], ...]:
    """By points; where two copies of a shard could differ, by what multiplies them and then by name."""
    return {"_score": {"order": "desc"}}, {field: {"order": "desc"}}, {"id": {"order": "asc"}}


def _quality(hit: Any) -> dict[str, float]:
    """What each part of its quality makes of a hit's points."""
    return {part: hit[f"quality_{part}"][0] for part in QUALITY}


def _held(hit: Any, parts: Sequence[Part]) -> tuple[Part, ...]:
    """Those of the parts that were found in a hit, with what they are worth there."""
    worth = hit.meta.to_dict().get("matched_queries", {})
    return tuple(parts[int(number)]._replace(worth=float(worth[number])) for number in sorted(worth, key=int))


def _hit(hit: Any) -> Hit:
    return named(hit.meta.id)
