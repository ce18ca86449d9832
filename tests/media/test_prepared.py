"""A prepared read gives what its queryset would, whatever it is asked for, and makes its SQL once."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import QuerySet, Value
from django.test.utils import CaptureQueriesContext

from catalogue.models import Entry
from media.prepared import Prepared
from tests.factories.entries import KINDS, talk

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds_of_talks")]


@pytest.fixture
def kinds_of_talks() -> Any:
    from documents.kinds import kinds  # noqa: PLC0415 - beside those of the site, for as long as a test lasts

    for kind in KINDS:
        kinds.add(kind)
    yield
    for kind in KINDS:
        kinds.remove(kind.name)


def public(at: datetime, keys: list[UUID]) -> QuerySet[Entry]:
    return Entry.objects.public(at).filter(thing__in=keys).only("thing_id", "title", "payload", "visible_until")


def test_instances_are_those_of_the_queryset() -> None:
    entries = [talk(f"Talk {n}", visible_until=NOW + timedelta(days=n)) for n in range(5)]
    keys = [entry.thing_id for entry in entries]
    read = Prepared(public)
    for days in (0, 2, 9):
        at = NOW + timedelta(days=days)
        found = read(at, keys)
        assert {e.pk for e in found} == {e.pk for e in public(at, keys)} == {e.pk for e in entries[days + 1 :]}
        for entry in found:
            same = Entry.objects.get(pk=entry.pk)
            assert (entry.title, entry.payload, entry.visible_until) == (same.title, same.payload, same.visible_until)
            assert entry.thing_id == same.thing_id
            assert entry.locale == "en"  # what was not asked for is read when it is


def test_lists_may_be_of_any_length_and_hold_a_value_twice() -> None:
    keys = [talk(f"Talk {n}").thing_id for n in range(3)]
    read = Prepared(public)
    for asked in (keys[:1], keys, [keys[0], keys[0]], [uuid4()], []):
        assert {entry.thing_id for entry in read(NOW, asked)} == set(asked) & set(keys)


def test_tuples_keep_the_order_of_their_values() -> None:
    entry = talk("A talk", visible_from=NOW)
    read = Prepared(
        lambda key, at: Entry.objects.filter(thing=key, visible_from__lte=at).values_list(
            Value("said"), "title", "visible_from", "thing_id"
        )
    )
    assert read(entry.thing_id, NOW) == [("said", "A talk", NOW, entry.thing_id)]
    assert read(entry.thing_id, NOW - timedelta(seconds=1)) == read(uuid4(), NOW) == []


def test_the_sql_is_made_once_for_each_shape_and_asked_once_each_time() -> None:
    made: list[int] = []

    def build(keys: list[UUID]) -> QuerySet[Entry]:
        made.append(len(keys))
        return Entry.objects.filter(thing__in=keys)

    read = Prepared(build)
    with CaptureQueriesContext(connection) as captured:
        for count in (2, 2, 3, 2):
            read([uuid4() for _ in range(count)])
    assert made == [2, 3]
    assert len(captured) == 4
