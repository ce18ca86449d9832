"""Every engine gives the same answers: the same things, totals, counts, orders and corrections, to the last one."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from catalogue import log
from catalogue.models import Entry
from search.cluster.address import PRODUCTS
from search.cluster.engine import ClusterEngine
from search.cursors import Cursor
from search.embedded.engine import EmbeddedEngine
from search.engine import Engine, Hit, Results
from search.explaining import explain
from search.parameters import RELEVANCE, facets
from search.query import Query
from search.reading import Look
from tests.search import clusters, crowd
from tests.search.asking import added
from tests.search.crowd import NOW
from tests.search.test_hostile import SYNTAX

pytestmark = [pytest.mark.cluster, pytest.mark.django_db]
Engines = tuple[EmbeddedEngine, ClusterEngine]
ORDERS = ("title", "-title", "updated_at", "-updated_at")


@pytest.fixture(params=[(product, shards) for product in PRODUCTS for shards in (1, 3)], ids=str)
def engines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engines]:
    """The embedded engine and a cluster, which hold the same fifty things; some of it in several parts."""
    product, shards = request.param
    embedded = EmbeddedEngine(tmp_path)
    cluster = ClusterEngine(replace(clusters.address(product), shards=shards), embedded, budget=20)
    crowd.make()
    state = log.state(NOW)
    assert cluster.catch_up(state).has_reached(state)
    assert embedded.position() == cluster.position()
    yield embedded, cluster
    cluster.clear()


def whole(engine: Engine, query: Query, gone: list[Hit]) -> tuple[list[Hit], Results]:
    """A list read to its end, and its first page."""
    first = page = engine.search(query, NOW, gone)
    hits = [*page.hits]
    while page.next_cursor:
        cursor = Cursor.read(page.next_cursor, query.fingerprint)
        page = engine.search(query.but(cursor=cursor), NOW, gone)
        assert page.total == first.total
        hits += page.hits
    return hits, first


def test_to_random_questions(engines: Engines) -> None:
    gone = list(Look.at_now(Query("talk"), NOW)._gone())
    assert gone
    found = 0
    for n, question in enumerate(crowd.questions()):
        order = (RELEVANCE, *ORDERS)[n % 5]
        asked = question.but(sort=order, wanted_facets=tuple(facets(question.kind)), limit=(3, 7, 100)[n % 3])
        (here, mine), (there, its) = (whole(engine, asked, gone) for engine in engines)
        assert len(set(there)) == len(there), asked
        assert set(here) == set(there), asked
        assert mine.total == its.total == len(here), asked
        assert mine.facets == its.facets, asked
        if not (asked.text and order == RELEVANCE):
            assert here == there, asked
        found += len(here)
    assert found > 600


def test_to_what_looks_like_an_engines_own_language(engines: Engines) -> None:
    for written in SYNTAX:
        asked = Query("talk", written, limit=100)
        here, there = (engine.search(asked, NOW) for engine in engines)
        assert (here.total, set(here.hits)) == (there.total, set(there.hits)), written


def test_to_what_is_being_typed(engines: Engines) -> None:
    for typed in ("b", "te", "gen eq", "tasa", "ισ", "zo", "nothing"):
        for kind in ("talk", "room"):
            asked = Query(kind, typed, locale="en", fallback=("any",), limit=100)
            here, there = (engine.suggest(asked, NOW) for engine in engines)
            assert set(here) == set(there), asked


def test_each_explains_what_it_sorts_by(engines: Engines) -> None:
    explained = 0
    for text in ("bread", "equality teaching", "Zoë", "ισότητα", "equalty", "the tasaarvo"):
        asked = Query("talk", text, locale="en", fallback=("any",), limit=100)
        wording = asked.widened(engines[0].words())
        assert wording
        both = [engine.scores(asked, NOW) for engine in engines]
        here, there = ({score.hit: (score.quality, score.shuffle) for score in scores} for scores in both)
        assert here == there, text
        for engine, scores in zip(engines, both, strict=True):
            assert [score.hit for score in scores] == [*engine.search(asked, NOW).hits], text
            for score in scores:
                entry = Entry.objects.get(thing=score.hit.key, locale=score.hit.locale)
                made = explain(score, wording, entry.text, entry.locale)
                assert added(made) == pytest.approx(score.value, 1e-4), text
            explained += len(scores)
    assert explained > 60


def test_the_best_is_the_same_and_the_rest_stands_in_nearly_the_same_order(
    engines: Engines,
) -> None:
    for text in ("bread", "equality teaching", "Zoë", "ισότητα"):
        asked = Query("talk", text, locale="en", fallback=("any",), limit=100)
        here, there = (engine.search(asked, NOW).hits for engine in engines)
        assert here
        assert {*here[:5]} & {*there[:5]}, asked
