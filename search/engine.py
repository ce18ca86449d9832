"""What an engine is: a follower of the catalogue's log that answers queries with the keys of what it found."""

from collections.abc import Callable, Collection, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from catalogue.log import State
from search.query import Query
from search.variants import Dictionary
from search.wording import Part

_ENGINES = {
    "": "search.embedded.engine.EmbeddedEngine",
    "elasticsearch": "search.cluster.first.ClusterFirst",
    "opensearch": "search.cluster.first.ClusterFirst",
}

#: Who has answered last in this thread, where that may be one or another.
answered_by: ContextVar[str] = ContextVar("answered_by", default="")


class Unavailable(Exception):
    """The engine cannot answer now. Asked again later it may."""


class Hit(NamedTuple):
    """A document that was found: the key of its thing, and its language."""

    key: UUID
    locale: str


@dataclass
class FacetValue:
    """A value to filter by, with how many would be found by it, as the API says it. An answer has a hundred: to freeze
    them costs more than to make them."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Position:
    """How far an engine has followed the log: its epoch, its number, and the last boundary of time applied, which may
    be the beginning of a day."""

    epoch: str = ""
    seq: int = 0
    boundary: str = ""

    def has_reached(self, state: State) -> bool:
        return self.epoch == state.epoch and self.seq >= state.seq and self.boundary >= state.boundary

    def is_behind(self, other: "Position") -> bool:
        """Whether the other one is further in the same log."""
        return self.epoch == other.epoch and self.seq < other.seq


@dataclass(frozen=True)
class Results:
    """What was found, in order, and how it divides; `total` is None where nobody asked for it."""

    hits: tuple[Hit, ...]
    total: int | None
    facets: dict[str, tuple[FacetValue, ...]]
    next_cursor: str | None
    position: Position


@dataclass(frozen=True)
class Score:
    """What a hit was sorted by: the sum of its words, times each part of its quality, times what the day makes of it.

    `parts` are worth what they add where nothing else of their word is found; see `weights.TIE_BREAKER`.
    """

    hit: Hit
    value: float
    parts: tuple[Part, ...]
    quality: Mapping[str, float]
    shuffle: float


class Reader(Protocol):
    """Who answers what is asked, under a name for operators."""

    @property
    def name(self) -> str: ...

    def search(self, query: Query, at: datetime, gone: Collection[Hit] = ()) -> Results:
        """Answer as of the engine's position and the moment `at`, leaving out what is `gone` since."""

    def scores(self, query: Query, at: datetime, gone: Collection[Hit] = ()) -> tuple[Score, ...]:
        """What each hit of `search` was sorted by; nothing where no words decide on the order."""

    def suggest(self, query: Query, at: datetime, gone: Collection[Hit] = ()) -> tuple[Hit, ...]:
        """The first of what the filters leave whose name has a word that begins like each word of the text."""

    def affected(self, query: Query, keys: Collection[UUID], since: Position, at: datetime) -> bool:
        """Whether the query finds or counts one of these things, or did at the position `since`. True, too, where that
        cannot be said."""

    def words(self) -> Dictionary:
        """The words of all that it holds."""


def untold(position: Position) -> None:
    """For who does not want to know how far an index is."""


class Engine(Reader, Protocol):
    """Each method may be called by several processes at the same time, and killed at any point."""

    @property
    def followers(self) -> tuple["Engine", ...]:
        """Everything that follows the log for it: itself, and what stands beside it."""

    def ready(self, state: State, seconds: float) -> tuple[Reader, Position]:
        """Who answers now, following towards `state` for at most `seconds`, and how far that went."""

    def standings(self) -> dict[str, Position | None]:
        """How far each of the followers is, by name; None of one that does not answer."""

    def catch_up(self, state: State, seconds: float | None = None) -> Position:
        """Follow the log towards `state`, for at most `seconds`; returns how far that went."""

    def position(self) -> Position:
        """How far the log has been followed."""

    def held(self) -> Mapping[Hit, str]:
        """The validator of each entry as it was when it was written here, of those, too, whose time is not now."""

    def rebuild(self, tell: Callable[[Position], object] = untold) -> Position:
        """Make everything anew, answering from the old until the new is whole; each batch is told of."""

    def clear(self) -> None:
        """Forget everything."""


@cache
def engine() -> Engine:
    """The engine that `SEARCH_URL` names; by default the embedded one, which needs no service."""
    scheme = urlsplit(settings.SEARCH_URL).scheme.partition("+")[0]
    if scheme not in _ENGINES:
        raise ValueError(f"SEARCH_URL begins with “{scheme}”, expected nothing or one of {sorted(_ENGINES)}.")
    made: Engine = import_string(_ENGINES[scheme])()
    return made
