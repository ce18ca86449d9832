"""What an engine has to apply next: a batch of the catalogue's log, and what time alone has changed."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from catalogue import log
from catalogue.log import State
from catalogue.models import Entry
from media.prepared import Prepared
from media.remembering import portions
from search import quality
from search.engine import Hit, Position

_entries = Prepared(lambda keys: Entry.objects.filter(thing__in=keys).defer("payload"))
#: At most this many numbers of the log go into one batch.
BATCH = 200
#: More changes than that concern most questions.
FEW = 50


@dataclass(frozen=True)
class Change:
    """A thing as it is now, all languages together, for each knows of the others."""

    key: UUID
    living: tuple[Entry, ...]
    public_in: tuple[str, ...]
    ended_in: tuple[str, ...]


@dataclass(frozen=True)
class Batch:
    """What brings an engine to `position`, as of `at`. It is read after both were known, so it is never older."""

    position: Position
    at: datetime
    keys: Collection[UUID]
    changes: Iterable[Change]


def beginning(state: State) -> Position:
    """Before the first number of the log. What is written from now on is no older than this day."""
    return Position(state.epoch, 0, quality.today())


def up_to_today() -> State:
    """Where the log stands, with the beginning of the day, at which what speaks for a thing grows older.

    For those who have time, and not for readers: a thousand may have confirmed on the same day.
    """
    state = log.state()
    return replace(state, boundary=max(state.boundary, quality.today()))


def batch(position: Position, state: State) -> Batch:
    """The next after `position`, on the way to `state`."""
    rows = list(Entry.objects.since(position.seq).values_list("seq", "thing_id")[:BATCH])
    keys = {key for _seq, key in rows}
    if len(rows) == BATCH:
        reached = Position(position.epoch, rows[-1][0], position.boundary)
    else:
        seq = max([state.seq, *(seq for seq, _key in rows)])
        reached = Position(position.epoch, seq, max(position.boundary, state.boundary))
        keys |= _changed_by_time(position.boundary, reached.boundary)
    passed = [datetime.fromisoformat(reached.boundary)] if reached.boundary else []
    at = max([timezone.now(), *passed])
    return Batch(reached, at, keys, changes(keys, at))


def batches(position: Position, state: State) -> Iterator[Batch]:
    """One after the other until `state` is reached; the first in any case."""
    while True:
        news = batch(position, state)
        yield news
        position = news.position
        if position.has_reached(state):
            return


def changed_since(seq: int) -> Sequence[tuple[UUID, str]]:
    """What has changed since a number of the log, or has ended without one yet, with its kind; a few, and one more."""
    return list(_since(Entry.objects.all(), seq).values_list("thing_id", "kind")[: FEW + 1])


def ended_since(seq: int) -> Sequence[Hit]:
    """What has ended since a number of the log, or without one yet."""
    rows = _since(Entry.objects.exclude(removed_at=None), seq).values_list("thing_id", "locale")
    return [Hit(key, locale) for key, locale in rows]


def _since(entries: QuerySet[Entry], seq: int) -> QuerySet[Entry]:
    """Of two halves, each of which has an index: for one with an “or”, SQLite reads all entries there are."""
    return entries.filter(unnumbered=True).order_by().union(entries.filter(seq__gt=seq).order_by(), all=True)


def changes(keys: Collection[UUID], at: datetime) -> Iterator[Change]:
    """These things as they are `at` this moment, read as they are asked for."""
    for some in portions(keys, BATCH):
        entries: dict[UUID, list[Entry]] = {key: [] for key in some}
        for entry in _entries(some):
            entries[entry.thing_id].append(entry)
        for key, every in entries.items():
            yield Change(
                key,
                living=tuple(entry for entry in every if not entry.removed_at),
                public_in=tuple(entry.locale for entry in every if entry.is_public(at)),
                ended_in=tuple(entry.locale for entry in every if entry.removed_at),
            )


def _changed_by_time(since: str, until: str) -> set[UUID]:
    """Things that have appeared, ended or grown old by themselves between two boundaries."""
    if since == until:
        return set()
    passed = Q(sort__quality__confirmed__in=quality.aged(since, until))
    for name in ("visible_from", "visible_until"):
        between = Q(**{f"{name}__lte": datetime.fromisoformat(until)})
        if since:
            between &= Q(**{f"{name}__gt": datetime.fromisoformat(since)})
        passed |= between
    return set(Entry.objects.filter(passed, removed_at=None).values_list("thing_id", flat=True))
