"""How fast people are found among many, while one lecturer a second is published.

    python bench/search.py [SECONDS] [--lecturers 10000] [--publications 200] [--keep FOLDER] [--port 8221]
    python scripts/on_search_clusters.py python bench/search.py ...

Serves a network of that size under production settings from one granian process of one thread, with every answer
computed (KEPT_ANSWERS=0). Each kind of question is asked over one connection, which gives the times of single answers,
and over sixteen, which gives how many there are in a second. Beside that: how long making the network and its index
takes, with how much memory, how large the index is, and how soon somebody is found after her publication while others
search. Works in SQLite, or in a database beside the one that DATABASE_URL names, which it removes; in PostgreSQL
Wagtail's own search is asked the same texts. Prints milliseconds as p50, p95 and p99.

Where there are clusters, of SEARCH_URL or of scripts/on_search_clusters.py, each is asked the same, in an index of its
own that is removed at the end. For a moment after each publication the embedded engine answers in a cluster's place, so
the questions are asked of all engines when nobody publishes (“still”), and what another one has answered is not
measured. Then the worker follows, as a process of its own. At the end all engines stand side by side.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # in place of `bench/`, where http.py would be taken for Python's own

import argparse
import subprocess
import time
from collections.abc import Mapping
from typing import Any

from bench import clusters, found
from bench.http import made_sites, say
from bench.http_load import Elsewhere
from bench.http_sites import Sites, served
from bench.processes import cost, end_well, resident
from bench.questions import ask, unmixed
from bench.tables import Table, effort, room, spread, times

EMBEDDED, WAGTAIL = "embedded", "Wagtail on PostgreSQL"
#: With the first publications the index merges what making it anew has left, which takes a second or two of its own.
SETTLING = 10
#: Wagtail's search answers a few texts a second, and is asked so many times as long.
LONGER = 12
INDEX_MADE, INDEX, WEB, UNTIL_FOUND = "its index is made anew", "the index", "a web process", "published until found"
STILL, ALONE = ", still", "text, without a server"


def main(options: argparse.Namespace) -> None:
    given, table = clusters.given(), Table()
    with made_sites(options.keep, options.port) as made:
        sites = made.told({"KEPT_ANSWERS": "0"})
        make(sites, options.lecturers)
        try:
            embedded(sites, options, table)
            if given:
                still(sites, options.seconds, table, EMBEDDED)
            without_server(sites, options.seconds, table)
            own_search(sites, options.seconds, table)
            for product, settings in given.items():
                in_cluster(sites, settings, options, table, product)
        finally:
            table.show()


def make(sites: Sites, lecturers: int) -> None:
    made = sites.scratch / "network"
    if made.exists():
        return
    costs = [
        cost(sites.own, "manage.py", *command) for command in (["migrate"], ["demo", "--lecturers", str(lecturers)])
    ]
    say(f"{'the network is made':32} {effort(*(each for pair in costs for each in pair))}")
    made.touch()


def embedded(sites: Sites, options: argparse.Namespace, table: Table) -> None:
    table.begin(EMBEDDED)
    table.add(INDEX_MADE, effort(*cost(sites.own, "manage.py", "search", "rebuild")))
    newest = max((sites.scratch / "ours" / "index").glob("*/"), key=lambda folder: folder.stat().st_mtime)
    table.add(INDEX, room(sum(path.stat().st_size for path in newest.iterdir())))
    with served("config.wsgi:application", sites.ours, sites.own) as web:
        with sites.busy():
            time.sleep(SETTLING)
            ask(sites, options.seconds, table, EMBEDDED)
        table.add(UNTIL_FOUND, times(*spread(found.in_index(sites, options.publications))))
        table.add(WEB, room(resident(web)))


def still(sites: Sites, seconds: int, table: Table, engine: str) -> None:
    """Each kind of question, while nobody publishes."""
    with served("config.wsgi:application", sites.ours, sites.own):
        ask(sites, seconds, table, engine, STILL)


def in_cluster(
    told: Sites, settings: Mapping[str, str], options: argparse.Namespace, table: Table, product: str
) -> None:
    with clusters.asked(told, settings) as sites:
        table.begin(product)
        table.add(INDEX_MADE, effort(*cost(sites.own, clusters.PROGRAM, "rebuild")))
        time.sleep(SETTLING)
        still(sites, options.seconds, table, product)
        without_server(sites, options.seconds, table)
        table.add(INDEX, size(clusters.facts(sites)))  # by now it has merged what making it anew has left
        with served("config.wsgi:application", sites.ours, sites.own) as web:
            anybody, itself = zip(*found.in_cluster(sites, options.publications, product), strict=True)
            table.add(UNTIL_FOUND, times(*spread(anybody)))
            table.add("… by the cluster itself", times(*spread(itself)))
            table.add(WEB, room(resident(web)))
        needs(clusters.facts(sites), table)


def size(facts: Mapping[str, Any]) -> str:
    return f"{room(facts['size'])}, with copies {facts['with_copies'] / 1e6:.0f} MB"


def needs(facts: Mapping[str, Any], table: Table) -> None:
    """Of all nodes together, whatever else they are used for."""
    used, heap = sum(facts["heap_used"]), sum(facts["heap"])
    table.add("heap of its nodes", f"{room(used)} of {heap / 1e6:.0f} MB, nodes: {len(facts['held'])}")
    held = room(sum(facts["held"])) if all(facts["held"]) else "not on this machine"
    table.add("processes of its nodes", held)


def without_server(sites: Sites, seconds: int, table: Table) -> None:
    def measured() -> list[float]:
        *figures, others = searched(sites, "ours", seconds)
        if others:
            raise Elsewhere(f"{others:.0f} answers are not of the cluster, which is to be measured.")
        return figures

    table.add(ALONE, times(*unmixed(measured)))


def own_search(sites: Sites, seconds: int, table: Table) -> None:
    """Wagtail's search in the database and ours on the same texts, each in a process of its own."""
    if not sites.own["DATABASE_URL"].startswith("postgres"):
        say("Wagtail's own search was not asked: this is not PostgreSQL.")
        return
    table.begin(WAGTAIL)
    table.add(INDEX_MADE, effort(*cost(sites.own, "bench/searching.py", "index")))
    table.add(INDEX, room(searched(sites, "size")[0]))
    table.add(ALONE, times(*searched(sites, "wagtail", LONGER * seconds)[:-1]))


def searched(sites: Sites, *arguments: object) -> list[float]:
    command = [sys.executable, str(ROOT / "bench" / "searching.py"), *map(str, arguments)]
    said = subprocess.run(command, env=sites.own, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [float(each) for each in said.split()]


if __name__ == "__main__":
    end_well()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seconds", type=int, nargs="?", default=5, help="how long to measure each kind of question")
    parser.add_argument("--lecturers", type=int, default=10_000)
    parser.add_argument("--publications", type=int, default=200)
    parser.add_argument("--port", type=int, default=8221, help="a free port")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the network there and leave it for next time")
    main(parser.parse_args())
