"""Whole nodes of a cluster are killed, stopped or full while visitors search and editors publish."""

import os
import signal
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from django.test import Client

from catalogue.models import Entry
from search.cluster.client import asking
from search.cluster.first import configured
from search.engine import Unavailable
from tests.factories.entries import number, talk, withdraw
from tests.search.site import ask, differences, follow, indexes, is_soon_answered_here, until

pytestmark = [pytest.mark.cluster, pytest.mark.outage, pytest.mark.django_db]
DISK = "cluster.routing.allocation.disk"
#: What a node never has left on its disk, and what it always has.
NEVER, ALWAYS = "900pb", "1b"


@pytest.fixture(autouse=True)
def nodes(product: str) -> Mapping[str, int]:
    """The processes of the nodes. Two talks are known to all of them."""
    talk("Bread", country="FI"), talk("Water")
    follow()
    return processes()


def processes() -> Mapping[str, int]:
    """The number of each node's process by the node's identity; nothing while the cluster does not say so."""
    found = {}
    with suppress(Unavailable), asking():
        for name, node in indexes().client.nodes.info(metric="process")["nodes"].items():
            found[name] = int(node["process"]["id"])
    for pid in found.values():
        assert configured().product.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()  # nobody else's
    return found


def holder(nodes: Mapping[str, int]) -> Collection[str]:
    """The node whose copy of the index is written to first."""
    live = indexes()
    (copies,) = live.client.search_shards(index=live.alias)["shards"]
    return [copy["node"] for copy in copies if copy["primary"]]


def manager(nodes: Mapping[str, int]) -> Collection[str]:
    what = "master_node" if configured().product == "elasticsearch" else "cluster_manager_node"
    return [indexes().client.cluster.state(metric=what)[what]]


def every(nodes: Mapping[str, int]) -> Collection[str]:
    return list(nodes)


def is_whole(count: int) -> bool:
    with suppress(Unavailable), asking():
        health = indexes().client.cluster.health(index=indexes().alias)
        return bool(health["status"] == "green" and health["number_of_nodes"] == count)
    return False


def breads() -> int:
    return Entry.objects.filter(removed_at=None, title__startswith="Bread").count()


@pytest.mark.parametrize("chosen", [holder, manager])
def test_a_node_that_is_killed_takes_nothing_with_it(
    client: Client, product: str, nodes: Mapping[str, int], chosen: Callable[[Mapping[str, int]], Collection[str]]
) -> None:
    """It is hit in the middle of writing or asking, whichever it is."""
    (doomed,) = chosen(nodes)
    killing = threading.Timer(0.4, os.kill, (nodes[doomed], signal.SIGKILL))
    killing.start()
    made = [talk("Bread 0")]
    while killing.is_alive() or len(made) < 25:
        made.append(talk(f"Bread {len(made)}", key=made[-2].thing_id if len(made) % 10 == 9 else None))
        if len(made) % 7 == 0:
            withdraw(made[-3])
            number(made[-3])
        follow()
        _who, total, seconds = ask(client, f"q=bread&limit={len(made)}")
        assert total == breads()
        assert seconds < 2
    until(lambda: len(processes()) == len(nodes) and nodes[doomed] not in processes().values(), follow)
    until(lambda: is_whole(len(nodes)) and ask(client)[:2] == (product, breads()), follow)
    assert differences() == []


@pytest.mark.parametrize("chosen", [holder, every])
def test_nodes_that_stand_still_keep_nobody_waiting(
    client: Client, product: str, nodes: Mapping[str, int], chosen: Callable[[Mapping[str, int]], Collection[str]]
) -> None:
    stopped = [nodes[name] for name in chosen(nodes)]
    try:
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
        if len(stopped) == len(nodes):
            is_soon_answered_here(client, 1)
        else:
            assert max(ask(client, f"q=bread&limit={n}")[2] for n in range(1, 22)) < 2
        gone = talk("Bread for a moment")
        talk("Bread meanwhile")
        withdraw(gone)
        number(gone)
        assert ask(client)[:2] == ("embedded", 2)
        assert client.get("/readyz").status_code == 200
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)
    until(lambda: is_whole(len(nodes)) and ask(client)[:2] == (product, 2), follow)
    assert differences() == []


@pytest.fixture
def disks() -> Iterator[Callable[[str], None]]:
    """Say how much must be left on the disks of all nodes; a cluster looks every ten seconds, no sooner."""
    names = [f"{DISK}.watermark.{name}" for name in ("low", "high", "flood_stage")]
    more = {f"{DISK}.threshold_enabled": True, "cluster.info.update.interval": "10s"}
    cluster = indexes().client.cluster

    def need(least: str) -> None:
        cluster.put_settings(persistent={**dict.fromkeys(names, least), **more})

    yield need
    opensearch = ["cluster.blocks.create_index"] if configured().product == "opensearch" else []
    cluster.put_settings(persistent=dict.fromkeys([*names, *more, *opensearch]))


def is_full() -> bool:
    (own,) = indexes().client.indices.get_settings(index=indexes().alias).body.values()
    return own["settings"]["index"].get("blocks", {}).get("read_only_allow_delete") == "true"


def test_full_disks_let_the_cluster_answer_what_stands_and_take_nothing_new(
    client: Client, product: str, disks: Callable[[str], None]
) -> None:
    doomed = talk("Bread of yesterday")
    follow()
    disks(NEVER)
    until(is_full)
    assert ask(client)[:2] == (product, 2)
    talk("Bread and more")
    withdraw(doomed)
    number(doomed)
    follow()
    assert ask(client)[:2] == ("embedded", 2)
    ready = client.get("/readyz").json()
    assert (ready["status"], ready["search_engine"], ready["cluster_lag"]) == ("ready", "embedded", 2)
    disks(ALWAYS)
    until(lambda: not is_full())
    until(lambda: ask(client)[:2] == (product, 2), follow)
    assert differences() == []
