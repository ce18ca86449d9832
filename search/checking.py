"""Proof that an engine holds what the catalogue holds, and finds it."""

import logging
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from itertools import chain

from django.db import transaction
from django.utils import timezone

from catalogue import log
from catalogue.models import Entry
from documents.kinds import kinds
from search import fallback
from search.cursors import Cursor
from search.engine import Engine, Hit, Results
from search.parameters import MOST_ITEMS, facets
from search.query import Query

#: Twice the pause of the job that looks for it.
_REMAINS = timedelta(days=2)

logger = logging.getLogger(__name__)


def check(engine: Engine) -> list[str]:
    """Everything that engine and catalogue do not agree on, once the engine has caught up.

    What is published meanwhile may look like it, so only what is seen twice is told.
    """
    first = _differences(engine)
    second = set(_differences(engine)) if first else set()
    return [difference for difference in first if difference in second]


def mend(engine: Engine) -> None:
    """Make an index anew that differs from the catalogue, whatever the cause: it may have followed another database."""
    if found := check(engine):
        logger.error("The index of %s differs in %d ways and is made anew: %s.", engine.name, len(found), found[0])
        engine.rebuild()
        with transaction.atomic():
            log.take(1)  # answers that are kept under the last number are no longer right


def forget_removed(engine: Engine) -> None:
    """Make an index anew in whose files words of what was removed may be: they stay there until files are merged."""
    if Entry.objects.filter(removed_at__gte=timezone.now() - _REMAINS).exists():
        engine.rebuild()


def _differences(engine: Engine) -> list[str]:
    """Where the two do not hold the same, what lists find would only say so again."""
    at = timezone.now()
    engine.catch_up(log.state(at))
    gone = [Hit(*row) for row in Entry.objects.filter(unnumbered=True).values_list("thing_id", "locale")]
    lists = (
        Query(kind.name, locale=code, sort="title", limit=MOST_ITEMS) for kind in kinds for code in fallback.languages()
    )
    found = list(_held(engine, gone))
    return found or list(chain.from_iterable(_compare(engine, query, at, gone) for query in lists))


def _held(engine: Engine, gone: Collection[Hit]) -> Iterator[str]:
    """Which entries there are, and of which number and content each is."""
    living = Entry.objects.filter(removed_at=None).only("thing", "locale", "etag", "seq")
    expected = {Hit(entry.thing_id, entry.locale): entry.validator for entry in living}
    held = engine.held()
    yield from (f"{key} {locale}: missing" for key, locale in sorted(expected.keys() - held.keys()))
    more = held.keys() - expected.keys() - set(gone)
    yield from (f"{key} {locale}: not in the catalogue" for key, locale in sorted(more))
    for hit in sorted(expected.keys() & held.keys()):
        if expected[hit] != held[hit]:
            yield f"{hit.key} {hit.locale}: is {held[hit]}, in the catalogue {expected[hit]}"


def _compare(engine: Engine, query: Query, at: datetime, gone: Collection[Hit]) -> Iterator[str]:
    """One kind in one language: which things lists find, and how its facets count them."""
    names = tuple(facets(query.kind))
    rows = Entry.objects.public(at).filter(kind=query.kind, locale=query.locale).values_list("thing_id", "facets")
    expected = dict(rows)
    results = engine.search(query.but(wanted_facets=names), at, gone)
    found = {hit.key for hit in _all(engine, query, results, at, gone)}
    where = f"{query.kind} {query.locale}"
    yield from (f"{where} {key}: not found" for key in sorted(expected.keys() - found))
    yield from (f"{where} {key}: found, though not public" for key in sorted(found - expected.keys()))
    if found == expected.keys():
        for name in names:
            counted = {value.value: value.count for value in results.facets[name]}
            if counted != Counter(value for values in expected.values() for value in values.get(name, ())):
                yield f"{where}: “{name}” is counted differently"


def _all(engine: Engine, query: Query, results: Results, at: datetime, gone: Collection[Hit]) -> Iterator[Hit]:
    yield from results.hits
    while results.next_cursor:
        cursor = Cursor.read(results.next_cursor, query.fingerprint)
        results = engine.search(query.but(cursor=cursor), at, gone)
        yield from results.hits
