"""What a list, a feed or an export reads: one question to the engine, one to the catalogue."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Self
from uuid import UUID

from django.utils import timezone

from catalogue import log
from catalogue.log import State
from catalogue.models import Entry
from documents.kinds import kinds
from media.lasting import Beside
from media.prepared import Prepared
from search.counting import labels_of
from search.engine import FacetValue, Hit, Position, Reader, Score, engine
from search.following import FEW, changed_since, ended_since
from search.ordering import shuffle_of
from search.parameters import Count
from search.query import Query
from search.variants import corrected
from search.wording import Wording

#: How long a reader waits for an engine that is behind; the worker brings the rest.
_PATIENCE = 1.0
_NEEDED = ("thing_id", "kind", "locale", "seq", "etag", "path", "slug", "title", "payload", "updated_at")

_public = Prepared(lambda at, keys: Entry.objects.public(at).filter(thing__in=keys).only(*_NEEDED))


@dataclass(frozen=True)
class Item:
    """A public document as the catalogue holds it."""

    entry: Entry
    is_fallback: bool

    @property
    def key(self) -> UUID:
        return self.entry.thing_id

    @property
    def payload(self) -> str:
        """The finished JSON, with the mark of the origin in it."""
        return self.entry.payload


@dataclass(frozen=True)
class Page:
    """An answer: some items of all that was found."""

    items: tuple[Item, ...]
    total: int | None
    facets: dict[str, tuple[FacetValue, ...]]
    next_cursor: str | None
    etag: str
    #: Another spelling of the search that finds something.
    did_you_mean: str = ""
    #: Whether it is of just the moment of its look: nothing was published while it was read.
    is_of_its_look: bool = False


def moment() -> Hashable:
    """What is another as soon as looks may have other etags, whatever their questions, but for what is asked beside."""
    at = timezone.now()
    state = log.state(at)
    reader, position = engine().ready(state, _PATIENCE)
    return state, reader.name, position, shuffle_of(at)


def _is_settled(state: State, position: Position) -> bool:
    """Whether the engine stands just where the log does."""
    return not state.unnumbered and position.seq == state.seq and position.has_reached(state)


@dataclass(frozen=True)
class Look:
    """Where everything stood before reading. Its `etag` costs one query, and answers a conditional request."""

    query: Query
    at: datetime
    state: State
    reader: Reader
    position: Position
    #: What is counted is called so.
    labels: tuple[Mapping[str, str], ...] = ()

    @classmethod
    def at_now(cls, query: Query, at: datetime | None = None, beside: Beside | None = None) -> Self:
        return cls.asked(lambda: query, at, beside)

    @classmethod
    def asked(cls, ask: Callable[[], Query], at: datetime | None = None, beside: Beside | None = None) -> Self:
        """Have the query read after the state, so that it knows every name of that (see `log.seen`)."""
        at = at or timezone.now()
        state = log.state(at, beside)
        query = ask()
        return cls(query, at, state, *engine().ready(state, _PATIENCE), labels_of(query))

    @cached_property
    def etag(self) -> str:
        """Changes with everything that the answer depends on, the engine's lag and the day's order included."""
        day = shuffle_of(self.at) if self.query.is_shuffled else ""
        return self.state.etag(self.position, self.reader.name, day, self.query.canonical())

    def is_like(self, earlier: Self) -> bool:
        """Whether what an earlier look at the same question has answered still is the answer.

        Most of what is published concerns few questions: what changed since is neither found nor counted by this one,
        nor was it, and nothing beside has changed. Rather False than a doubt.
        """
        if self.etag == earlier.etag:
            return True
        are_settled = all(_is_settled(look.state, look.position) for look in (self, earlier))
        if not are_settled or self._standing != earlier._standing or self.query.extra:
            return False
        if earlier.state.seq > self.state.seq:
            return False  # the database is an older one: its numbers mean other things
        changed = _changed(self.state.epoch, earlier.state.seq, self.state.seq)
        if not changed:
            return False  # the number was taken to say that an index has been mended
        if len(changed) > FEW or any(kind != self.query.kind for _key, kind in changed):
            return False
        return not self.reader.affected(self.query, [key for key, _kind in changed], earlier.position, self.at)

    @property
    def _standing(self) -> tuple[object, ...]:
        """What the answer depends on besides what has a number."""
        state, day = self.state, shuffle_of(self.at) if self.query.is_shuffled else None
        return (
            self.reader.name,
            state.epoch,
            state.boundary,
            state.beside,
            self.position.boundary,
            self.position.epoch,
            day,
            self.labels,
        )

    def wording(self) -> Wording | None:
        """What the text asks for, with what its words stand for besides; None without one."""
        return self.query.widened(self.reader.words()) if self.query.text else None

    def page(self) -> Page:
        """The answer."""
        return self.pages([self.query])[0]

    def pages(self, queries: Sequence[Query]) -> list[Page]:
        """The answers to several queries at once; the documents of all of them are read together."""
        gone = self._gone()
        found = [self.reader.search(query, self.at, gone) for query in queries]
        entries = self._entries([hit for results in found for hit in results.hits])
        return [
            Page(
                items := _items(results.hits, entries, query),
                results.total,
                results.facets,
                results.next_cursor,
                self.etag,
                self._meant(query, gone, found=bool(results.hits)),
                results.position == self.position and self._has_seen(items, len(results.hits)),
            )
            for query, results in zip(queries, found, strict=True)
        ]

    def scores(self) -> list[tuple[Item, Score]]:
        """The items of a search by relevance, each with what it was sorted by."""
        scores = {score.hit: score for score in self.reader.scores(self.query, self.at, self._gone())}
        items = _items(list(scores), self._entries(list(scores)), self.query)
        return [(item, scores[Hit(item.key, item.entry.locale)]) for item in items]

    def counts(self, facet: str) -> dict[str, dict[str, int]]:
        """How many things of each kind lists would show by each value of a facet."""
        gone, counted = self._gone(), [kind.name for kind in kinds if facet in kind.facets]
        found: dict[str, dict[str, int]] = {}
        for kind in counted:
            query = self.query.but(kind=kind, wanted_facets=(facet,), limit=1, count=Count.NONE)
            for value in self.reader.search(query, self.at, gone).facets[facet]:
                found.setdefault(value.value, dict.fromkeys(counted, 0))[kind] = value.count
        return found

    def suggestions(self, names: Iterable[str]) -> tuple[Item, ...]:
        """The first things of each of these kinds that are called something beginning as the query says."""
        gone = self._gone()
        hits = [hit for name in names for hit in self.reader.suggest(self.query.but(kind=name), self.at, gone)]
        return _items(hits, self._entries(hits), self.query)

    def _has_seen(self, items: Sequence[Item], found: int) -> bool:
        return len(items) == found and all(item.entry.seq <= self.state.seq for item in items)

    def _meant(self, query: Query, gone: Sequence[Hit], *, found: bool) -> str:
        if query.wording is None or query.cursor:
            return ""

        def finds(text: str) -> bool:
            if found and text == query.text:
                return True
            asked = query.but(text=text, limit=1, wanted_facets=(), count=Count.NONE)
            return bool(self.reader.search(asked, self.at, gone).hits)

        meant = corrected(query.text, query.wording, query.language, self.reader.words(), finds)
        return meant if meant and finds(meant) else ""

    def _gone(self) -> Sequence[Hit]:
        """What has ended, but not yet for the engine. Mostly nothing, and then nobody asks."""
        is_behind = self.position.seq < self.state.seq
        return ended_since(self.position.seq) if is_behind or self.state.unnumbered else ()

    def _entries(self, hits: Sequence[Hit]) -> dict[Hit, Entry]:
        """What these hits found; what has ended in the meantime is missing."""
        if not hits:
            return {}
        rows = _public(self.at, [hit.key for hit in hits])
        return {Hit(entry.thing_id, entry.locale): entry for entry in rows}


def _items(hits: Sequence[Hit], entries: Mapping[Hit, Entry], query: Query) -> tuple[Item, ...]:
    """The documents of these hits, in their order."""
    wanted = query.locale
    return tuple(Item(entries[hit], wanted not in (None, hit.locale)) for hit in hits if hit in entries)


@lru_cache(maxsize=256)
def _changed(_epoch: str, since: int, _until: int) -> Sequence[tuple[UUID, str]]:
    return changed_since(since)


def answer(query: Query, at: datetime | None = None) -> Page:
    """Answer a query as of `at`, now by default."""
    return Look.at_now(query, at).page()
