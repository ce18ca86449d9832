"""A site with a cluster, asked as its visitors ask, and the cluster behind it."""

import time
from collections.abc import Callable

from django.core.management import call_command
from django.test import Client

from search.checking import check
from search.cluster.client import connect
from search.cluster.first import configured
from search.cluster.indexes import Indexes
from search.engine import engine


def indexes() -> Indexes:
    """What this site has in its cluster."""
    return Indexes(connect(configured(), 30), configured())


def follow() -> None:
    call_command("worker", once="follow-cluster")


def ask(client: Client, source: str = "q=bread&facets=country") -> tuple[str, int, float]:
    """Who has answered, how much was found and how long that took."""
    began = time.monotonic()
    response = client.get(f"/api/v1/search?{source}")
    assert response.status_code == 200
    return response.headers["X-Search-Engine"], response.json()["page"]["total"], time.monotonic() - began


def until(is_so: Callable[[], bool], meanwhile: Callable[[], None] = lambda: None) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.2)
        meanwhile()


def differences() -> list[str]:
    """Of every index of this site from the catalogue."""
    return [difference for follower in engine().followers for difference in check(follower)]


def is_soon_answered_here(client: Client, total: int) -> None:
    """What visitors notice of an outage: at most the first of them waits, and nobody gets less."""
    first, *later = [ask(client, f"q=bread&limit={n}") for n in range(1, 22)]
    assert {answer[:2] for answer in (first, *later)} == {("embedded", total)}
    assert first[2] < 2
    assert sorted(seconds for *_, seconds in later)[-2] < 0.2  # one may try whether the cluster is back
