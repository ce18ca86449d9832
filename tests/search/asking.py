"""What the tests of engines read."""

import math

from catalogue import log
from catalogue.models import Entry
from search.engine import Engine
from search.explaining import Explanation
from search.query import Query
from search.reading import Look

ALL = Query("talk", sort="title", limit=100)


def added(made: Explanation) -> float:
    """What the lines of an explanation add up to, times all that it names besides."""
    points = sum(line.points for line in made.lines) + made.more
    return points * math.prod(made.quality.values()) * made.shuffle


def found(engine: Engine) -> list[str]:
    """What an engine finds by itself, without the catalogue's second look."""
    state = log.state()
    assert engine.catch_up(state).has_reached(state)
    keys = {hit.key for hit in engine.search(ALL, Look.at_now(ALL).at).hits}
    return sorted(Entry.objects.filter(thing__in=keys).values_list("title", flat=True))
