"""How fast the API answers, beside Wagtail's own API v2 and beside the fastest that Python can be.

    python bench/http.py [SECONDS] [--lecturers 10000] [--keep FOLDER] [--port 8221]

Serves the same lecturers, with organisations, topics and portraits, from one granian process of one thread each: this
project under production settings, a stock Wagtail site (bench/stock/), and a raw WSGI app that gives the same bytes
as this project from memory. Each is asked the same thousand different questions a job over 16 connections. We stand
there twice: with every answer computed (KEPT_ANSWERS=0), and as deployed, with the worker running and one lecturer
published a second beside. As deployed, each question has been asked once before, as on a site that runs for a while.
Works in SQLite, or in databases beside the one that DATABASE_URL names, which it removes.
Prints requests a second, p50 and p99 in milliseconds, and how many times as fast we are.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # in place of `bench/`, where this file would be taken for Python's own http

import argparse
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import mean
from typing import Any

from bench import databases
from bench.http_load import Asking, Figures, Job, measure
from bench.http_sites import Sites
from bench.processes import end_well

NEEDED = {"wrk": "the load generator wrk (apt-get install wrk)"}
WHO = ("stock", "raw", "computed", "deployed")
Table = dict[str, dict[str, Figures]]


def main(options: argparse.Namespace) -> None:
    if missing := [said for program, said in NEEDED.items() if not shutil.which(program)]:
        sys.exit(f"This needs {' and '.join(missing)}.")
    with made_sites(options.keep, options.port) as sites:
        scratch = sites.scratch
        jobs = Asking(*made(sites, options.lecturers)).jobs()
        with sites.serve_ours():
            etags = sites.know(path for job in jobs for path in job.ours)
            with sites.serve_others():
                table = {job.name: alone(sites, job, etags, options.seconds, scratch) for job in jobs}
            with sites.busy():
                say("Measuring as deployed ...")
                for job in jobs:
                    table[job.name]["deployed"] = figures = deployed(sites, job, options.seconds, scratch)
                    say(f"    {job.name} {figures.rate:,.1f}/s")
        show(table)


def made(sites: Sites, count: int) -> tuple[list[dict[str, Any]], list[int]]:
    """The lecturers, and the numbers of their pages in the stock site; both sites are made unless they are there."""
    known = sites.scratch / "made.json"
    if not known.exists():
        say(f"Making {count} lecturers, which takes minutes ...")
        sites.make_ours(count)
        with sites.serve_ours():
            content = sites.content()
        say("Making the same in the stock site ...")
        known.write_text(json.dumps([content["lecturers"], sites.make_stock(content)]))
    sites.manage("worker", "--once", "follow-log")  # another release may have another index
    lecturers, ids = json.loads(known.read_text())
    return lecturers, ids


def alone(sites: Sites, job: Job, etags: dict[str, str], seconds: int, scratch: Path) -> dict[str, Figures]:
    """Everybody who can do this job, one after the other."""
    say(f"Measuring: {job.name} ...")
    found = {}
    if job.stock:
        found["stock"] = measure(sites.stock, job.stock, 12 * seconds, scratch)  # it answers a few a second
    found["raw"] = measure(sites.raw, requests(job, etags), seconds, scratch)
    found["computed"] = measure(sites.computed, requests(job, etags), seconds, scratch)
    say("    " + ", ".join(f"{who} {figures.rate:,.1f}/s" for who, figures in found.items()))
    return found


def deployed(sites: Sites, job: Job, seconds: int, scratch: Path) -> Figures:
    """While others publish. Who asks whether something has changed has the ETags of the second before."""
    if not job.conditional:
        sites.know(job.ours)
        return measure(sites.ours, job.ours, seconds, scratch)
    rounds = [measure(sites.ours, requests(job, sites.know(job.ours)), 1, scratch, warm=0) for _ in range(seconds + 1)]
    del rounds[0]  # as on a site that has told so before
    rate, p50, p95 = (mean(values) for values in zip(*((r.rate, r.p50, r.p95) for r in rounds), strict=True))
    return Figures(rate, p50, p95, max(r.p99 for r in rounds))


def requests(job: Job, etags: dict[str, str]) -> Sequence[str]:
    return [f"{path} {etags[path]}" for path in job.ours] if job.conditional else job.ours


def show(table: Table) -> None:
    say(f"\n{'':28}" + "".join(f"{who:^27}" for who in WHO) + "  computed and deployed to")
    say(f"{'':28}" + f"{'/s':>9}{'p50':>8}{'p99':>8}  " * len(WHO) + f"{'stock':>14}{'raw':>16}")
    for name, row in table.items():
        cells = "".join(cell(row.get(who)) for who in WHO)
        say(f"{name:28}{cells}{ratios(row, 'stock', 1):>14}{ratios(row, 'raw', 3):>16}")


def cell(figures: Figures | None) -> str:
    return f"{figures.rate:9,.1f}{figures.p50:8.1f}{figures.p99:8.1f}  " if figures else f"{'-':>9}{'-':>8}{'-':>8}  "


def ratios(row: dict[str, Figures], to: str, digits: int) -> str:
    if to not in row or not row[to].rate:
        return "-"
    return " ".join(f"{row[who].rate / row[to].rate:.{digits}f}x" for who in ("computed", "deployed"))


@contextmanager
def made_sites(kept: Path | None, port: int) -> Iterator[Sites]:
    """The sites in a folder and databases of their own."""
    with scratch_folder(kept) as scratch:
        sites = Sites(scratch, port)
        with databases.made([sites.own["DATABASE_URL"], sites.theirs["DATABASE_URL"]], keep=bool(kept)):
            yield sites


@contextmanager
def scratch_folder(kept: Path | None) -> Iterator[Path]:
    """A folder that goes at the end, or the one that was made before and stays."""
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    end_well()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seconds", type=int, nargs="?", default=5, help="how long to measure each job")
    parser.add_argument("--lecturers", type=int, default=10_000)
    parser.add_argument("--port", type=int, default=8221, help="the first of four free ports")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the sites there and leave them for next time")
    main(parser.parse_args())
