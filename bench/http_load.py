"""What the sites are asked: a thousand different requests a job, the same for each of them."""

import os
import random
import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

DIFFERENT = 1_000
CONNECTIONS = 16
FULL_PAGE = 20
OURS, STOCK = "/api/v1/lecturers", "/api/v2/pages/"
_TYPE = {"type": "directory.LecturerPage", "fields": "*", "limit": FULL_PAGE}
FACETS = "topic,language,country,mode,format,organisation"


@dataclass(frozen=True)
class Job:
    """One kind of question: what to ask of us, and of the stock site if it can answer it."""

    name: str
    ours: Sequence[str]
    stock: Sequence[str] = ()
    conditional: bool = False


@dataclass(frozen=True)
class Figures:
    """Requests a second, and milliseconds."""

    rate: float
    p50: float
    p95: float
    p99: float


class Elsewhere(SystemExit):
    """Another search engine has answered than the one that is to be measured."""


@dataclass
class Asking:
    """Makes the jobs from what there is to find; `ids` are the pages of the lecturers in the stock site."""

    lecturers: Sequence[Mapping[str, Any]]
    ids: Sequence[int]
    dice: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - no secret

    def jobs(self) -> list[Job]:
        places = self.dice.sample(range(len(self.lecturers)), min(DIFFERENT, len(self.lecturers)))
        one = [f"{OURS}/{self.lecturers[place]['id']}" for place in places]
        lists, searches = list(islice(self._lists(), DIFFERENT)), self.searches()
        found = [f"{OURS}?{urlencode(ours)}" for ours, _stock in lists]
        counted = [f"{OURS}?{urlencode({**ours, 'limit': 0, 'facets': FACETS})}" for ours, _stock in lists]
        return [
            Job("one lecturer", one, [f"{STOCK}{self.ids[place]}/?fields=*" for place in places]),
            Job("list of 20, filtered", found, [f"{STOCK}?{urlencode(_TYPE | stock)}" for _ours, stock in lists]),
            Job(
                "text search, all facets",
                [f"{OURS}?{urlencode({'q': text, 'facets': FACETS})}" for text in searches],
                [f"{STOCK}?{urlencode({**_TYPE, 'search': t, 'search_operator': 'and'})}" for t in searches],
            ),
            Job("all facets alone", counted),
            Job("conditional, one lecturer", one, conditional=True),
            Job("conditional, list of 20", found, conditional=True),
        ]

    def _lists(self) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """Filters by topic, by country and by both, in three orders, each with at least a full page to show."""
        found: Counter[tuple[tuple[str, str], ...]] = Counter()
        for each in self.lecturers:
            country = ("country", each["country"]["code"]) if each["country"] else None
            for topic in each["topics"]:
                if "," in topic["label"]:
                    continue  # stock takes a comma for the end of a tag
                own = ("topic", topic["slug"])
                found.update([(own,), *([(own, country)] if country else [])])
            found.update([(country,)] if country else [])
        labels = {topic["slug"]: topic["label"] for each in self.lecturers for topic in each["topics"]}
        full = [filters for filters, count in sorted(found.items()) if count >= FULL_PAGE]
        orders = [(filters, order) for filters in full for order in ("", "title", "-title")]
        self.dice.shuffle(orders)
        for filters, order in orders:
            asked = dict(filters)
            stock = {"tags": labels[asked["topic"]]} if "topic" in asked else {}
            stock |= {"country": asked["country"]} if "country" in asked else {}
            yield {**asked, **({"sort": order} if order else {})}, {**stock, **({"order": order} if order else {})}

    def searches(self) -> list[str]:
        """One or two words that stand beside each other in what somebody says of themselves."""
        return list(islice(self._searches(), DIFFERENT))

    def _searches(self) -> Iterator[str]:
        known: set[str] = set()
        while len(known) < DIFFERENT:
            each = self.dice.choice(self.lecturers)
            words = re.findall(r"[a-z]{4,}", f"{each['headline']} {each['summary']} {each['title']}".lower())
            text = " ".join(self.dice.sample(words, min(len(words), self.dice.choice((1, 2)))))
            if text and text not in known:
                known.add(text)
                yield text


def measure(
    url: str,
    requests: Sequence[str],
    seconds: int,
    scratch: Path,
    *,
    warm: int = 1,
    connections: int = CONNECTIONS,
    engine: str = "",
) -> Figures:
    """Ask for so many seconds over all connections, after some to get warm. Ends the run if an answer is wrong, or is
    another search engine's than the one that is to be measured."""
    asked = scratch / "requests"
    asked.write_text("\n".join(requests) + "\n")
    for duration in filter(None, (warm, seconds)):
        _let_finish(url + requests[0].split()[0])
        command = ["wrk", "-t1", f"-c{connections}", f"-d{duration}s", "--timeout", "60s"]
        said = subprocess.run(
            [*command, "-s", str(Path(__file__).with_name("wrk.lua")), url],
            env={**os.environ, "REQUESTS": str(asked), "ENGINE": engine}, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    rate, *times, failed, others = said.rpartition("RESULT ")[2].split()
    if int(failed):
        raise SystemExit(f"{url} failed {failed} times:\n{said}")
    if int(others):
        raise Elsewhere(f"{others} answers of {url} are not of {engine}, which is to be measured.")
    if not float(rate):
        raise SystemExit(f"{url} has not answered within {seconds} seconds: ask it for longer.")
    return Figures(float(rate), *map(float, times))


def _let_finish(address: str) -> None:
    """Who was asked over many connections computes what nobody waits for any more, and then answers this."""
    with suppress(HTTPError):
        urlopen(address).close()
