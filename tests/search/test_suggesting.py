"""What is suggested for the beginning of a name, and what never is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.models import Entry
from search import analysis
from search.engine import Engine
from search.query import Query
from search.reading import Look
from tests.factories.entries import number, room, talk, withdraw

HOUR = timedelta(hours=1)
Suggest = Callable[..., list[str]]


@pytest.fixture
def suggest(engine: Engine) -> Suggest:
    """The titles that are suggested for a text."""

    def ask(text: str, *kinds: str, **fields: Any) -> list[str]:
        query = Query(None, text, **{"locale": "en", "fallback": ("any",), **fields})
        return [item.entry.title for item in Look.at_now(query).suggestions(kinds or ("talk", "room"))]

    return ask


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Nadia Haddad", "n"),
        ("Nadia Haddad", "nad"),
        ("Nadia Haddad", "HAD"),
        ("Nadia Haddad", "haddad nad"),
        ("Nadia Haddad", "n. haddad"),
        ("Nadia Haddad", "nadia haddad"),
        ("Zoë Łukasz", "zoe luk"),
        ("Zoe Lukasz", "Zoë Łu"),
        ("Μαρία", "mar"),
        ("Maria", "Μαρ"),
        ("Олена", "ole"),
        ("المساواة", "المسا"),
        ("Anne-Marie Al-Haddad", "marie"),
        ("Anne-Marie Al-Haddad", "annema"),
        ("Straße", "stras"),
        ("Donaudampfschifffahrtsgesellschaft", "donaudampfschifffahrtsges"),
    ],
)
def test_a_name_is_suggested_for_the_beginnings_of_its_words(suggest: Suggest, name: str, typed: str) -> None:
    talk(name), talk("Quite another")
    assert suggest(typed) == [name]


@pytest.mark.parametrize("typed", ["adia", "nadia x", "nadiaa", "had adia", "***", ""])
def test_other_names_are_not(suggest: Suggest, typed: str) -> None:
    talk("Nadia Haddad")
    assert suggest(typed) == []


def test_what_a_text_says_is_no_name(suggest: Suggest) -> None:
    talk("Nadia", summary="Haddad", body="<p>Haddad</p>", subjects=["equality"])
    assert suggest("had") == suggest("gend") == []


def test_whole_words_come_first_and_each_kind_has_its_share(suggest: Suggest) -> None:
    for n in range(5):
        talk(f"Annabel {n}")
    talk("Ann"), room("Annex")
    assert suggest("ann", limit=2)[0] == "Ann"
    assert len(suggest("ann", limit=2)) == 3
    assert suggest("ann", "room", "talk", limit=1) == ["Annex", "Ann"]
    assert suggest("ann", "room") == ["Annex"]


def test_each_thing_is_suggested_once_in_the_readers_language(suggest: Suggest) -> None:
    key = uuid4()
    talk("Equality", "en", key=key), talk("Equipoise", "fi", key=key), talk("Equus", "fi")
    assert sorted(suggest("eq")) == ["Equality", "Equus"]
    assert sorted(suggest("eq", locale="fi")) == ["Equipoise", "Equus"]
    assert suggest("eq", fallback=()) == ["Equality"]


def test_what_has_ended_is_never_suggested(suggest: Suggest) -> None:
    gone, later = talk("Nadia"), talk("Nadim", visible_from=timezone.now() + HOUR)
    over = talk("Nadir", visible_until=timezone.now() + HOUR)
    assert sorted(suggest("nad")) == ["Nadia", "Nadir"]
    withdraw(gone)
    assert suggest("nad") == ["Nadir"]
    number(gone)
    assert suggest("nad") == ["Nadir"]
    Entry.objects.filter(pk=over.pk).update(visible_until=timezone.now())
    Entry.objects.filter(pk=later.pk).update(visible_from=timezone.now())
    assert suggest("nad") == ["Nadim"]


def test_an_old_name_is_forgotten(suggest: Suggest) -> None:
    key = talk("Nadia").thing_id
    assert suggest("nad") == ["Nadia"]
    talk("Omar", key=key)
    assert (suggest("nad"), suggest("oma")) == ([], ["Omar"])


NAMES = ("Nadia Haddad", "Zoë van den Berg", "Μαρία Παπαδοπούλου", "Олена Шевченко", "Anne-Marie", "فاطمة الزهراء", "N")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text("nadiahzoëmργолеفاط -", max_size=4), max_size=3).map(" ".join))
def test_it_finds_exactly_the_names_that_begin_so(suggest: Suggest, typed: str) -> None:
    if not Entry.objects.exists():
        for name in NAMES:
            talk(name)
    wanted = [analysis.surfaces(word) for word in analysis.words(typed)]

    def begins(name: str) -> bool:
        words = analysis.tokens(name, ())
        return all(any(word.startswith(some) for word in words) for some in wanted)

    assert sorted(suggest(typed)) == sorted(name for name in NAMES if wanted and begins(name))
