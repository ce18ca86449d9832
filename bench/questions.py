"""What bench/search.py asks: each kind of question over one connection, and over sixteen."""

import itertools
import json
import time
from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urlencode
from urllib.request import urlopen

from bench.http import say
from bench.http_load import OURS, Asking, Elsewhere, Figures, measure
from bench.http_sites import Sites
from bench.tables import Table, times

FACETS = "topic,language,country,mode,format,level,fee,month,organisation,endorsed"
ALONE, TOGETHER = 1, 16
TRIES = 3
#: Seconds after which a cluster that was too slow is asked again at the latest.
_PASSED_BY = 15
#: A cluster that has just been started, or has a new index, may be too slow for its first readers: so many answers in a
#: row tell that it is no longer, which is waited for so many seconds.
_IN_A_ROW, _PATIENCE = 50, 180

T = TypeVar("T")


def ask(sites: Sites, seconds: int, table: Table, engine: str, when: str = "") -> None:
    """Ask each kind for so many seconds. All answers are of this engine."""
    wait_for(sites, engine)
    for name, paths in _paths(words(sites)).items():

        def over(connections: int, paths: Sequence[str] = paths) -> Figures:
            return measure(sites.ours, paths, seconds, sites.scratch, connections=connections, engine=engine)

        one, many = unmixed(lambda over=over: over(ALONE)), unmixed(lambda over=over: over(TOGETHER))
        table.add(f"{name}{when}", times(one.p50, one.p95, one.p99, many.rate))


def unmixed(measured: Callable[[], T]) -> T:
    """What is measured, anew where another engine has answered meanwhile. Ends the run if that goes on.

    A cluster that takes more than a second once is passed by for another one.
    """
    for _try in range(TRIES - 1):
        try:
            return measured()
        except Elsewhere as error:
            say(f"Measured anew: {error}")
            time.sleep(_PASSED_BY)
    return measured()


def wait_for(sites: Sites, engine: str) -> None:
    """Until this engine answers as a rule. Ends the run if it does not."""
    texts, until, row = words(sites), time.monotonic() + _PATIENCE, 0
    for path in itertools.cycle(searches(texts)):
        with urlopen(sites.ours + path) as answer:
            row = row + 1 if (answer.headers["X-Search-Engine"] or "embedded") == engine else 0
        if row == _IN_A_ROW:
            return
        if time.monotonic() > until:
            raise Elsewhere(f"{engine} has not answered {_IN_A_ROW} times in a row within {_PATIENCE} seconds.")


def words(sites: Sites) -> Sequence[str]:
    """What is searched for: words that stand beside each other in what somebody says of themselves."""
    with urlopen(f"{sites.ours}{OURS}?limit=100&locale=en") as answer:
        lecturers = json.load(answer)["data"]
    return list(Asking(lecturers, []).searches())


def searches(texts: Sequence[str]) -> list[str]:
    return [f"{OURS}?{urlencode({'q': text, 'facets': FACETS})}" for text in texts]


def _paths(texts: Sequence[str]) -> dict[str, list[str]]:
    anew = [f"2000-01-01T00:{n // 60:02}:{n % 60:02}" for n in range(3_600)]
    return {
        "text, all facets": searches(texts),
        "everybody, all facets": [f"{OURS}?{urlencode({'facets': FACETS})}"],
        "everybody, counted anew": [f"{OURS}?{urlencode({'facets': FACETS, 'updated_since': at})}" for at in anew],
        "suggestions": [f"/api/v1/suggest?{urlencode({'q': text[:4]})}" for text in texts],
    }
