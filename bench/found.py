"""How soon somebody is found after her publication, while others search."""

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode
from urllib.request import urlopen

from bench.http import say
from bench.http_load import OURS, measure
from bench.http_sites import Sites
from bench.processes import ROOT, wait_until_idle
from bench.questions import searches, wait_for, words

#: Seconds after which nobody waits any more.
_PATIENCE = 30
#: Seconds for which others search before they look whether all is over.
_ROUND = 5


def in_index(sites: Sites, publications: int) -> list[float]:
    """Milliseconds from the end of each publication until a search finds what it has brought. The editor follows."""
    with editor(sites) as publish, others_search(sites):
        return [until_found(sites, publish(), "embedded")[1] for _number in range(publications)]


def in_cluster(sites: Sites, publications: int, engine: str) -> list[tuple[float, float]]:
    """The same until anybody finds it, who may be the embedded engine, and until the cluster itself does.

    The worker follows, and an editor publishes at any moment, not just when the worker has followed.
    """
    dice, found = random.Random(1), []  # noqa: S311 - no secret
    with worker(sites), editor(sites, "--alone") as publish, others_search(sites):
        wait_for(sites, engine)
        for _number in range(publications):
            time.sleep(dice.random())
            found.append(until_found(sites, publish(), engine))
    return found


def until_found(sites: Sites, town: str, engine: str) -> tuple[float, float]:
    """Milliseconds until a search finds the lecturer of this town, and until one does that this engine has answered."""
    began, first = time.perf_counter(), 0.0
    address = f"{sites.ours}{OURS}?{urlencode({'q': town, 'limit': 0})}"
    while (took := time.perf_counter() - began) < _PATIENCE:
        with urlopen(address) as answer:
            who = answer.headers["X-Search-Engine"] or "embedded"
            is_found = json.load(answer)["page"]["total"] == 1
        took = 1000 * (time.perf_counter() - began)
        if is_found:
            first = first or took
            if who == engine:
                return first, took
    raise SystemExit(f"{town} was not found by {engine} within {_PATIENCE} seconds; {who} answered.")


@contextmanager
def editor(sites: Sites, *options: str) -> Iterator[Callable[[], str]]:
    """Somebody who publishes one lecturer when asked, and says in which town she can be found from now on."""
    command = [sys.executable, str(ROOT / "bench" / "publishing.py"), "--towns", *options]
    process = subprocess.Popen(command, env=sites.own, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def publish() -> str:
        if not process.stdin or not process.stdout:
            raise SystemExit("Nobody could publish.")
        process.stdin.write("\n")
        process.stdin.flush()
        if town := process.stdout.readline().strip():
            return town
        raise SystemExit("Nobody could publish.")

    try:
        yield publish
    finally:
        process.terminate()
        process.wait()


@contextmanager
def worker(sites: Sites) -> Iterator[None]:
    """As beside every site. At its start it looks at everything there is, which is waited for."""
    process = subprocess.Popen([sys.executable, str(ROOT / "manage.py"), "worker"], env=sites.own)
    try:
        say("The worker looks at everything ...")
        wait_until_idle(process)
        yield
    finally:
        process.terminate()
        process.wait()


@contextmanager
def others_search(sites: Sites) -> Iterator[None]:
    """Two at a time, without a pause."""
    paths = searches(words(sites))
    over = threading.Event()
    wrong: list[str] = []

    def search() -> None:
        try:
            while not over.is_set():
                measure(sites.ours, paths, _ROUND, sites.scratch, warm=0, connections=2)
        except SystemExit as error:  # which ends only this thread
            wrong.append(str(error))

    thread = threading.Thread(target=search)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    if wrong:
        raise SystemExit(wrong[0])
