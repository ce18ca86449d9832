"""What a site with a search cluster asks: the cluster, and the embedded engine whenever the cluster is not well."""

from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from django.conf import settings

from catalogue import log
from catalogue.log import State
from search.cluster.address import Address
from search.cluster.breaker import Breaker
from search.cluster.engine import ClusterEngine
from search.embedded.engine import EmbeddedEngine
from search.engine import Engine, Hit, Position, Reader, Results, Score, Unavailable, answered_by
from search.query import Query
from search.variants import Dictionary

T = TypeVar("T")


class ClusterFirst(EmbeddedEngine):
    """The embedded engine of this machine, which lets a cluster answer in its place.

    The cluster answers while it stands at the log. Whatever is missing there, be it a moment or the whole cluster, is
    read here, so that no reader gets an older answer or waits: both follow the same log and find the same.
    """

    def __init__(self, address: Address | None = None, folder: Path | None = None) -> None:
        super().__init__(folder)
        self._cluster = ClusterEngine(address or configured(), self)
        self._breaker = Breaker("Asking the search cluster", shortest=1, longest=15)

    @property
    def followers(self) -> tuple[Engine, ...]:
        return self, self._cluster

    def ready(self, state: State, seconds: float) -> tuple[Reader, Position]:
        position = self.catch_up(state, seconds)
        there = self._stands_there()
        if there and (there.has_reached(state) or position.is_behind(there)) and not _is_of_more(there, state):
            spare = None if position.is_behind(there) else self
            return _OneLook(self._cluster, there, spare, self._breaker), there
        answered_by.set(self.name)
        return self, position

    def standings(self) -> dict[str, Position | None]:
        there = self._stands_there()
        if there:
            self._breaker.hopes()  # or who only looks on would take the readers' turn
        return {**super().standings(), self._cluster.name: there}

    def _stands_there(self) -> Position | None:
        """How far the cluster is, None while it does not say so."""
        if not self._breaker.allows():
            return None
        try:
            return self._cluster.position()
        except Unavailable as error:
            self._breaker.failed(error)
            return None


class _OneLook:
    """The cluster as it stands at `there`, and for the rest of a look its `spare`, once it has failed to answer."""

    def __init__(self, cluster: ClusterEngine, there: Position, spare: Reader | None, breaker: Breaker) -> None:
        self._cluster = cluster
        self._there = there
        self._spare = spare
        self._breaker = breaker
        self._instead: Reader | None = None
        answered_by.set(cluster.name)

    @property
    def name(self) -> str:
        return (self._instead or self._cluster).name

    def search(self, query: Query, at: datetime, gone: Collection[Hit] = ()) -> Results:
        return self._answer(
            lambda: self._cluster.search_from(self._there, query, at, gone),
            lambda spare: spare.search(query, at, gone),
        )

    def scores(self, query: Query, at: datetime, gone: Collection[Hit] = ()) -> tuple[Score, ...]:
        """Where the cluster cannot say it in time, no reader has to do without the cluster for that."""
        try:
            return (self._instead or self._cluster).scores(query, at, gone)
        except Unavailable:
            if self._spare is None:
                raise
            return self._spare.scores(query, at, gone)

    def suggest(self, query: Query, at: datetime, gone: Collection[Hit] = ()) -> tuple[Hit, ...]:
        return self._answer(
            lambda: self._cluster.suggest(query, at, gone), lambda spare: spare.suggest(query, at, gone)
        )

    def affected(self, query: Query, keys: Collection[UUID], since: Position, at: datetime) -> bool:
        return self._cluster.affected(query, keys, since, at)

    def words(self) -> Dictionary:
        return self._cluster.words()

    def _answer(self, ask: Callable[[], T], ask_spare: Callable[[Reader], T]) -> T:
        if self._instead is None:
            try:
                answer = ask()
                self._breaker.succeeded()
                return answer
            except Unavailable as error:
                self._breaker.failed(error)
                if self._spare is None:
                    raise
                self._instead = self._spare
                answered_by.set(self._spare.name)
        return ask_spare(self._instead)


def _is_of_more(there: Position, state: State) -> bool:
    """Whether the cluster has followed a log that went further than ours, whose database is an older one."""
    return there.seq > state.seq and there.seq > log.state().seq


def configured() -> Address:
    """The cluster of this site."""
    return Address.parse(settings.SEARCH_URL, settings.SEARCH_API_KEY, settings.SEARCH_CA)
