"""How long editors wait for each other when many publish at once, and whether a reader of the log misses anything.

    DATABASE_URL=postgres://… python bench/writers.py [PUBLISHES] [WRITERS]

Works in a database of its own beside the one that DATABASE_URL names, and removes it. Each writer is a process
that publishes one of a hundred lecturers at random, as an editor does; a reader follows the log meanwhile. Prints
milliseconds as p50, p95 and maximum: of whole publications, and of what they waited for locks that others held,
which PostgreSQL is asked for every few milliseconds.
"""

import multiprocessing
import os
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:1] = [str(ROOT), str(ROOT / "site")]
SCRATCH = tempfile.TemporaryDirectory()
os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings.test", "TEST_DB_SUFFIX": "_bench"}

import django

django.setup()

from django.conf import settings
from django.db import connection

from catalogue.checking import check, settle
from people.services import load_consent_texts
from tests.catalogue.crowd import Follower, small_network, write

LECTURERS = 100
WAITING = "SELECT pid, waitstart, extract(epoch FROM clock_timestamp() - waitstart) FROM pg_locks WHERE NOT granted"


def main(publishes: int, writers: int) -> None:
    settings.VAR_DIR = Path(SCRATCH.name)
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        load_consent_texts()
        pks = small_network(LECTURERS)
        settle()
        race(publishes, writers, pks)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def race(publishes: int, writers: int, pks: list[int]) -> None:
    connection.close()
    began, waits, follower = time.perf_counter(), Waits(), Follower()
    with ProcessPoolExecutor(writers, mp_context=multiprocessing.get_context("fork")) as pool:
        jobs = [pool.submit(write, seed, publishes // writers, pks) for seed in range(writers)]
        watching = threading.Thread(target=waits.watch)
        watching.start()
        follower.follow_until(lambda: all(job.done() for job in jobs))
        waits.over.set()
        watching.join()
    took = [seconds for job in jobs for seconds in job.result()]
    settle()
    follower.follow()
    waited = [*waits.longest.values(), *[0.0] * (len(took) - len(waits.longest))]
    print(f"{len(took)} publications by {writers} writers in {time.perf_counter() - began:.1f} s")  # noqa: T201
    report("a publication", took)
    report("of it, waiting for others", waited)
    problems = [*follower.problems(), *map(str, check())]
    print(f"the reader was told {len(follower.told)} changes; problems: {problems or 'none'}")  # noqa: T201
    sys.exit(bool(problems))


class Waits:
    """How long each process waited for each lock."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.longest: dict[tuple[int, object], float] = {}

    def watch(self) -> None:
        with connection.cursor() as cursor:
            while not self.over.wait(0.003):
                cursor.execute(WAITING)
                self.longest |= {(pid, start): float(seconds) for pid, start, seconds in cursor.fetchall() if start}
        connection.close()


def report(what: str, seconds: Sequence[float]) -> None:
    found = sorted(seconds)
    p50, p95, most = (1000 * found[min(int(len(found) * part), len(found) - 1)] for part in (0.5, 0.95, 1))
    print(f"{what:>28}: p50 {p50:6.0f} ms   p95 {p95:6.0f} ms   max {most:6.0f} ms")  # noqa: T201


if __name__ == "__main__":
    if connection.vendor != "postgresql":
        sys.exit("This measures waiting for locks: set DATABASE_URL to a PostgreSQL server.")
    given = [int(argument) for argument in sys.argv[1:]]
    main(*given, *(2000, 8)[len(given) :])
