"""A read that lasts says what the database holds at each moment, and does not ask where it can know."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Barrier, Event
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.models import DateTimeField, QuerySet, Value
from django.test.utils import CaptureQueriesContext

from media.lasting import Lasting
from people.models import User
from tests.catalogue.crowd import at_once

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
TRIES = 50 if connection.vendor == "postgresql" else 1

pytestmark = pytest.mark.django_db(transaction=True)


def _joined(at: datetime) -> QuerySet[User, Any]:
    """Whoever has joined by a moment, the last first; and when the next does."""
    joins = User.objects.filter(date_joined__gt=at).order_by("date_joined").values("date_joined")[:1]
    return User.objects.filter(date_joined__lte=at).order_by("-date_joined").values_list("email", joins)


@pytest.fixture
def asked() -> Callable[..., tuple[str, bool]]:
    """Who has joined last at a moment, and whether the database was asked for it.

    PostgreSQL is asked after whatever is written to that server, as other tests do: then it is tried again.
    """
    User.objects.all().delete()
    join("a", NOW - 10 * HOUR)
    read, last = Lasting(_joined, ends=1), threading.local()

    def ask(at: datetime = NOW) -> tuple[str, bool]:
        for _ in range(TRIES):
            with CaptureQueriesContext(connection) as captured:
                name = read(at)[0][0][0]
            if not captured or name != getattr(last, "name", None):
                break
        last.name = name
        return name, bool(captured)

    return ask


def join(name: str, at: datetime = NOW - HOUR) -> User:
    return User.objects.create(email=f"{name}{uuid4().hex}@example.org", date_joined=at)


def test_while_nothing_is_written_nobody_asks_again(asked: Any) -> None:
    assert asked() == ("a", True)
    assert [asked(), asked(NOW + HOUR)] == [("a", False)] * 2


def test_what_this_connection_writes_is_seen(asked: Any) -> None:
    asked()
    b = join("b")
    assert [asked(), asked()] == [("b", True), ("b", False)]
    User.objects.filter(pk=b.pk).update(email="c@example.org")
    assert asked() == ("c", True)
    b.delete()
    assert [asked(), asked()] == [("a", True), ("a", False)]


def test_what_others_write_is_seen(asked: Any) -> None:
    asked()
    at_once(lambda: join("b"))
    assert [asked(), asked()] == [("b", True), ("b", False)]
    at_once(lambda: User.objects.filter(email__startswith="b").delete())
    assert [asked(), asked()] == [("a", True), ("a", False)]


def test_it_is_seen_when_it_is_committed_whatever_has_begun_before(asked: Any) -> None:
    """As far as a database lets several write at once."""
    writers = 3 if connection.vendor == "postgresql" else 1
    written, committed = Barrier(writers + 1), [Event() for _ in range(writers)]

    def write(number: int) -> None:
        with transaction.atomic():
            join(f"{number}", NOW - HOUR / (number + 2))
            written.wait(10)
            committed[number].wait(10)

    with ThreadPoolExecutor(writers) as pool:
        jobs = [pool.submit(at_once, partial(write, number)) for number in range(writers)]
        written.wait(10)
        assert [asked()[0], asked()] == ["a", ("a", False)]
        for number in range(writers):
            committed[number].set()
            jobs[number].result()
            assert [asked(), asked()] == [(f"{number}", True), (f"{number}", False)]


def test_what_is_taken_back_is_not_kept(asked: Any) -> None:
    asked()
    with transaction.atomic():
        join("b")
        assert [asked(), asked()] == [("b", True)] * 2
        transaction.set_rollback(True)
    assert [asked()[0], asked()] == ["a", ("a", False)]


def test_time_alone_changes_it_both_ways(asked: Any) -> None:
    join("b", NOW + HOUR)
    join("c", NOW + 2 * HOUR)
    assert [asked()[0], asked(NOW + HOUR - timedelta(microseconds=1))] == ["a", ("a", False)]
    assert [asked(NOW + HOUR), asked(NOW + HOUR)] == [("b", True), ("b", False)]
    assert [asked(NOW + 3 * HOUR), asked(NOW + 300 * HOUR)] == [("c", True), ("c", False)]
    assert asked(NOW) == ("a", True)  # an earlier moment than it was read for


def test_another_connection_of_the_thread_begins_anew(asked: Any) -> None:
    asked()
    for name in "bcd":
        connection.close()
        at_once(lambda name=name: join(name, NOW - HOUR / ord(name)))  # type: ignore[misc]
        assert asked() == (name, True)


def test_each_thread_has_its_own(asked: Any) -> None:
    asked()
    seen: list[tuple[str, bool]] = []
    at_once(lambda: seen.extend([asked(), asked()]))
    assert seen == [("a", True), ("a", False)]


def test_what_is_asked_besides_is_kept_beside_it() -> None:
    def _names(_at: datetime, besides: str) -> QuerySet[User, Any]:
        return User.objects.order_by("email").values_list("email", Value(besides), Value(None, DateTimeField()))

    a, read = join("a"), Lasting(_names, ends=1)
    for _ in range(2):
        for word in ("one", "other"):
            assert read(NOW, word)[0][:2] == (a.email, word)
    for _ in range(TRIES):
        with CaptureQueriesContext(connection) as captured:
            assert [read(NOW, word)[0][1] for word in ("other", "one")] == ["other", "one"]
        if not captured:
            break
    assert not captured
    join("A")
    assert [len(read(NOW, word)) for word in ("one", "other")] == [2, 2]
