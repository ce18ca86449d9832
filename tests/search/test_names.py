"""What every language calls a thing stands in the embedded index once, however many entries are called so."""

from pathlib import Path

import pytest
from django.utils import timezone

from search import analysis
from search.embedded.engine import EmbeddedEngine
from search.query import Query
from tests.factories.entries import SUBJECTS, number, talk, withdraw
from tests.search.asking import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def embedded(tmp_path: Path) -> EmbeddedEngine:
    return EmbeddedEngine(tmp_path)


def names_in(engine: EmbeddedEngine) -> int:
    """How many documents there are beside those of entries and that of the position."""
    return int(engine._store.snapshot().searcher.num_docs) - len(engine.held()) - 1


def total(engine: EmbeddedEngine, asked: str) -> int | None:
    return engine.search(Query.parse(asked, "talk"), timezone.now()).total


def test_once_after_a_single_publication_and_in_a_new_index(embedded: EmbeddedEngine) -> None:
    for n in range(3):
        talk(f"Talk {n}", subjects=["racism", "equality"])
    assert len(found(embedded)) == 3
    assert names_in(embedded) == 2
    talk("Later", subjects=["racism"])
    assert len(found(embedded)) == 4
    assert names_in(embedded) == 2
    embedded.rebuild()
    assert names_in(embedded) == 2


@pytest.mark.parametrize("name", SUBJECTS["racism"].values())
def test_each_is_known_misspelt(embedded: EmbeddedEngine, name: str) -> None:
    talk("One", subjects=["racism"])
    assert len(found(embedded)) == 1
    [word] = analysis.words(name)
    assert word in embedded.words().like(f"{analysis.surfaces(word)[0][:-1]}x", 1)
    assert total(embedded, f"q={word}") == 1


def test_those_of_what_is_withdrawn_find_nothing_and_are_not_told(embedded: EmbeddedEngine) -> None:
    entry = talk("One", subjects=["racism"])
    talk("Two", subjects=["language"])
    assert len(found(embedded)) == 2
    assert total(embedded, "q=racizm&locale=en") == 1
    withdraw(entry)
    number(entry)
    assert found(embedded) == ["Two"]
    assert total(embedded, "q=racizm&locale=en") == 0
    assert not embedded.words().knows(["racism"])
