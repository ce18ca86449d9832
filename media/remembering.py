"""What many things of one batch ask for: it is asked once for all of them, and remembered as long as they are built.

Whoever begins a batch has read before which marks it answers, so whatever changes meanwhile leaves a mark that stays.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import Any, TypeVar

#: Some builds of SQLite take no more than 999 values in one statement.
PORTION = 500

T = TypeVar("T")

_batch: ContextVar[dict[str, dict[Any, Any]] | None] = ContextVar("batch", default=None)


@contextmanager
def batch() -> Iterator[None]:
    """Remember from here to the end of the block, and nothing of what was remembered before."""
    token = _batch.set({})
    try:
        yield
    finally:
        _batch.reset(token)


def remembered(what: str) -> dict[Any, Any]:
    """The answers of this kind that the batch has; outside of one there are none, and what is put in is forgotten."""
    known = _batch.get()
    return {} if known is None else known.setdefault(what, {})


def portions(values: Iterable[T], size: int = PORTION) -> Iterator[list[T]]:
    """All of these, so many at a time: by default what any database takes in one statement."""
    rest = iter(values)
    while portion := list(islice(rest, size)):
        yield portion
