"""Reads whose answer stands for a while: most of what asks for it comes between two changes.

A process cannot know what others write, and to be told by them would be one more thing that can fail. But SQLite
counts what each connection sees change, and PostgreSQL names what has been committed; to ask for that takes a tenth of
what most queries do.
"""

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.expressions import Combinable

from media.prepared import Prepared

#: Makes what is asked in the same query besides: a text of what is written, and not of the moment.
Beside = Callable[[], Combinable]
_MARKS = {"sqlite": "PRAGMA data_version", "postgresql": "SELECT pg_current_snapshot()::text"}


@dataclass(frozen=True)
class _Known:
    mark: Hashable
    since: datetime
    until: datetime | None
    rows: list[Any]

    def holds(self, mark: Hashable, at: datetime) -> bool:
        return bool(mark) and mark == self.mark and self.since <= at and (self.until is None or at < self.until)


class Lasting:
    """A read by one moment of tuples that end with `ends` moments, from the first of which on they would be others.

    Each thread has them again without asking, until then or until something is written, where the database tells that.
    What `build` is given `besides` has to be one of a few: for each, a read is made and remembered.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], ends: int) -> None:
        self._build, self._ends = build, ends
        self._reads: dict[Hashable, Prepared] = {}
        self._thread = threading.local()  # as are connections

    def __call__(self, at: datetime, *besides: Hashable) -> list[Any]:
        mark = _mark(connections[DEFAULT_DB_ALIAS])
        every: dict[Hashable, _Known] = vars(self._thread).setdefault("known", {})
        known = every.get(besides)
        if known is None or not known.holds(mark, at):
            read = self._reads.setdefault(besides, Prepared(lambda at: self._build(at, *besides)))
            rows = read(at)
            until = min((end for row in rows for end in row[-self._ends :] if end), default=None)
            known = every[besides] = _Known(mark, at, until, rows)
        return known.rows


def _mark(connection: BaseDatabaseWrapper) -> Hashable:
    """Becomes another with everything that is written; None where the database does not tell, or where what is read may
    be taken back.

    SQLite counts what a connection has changed, and what it sees that others have. PostgreSQL says which transactions a
    snapshot sees: all below one, and of those above it not the ones that were going on.
    """
    if connection.in_atomic_block or connection.vendor not in _MARKS:
        return None
    connection.ensure_connection()
    own = connection.connection
    with connection.wrap_database_errors:
        (said,) = own.execute(_MARKS[connection.vendor]).fetchone()
    return own, said, getattr(own, "total_changes", 0)
