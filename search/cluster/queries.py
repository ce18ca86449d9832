"""From our query to the cluster's: exact terms and ranges only, never its query language."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from elasticsearch.dsl import Q, query
from elasticsearch.dsl.query import Query as Clause

from search import conditions, weights, wording
from search.cluster.schema import ANYWHERE
from search.conditions import AnyOf, Condition, Either, Not, Within
from search.engine import Hit
from search.query import Query
from search.record import identifier
from search.variants import Dictionary
from search.wording import Part, Word, Wording

#: How many clauses of a query may rank; a cluster refuses more than 1,024. All of a word's terms are looked for.
_MOST_CLAUSES = 900


class Compiler:
    """Makes the queries of one search, as of the moment `at` and without what is `gone`.

    What matches and what ranks are told apart: the first is the same in every engine, the second nearly so. Values only
    rank: a machine that has just begun does not know them yet, and what they are called is found without.
    """

    def __init__(self, query: Query, at: datetime, gone: Collection[Hit], words: Dictionary) -> None:
        self.query = query
        self.at = at
        self.gone = gone
        self.words = words

    def found(self) -> Clause:
        """What is asked for, but for what is chosen of the facets."""
        found = query.Bool(filter=self._filters())
        if self.asked is None:
            return found
        if not self.asked.needed:
            return query.MatchNone()
        needed = [_anywhere(word) for word in self.asked.needed]
        found.filter.append(query.Bool(should=needed, minimum_should_match=self.asked.enough))
        found.should = [
            query.DisMax(queries=[_part(part) for part in parts], tie_breaker=weights.TIE_BREAKER)
            for parts in self.ranking()
        ]
        return found

    def ranking(self) -> list[list[Part]]:
        """What each word may count by. It counts where it counts most; that it stands elsewhere too adds a little."""
        words = self.asked.words if self.asked else ()
        most = _MOST_CLAUSES // max(1, len(words)) // len(weights.CLASSES)
        best = [sorted(word.wanted, key=lambda term: -term[1])[:most] for word in words]
        return [Word(word.written, tuple(terms)).parts for word, terms in zip(words, best, strict=True)]

    def alone(self, parts: Sequence[Part], hits: Collection[Hit]) -> Clause:
        """These hits, with what each of the parts that they hold is worth under its number."""
        these = Q("terms", id=[identifier(hit.key, hit.locale) for hit in hits])
        return query.Bool(filter=[these], should=[_part(part, str(number)) for number, part in enumerate(parts)])

    def chosen(self, without: Collection[str] = ()) -> Clause:
        """What is chosen of the facets; `without` leaves out some of them, to see what else there is."""
        return _all(conditions.chosen(self.query, without))

    @cached_property
    def asked(self) -> Wording | None:
        """What the text asks for, with all that its words may stand for."""
        return self.query.widened(self.words)

    def begun(self) -> Clause:
        """What is called something that begins as is asked, whole words first."""
        words = wording.begun(self.query.text)
        if not words:
            return query.MatchNone()
        begins = [Q("terms", begins=[term for term, _weight in word.terms]) for word in words]
        filters = query.Bool(filter=[*self._filters(), self.chosen(), *begins])
        whole = [_term(f"text_{wording.NAME}", term, 1) for word in words for term, _weight in word.terms]
        return query.Bool(must=[query.ConstantScore(filter=filters)], should=whole)

    def _filters(self) -> list[Clause]:
        times = (conditions.begun_by(self.at), conditions.lasting_at(self.at))
        return [*map(_holds, conditions.filters(self.query, self.gone)), *map(_holds, times)]


def _holds(condition: Condition) -> Clause:
    match condition:
        case AnyOf(field, values):
            return Q("terms", **{field: list(values)})
        case Within(field, lowest, highest):
            bounds = {name: value for name, value in (("gte", lowest), ("lte", highest)) if value is not None}
            return Q("range", **{field: bounds})
        case Not(other):
            return query.Bool(must_not=[_holds(other)])
        case Either(cases):
            return query.Bool(should=[_all(case) for case in cases], minimum_should_match=1)


def _all(several: Iterable[Condition]) -> Clause:
    return query.Bool(filter=[_holds(condition) for condition in several])


def _anywhere(word: Word) -> Clause:
    return Q("terms", **{ANYWHERE: [term for term, _weight in word.terms]})


def _part(part: Part, name: str = "") -> Clause:
    return _term(f"text_{part.place}", part.term, part.worth, **({"_name": name} if name else {}))


def _term(field: str, value: str, weight: float, **more: Any) -> Clause:
    return Q("term", **{field: {"value": value, "boost": weight, **more}})
