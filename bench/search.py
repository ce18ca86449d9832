"""How fast people are found among many, while one lecturer a second is published.

    python bench/search.py [SECONDS] [--lecturers 10000] [--publications 200] [--keep FOLDER] [--port 8221]

Serves a network of that size under production settings from one granian process of one thread, with every answer
computed (KEPT_ANSWERS=0). Each kind of question is asked over one connection, which gives the times of single answers,
and over sixteen, which gives how many there are in a second. Beside that: how long making the network and its index
takes, with how much memory, how large the index is, and how soon somebody is found after her publication while others
search. Works in SQLite, or in a database beside the one that DATABASE_URL names, which it removes; in PostgreSQL
Wagtail's own search is asked the same texts. Prints milliseconds as p50, p95 and p99.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # in place of `bench/`, where http.py would be taken for Python's own

import argparse
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlencode
from urllib.request import urlopen

from bench.http import made_sites, say
from bench.http_load import OURS, Asking, measure
from bench.http_sites import Sites, served

FACETS = "topic,language,country,mode,format,level,fee,month,organisation,endorsed"
ALONE, TOGETHER = 1, 16
#: With the first publications the index merges what making it anew has left, which takes a second or two of its own.
SETTLING = 10


def main(options: argparse.Namespace) -> None:
    with made_sites(options.keep, options.port) as sites:
        scratch = sites.scratch
        if not (scratch / "network").exists():
            report(
                "the network is made",
                *cost(sites, "migrate"),
                *cost(sites, "demo", "--lecturers", str(options.lecturers)),
            )
            (scratch / "network").touch()
        report("its index is made anew", *cost(sites, "search", "rebuild"))
        newest = max((scratch / "ours" / "index").glob("*/"), key=lambda folder: folder.stat().st_mtime)
        say(f"{'the index':32} {sum(path.stat().st_size for path in newest.iterdir()) / 1e6:7.0f} MB")
        with served("config.wsgi:application", sites.ours, {**sites.own, "KEPT_ANSWERS": "0"}):
            with sites.busy():
                time.sleep(SETTLING)
                ask(sites, options.seconds)
            found_after_publication(sites, options.publications)
        own_search(sites, options.seconds)


def ask(sites: Sites, seconds: int) -> None:
    """Each kind of question, while one lecturer a second is published."""
    texts = words(sites)
    jobs = {
        "text, all facets": [{"q": text, "facets": FACETS} for text in texts],
        "everybody, all facets": [{"facets": FACETS}],
        "everybody, counted anew": [
            {"facets": FACETS, "updated_since": f"2000-01-01T00:{n // 60:02}:{n % 60:02}"} for n in range(3_600)
        ],
    }
    asked = {name: [f"{OURS}?{urlencode(each)}" for each in some] for name, some in jobs.items()}
    asked["suggestions"] = [f"/api/v1/suggest?{urlencode({'q': text[:4]})}" for text in texts]
    for name, paths in asked.items():
        one = measure(sites.ours, paths, seconds, sites.scratch, connections=ALONE)
        many = measure(sites.ours, paths, seconds, sites.scratch, connections=TOGETHER)
        say(f"{name:32} {one.p50:7.1f} ms {one.p95:7.1f} ms {one.p99:7.1f} ms {many.rate:9.0f}/s")


def words(sites: Sites) -> Sequence[str]:
    """What is searched for: words that stand beside each other in what somebody says of themselves."""
    with urlopen(f"{sites.ours}{OURS}?limit=100&locale=en") as answer:
        lecturers = json.load(answer)["data"]
    return list(Asking(lecturers, []).searches())


def found_after_publication(sites: Sites, publications: int) -> None:
    """From the end of a publication until a search finds what it has brought, while others search, too."""
    editor = subprocess.Popen(
        [sys.executable, str(ROOT / "bench" / "publishing.py"), "--towns"],
        env=sites.own, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    took = []
    with others_search(sites):
        for _number in range(publications):
            town = next_town(editor)
            began = time.perf_counter()
            while not is_found(sites, town):
                if time.perf_counter() > began + 10:
                    raise SystemExit(f"{town} is not found within ten seconds.")
            took.append(1000 * (time.perf_counter() - began))
    editor.terminate()
    editor.wait()
    p50, p95, p99 = (sorted(took)[int(len(took) * share)] for share in (0.5, 0.95, 0.99))
    say(f"{'published until found':32} {p50:7.1f} ms {p95:7.1f} ms {p99:7.1f} ms")


def next_town(editor: subprocess.Popen[str]) -> str:
    if not editor.stdin or not editor.stdout:
        raise SystemExit("Nobody could publish.")
    editor.stdin.write("\n")
    editor.stdin.flush()
    return editor.stdout.readline().strip()


def is_found(sites: Sites, town: str) -> bool:
    with urlopen(f"{sites.ours}{OURS}?{urlencode({'q': town, 'limit': 0})}") as answer:
        return bool(json.load(answer)["page"]["total"])


@contextmanager
def others_search(sites: Sites) -> Iterator[None]:
    paths = [f"{OURS}?{urlencode({'q': text, 'facets': FACETS})}" for text in words(sites)]
    over = threading.Event()

    def search() -> None:
        while not over.is_set():
            measure(sites.ours, paths, 1, sites.scratch, warm=0, connections=2)

    thread = threading.Thread(target=search)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def own_search(sites: Sites, seconds: int) -> None:
    """Wagtail's search in the database and ours on the same texts, each in a process of its own."""
    if not sites.own["DATABASE_URL"].startswith("postgres"):
        say("Wagtail's own search was not asked: this is not PostgreSQL.")
        return

    def asked(whose: str) -> str:
        command = [sys.executable, str(ROOT / "bench" / "searching.py"), whose, str(seconds)]
        return subprocess.run(command, env=sites.own, stdout=subprocess.PIPE, text=True, check=True).stdout

    asked("index")
    rates = {}
    for whose in ("ours", "wagtail"):
        rates[whose] = float(asked(whose))
        say(f"{f'in the process: {whose}':32} {rates[whose]:9.1f}/s")
    say(f"{'':32} {rates['ours'] / rates['wagtail']:9.0f} times")


def cost(sites: Sites, *command: str) -> tuple[float, float]:
    """Seconds, and megabytes at most."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), *command], env=sites.own, stdout=subprocess.DEVNULL
    )
    _pid, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed.")
    return time.perf_counter() - began, usage.ru_maxrss / 1000


def report(what: str, *costs: float) -> None:
    say(f"{what:32} {sum(costs[::2]):7.1f} s  {max(costs[1::2]):7.0f} MB")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # and so are the servers
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seconds", type=int, nargs="?", default=5, help="how long to measure each kind of question")
    parser.add_argument("--lecturers", type=int, default=10_000)
    parser.add_argument("--publications", type=int, default=200)
    parser.add_argument("--port", type=int, default=8221, help="a free port")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the network there and leave it for next time")
    main(parser.parse_args())
