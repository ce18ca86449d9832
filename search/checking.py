"""Proof that an engine holds what the catalogue holds, by asking it like anybody else."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from django.utils import timezone

from catalogue import log
from catalogue.models import Entry
from documents.kinds import kinds
from search import fallback
from search.cursors import Cursor
from search.engine import Engine, Hit, Results
from search.parameters import MOST_ITEMS, facets
from search.query import Query


def check(engine: Engine) -> list[str]:
    """Everything that engine and catalogue do not agree on, once the engine has caught up.

    Where they do not hold the same, what lists find would only say so again.
    """
    at = timezone.now()
    engine.catch_up(log.state(at))
    lists = (
        Query(kind.name, locale=code, sort="title", limit=MOST_ITEMS) for kind in kinds for code in fallback.languages()
    )
    return list(_held(engine)) or list(chain.from_iterable(_compare(engine, query, at) for query in lists))


def _held(engine: Engine) -> Iterator[str]:
    """Which entries there are, and of which number and content each is."""
    living = Entry.objects.filter(removed_at=None).only("thing", "locale", "etag", "seq")
    expected = {Hit(entry.thing_id, entry.locale): entry.validator for entry in living}
    held = engine.held()
    yield from (f"{key} {locale}: missing" for key, locale in sorted(expected.keys() - held.keys()))
    yield from (f"{key} {locale}: not in the catalogue" for key, locale in sorted(held.keys() - expected.keys()))
    for hit in sorted(expected.keys() & held.keys()):
        if expected[hit] != held[hit]:
            yield f"{hit.key} {hit.locale}: is {held[hit]}, in the catalogue {expected[hit]}"


def _compare(engine: Engine, query: Query, at: datetime) -> Iterator[str]:
    """One kind in one language: which things lists find, and how its facets count them."""
    names = tuple(facets(query.kind))
    rows = Entry.objects.public(at).filter(kind=query.kind, locale=query.locale).values_list("thing_id", "facets")
    expected = dict(rows)
    results = engine.search(query.but(wanted_facets=names), at)
    found = {hit.key for hit in _all(engine, query, results, at)}
    where = f"{query.kind} {query.locale}"
    yield from (f"{where} {key}: not found" for key in sorted(expected.keys() - found))
    yield from (f"{where} {key}: found, though not public" for key in sorted(found - expected.keys()))
    if found == expected.keys():
        for name in names:
            counted = {value.value: value.count for value in results.facets[name]}
            if counted != Counter(value for values in expected.values() for value in values.get(name, ())):
                yield f"{where}: “{name}” is counted differently"


def _all(engine: Engine, query: Query, results: Results, at: datetime) -> Iterator[Hit]:
    yield from results.hits
    while results.next_cursor:
        cursor = Cursor.read(results.next_cursor, query.fingerprint)
        results = engine.search(query.but(cursor=cursor), at)
        yield from results.hits
