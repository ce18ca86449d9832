"""The default engine: an index in the var folder of each machine, a copy that may be thrown away at any time."""

import logging
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from django.conf import settings

from catalogue import log
from catalogue.log import State
from search.embedded import following, schema
from search.embedded.answering import Answering
from search.embedded.concerning import is_counted_alike, may_find
from search.embedded.preparing import all_prepared, prepared
from search.embedded.queries import Compiler
from search.embedded.store import Store, Times, is_damage, is_full
from search.engine import Engine, Hit, Position, Reader, Results, Score, Unavailable, untold
from search.following import batches, up_to_today
from search.query import Query
from search.variants import Dictionary, Unread, is_spelled

T = TypeVar("T")
logger = logging.getLogger(__name__)

#: An index that is damaged again so soon is not mended by making it anew.
_RECOVERY = 60.0
#: When nothing can be written, or another writes for long, readers do not try it each time.
_RETRY = 1.0
#: How long one request may spend on bringing a lost index back; the worker does the rest.
_MENDING = 5.0


class EmbeddedEngine:
    """Follows the log into a tantivy index. Whoever finds it behind brings it up to date."""

    name = "embedded"

    def __init__(self, folder: Path | None = None) -> None:
        self._store = Store((folder or settings.INDEX_DIR) / schema.fingerprint())
        self._mended_at = -_RECOVERY
        self._next_try = 0.0

    @property
    def followers(self) -> tuple[Engine, ...]:
        return (self,)

    def standings(self) -> dict[str, Position | None]:
        return {self.name: self.position()}

    def ready(self, state: State, seconds: float) -> tuple[Reader, Position]:
        return self, self.catch_up(state, seconds)

    def position(self) -> Position:
        return self._mended(lambda: self._store.snapshot().position)

    def catch_up(self, state: State, seconds: float | None = None) -> Position:
        position = self.position()
        if position.epoch == state.epoch and position.seq > state.seq:
            state = log.reaching(position.epoch, position.seq)
        waits = seconds is not None and time.monotonic() < self._next_try
        if _is_at(position, state) or (waits and position.epoch == state.epoch):
            return position
        try:
            return self._mended(lambda: self._follow(state, seconds))
        except TimeoutError:
            if seconds:  # somebody writes for longer than a reader waits: the next ones do not
                self._next_try = time.monotonic() + _RETRY
            return position
        except Unavailable:
            if position.epoch != state.epoch:
                raise
            self._next_try = time.monotonic() + _RETRY
            return position  # what cannot be written can still be read

    def held(self) -> Mapping[Hit, str]:
        return self._mended(lambda: dict(schema.held(self._store.snapshot().searcher)))

    def search(self, query: Query, at: datetime, gone: Collection[Hit] = ()) -> Results:
        return self._asked(query, at, gone, Answering.results)

    def suggest(self, query: Query, at: datetime, gone: Collection[Hit] = ()) -> tuple[Hit, ...]:
        return self._asked(query, at, gone, Answering.begun)

    def scores(self, query: Query, at: datetime, gone: Collection[Hit] = ()) -> tuple[Score, ...]:
        return self._asked(query, at, gone, Answering.scores)

    def affected(self, query: Query, keys: Collection[UUID], since: Position, at: datetime) -> bool:
        return self._mended(lambda: self._affected(query, keys, since, at))

    def words(self) -> Dictionary:
        return self._mended(self._store.snapshot).words

    def rebuild(self, tell: Callable[[Position], object] = untold) -> Position:
        return self._mended(lambda: self._rebuild(tell))

    def clear(self) -> None:
        self._store.remove()

    def _asked(self, query: Query, at: datetime, gone: Collection[Hit], ask: Callable[[Answering], T]) -> T:
        def work() -> T:
            snapshot = self._store.snapshot()
            compiler = Compiler(query, at, gone, snapshot.times, snapshot.words, snapshot.worded)
            return ask(Answering(snapshot, compiler, self._store.past(snapshot.before)))

        def sense() -> None:
            compiler = Compiler(query, at, gone, Times(), Unread())
            compiler.compiled()
            compiler.begun()

        return self._mended(work, sense)

    def _affected(self, query: Query, keys: Collection[UUID], since: Position, at: datetime) -> bool:
        then, now = self._store.past(since), self._store.snapshot()
        if then is None or then.standing.made != now.standing.made:
            return True
        if not query.text:
            if is_counted_alike(query, then, now, keys):
                if not query.limit:
                    return False
                query = query.but(wanted_facets=())  # no count has changed, but what is shown may have
            fits = any(may_find(query, each, keys) for each in (then, now))
            if not fits or query.wanted_facets:
                return fits  # to count anew costs little more than to know for certain
        first, last = (Compiler(query, at, (), each.times, each.words, each.worded) for each in (then, now))
        # What has changed may have brought, or taken, other words that what was typed stands for.
        if first.asked != last.asked or not is_spelled(query.wording, now.words):
            return True
        asked = ((then.searcher, first), (now.searcher, last))
        return any(searcher.search(one.among(keys), 1, count=False).hits for searcher, one in asked)

    def _follow(self, state: State, seconds: float | None) -> Position:
        until = None if seconds is None else time.monotonic() + seconds
        with self._store.writer(seconds) as writer:
            reached = self._store.snapshot().position
            if _is_at(reached, state):
                return reached  # somebody else was faster
            is_other = reached.epoch != state.epoch or reached.seq > state.seq
            standing = following.start_over(writer, state) if is_other else following.go_on(self._store)
            values = following.Values(None if is_other else self._store.snapshot().searcher)
            for news in batches(standing.position, state):
                standing = following.write(writer, standing, news, prepared(news.changes, news.at), values)
                writer.commit()
                if until is not None and time.monotonic() > until:
                    break
            return standing.position

    def _rebuild(self, tell: Callable[[Position], object]) -> Position:
        """One commit takes all away and brings it back: readers see the old until the new is whole."""
        with self._store.writer() as writer:
            state = up_to_today()
            standing = following.start_over(writer, state)
            values = following.Values()
            with closing(all_prepared(batches(standing.position, state))) as made:
                for news, things in made:
                    standing = following.write(writer, standing, news, things, values)
                    tell(standing.position)
            writer.commit()
            return standing.position

    def _mended(self, work: Callable[[], T], sense: Callable[[], None] = lambda: None) -> T:
        """Do `work`; if the index turns out to be damaged, once more on a new one. Raises Unavailable if that fails.

        What cannot be asked is no damage: `sense` raises it, without the index.
        """
        try:
            return work()
        except BaseException as error:
            if not is_damage(error):
                raise
            sense()
            if time.monotonic() - self._mended_at < _RECOVERY or is_full(error) or not self._store.has_room():
                raise self._unavailable(error) from error
            logger.warning("The search index is damaged and made anew: %s", error, exc_info=error)
        self._mended_at = time.monotonic()
        try:
            self._store.remove()
            self._follow(log.state(), _MENDING)
            return work()
        except BaseException as error:
            if not is_damage(error):
                raise
            raise self._unavailable(error) from error

    def _unavailable(self, error: BaseException) -> Unavailable:
        logger.error("The search index at %s cannot be used: %s", self._store.path, error)
        return Unavailable("The search index can neither be used nor made anew.")


def _is_at(position: Position, state: State) -> bool:
    """Whether it is not behind, and not ahead as an index is whose database is an older one."""
    return position.has_reached(state) and position.seq <= state.seq
