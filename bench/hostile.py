"""How soon the site answers what is no honest question.

    python bench/hostile.py [ROUNDS] [--lecturers 2000] [--keep FOLDER] [--port 8231]

Makes the demo content with so many lecturers, serves it under production settings from one granian process of one
thread that keeps no finished answers (KEPT_ANSWERS=0), and asks over 4 connections what the tests ask once, in every
combination: each hostile value of tests/hostile.py in each parameter, path and header of every kind of page and every
address of the API. Prints how often each status came, 0 where no readable answer did, and milliseconds as p50, p99 and
maximum; then the slowest requests, and how long they take when asked again alone. Ends with 1 if the site failed: a
status of 500 and more, or no readable answer.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:1] = [str(ROOT), str(ROOT / "site")]  # in place of `bench/`, where a file is named as Python's own http

import argparse
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import django
import httpx

from bench.http import say, scratch_folder
from bench.http_sites import Sites, served
from bench.processes import end_well
from tests.hostile import HEADERS, HOSTS, NAMES, VALUES

CONNECTIONS = 4
SLOWEST = 5
WIDTH = 100
NO_ANSWER, SERVER_ERROR = 0, 500
#: Addresses of people that belong to no page.
OTHERS = ("/", "/nothing/", "/documents/1/x.pdf", "/media/x.webp", "/problems/gone", "/robots.txt", "/sitemap.xml")
#: What may follow a parameter's name.
ENDINGS = ("", "=", "=1", "=1&{name}=2")


class Question(NamedTuple):
    """The target and one header, as they are written on the wire."""

    target: str
    name: str = ""
    value: str = ""


class Answer(NamedTuple):
    """How long it took, in milliseconds."""

    took: float
    status: int
    question: Question


def main(options: argparse.Namespace) -> int:
    with scratch_folder(options.keep) as scratch:
        sites = Sites(scratch, options.port)
        say(f"Making {options.lecturers} lecturers, which takes minutes unless they are there ...")
        sites.make_ours(options.lecturers)
        sites.manage("collectstatic", "--no-input")
        os.environ |= sites.own
        django.setup()
        with (
            served("config.wsgi:application", sites.ours, {**sites.own, "KEPT_ANSWERS": "0"}),
            httpx.Client(base_url=sites.ours, timeout=60, limits=httpx.Limits(max_connections=CONNECTIONS)) as client,
        ):
            groups = {"pages": list(of_pages()), "API": list(of_api(client))}
            answers = {name: ask_all(client, name, asked, options.rounds) for name, asked in groups.items()}
            for name, given in answers.items():
                figures(name, given)
            return extremes(client, sorted((answer for given in answers.values() for answer in given), reverse=True))


def of_pages() -> Iterator[Question]:
    """What is asked of the site for people: of each kind of page one."""
    from wagtail.models import get_page_models  # noqa: PLC0415 - knows the pages once Django is set up

    from search.parameters import parameters  # noqa: PLC0415 - as above

    for model in get_page_models():
        page = model.objects.live().filter(depth__gt=1).first()
        if not page:
            continue
        names = [each.name for each in parameters(page.lists)] if hasattr(page, "lists") else ["q"]
        yield from of_address(page.get_url(), names)
        yield from below(page.get_url())
    for address in OTHERS:
        yield from of_address(address, [])
    for root in ("/", "/ar/", "/media/", "/documents/", "/problems/"):
        yield from below(root)


def of_api(client: httpx.Client) -> Iterator[Question]:
    """What is asked of each address that the API describes."""
    from tests.api.endpoints import DESCRIBED, address, parameters  # noqa: PLC0415 - as above

    for path in DESCRIBED:
        yield from of_address(address(client.get, path), parameters(path))
        if "{" in path:
            yield from below(path.partition("{")[0])
    yield from below("/api/")


def of_address(address: str, names: Iterable[str]) -> Iterator[Question]:
    """Each value in all parameters at once and in each alone, each name that is none, each header."""
    names = list(names)
    for value in VALUES:
        yield Question(f"{address}?{'&'.join(f'{name}={value}' for name in names)}")
        yield from (Question(f"{address}?{name}={value}") for name in names)
    for name in NAMES:
        yield from (Question(f"{address}?{name}{ending.format(name=name)}") for ending in ENDINGS)
    for header, values in {**HEADERS, "Host": HOSTS}.items():
        yield from (Question(address, header, value) for value in values)


def below(root: str) -> Iterator[Question]:
    for value in VALUES:
        yield from (Question(f"{root}{value}"), Question(f"{root}{value}/"))


def ask_all(client: httpx.Client, group: str, questions: list[Question], rounds: int) -> list[Answer]:
    """Everything so many times; before that once unmeasured what each address answers to an honest request."""
    for address in dict.fromkeys(question.target for question in questions if question.name):
        ask(client, Question(address))
    answers: list[Answer] = []
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        for number in range(rounds):
            say(f"{group}, round {number + 1}: {len(questions):,} requests ...")
            answers += pool.map(lambda question: ask(client, question), questions)
    return answers


def ask(client: httpx.Client, question: Question) -> Answer:
    """The client would mend the target, and refuse some headers: both are given as bytes."""
    headers = [(question.name.encode(), question.value.encode("latin-1"))] if question.name else []
    began = time.perf_counter()
    try:
        status = client.get("/", headers=headers, extensions={"target": question.target.encode()}).status_code
    except httpx.RequestError:
        status = NO_ANSWER
    return Answer(1000 * (time.perf_counter() - began), status, question)


def figures(group: str, given: list[Answer]) -> None:
    took = sorted(answer.took for answer in given)
    p50, p99 = (took[int(len(took) * share)] for share in (0.5, 0.99))
    statuses = sorted(Counter(answer.status for answer in given).items())
    say(f"{group:6} {len(given):9,} requests   p50 {p50:5.0f} ms   p99 {p99:5.0f} ms   max {took[-1]:5.0f} ms")
    say(f"       {', '.join(f'{count:,} x {status}' for status, count in statuses)}")


def extremes(client: httpx.Client, answers: list[Answer]) -> int:
    """Print the slowest and what failed; 1 if anything did."""
    for answer in answers[:SLOWEST]:
        alone = ask(client, answer.question).took
        say(f"slowest: {answer.took:5.0f} ms, alone {alone:5.0f} ms   {answer.status} {shown(answer.question)}")
    failed = [answer for answer in answers if answer.status == NO_ANSWER or answer.status >= SERVER_ERROR]
    for answer in failed[:SLOWEST]:
        say(f"failed:  {answer.status} {shown(answer.question)}")
    return int(bool(failed))


def shown(question: Question) -> str:
    sent = " ".join(question).rstrip()
    return sent if len(sent) <= WIDTH else f"{sent[:WIDTH]}…"


if __name__ == "__main__":
    end_well()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rounds", type=int, nargs="?", default=3, help="how often to ask everything")
    parser.add_argument("--lecturers", type=int, default=2_000)
    parser.add_argument("--port", type=int, default=8231, help="a free port")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the site there and leave it for next time")
    sys.exit(main(parser.parse_args()))
