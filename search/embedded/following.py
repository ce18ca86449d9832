"""From the catalogue's log into the index, a batch at a time."""

import tantivy

from catalogue.log import State
from search.embedded import schema
from search.engine import Position
from search.following import batch


def start_over(writer: tantivy.IndexWriter, state: State) -> Position:
    """Forget all, with the next commit, and begin at the first number of the log."""
    writer.delete_all_documents()
    return Position(state.epoch)


def apply(writer: tantivy.IndexWriter, position: Position, state: State) -> Position:
    """Write the next batch after `position`, and the new position with it."""
    following = batch(position, state)
    for change in following.changes:
        writer.delete_documents_by_term("key", change.key.hex)
        for entry in change.living:
            writer.add_document(schema.document(entry, change.public_in))
    writer.delete_documents_by_term("key", schema.POSITION_KEY)
    writer.add_document(schema.position_document(following.position))
    return following.position
