"""From the catalogue's log into the index, a batch at a time.

Each commit adds a segment, and tantivy makes one of eight that are of a size, which to it is the same for all that are
small: an index of thousands would be written anew every few publications. What has changed of late is written
again instead, so that the segments it stood in are empty, and go.
"""

from collections.abc import Iterable
from dataclasses import replace
from uuid import uuid4

import tantivy

from catalogue.log import State
from search import following, wording
from search.embedded import schema
from search.embedded.preparing import Prepared
from search.embedded.schema import Standing
from search.embedded.store import Store
from search.following import Batch

#: With one more, tantivy would merge them.
_MOST_SEGMENTS = 7
#: As tantivy has it: what is larger is merged with its like alone.
_SMALL = 10_000 * 2**0.75


def start_over(writer: tantivy.IndexWriter, state: State) -> Standing:
    """Forget all, with the next commit, and begin at the first number of the log."""
    writer.delete_all_documents()
    return Standing(following.beginning(state), following.beginning(state), uuid4().hex)


def go_on(store: Store) -> Standing:
    """From where to follow: what has changed since everything was settled is written together."""
    standing = store.snapshot().standing
    position, settled, _made = standing
    if sum(size <= _SMALL for size in store.sizes()) < _MOST_SEGMENTS:
        return standing
    if position.seq - settled.seq <= following.BATCH // 2:
        # What time alone has changed stays where it is: on quiet days that would be all of weeks.
        return standing._replace(position=replace(settled, boundary=position.boundary))
    return standing._replace(settled=position)


class Values:
    """The values said in every language that the index has: those in `searcher`, and those written meanwhile."""

    def __init__(self, searcher: tantivy.Searcher | None = None) -> None:
        self._searcher = searcher
        self._written: set[str] = set()

    def write(self, writer: tantivy.IndexWriter, values: Iterable[str]) -> None:
        """Enter those that it does not have."""
        for value in values:
            if value not in self._written:
                self._written.add(value)
                if not (self._searcher and self._searcher.doc_freq(schema.VALUE, wording.value_term(value))):
                    writer.add_document(schema.value_document(value))


def write(
    writer: tantivy.IndexWriter, standing: Standing, news: Batch, things: Iterable[Prepared], values: Values
) -> Standing:
    """Write a batch, and with it the new position."""
    for thing in things:
        writer.delete_documents_by_term("key", thing.key.hex)
        for fields in thing.documents:
            writer.add_document(schema.document(fields))
        values.write(writer, thing.values)
    writer.delete_documents_by_term("key", schema.POSITION_KEY)
    reached = standing._replace(position=news.position)
    writer.add_document(schema.position_document(reached))
    return reached
