"""The rows of the whole database, taken and brought back: not every test has to make anew what it begins with."""

from collections.abc import Callable, Hashable, Iterator
from copy import deepcopy
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import uuid4

from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from wagtail.models import Site

from catalogue.models import Head

P = ParamSpec("P")
T = TypeVar("T")
#: By table; each row begins with its key, and holds nothing but numbers and texts.
Rows = dict[str, frozenset[tuple[Any, ...]]]

#: What was made, by what was asked for and by the rows that there were; only the newest, for few come back later.
_kept: dict[Hashable, tuple[Rows, Any]] = {}
NEWEST = 16


def _tables() -> Iterator[tuple[str, list[str]]]:
    quoted = connection.ops.quote_name
    for model in apps.get_models(include_auto_created=True):
        by_trigger = model._meta.db_table.endswith("_fts")  # SQLite's words of the search index
        if model._meta.managed and not model._meta.proxy and not by_trigger:
            fields = sorted(model._meta.local_concrete_fields, key=lambda field: not field.primary_key)
            yield quoted(model._meta.db_table), [quoted(field.column) for field in fields if field.column]


def rows() -> Rows:
    """All rows that there are."""
    found = {}
    with connection.cursor() as cursor:
        for table, columns in _tables():
            cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608
            found[table] = frozenset(tuple(map(_plain, row)) for row in cursor.fetchall())
    return found


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float | str) else str(value)


def bring(wanted: Rows) -> None:
    """Leave these rows in the database and no others. Numbers for new ones go on from where they are."""
    present, tables = rows(), dict(_tables())
    with transaction.atomic(), connection.cursor() as cursor:
        for table, columns in tables.items():
            gone = [row[:1] for row in present[table] - wanted[table]]
            cursor.executemany(f"DELETE FROM {table} WHERE {columns[0]} = %s", gone)  # noqa: S608
        for table, columns in tables.items():
            new = sorted(wanted[table] - present[table], key=lambda row: row[0])
            places = ", ".join("%s" for _column in columns)
            cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", new)  # noqa: S608
    Site.clear_site_root_paths_cache()
    cache.delete("wagtail_locales_display_name")


def kept(make: Callable[P, T]) -> Callable[P, T]:
    """Have what `make` leaves in the database brought back whenever it is called in the same way on the same rows.

    It is for tests only, and for what takes plain values and writes nothing but rows. These are the very same as at
    first, moments included; what waits for the commit of a test's own transaction, which never comes, is left out.
    """

    @wraps(make)
    def again(*args: P.args, **kwargs: P.kwargs) -> T:
        asked = (make, repr((args, kwargs)), connection.in_atomic_block, frozenset(rows().items()))
        if asked in _kept:
            after, made = _kept[asked]
            bring(after)
            Head.objects.update(epoch=uuid4())  # as a database of its own, for what is remembered by it
            return deepcopy(made)
        waiting = list(connection.run_on_commit)
        made = make(*args, **kwargs)
        connection.run_on_commit = waiting
        _kept[asked] = rows(), deepcopy(made)
        if len(_kept) > NEWEST:
            del _kept[next(iter(_kept))]
        return made

    return again
