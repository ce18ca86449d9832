"""From the catalogue's log into the index, a batch at a time."""

from datetime import datetime
from uuid import UUID

import tantivy
from django.db.models import Q
from django.utils import timezone

from catalogue.log import State
from catalogue.models import Entry
from search.embedded import schema
from search.engine import Position

#: At most this many numbers of the log go into one commit.
BATCH = 200


def start_over(writer: tantivy.IndexWriter, state: State) -> Position:
    """Forget all, with the next commit, and begin at the first number of the log."""
    writer.delete_all_documents()
    return Position(state.epoch)


def apply(writer: tantivy.IndexWriter, position: Position, state: State) -> Position:
    """Write the next batch after `position`, and the new position with it."""
    rows = list(Entry.objects.since(position.seq).values_list("seq", "thing_id")[:BATCH])
    keys = {key for _seq, key in rows}
    if len(rows) == BATCH:
        reached = Position(position.epoch, rows[-1][0], position.boundary)
    else:
        seq = max([state.seq, *(seq for seq, _key in rows)])
        reached = Position(position.epoch, seq, max(position.boundary, state.boundary))
        keys |= _changed_by_time(position.boundary, reached.boundary)
    passed = [datetime.fromisoformat(reached.boundary)] if reached.boundary else []
    _write(writer, keys, max([timezone.now(), *passed]))
    writer.delete_documents_by_term("key", schema.POSITION_KEY)
    writer.add_document(schema.position_document(reached))
    return reached


def _write(writer: tantivy.IndexWriter, keys: set[UUID], at: datetime) -> None:
    """Bring these things as they are `at` this moment, all languages together, for each knows of the others."""
    entries: dict[UUID, list[Entry]] = {key: [] for key in keys}
    for entry in Entry.objects.filter(thing__in=keys, removed_at=None).defer("payload"):
        entries[entry.thing_id].append(entry)
    for key, living in entries.items():
        writer.delete_documents_by_term("key", key.hex)
        public_in = [entry.locale for entry in living if entry.is_public(at)]
        for entry in living:
            writer.add_document(schema.document(entry, public_in))


def _changed_by_time(since: str, until: str) -> set[UUID]:
    """Things that have appeared or ended by themselves between two boundaries."""
    if since == until:
        return set()
    passed = Q()
    for name in ("visible_from", "visible_until"):
        between = Q(**{f"{name}__lte": datetime.fromisoformat(until)})
        if since:
            between &= Q(**{f"{name}__gt": datetime.fromisoformat(since)})
        passed |= between
    return set(Entry.objects.filter(passed, removed_at=None).values_list("thing_id", flat=True))
