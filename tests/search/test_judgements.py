"""Whether people find what they search for: the judgements are in order, and no engine falls below what was reached."""

from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from catalogue.models import Entry
from search.cluster.address import PRODUCTS
from tests.factories import judged
from tests.search import clusters, judging
from tests.search.conftest import ENGINES, PARAMS
from tests.search.judging import Answer, Score
from topics.loader import read

pytestmark = pytest.mark.django_db
JUDGEMENTS = judging.judgements()
#: How many searches there are at least, of each language and of each class.
FEWEST = {"language": 40, "kind_of_word": 20}
#: How often one of the first three is wanted: what was reached, to be raised with every step and never lowered.
REACHED = 0.97
REACHED_IN_A_LANGUAGE = 0.94
REACHED_IN_A_CLASS = {
    "name": 1.0, "initials": 1.0, "unmarked": 1.0, "organisation": 1.0, "transliteration": 1.0, "compound": 1.0,
    "crosslingual": 1.0, "several": 0.97, "inflection": 0.93, "typo": 0.92, "synonym": 0.91, "offer": 0.96,
}  # fmt: skip
#: What nothing is said about finds nothing.
NOTHING_FOUND = 1.0


@pytest.fixture(scope="module", params=PARAMS)
def found(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[list[Answer]]:
    """What an engine answers; asked once, for the corpus takes some seconds."""
    with django_db_blocker.unblock(), transaction.atomic():
        judged.make()
        assert set(Entry.objects.values_list("thing_id", flat=True)) == set(map(judged.key, judged.slugs()))
        engine = ENGINES[request.param](tmp_path_factory.mktemp("index"))
        # A fixture of a module is made before a test has its turn.
        with clusters.turn() if request.param in PRODUCTS else nullcontext():
            answers = judging.ask(engine, JUDGEMENTS)
            engine.clear()
        yield answers
        transaction.set_rollback(True)


def test_one_of_the_first_three_is_wanted(found: list[Answer]) -> None:
    assert Score.of(found).success >= REACHED


def test_in_every_language(found: list[Answer]) -> None:
    scores = judging.by(found, "language")
    assert {name for name, score in scores.items() if score.success < REACHED_IN_A_LANGUAGE} == set()


def test_in_every_class(found: list[Answer]) -> None:
    scores = judging.by(found, "kind_of_word")
    floors = {**REACHED_IN_A_CLASS, "nothing": NOTHING_FOUND}
    assert {name for name, floor in floors.items() if scores[name].success < floor} == set()


def test_each_language_has_people_and_organisations_of_its_own() -> None:
    for language, _name in settings.LANGUAGES:
        told = judged.told(language)
        assert len(told["lecturers"]) >= 10
        assert len(told["organisations"]) >= 2
        assert any(other in it for it in told["lecturers"].values() for other in judged.languages()) or language == "en"


@pytest.mark.parametrize("language", judged.languages())
def test_the_files_are_well_formed(language: str) -> None:
    head, *rows = judging.rows(language)
    assert head == judging.COLUMNS
    known = {*judged.slugs(), *(f"topic:{entry.slug}" for entry in read()), judging.NOTHING}
    for row in rows:
        query, expected, kind_of_word = row
        assert query == " ".join(query.split())
        assert kind_of_word in judging.CLASSES, row
        assert set(expected.split()) <= known, row
        assert (expected == judging.NOTHING) == (kind_of_word == "nothing"), row
    assert len({query for query, *_rest in rows}) == len(rows)


@pytest.mark.parametrize("field", FEWEST)
def test_there_are_enough_of_each(field: str) -> None:
    counts = Counter(getattr(judgement, field) for judgement in JUDGEMENTS)
    expected = judged.languages() if field == "language" else judging.CLASSES
    assert {name: counts[name] for name in expected if counts[name] < FEWEST[field]} == {}


def test_whoever_only_teaches_a_topic_counts_less_than_whoever_is_named() -> None:
    asked = judging.Judgement("en", "law", ("samuel-quietharbour", "topic:law"), "synonym")
    named, other = judged.key("samuel-quietharbour"), judged.key("giorgos-proinoulis")
    assert (asked.gains[named], asked.gains[other]) == (2, 1)
    assert judged.key("yusuf-goldenkite") not in asked.gains
    assert Answer(asked, (named, other)).ndcg > Answer(asked, (other, named)).ndcg > 0
    assert Answer(asked, (judged.key("yusuf-goldenkite"),) * 3 + (named,)).succeeds is False


def test_the_best_order_is_one_and_nothing_is_right_where_nothing_is_wanted() -> None:
    one = judging.Judgement("en", "slowriver", ("kwame-slowriver",), "name")
    assert Answer(one, (judged.key("kwame-slowriver"),)).ndcg == 1
    assert Answer(one, ()).ndcg == 0
    nothing = judging.Judgement("en", "astrology", (), "nothing")
    assert [(Answer(nothing, found).succeeds, Answer(nothing, found).ndcg) for found in ((), (judged.key("x"),))] == [
        (True, 1.0),
        (False, 0.0),
    ]
