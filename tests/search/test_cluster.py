"""The cluster's index is written to by several, rebuilt while it answers, and reached in several ways."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from catalogue import log
from search import following
from search.cluster import engine as engine_module
from search.cluster import indexes as indexes_module
from search.cluster import schema
from search.cluster.address import PRODUCTS
from search.cluster.engine import ClusterEngine
from search.embedded.engine import EmbeddedEngine
from search.engine import Position, Unavailable
from search.query import Query
from search.reading import Look
from tests.factories.entries import number, talk, withdraw
from tests.search import clusters
from tests.search.asking import ALL, found
from tests.search.network import Way

pytestmark = [pytest.mark.cluster, pytest.mark.django_db]


@pytest.fixture(params=PRODUCTS)
def cluster(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ClusterEngine]:
    made = clusters.made(request.param, tmp_path)
    yield made
    made.clear()


def names(cluster: ClusterEngine) -> list[str]:
    """All indexes of this site."""
    live = cluster._written
    return list(live.client.indices.get_alias(index=f"{live.address.prefix}-*").body)


def actions(position: Position) -> list[dict[str, Any]]:
    """What a follower that stands at `position` would send now."""
    return list(engine_module._actions(following.batch(position, log.state())))


class TestWriting:
    def test_a_late_write_does_not_win(self, cluster: ClusterEngine) -> None:
        entry = talk("Old")
        late = actions(Position(log.state().epoch))
        talk("New", key=entry.thing_id)
        cluster.catch_up(log.state())
        cluster._written.write(late)
        asked = Query("talk", "old")
        assert cluster.search(asked, timezone.now()).total == 0
        assert cluster.search(asked.but(text="new"), timezone.now()).total == 1

    def test_a_late_write_brings_nothing_back(self, cluster: ClusterEngine) -> None:
        entry = talk("Gone")
        late = actions(Position(log.state().epoch))
        cluster.catch_up(log.state())
        withdraw(entry)
        number(entry)
        cluster.catch_up(log.state())
        cluster._written.write(late)
        assert cluster.search(ALL, timezone.now()).hits == ()

    def test_the_position_never_goes_back(self, cluster: ClusterEngine) -> None:
        talk("One"), talk("Two")
        reached = cluster.catch_up(log.state())
        cluster._written.stand_at(Position(reached.epoch, 1))
        assert cluster.position() == reached

    def test_whoever_writes_twice_has_written_once(self, cluster: ClusterEngine, tmp_path: Path) -> None:
        for n in range(5):
            talk(f"Talk {n}")
        other = ClusterEngine(cluster._written.address, EmbeddedEngine(tmp_path / "other"))
        for each in (cluster, other, cluster):
            for again in (actions(Position(log.state().epoch)), actions(Position(log.state().epoch, 3))):
                each.catch_up(log.state())
                each._written.write(again)
        assert found(cluster) == found(other) == [f"Talk {n}" for n in range(5)]

    def test_an_index_that_somebody_has_removed_is_made_anew_by_the_follower_alone(
        self, cluster: ClusterEngine
    ) -> None:
        talk("One")
        cluster.catch_up(log.state())
        live = cluster._written
        live.client.indices.delete(index=names(cluster))
        with pytest.raises(Unavailable):
            cluster.search(ALL, timezone.now())
        with pytest.raises(Exception, match="refused"):
            live.write(actions(Position(log.state().epoch)))
        assert not live.client.indices.exists(index=live.alias)
        assert cluster.position() == Position()
        assert found(cluster) == ["One"]

    def test_a_machine_that_knows_no_words_yet_finds_subjects_by_any_name(
        self, cluster: ClusterEngine, tmp_path: Path
    ) -> None:
        talk("One", subjects=["racism"])
        cluster.catch_up(log.state())
        begun = ClusterEngine(cluster._written.address, EmbeddedEngine(tmp_path / "begun"))
        assert [begun.search(Query("talk", word), timezone.now()).total for word in ("racism", "rasismi")] == [1, 1]

    def test_versions_follow_the_log_and_then_time(self) -> None:
        at = [Position("x", 1), Position("x", 1, "2026-05-01T12:00:00+00:00"), Position("x", 2), Position("x", 70_000)]
        versions = [schema.number(position) for position in at]
        assert versions == sorted(set(versions))
        assert schema.number(Position("x", 2**31 - 1, "2026-05-01T12:00:00+00:00")) < 2**63


class TestRebuilding:
    def test_no_question_fails_meanwhile_and_every_answer_is_whole(
        self, cluster: ClusterEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(following, "BATCH", 10)
        for n in range(50):
            talk(f"Talk {n}", country="FI")
        cluster.catch_up(log.state())
        (before,) = names(cluster)
        at, totals, done = Look.at_now(ALL).at, [], threading.Event()
        problems: list[Exception] = []

        def ask() -> None:
            while not done.is_set():
                try:
                    results = cluster.search(ALL.but(wanted_facets=("country",)), at)
                    totals.append((results.total, len(results.hits), results.facets["country"][0].count))
                except Exception as error:
                    problems.append(error)

        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        cluster.rebuild()
        done.set()
        for thread in threads:
            thread.join()
        assert problems == []
        assert set(totals) == {(50, 50, 50)}
        assert len(totals) > 20
        (after,) = names(cluster)
        assert after != before

    def test_what_comes_meanwhile_is_in_the_new_index(
        self, cluster: ClusterEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        talk("Before")
        cluster.catch_up(log.state())
        show = indexes_module.Indexes.show

        def late(self: Any, name: str) -> Any:
            talk("After the last batch")
            return show(self, name)

        monkeypatch.setattr(indexes_module.Indexes, "show", late)
        assert cluster.rebuild().seq == 1
        assert found(cluster) == ["After the last batch", "Before"]

    def test_what_a_killed_rebuild_has_left_goes_after_a_day(
        self, cluster: ClusterEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        talk("One")
        cluster.catch_up(log.state())
        left = cluster._written.make()
        cluster.rebuild()
        assert left in names(cluster)
        monkeypatch.setattr(indexes_module, "_FORGOTTEN", -1)
        cluster.rebuild()
        assert left not in names(cluster)
        assert found(cluster) == ["One"]

    def test_another_site_and_another_release_keep_theirs(
        self, cluster: ClusterEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        talk("One")
        address = cluster._written.address
        other = ClusterEngine(replace(address, prefix=f"{address.prefix}-b"), EmbeddedEngine(tmp_path / "other"))
        monkeypatch.setattr(schema, "VERSION", 0)
        old = ClusterEngine(address, EmbeddedEngine(tmp_path / "old"))
        assert found(old) == found(other) == ["One"]
        assert found(cluster) == ["One"]
        assert len(names(old)) == 3
        monkeypatch.setattr(indexes_module, "_FORGOTTEN", -1)
        cluster.rebuild()
        assert other.position().seq == cluster.position().seq
        assert old.position() == Position()  # forgotten, and made anew as soon as it is asked for
        assert found(old) == ["One"]
        other.clear()
        old.clear()


class TestReaching:
    def test_copies_are_as_many_as_the_nodes_allow(self, cluster: ClusterEngine) -> None:
        cluster.catch_up(log.state())
        live = cluster._written
        health = live.client.cluster.health(index=live.alias, wait_for_status="green", timeout="30s")
        assert (health["status"], health["active_primary_shards"]) == ("green", 1)
        assert health["active_shards"] == min(2, health["number_of_data_nodes"])

    def test_shards_and_replicas_may_be_told(self, cluster: ClusterEngine, tmp_path: Path) -> None:
        address = cluster._written.address
        told = ClusterEngine(
            replace(address, prefix=f"{address.prefix}-b", shards=2, replicas=0), EmbeddedEngine(tmp_path)
        )
        told.catch_up(log.state())
        health = told._written.client.cluster.health(index=told._written.alias)
        assert (health["active_primary_shards"], health["active_shards"]) == (2, 2)
        told.clear()

    def test_a_node_that_is_away_is_passed_by(self, cluster: ClusterEngine, tmp_path: Path) -> None:
        address = cluster._written.address
        away = Way(address.nodes[0])
        away.cut()
        other = ClusterEngine(replace(address, nodes=(away.node, *address.nodes)), EmbeddedEngine(tmp_path / "other"))
        talk("One")
        for _ in range(5):
            assert found(other) == ["One"]
        away.close()

    def test_what_is_asked_for_stands_in_no_error(self, cluster: ClusterEngine) -> None:
        with pytest.raises(Unavailable) as caught:
            cluster.search(Query("talk", "somebody's name"), timezone.now())
        assert "somebody" not in str(caught.value)


class TestSigningIn:
    """Elasticsearch asks who is there, over TLS: every other test of it signs in with a password, or with a key."""

    @pytest.fixture
    def address(self) -> Any:
        return clusters.address("elasticsearch")

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"password": "wrong"}, "401"),
            ({"user": "", "api_key": "d3Jvbmc6a2V5"}, "401"),
            ({"ca": ""}, "TlsError"),
        ],
    )
    def test_who_may_not_is_told_why_without_the_secret(
        self, address: Any, tmp_path: Path, wrong: dict[str, str], said: str
    ) -> None:
        engine = ClusterEngine(replace(address, **wrong), EmbeddedEngine(tmp_path))
        with pytest.raises(Unavailable) as caught:
            engine.position()
        assert said in str(caught.value)
        assert "d3Jvbmc6a2V5" not in str(caught.value)
