"""The one object that every list, search, feed, export and embed asks with."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Self
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone

from catalogue.models import Entry
from search import days, fallback, grammar, wording
from search.cursors import Cursor
from search.fallback import NO_FALLBACK
from search.grammar import Problem
from search.parameters import RELEVANCE, Count, Parameter, parameters
from search.text import InvalidText
from search.variants import Dictionary, widened
from search.wording import Wording

DEFAULT_LIMIT = 20

#: What is asked for by saying nothing.
_USUAL = {
    "fallback": NO_FALLBACK,
    "sort": RELEVANCE,
    "facets": "",
    "limit": str(DEFAULT_LIMIT),
    "count": Count.EXACT,
}


class InvalidQuery(ValueError):
    """Everything that is wrong with a query string."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.parameter}: {problem.detail}" for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Selection:
    """What is chosen of one facet: any of these, each of those, none of the others."""

    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.any or self.all or self.none)

    def matches(self, values: Collection[str]) -> bool:
        return (
            (not self.any or any(value in values for value in self.any))
            and all(value in values for value in self.all)
            and not any(value in values for value in self.none)
        )


@dataclass(frozen=True)
class Query:
    """What is asked for. `implied` holds what the place of asking says anyway, which addresses leave out."""

    kind: str | None
    text: str = ""
    facets: Mapping[str, Selection] = field(default_factory=dict, hash=False)
    locale: str | None = None
    fallback: tuple[str, ...] = ()
    sort: str = RELEVANCE
    cursor: Cursor | None = None
    limit: int = DEFAULT_LIMIT
    wanted_facets: tuple[str, ...] = ()
    updated_since: datetime | None = None
    since: date | None = None
    before: date | None = None
    count: Count = Count.EXACT
    extra: Mapping[str, str] = field(default_factory=dict, hash=False)
    implied: Mapping[str, str] = field(default_factory=dict, hash=False, compare=False)

    @classmethod
    def parse(
        cls,
        source: QueryDict | str,
        kind: str | None,
        *,
        strict: bool = True,
        implied: Mapping[str, str] | None = None,
        also: Sequence[Parameter] = (),
        own: Sequence[Parameter] | None = None,
    ) -> Self:
        """The query in a query string, or InvalidQuery with all that is wrong with it.

        A strict reader refuses parameters and values that it does not know; a public page ignores such
        parameters and finds nothing for such values. `also` are parameters of the caller's own, which end in `extra`.
        `own` is what may be asked where that is less than of a list.
        """
        read = grammar.read(
            source, parameters(kind) if own is None else own, strict=strict, implied=implied or {}, also=also
        )
        facets = {
            name: Selection(**{how: tuple(sorted(set(values))) for how, values in chosen.items()})
            for name, chosen in read.facets.items()
        }
        query = cls(kind, facets=facets, extra=read.extra, implied=implied or {}, **read.fields)
        if read.cursor and not read.problems:
            try:
                return replace(query, cursor=Cursor.read(read.cursor, query.fingerprint))
            except InvalidText as error:
                read.problems.append(Problem("cursor", error.code, error.detail))
        if read.problems:
            raise InvalidQuery(read.problems)
        return query

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """In which languages a thing may be shown, the best first."""
        return fallback.order(self.locale, self.fallback)

    @property
    def language(self) -> str:
        """The language of whoever asks."""
        return self.locale or settings.LANGUAGE_CODE

    @cached_property
    def wording(self) -> Wording | None:
        """What the text asks for, None without one."""
        return wording.ask(self.text, self.language) if self.text else None

    def widened(self, words: Dictionary) -> Wording | None:
        """The wording, with what its words stand for besides in this dictionary; None without a text."""
        return self.wording and widened(self.wording, self.language, words)

    @property
    def is_ranked(self) -> bool:
        """Whether the words that are found decide on the order."""
        return bool(self.text) and self.sort == RELEVANCE

    @property
    def is_shuffled(self) -> bool:
        """Whether the day has a part in the order."""
        return self.sort == RELEVANCE

    def matches(
        self,
        entry: Entry,
        public_in: Collection[str] | None = None,
        at: datetime | None = None,
        words: Dictionary | None = None,
    ) -> bool:
        """Whether a list shows this entry, by the same rules as every engine.

        `public_in` are the languages in which its thing is public; without it the database is asked. `words` are those
        of the engine; without them, a word stands only for itself.
        """
        at = at or timezone.now()
        if not entry.is_public(at) or self.kind not in (None, entry.kind):
            return False
        if self.updated_since and entry.updated_at < self.updated_since:
            return False
        if not days.fall(entry.sort, self.since, self.before):
            return False
        values = {**entry.facets, "kind": [entry.kind]} if self.kind is None else entry.facets
        if not all(chosen.matches(values.get(name, ())) for name, chosen in self.facets.items()):
            return False
        if public_in is None:
            public_in = set(Entry.objects.public(at).filter(thing=entry.thing_id).values_list("locale", flat=True))
        if entry.locale != fallback.best(self.languages, public_in):
            return False
        asked = self.widened(words) if words else self.wording
        return asked is None or asked.found_in(wording.all_terms(entry.text, entry.locale))

    def but(self, **changes: Any) -> Self:
        """This query with some fields changed, from its first page."""
        return replace(self, **{"cursor": None, **changes})

    def toggled(self, facet: str, *values: str, how: str = "any") -> Self:
        """This query with values of a facet chosen in one of the ways of a Selection, or no longer if they were."""
        chosen = self.facets.get(facet, Selection())
        toggled = replace(chosen, **{how: tuple(sorted({*getattr(chosen, how)} ^ {*values}))})
        facets = {**self.facets, facet: toggled}
        return self.but(facets={name: some for name, some in facets.items() if some})

    def url(self, **changes: Any) -> str:
        """The query string of this query with some fields changed, such as `?topic=gender`.

        `cursor` may be the text of a cursor; any other change begins at the first page, as does None.
        """
        going_on = self.cursor.signed(self.fingerprint) if self.cursor and not changes else None
        cursor = changes.pop("cursor", going_on)
        address = (self.but(**changes) if changes else self)._address
        return "?" + "&".join(filter(None, [address, cursor and urlencode({"cursor": cursor})]))

    @cached_property
    def _address(self) -> str:
        return urlencode(self.said())

    def said(self) -> list[tuple[str, str]]:
        """What its address has to say, in names and values, without where to go on."""
        usual = {**_USUAL, **self.implied}
        return [(name, value) for name, value in self._pairs() if usual.get(name) != value]

    def canonical(self) -> str:
        """Everything that is asked for, always in the same words."""
        return self._canonical

    @cached_property
    def _canonical(self) -> str:
        return repr((self.kind, list(self._pairs()), self.cursor))  # nobody reads it as an address, which takes longer

    def filters(self, without: str = "") -> str:
        """What decides what is found, always in the same words: all that is asked but its form and one facet."""
        if without not in self._filters:
            facets = {name: chosen for name, chosen in self.facets.items() if name != without}
            form = {"wanted_facets": (), "limit": DEFAULT_LIMIT, "count": Count.NONE, "sort": RELEVANCE, "extra": {}}
            self._filters[without] = self.but(facets=facets, **form).canonical()
        return self._filters[without]

    @cached_property
    def _filters(self) -> dict[str, str]:
        return {}

    @cached_property
    def fingerprint(self) -> str:
        """What a cursor is bound to: the kind, the filters and the order, not how much is given at once."""
        same = replace(self, cursor=None, limit=DEFAULT_LIMIT, wanted_facets=(), count=Count.EXACT, extra={})
        return hashlib.sha256(same.canonical().encode()).hexdigest()[:12]

    def _pairs(self) -> Iterator[tuple[str, str]]:
        if self.text:
            yield "q", self.text
        for name, chosen in sorted(self.facets.items()):
            yield from ((name, value) for value in chosen.any)
            if chosen.all:
                yield f"{name}.all", ",".join(chosen.all)
            if chosen.none:
                yield f"{name}.not", ",".join(chosen.none)
        if self.locale:
            yield "locale", self.locale
        yield "fallback", ",".join(self.fallback) or NO_FALLBACK
        if self.since:
            yield "date.gte", self.since.isoformat()
        if self.before:
            yield "date.lt", self.before.isoformat()
        if self.updated_since:
            yield "updated_since", self.updated_since.isoformat()
        yield "sort", self.sort
        yield "facets", ",".join(self.wanted_facets)
        yield "limit", str(self.limit)
        yield "count", self.count
        yield from sorted(self.extra.items())
