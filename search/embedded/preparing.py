"""What the index holds of entries, made in this process or, where there are many, in another.

To make a document takes Python thrice as long as to give it to tantivy.
"""

from collections import deque
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from catalogue.models import Entry
from search import wording
from search.embedded import schema
from search.embedded.child_process import ChildProcess, child_process
from search.following import BATCH, Batch, Change, changes

#: To start another process takes as long as to make so many documents.
_MANY = 10_000
#: It is asked for so many batches before the first of them is waited for.
_AHEAD = 2


class Prepared(NamedTuple):
    """A thing as the index holds it: the fields of its documents, and the values that are said in them."""

    key: UUID
    documents: Sequence[dict[str, Any]]
    values: Collection[str]


def prepared(things: Iterable[Change], at: datetime) -> Iterator[Prepared]:
    """These things as of `at`."""
    for change in things:
        said = [wording.read(entry.text, entry.locale) for entry in change.living]
        documents = [
            schema.fields(entry, each, change.public_in, at) for entry, each in zip(change.living, said, strict=True)
        ]
        yield Prepared(change.key, documents, dict.fromkeys(value for each in said for value in each.values))


def read_and_prepared(keys: Collection[UUID], at: datetime) -> Sequence[Prepared]:
    """What the child process is asked."""
    return list(prepared(changes(keys, at), at))


def all_prepared(batches: Iterable[Batch]) -> Generator[tuple[Batch, Iterable[Prepared]]]:
    """Each of these batches with its things, made by a child process if that is worth it."""
    # A child process does not see what is written in a transaction that goes on.
    if connection.in_atomic_block or Entry.objects.filter(removed_at=None).count() < _MANY:
        yield from ((news, prepared(news.changes, news.at)) for news in batches)
        return
    with child_process(f"{__name__}.{read_and_prepared.__name__}") as child:
        yield from _helped(child, batches)


def _helped(child: ChildProcess, batches: Iterable[Batch]) -> Iterator[tuple[Batch, Iterable[Prepared]]]:
    waiting: deque[Batch] = deque()

    def first() -> tuple[Batch, Iterable[Prepared]]:
        news, made = waiting.popleft(), child.answer()
        return news, prepared(news.changes, news.at) if made is None else made

    for news in batches:
        if len(news.keys) > 2 * BATCH:  # what time has changed, which may be more than fits between them
            while waiting:
                yield first()
            yield news, prepared(news.changes, news.at)
            continue
        waiting.append(news)
        child.ask(tuple(news.keys), news.at)
        if len(waiting) > _AHEAD:
            yield first()
    while waiting:
        yield first()
