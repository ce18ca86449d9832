"""The log: numbers in commit order, and where it stands."""

import hashlib
import threading
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import connection
from django.db.models import Count, F, QuerySet, Subquery, Value
from django.utils import timezone

from catalogue.models import Entry, Head
from media.lasting import Beside, Lasting


@dataclass(frozen=True)
class State:
    """Everything outside a query that its answer depends on.

    `unnumbered` counts removals that are in force but not yet in the log; `boundary` is the last moment at
    which time alone changed what is public. `beside` is what the reader has asked for in the same query.
    """

    epoch: str
    seq: int
    unnumbered: int
    boundary: str
    beside: str = ""

    def etag(self, *parts: object) -> str:
        """A strong ETag for an answer that depends on this state and on `parts`."""
        said = "\n".join(map(str, (self.epoch, self.seq, self.unnumbered, self.boundary, self.beside, *parts)))
        return hashlib.sha256(said.encode()).hexdigest()[:32]


_reader = threading.local()


def seen() -> State:
    """The state that this thread has read first for its answer: what is cached by it is as new as that answer."""
    return getattr(_reader, "state", None) or state()


def head() -> Head:
    """The head of the log; made with a new epoch in an empty database."""
    return Head.objects.get_or_create(pk=1)[0]


def take(count: int) -> int:
    """Take `count` numbers and return the first. Call inside the transaction that writes them."""
    Head.objects.filter(pk=head().pk).update(seq=F("seq") + count)
    return head().seq - count + 1


def state(at: datetime | None = None, beside: Beside | None = None) -> State:
    """Where the log stands at `at`, in one query. Take it before reading what it is to vouch for."""
    at = at or timezone.now()
    rows = _prepared(at, beside)
    if not rows:
        head()
        return state(at, beside)
    epoch, seq, unnumbered, started, ended, said, *_next = rows[0]
    boundary = max(filter(None, (started, ended)), default=None)
    _reader.state = State(str(epoch), seq, unnumbered or 0, boundary.isoformat() if boundary else "")
    return replace(_reader.state, beside=said) if said else _reader.state


def reaching(epoch: str, seq: int) -> State:
    """The state, for who knows a number of an epoch. A log that has not come so far is that of a database brought back:
    another epoch begins, for its numbers have meant other things."""
    known = state()
    if known.epoch == epoch and known.seq < seq and not connection.in_atomic_block:  # which may see what has been
        Head.objects.filter(epoch=epoch, seq__lt=seq).update(epoch=uuid4())
        known = state()
    return known


def _row(at: datetime, beside: Beside | None) -> QuerySet[Head, Any]:
    live = Entry.objects.filter(removed_at=None).order_by()
    ended = Entry.objects.filter(unnumbered=True).order_by()
    return Head.objects.filter(pk=1).values_list(
        "epoch",
        "seq",
        Subquery(ended.values("unnumbered").annotate(n=Count("pk")).values("n")),
        _first(live.filter(visible_from__lte=at), "-visible_from"),
        _first(live.filter(visible_until__lte=at), "-visible_until"),
        beside() if beside else Value(""),
        _first(live.filter(visible_from__gt=at), "visible_from"),
        _first(live.filter(visible_until__gt=at), "visible_until"),
    )


_prepared = Lasting(_row, ends=2)


def _first(entries: QuerySet[Entry], order: str) -> Subquery:
    return Subquery(entries.order_by(order).values(order.removeprefix("-"))[:1])
