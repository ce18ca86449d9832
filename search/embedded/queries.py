"""From our query to tantivy's: exact terms and ranges only, never its query language."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from uuid import UUID

import tantivy
from tantivy import FieldType, Occur

from search import conditions, weights, wording
from search.conditions import AnyOf, Condition, Either, Not, Within
from search.embedded.schema import schema
from search.embedded.store import Clause, Times
from search.engine import Hit
from search.ordering import shuffle_of
from search.query import Query
from search.record import identifier, microseconds
from search.variants import Dictionary
from search.wording import Part, Word, Wording

#: Times come as floats; this many microseconds are more than they are off.
_ROUNDING = 1_000
_HANDFUL = 50

_MOST_WORDED = 5_000


class Compiler:
    """Makes the queries of one search, as of the moment `at` and without what is `gone`.

    Ranges of time are slow to ask for, and `times` mostly says that nobody needs to. In `words` is looked up what else
    the words of the search may stand for. `worded` remembers clauses.
    """

    def __init__(
        self,
        query: Query,
        at: datetime,
        gone: Collection[Hit],
        times: Times,
        words: Dictionary,
        worded: dict[Wording, list[Clause]] | None = None,
    ) -> None:
        self.schema = schema()
        self.query = query
        self.at = at
        self.microseconds = microseconds(at)
        self.gone = gone
        self.times = times
        self.words = words
        self.known = {} if worded is None else worded
        self.shuffle = shuffle_of(at)

    def compiled(self, without: Collection[str] = ()) -> tantivy.Query:
        """What is asked for; `without` leaves out what is chosen of some facets, to see what else there is."""
        filters = [*self._filters(), *map(self._clause, conditions.chosen(self.query, without))]
        clauses = [(Occur.Must, tantivy.Query.const_score_query(tantivy.Query.boolean_query(filters), 0))]
        if self.asked:
            clauses += self._worded(self.asked)
        return tantivy.Query.boolean_query(clauses)

    @cached_property
    def asked(self) -> Wording | None:
        """What the text asks for, with all that its words may stand for."""
        return self.query.widened(self.words)

    def begun(self) -> tantivy.Query:
        """What is called something that begins as is asked, whole words first."""
        words = wording.begun(self.query.text)
        if not words:
            return tantivy.Query.empty_query()
        begins = [(Occur.Must, self._any_of("begins", [term for term, _weight in word.terms])) for word in words]
        chosen = map(self._clause, conditions.chosen(self.query))
        filters = tantivy.Query.boolean_query([*self._filters(), *chosen, *begins])
        whole = [
            (Occur.Should, self._term(f"text_{wording.NAME}", term)) for word in words for term, _weight in word.terms
        ]
        return tantivy.Query.boolean_query([(Occur.Must, tantivy.Query.const_score_query(filters, 1)), *whole])

    def alone(self, part: Part, hits: Collection[Hit]) -> tantivy.Query:
        """Those of these hits that hold one part of a word, ranked by nothing else."""
        these = self._any_of("id", [identifier(hit.key, hit.locale) for hit in hits])
        return tantivy.Query.boolean_query(
            [(Occur.Must, tantivy.Query.const_score_query(these, 0)), (Occur.Must, self._part(part))]
        )

    @property
    def is_timeless(self) -> bool:
        """Whether the same is found at any moment, as long as the index stays as it is."""
        return not (self.gone or self._may_begin or self._may_have_ended)

    @property
    def _may_begin(self) -> bool:
        return self.times.last_begin is not None and self.times.last_begin > self.microseconds - _ROUNDING

    @property
    def _may_have_ended(self) -> bool:
        return self.times.first_end is not None and self.times.first_end < self.microseconds + _ROUNDING

    def each_of(self, keys: Collection[UUID], without: Collection[str] = ()) -> tantivy.Query:
        """Those of these things that are found."""
        return tantivy.Query.boolean_query([(Occur.Must, self._these(keys)), (Occur.Must, self.compiled(without))])

    def among(self, keys: Collection[UUID]) -> tantivy.Query:
        """Those of these things that are found, or counted beside what is chosen of a facet."""
        beside = [name for name in self.query.wanted_facets if self.query.facets.get(name)]
        found = [(Occur.Should, self.compiled(without=[name])) for name in beside]
        found = found or [(Occur.Should, self.compiled())]
        return tantivy.Query.boolean_query(
            [(Occur.Must, self._these(keys)), (Occur.Must, tantivy.Query.boolean_query(found))]
        )

    def _these(self, keys: Collection[UUID]) -> tantivy.Query:
        return self._any_of("key", [key.hex for key in keys])

    def _filters(self) -> Iterator[Clause]:
        yield from map(self._clause, conditions.filters(self.query, self.gone))
        if self._may_begin:
            yield self._clause(conditions.begun_by(self.at))
        if self._may_have_ended:
            yield self._clause(conditions.lasting_at(self.at))

    def _clause(self, condition: Condition) -> Clause:
        if isinstance(condition, Not):
            return Occur.MustNot, self._holds(condition.condition)
        return Occur.Must, self._holds(condition)

    def _holds(self, condition: Condition) -> tantivy.Query:
        match condition:
            case AnyOf(field, values):
                return self._any_of(field, values)
            case Within(field, lowest, highest):
                return tantivy.Query.range_query(self.schema, field, FieldType.Unsigned, lowest, highest)
            case Either(cases):
                some = [tantivy.Query.boolean_query([self._clause(each) for each in case]) for case in cases]
                return tantivy.Query.boolean_query([(Occur.Should, case) for case in some])
            case Not():
                return tantivy.Query.boolean_query([self._clause(condition)])

    def _worded(self, asked: Wording) -> list[Clause]:
        """To make the clauses takes longer than to ask for them: they are made once."""
        made = self.known.get(asked)
        if made is None:
            if len(self.known) >= _MOST_WORDED:
                self.known.clear()
            made = self.known[asked] = self._made(asked)
        return made

    def _made(self, asked: Wording) -> list[Clause]:
        if not asked.needed:
            return [(Occur.Must, tantivy.Query.empty_query())]
        needed = [(Occur.Should, self._word(word)) for word in asked.needed]
        optional = [(Occur.Should, self._word(word)) for word in asked.optional]
        return [(Occur.Must, tantivy.Query.boolean_query(needed, asked.enough)), *optional]

    def _word(self, word: Word) -> tantivy.Query:
        """A word counts where it counts most; that it stands elsewhere too adds a little."""
        return tantivy.Query.disjunction_max_query([self._part(part) for part in word.parts], weights.TIE_BREAKER)

    def _part(self, part: Part) -> tantivy.Query:
        return tantivy.Query.boost_query(self._term(f"text_{part.place}", part.term), part.worth)

    def _term(self, field: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self.schema, field, value, "freq")

    def _any_of(self, field: str, values: Sequence[str]) -> tantivy.Query:
        """For a handful of values this is twice as fast as tantivy's set of terms, which is for many."""
        if len(values) > _HANDFUL:
            return tantivy.Query.term_set_query(self.schema, field, list(values))
        return tantivy.Query.boolean_query([(Occur.Should, self._term(field, value)) for value in values])
