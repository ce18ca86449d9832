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

from media.prepared import Prepared

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
    """

    def __init__(self, build: Callable[[datetime], QuerySet[Any, Any]], ends: int) -> None:
        self._read = Prepared(build)
        self._ends = ends
        self._thread = threading.local()  # as are connections

    def __call__(self, at: datetime) -> list[Any]:
        mark = _mark(connections[DEFAULT_DB_ALIAS])
        known: _Known | None = vars(self._thread).get("known")
        if known is None or not known.holds(mark, at):
            rows = self._read(at)
            until = min((end for row in rows for end in row[-self._ends :] if end), default=None)
            known = self._thread.known = _Known(mark, at, until, rows)
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
