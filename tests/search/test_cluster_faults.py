"""A cluster's index is lost, replaced by an older one or out of reach, and followers write at the same time."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client

from catalogue import log
from catalogue.models import Entry
from search import following
from search.checking import check
from search.cluster.engine import ClusterEngine
from search.cluster.first import configured
from search.embedded.engine import EmbeddedEngine
from search.engine import Position
from tests.factories.entries import number, talk, withdraw
from tests.search import clusters
from tests.search.network import Way
from tests.search.site import ask, differences, follow, indexes, is_soon_answered_here, until

pytestmark = [pytest.mark.cluster, pytest.mark.django_db]


def names() -> Sequence[str]:
    return list(indexes().client.indices.get_alias(name=indexes().alias).body)


class TestLostAndOlder:
    @pytest.fixture(autouse=True)
    def _talks(self, product: str) -> None:
        self.ended, self.changed = talk("Bread of yesterday"), talk("Bread before")
        follow()

    @pytest.fixture
    def yesterday(self) -> Iterator[Callable[..., None]]:
        """Keep the index as it is now, go on, and bring it back."""
        client, kept = indexes().client, {"repository": f"kept-{uuid4().hex[:8]}", "snapshot": "yesterday"}
        name = kept["repository"]
        client.snapshot.create_repository(name=name, repository={"type": "fs", "settings": {"location": name}})
        client.snapshot.create(**kept, indices=names(), include_global_state=False, wait_for_completion=True)

        def restore(**options: Any) -> None:
            client.snapshot.restore(**kept, wait_for_completion=True, **options)

        yield restore
        client.snapshot.delete(**kept)
        client.snapshot.delete_repository(name=name)

    def go_on(self) -> None:
        """A day on which one of two is withdrawn, the other one changed, and something new published."""
        withdraw(self.ended)
        number(self.ended)
        talk("Bread after", key=self.changed.thing_id)
        talk("Bread of today")
        follow()

    def recovers(self, client: Client, product: str) -> None:
        is_soon_answered_here(client, 2)
        until(lambda: ask(client)[:2] == (product, 2), follow)
        assert differences() == []
        assert len(names()) == 1
        assert [ask(client, f"q={word}")[1] for word in ("before", "after", "yesterday", "today")] == [0, 1, 0, 1]

    def test_an_index_that_is_deleted_is_made_anew(self, client: Client, product: str) -> None:
        self.go_on()
        indexes().remove(names())
        assert client.get("/readyz").json()["cluster_lag"] == 5
        self.recovers(client, product)

    def test_yesterdays_index_in_the_place_of_todays(
        self, client: Client, product: str, yesterday: Callable[..., None]
    ) -> None:
        self.go_on()
        indexes().remove(names())
        yesterday()
        assert client.get("/readyz").json()["cluster_lag"] == 3
        self.recovers(client, product)

    def test_yesterdays_index_beside_todays(self, client: Client, product: str, yesterday: Callable[..., None]) -> None:
        """Restored under another name, it comes with the alias, which is two indexes then."""
        self.go_on()
        yesterday(rename_pattern="(.+)", rename_replacement="$1-restored")
        assert len(names()) == 2
        self.recovers(client, product)

    def test_yesterdays_index_under_the_name_of_the_alias(
        self, client: Client, product: str, yesterday: Callable[..., None]
    ) -> None:
        self.go_on()
        indexes().remove(names())
        yesterday(include_aliases=False, rename_pattern=".+", rename_replacement=indexes().alias)
        self.recovers(client, product)

    def go_on_in_vain(self) -> None:
        """What the day has brought is lost with the database; that of yesterday is restored."""
        rows, stood = list(Entry.objects.all()), log.head()
        self.go_on()
        Entry.objects.all().delete()
        Entry.objects.bulk_create(rows)
        stood.save()

    @pytest.mark.django_db(transaction=True)
    def test_an_older_database_takes_back_what_it_does_not_know(self, client: Client, product: str) -> None:
        before = log.head().epoch
        self.go_on_in_vain()
        assert ask(client)[:2] == ("embedded", 2)
        assert log.head().epoch != before
        until(lambda: ask(client)[:2] == (product, 2), follow)
        assert differences() == []
        assert [ask(client, f"q={word}")[1] for word in ("before", "after", "yesterday", "today")] == [1, 0, 1, 0]

    def test_a_database_of_yesterday_that_has_overtaken_the_index_is_found_out_by_the_worker(
        self, client: Client, product: str
    ) -> None:
        self.go_on_in_vain()
        for n in range(5):
            talk(f"Bread {n}")
        follow()
        call_command("worker", once="prove-indexes")
        until(lambda: ask(client)[:2] == (product, 7), follow)
        assert differences() == []
        assert [ask(client, f"q={word}")[1] for word in ("before", "after", "yesterday", "today")] == [1, 0, 1, 0]


def test_a_port_that_swallows_what_is_sent_keeps_one_reader_waiting_for_a_second(client: Client, way: Way) -> None:
    talk("Bread", country="FI"), talk("Water")
    follow()
    product = configured().product
    assert ask(client)[:2] == (product, 1)
    way.block()
    is_soon_answered_here(client, 1)
    gone = talk("Bread for a moment")
    talk("Bread meanwhile")
    withdraw(gone)
    number(gone)
    assert ask(client)[:2] == ("embedded", 2)
    way.mend()
    until(lambda: ask(client)[:2] == (product, 2), follow)
    assert differences() == []


@pytest.mark.parametrize("kind", clusters.PRODUCTS)
def test_two_followers_at_once_write_the_same(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each sends what it has read, in batches of its own that mix as they like; the older one begins anew and anew."""
    monkeypatch.setattr(following, "BATCH", 7)
    one = clusters.made(kind, tmp_path)
    other = ClusterEngine(one._written.address, EmbeddedEngine(tmp_path / "other"), budget=20)
    made = [talk(f"Talk {n}") for n in range(40)]
    one.catch_up(log.state())
    early = batches()
    for n, entry in enumerate(made):
        if n % 3 == 0:
            withdraw(entry)
            number(entry)
        elif n % 3 == 1:
            talk(f"Talk {n} again", key=entry.thing_id)
    late = batches()
    problems: list[Exception] = []

    def write(engine: ClusterEngine, work: Sequence[following.Batch]) -> None:
        try:
            for batch in work:
                engine._apply(batch)
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=write, args=each) for each in ((one, early), (other, late), (one, late))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert one.position() == other.position() == late[-1].position
    assert check(one) == check(other) == []
    one.clear()


def batches() -> Sequence[following.Batch]:
    """All that a follower would apply now, read in one go."""
    state = log.state()
    made, position = [], Position(state.epoch)
    while not position.has_reached(state):
        batch = following.batch(position, state)
        made.append(replace(batch, changes=tuple(batch.changes)))
        position = batch.position
    return made
