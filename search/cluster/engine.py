"""A cluster of Elasticsearch or OpenSearch as an engine."""

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from catalogue import log
from catalogue.log import State
from search import following
from search.cluster import schema
from search.cluster.address import Address
from search.cluster.answering import Answering
from search.cluster.breaker import Breaker
from search.cluster.client import BUDGET, WRITING, asking, connect
from search.cluster.indexes import Indexes
from search.cluster.queries import Compiler
from search.embedded.engine import EmbeddedEngine
from search.engine import Engine, Hit, Position, Reader, Results, Score, Unavailable, untold
from search.following import Batch
from search.query import Query
from search.record import identifier
from search.variants import Dictionary


class ClusterEngine:
    """Follows the log into the cluster. Words are looked up in the embedded index of this machine, which follows, too.

    Whatever the cluster does wrong is Unavailable; who answers then is not decided here.
    """

    def __init__(self, address: Address, embedded: EmbeddedEngine, budget: float = BUDGET) -> None:
        self.name = address.product
        self._embedded = embedded
        self._budget = budget
        self._reader = connect(address, budget)
        self._read = Indexes(self._reader, address)
        self._written = Indexes(connect(address, WRITING), address)
        self._breaker = Breaker("Following the log into the search cluster", shortest=1, longest=30)

    @property
    def followers(self) -> tuple[Engine, ...]:
        return (self,)

    def standings(self) -> dict[str, Position | None]:
        return {self.name: self.position()}

    def position(self) -> Position:
        with asking():
            return self._read.position()

    def held(self) -> Mapping[Hit, str]:
        with asking():
            return dict(self._written.held())

    def catch_up(self, state: State, seconds: float | None = None) -> Position:
        """After a failure it is Unavailable for a while without being asked."""
        self._embedded.catch_up(state, seconds)
        if not self._breaker.allows():
            raise Unavailable("The search cluster is not asked again so soon.")
        try:
            with asking():
                position = self._follow(state, seconds)
        except Unavailable as error:
            self._breaker.failed(error)
            raise
        self._breaker.succeeded()
        return position

    def ready(self, state: State, seconds: float) -> tuple[Reader, Position]:
        return self, self.catch_up(state, seconds)

    def search(self, query: Query, at: datetime, gone: Collection[Hit] = ()) -> Results:
        return self.search_from(self.position(), query, at, gone)

    def search_from(self, position: Position, query: Query, at: datetime, gone: Collection[Hit] = ()) -> Results:
        """An answer that is no older than `position`, for who has just asked for that."""
        with asking():
            return self._answering(query, at, gone).results(position)

    def scores(self, query: Query, at: datetime, gone: Collection[Hit] = ()) -> tuple[Score, ...]:
        with asking():
            return self._answering(query, at, gone).scores()

    def suggest(self, query: Query, at: datetime, gone: Collection[Hit] = ()) -> tuple[Hit, ...]:
        with asking():
            return self._answering(query, at, gone).begun()

    def affected(self, query: Query, keys: Collection[UUID], since: Position, at: datetime) -> bool:
        """Always, as far as can be said: an answer is no older than its position, and may be newer."""
        return True

    def words(self) -> Dictionary:
        return self._embedded.words()

    def rebuild(self, tell: Callable[[Position], object] = untold) -> Position:
        """Beside the index that answers, which goes once nobody can still be reading it."""
        with asking():
            name = self._written.make()
            position = following.beginning(log.state())
            while not position.has_reached(state := following.up_to_today()):
                batch = following.batch(position, state)
                self._written.write(_actions(batch), name, refresh=False)
                position = batch.position
                tell(position)
            self._written.stand_at(position, name)
            former = self._written.show(name)
            time.sleep(2 * BUDGET if former else 0)
            self._written.remove(former)
        return position

    def clear(self) -> None:
        with asking():
            self._written.clear()

    def _answering(self, query: Query, at: datetime, gone: Collection[Hit]) -> Answering:
        compiler = Compiler(query, at, gone, self.words())
        return Answering(self._reader, self._read.alias, compiler, self._budget)

    def _follow(self, state: State, seconds: float | None) -> Position:
        until = None if seconds is None else time.monotonic() + seconds
        position = self._written.position()
        if position.epoch == state.epoch and position.seq > state.seq:
            state = log.reaching(position.epoch, position.seq)
        if position.has_reached(state) and position.seq <= state.seq:
            return position
        if position.epoch != state.epoch or position.seq > state.seq:
            position = self._start_over(state)
        while True:
            position = self._apply(following.batch(position, state))
            if position.has_reached(state) or (until is not None and time.monotonic() > until):
                return position

    def _start_over(self, state: State) -> Position:
        """An empty index, so that nothing is left of another epoch."""
        name, position = self._written.make(), following.beginning(state)
        self._written.stand_at(position, name)
        self._written.remove(self._written.show(name))
        return position

    def _apply(self, batch: Batch) -> Position:
        self._written.write(_actions(batch))
        self._written.stand_at(batch.position)
        return batch.position


def _actions(batch: Batch) -> Iterator[dict[str, object]]:
    version = schema.number(batch.position)
    for change in batch.changes:
        yield from (schema.written(entry, change.public_in, batch.at, version) for entry in change.living)
        yield from (schema.ended(identifier(change.key, code), version) for code in change.ended_in)
