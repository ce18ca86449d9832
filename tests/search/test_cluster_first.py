"""A site with a cluster: who answers while that is well, away, slow, red or full, and what is told to whom."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from catalogue.checking import settle
from search import reading
from search.checking import check
from search.cluster.first import configured
from search.engine import Position, Unavailable, engine
from search.query import Query
from search.reading import Look
from tests.factories.entries import number, talk, withdraw
from tests.factories.pages import lecturer, site_tree
from tests.search.network import Way
from tests.search.site import ask, follow, indexes, until

pytestmark = [pytest.mark.cluster, pytest.mark.django_db]
NODE = "index.routing.allocation.require._name"


@pytest.fixture
def name(way: Way) -> str:
    """What the cluster is called for operators; two talks are known to it."""
    talk("Bread", country="FI"), talk("Water")
    follow()
    return configured().product


def test_the_cluster_answers_while_it_stands_at_the_log(client: Client, name: str) -> None:
    assert ask(client)[:2] == (name, 1)
    assert client.get("/api/v1/suggest?q=wat").headers["X-Search-Engine"] == name
    ready = client.get("/readyz").json()
    assert (ready["search_engine"], ready["search_lag"], ready["cluster_lag"]) == (name, 0, 0)


def test_pages_are_answered_alike(client: Client, name: str, way: Way) -> None:
    site_tree(["en"])
    lecturer("Nadia Example", country="FI")
    settle()
    follow()
    for who in (name, "embedded"):
        shown = client.get("/en/lecturers/?q=nadia&country=FI")
        assert (shown.status_code, shown.headers["X-Search-Engine"]) == (200, who)
        plain = re.sub("<[^>]+>", "", shown.text)
        assert "Nadia Example" in plain
        assert "1 lecturer" in plain
        way.cut()
    way.mend()


def test_a_search_after_a_publish_sees_it_whoever_answers(client: Client, name: str) -> None:
    talk("Bread again")
    assert ask(client)[:2] == ("embedded", 2)
    ready = client.get("/readyz").json()
    assert (ready["search_engine"], ready["cluster_lag"]) == ("embedded", 1)
    follow()
    assert ask(client)[:2] == (name, 2)


def test_what_has_ended_is_gone_at_once(client: Client, name: str) -> None:
    entry = talk("Bread of yesterday")
    follow()
    assert ask(client)[:2] == (name, 2)
    withdraw(entry)
    assert ask(client)[1] == 1
    number(entry)
    follow()
    assert ask(client)[:2] == (name, 1)


def test_while_it_is_away_the_embedded_engine_answers_and_afterwards_nothing_differs(
    client: Client, name: str, way: Way
) -> None:
    way.cut()
    assert ask(client)[:2] == ("embedded", 1)
    assert client.get("/readyz").status_code == 200
    assert client.get("/readyz").json() | {"queue_age": 0} == {
        "status": "ready", "search_engine": "embedded", "search_lag": 0, "cluster_lag": None, "queue_age": 0,
    }  # fmt: skip
    gone = talk("Bread for a moment")
    talk("Bread meanwhile")
    follow()
    withdraw(gone)
    number(gone)
    assert ask(client)[:2] == ("embedded", 2)
    way.mend()
    until(lambda: ask(client)[:2] == (name, 2), follow)
    for follower in engine().followers:
        assert check(follower) == []


def test_while_it_is_slow_one_reader_waits_a_second_and_the_others_not_at_all(
    client: Client, name: str, way: Way
) -> None:
    assert ask(client)[0] == name
    way.hold_up()
    took = [ask(client, f"q=bread&limit={n}") for n in range(1, 6)]
    assert {who for who, _total, _time in took} == {"embedded"}
    assert 0.9 < took[0][2] < 5
    assert sorted(seconds for *_, seconds in took)[2] < 0.9
    way.mend()
    until(lambda: ask(client)[0] == name)


def test_what_it_cannot_explain_is_explained_here_and_no_reader_loses_the_cluster(
    client: Client, name: str, way: Way
) -> None:
    look = Look.at_now(Query("talk", "bread"))
    assert look.reader.name == name
    [(_item, there)] = look.scores()
    way.cut()
    [(_item, here)] = look.scores()
    assert there.hit == here.hit
    assert there.value != here.value
    way.mend()
    assert ask(client)[0] == name


def test_a_publication_does_not_wait_for_it(client: Client, name: str, way: Way) -> None:
    way.hold_up()
    carried = way.carried
    talk("Bread at once")
    call_command("worker", once="follow-changes")
    call_command("worker", once="follow-log")
    assert way.carried == carried  # it is not even asked
    assert ask(client)[:2] == ("embedded", 2)


def test_what_fails_in_the_middle_of_a_look_is_answered_here(name: str, way: Way) -> None:
    look = reading.Look.at_now(Query.parse("q=bread&facets=country", "talk"))
    assert look.reader.name == name
    way.cut()
    page = look.page()
    assert look.reader.name == "embedded"
    assert (page.total, [value.count for value in page.facets["country"]]) == (1, [1])


def test_a_machine_whose_own_index_is_not_yet_whole_relies_on_the_cluster(
    client: Client, name: str, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine(), "catch_up", lambda state, seconds=None: Position(state.epoch, 1))
    assert ask(client)[:2] == (name, 1)
    talk("Bread for later")
    assert ask(client)[:2] == (name, 1)
    look = reading.Look.at_now(Query.parse("q=bread", "talk"))
    way.cut()
    with pytest.raises(Unavailable):  # what is here would be older than what it is said to be
        look.page()


def test_while_it_is_red_the_embedded_engine_answers(client: Client, name: str) -> None:
    """The shard of its index is nowhere: no node has the name that it is told to be on."""
    live, lost = indexes(), f"{indexes().alias}-000000000000"
    live.client.indices.create(index=lost, settings={NODE: "nowhere"}, wait_for_active_shards=0)
    here = [
        {"remove": {"index": f"{live.alias}-*", "alias": live.alias}},
        {"add": {"index": lost, "alias": live.alias}},
    ]
    live.client.indices.update_aliases(actions=here)
    assert live.client.cluster.health(index=live.alias)["status"] == "red"
    assert ask(client)[:2] == ("embedded", 1)
    talk("Bread in red")
    follow()
    assert ask(client)[:2] == ("embedded", 2)
    live.client.indices.put_settings(index=lost, settings={NODE: None})
    until(lambda: ask(client)[:2] == (name, 2), follow)
    assert check(engine().followers[1]) == []


def test_while_it_is_full_the_embedded_engine_answers_what_is_new(client: Client, name: str) -> None:
    """What a cluster does by itself at the flood stage of its disks."""
    live = indexes()
    live.client.indices.put_settings(index=live.alias, settings={"index.blocks.read_only_allow_delete": True})
    assert ask(client)[:2] == (name, 1)
    talk("Bread and more")
    follow()
    assert ask(client)[:2] == ("embedded", 2)
    assert client.get("/readyz").json()["cluster_lag"] == 1
    live.client.indices.put_settings(index=live.alias, settings={"index.blocks.read_only_allow_delete": None})
    until(lambda: ask(client)[:2] == (name, 2), follow)


def test_the_command_is_about_both(name: str, way: Way, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("search", "status")
    said = capsys.readouterr().out
    assert "embedded: 2, 0 behind" in said
    assert f"{name}: 2, 0 behind" in said
    call_command("search", "rebuild")
    assert capsys.readouterr().out.count("is new and stands at 2") == 2
    call_command("search", "check")
    assert "agree" in capsys.readouterr().out
    way.cut()
    call_command("search", "status")
    assert f"{name}: no answer" in capsys.readouterr().out


def test_a_site_without_a_cluster_says_nothing_of_engines(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.INDEX_DIR = tmp_path
    engine.cache_clear()
    assert "X-Search-Engine" not in client.get("/api/v1/search").headers
    assert client.get("/readyz").json()["search_engine"] == "embedded"
    engine.cache_clear()
