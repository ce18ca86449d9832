"""Reads that are asked over and over. To make the SQL of a queryset takes longer than to answer it: it is made once."""

import threading
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet, UUIDField
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable

Value = datetime | UUID | Sequence[UUID]
_KEYS = UUIDField()


class Prepared:
    """A read by moments, keys or lists of keys: what the queryset that `build` makes of them would give, instances of
    one model or the tuples of `values_list`.

    `build` is asked once for each thread and length of a list, with values that stand for those to come. What it makes
    of them must be the same for all values: a comparison is, a choice between two querysets is not. Among no keys there
    is nothing to find.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build = build
        self._thread = threading.local()  # as are connections

    def __call__(self, *values: Value) -> list[Any]:
        shape = tuple(_length(value) for value in values)
        if 0 in shape:
            return []
        reads = vars(self._thread).setdefault("reads", {})
        if shape not in reads:
            reads[shape] = _Read(self._build, values)
        read: _Read = reads[shape]
        return [read.made_of(row) for row in read.rows(_flat(values))]


class _Read:
    """The SQL for values of one shape, and which of its parameters are whose place."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], values: Sequence[Value]) -> None:
        standing = _standing(values)
        queryset = build(*standing)
        self._alias = queryset.db
        connection = connections[self._alias]
        self._compiler = compiler = queryset.query.get_compiler(connection=connection)
        self._sql, self._parameters = compiler.as_sql()
        columns = [column for column, _sql, _alias in compiler.select]
        self._converters = compiler.get_converters(columns)
        self._model = queryset.model if issubclass(queryset._iterable_class, ModelIterable) else None
        self._names = [column.target.attname for column in columns] if self._model else []
        places = {_adapted(value, connection): place for place, value in enumerate(_flat(standing))}
        self._places = [(at, places[p]) for at, p in enumerate(self._parameters) if _is_place(p, places)]

    def rows(self, values: Sequence[datetime | UUID]) -> Iterable[Sequence[Any]]:
        connection = connections[self._alias]  # asked each time: a thread may have been given another one
        adapted = [_adapted(value, connection) for value in values]
        parameters = list(self._parameters)
        for at, place in self._places:
            parameters[at] = adapted[place]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, parameters)
            found = cursor.fetchall()
        converted: Iterable[Sequence[Any]] = self._compiler.apply_converters(found, self._converters)
        return converted

    def made_of(self, row: Sequence[Any]) -> Any:
        """As `Model.from_db` would make it, in a third of the time: nobody listens to how these are made."""
        if self._model is None:
            return tuple(row)
        made: Any = object.__new__(self._model)
        vars(made).update(zip(self._names, row, strict=True), _state=ModelState())
        made._state.adding, made._state.db = False, self._alias
        return made


def _length(value: Value) -> int | None:
    return None if isinstance(value, datetime | UUID) else len(value)


def _flat(values: Sequence[Value]) -> list[datetime | UUID]:
    return [one for value in values for one in ([value] if isinstance(value, datetime | UUID) else value)]


def _standing(values: Sequence[Value]) -> list[Value]:
    """Values of the same types that no row has, each another."""
    made: list[Value] = []
    for place, value in enumerate(values):
        if isinstance(value, datetime):
            made.append(datetime(2, 1, 1, tzinfo=UTC) + timedelta(days=place))
        elif isinstance(value, UUID):
            made.append(UUID(int=place << 32))
        else:
            made.append([UUID(int=(place << 32) + number) for number in range(1, len(value) + 1)])
    return made


def _adapted(value: datetime | UUID, connection: BaseDatabaseWrapper) -> Hashable:
    """The value as this database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return _KEYS.get_db_prep_value(value, connection)


def _is_place(parameter: object, places: dict[Hashable, int]) -> bool:
    return isinstance(parameter, Hashable) and parameter in places
