"""What a value is called in every language stands in the embedded index once, however many entries have it."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from catalogue.models import Entry
from documents.document import Choice
from search import analysis, wording
from search.embedded.engine import EmbeddedEngine
from search.query import Query
from tests.factories.entries import SUBJECTS, TalkDocument, number, publish, talk, withdraw
from tests.search.asking import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def embedded(tmp_path: Path) -> EmbeddedEngine:
    return EmbeddedEngine(tmp_path)


def values_in(engine: EmbeddedEngine) -> int:
    """How many documents there are beside those of entries and that of the position."""
    return int(engine._store.snapshot().searcher.num_docs) - len(engine.held()) - 1


def total(engine: EmbeddedEngine, asked: str) -> int | None:
    return engine.search(Query.parse(asked, "talk"), timezone.now()).total


def test_once_after_a_single_publication_and_in_a_new_index(embedded: EmbeddedEngine) -> None:
    for n in range(3):
        talk(f"Talk {n}", subjects=["racism", "equality"])
    assert len(found(embedded)) == 3
    assert values_in(embedded) == 2
    talk("Later", subjects=["racism"])
    assert len(found(embedded)) == 4
    assert values_in(embedded) == 2
    embedded.rebuild()
    assert values_in(embedded) == 2


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


def called(title: str, *names: str, **fields: Any) -> None:
    """A talk on one subject with these names."""
    subject = Choice(code=title, label=names[0], facet_values=["racism"], words_in={"en": list(names)})
    publish(TalkDocument, title, "en", subjects=[subject], **fields)


def test_whose_subject_is_called_so_most_comes_first(embedded: EmbeddedEngine) -> None:
    """The rarer of two subjects would come first, if nothing but how many have it counted."""
    for n in range(4):
        called(f"Rights {n}", "Rights", "rights and duties", "human rights")
    called("Work", "Work and unions", "workers rights at home and abroad")
    assert len(found(embedded)) == 5
    hits = embedded.search(Query.parse("q=rights", "talk"), timezone.now()).hits
    assert len(hits) == 5
    assert Entry.objects.get(thing=hits[-1].key).title == "Work"


def test_what_is_published_beside_them_changes_no_question(embedded: EmbeddedEngine) -> None:
    called("Rights", "Rights", "human rights")
    called("Work", "Work and unions", "workers rights at home and abroad")
    assert len(found(embedded)) == 2
    before = embedded.words().values("rights")
    assert sorted(before.values())[-1] == 1 > min(before.values()) > 0
    for n in range(5):
        talk(f"Talk {n}", body="Nothing of the kind. " * n)
        assert len(found(embedded)) == 3 + n
        assert embedded.words().values("rights") == before


def test_two_words_of_two_subjects_find_whoever_has_both(embedded: EmbeddedEngine) -> None:
    talk("Both", subjects=["racism", "language"]), talk("One", subjects=["racism"])
    assert len(found(embedded)) == 2
    assert total(embedded, "q=racism learning&locale=en") == 1
    assert total(embedded, "q=rasismi apprentissage&locale=el&fallback=any") == 1


def test_a_subject_that_is_renamed_is_found_by_its_new_name_alone(embedded: EmbeddedEngine) -> None:
    called("Talk", "Cookery")
    assert found(embedded) == ["Talk"]
    assert total(embedded, "q=cookery") == 1
    called("Talk", "Baking", key=Entry.objects.get().thing_id)
    assert found(embedded) == ["Talk"]
    assert (total(embedded, "q=cookery"), total(embedded, "q=baking")) == (0, 1)
    assert not embedded.words().knows(["cookery"])


def test_a_value_stands_for_its_very_names() -> None:
    assert wording.value_term("en Racism") != wording.value_term("en Racism\nfi rasismi")
    assert wording.is_value(wording.value_term("en Racism"))
    assert not any(map(wording.is_value, analysis.tokens("@racism @123 racism", ["en"])))
