"""Which language a thing is shown in: the rule itself, and the index that has worked it out beforehand."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import fallback
from search.query import Query
from tests.factories.entries import talk
from tests.search.conftest import Search

LANGUAGES = ["en", "fi", "nl", "fr", "it", "el", "de", "es", "uk", "ar"]


@pytest.mark.parametrize(
    ("locale", "wanted", "expected"),
    [
        ("fr", [], ["fr"]),
        ("fr", ["en"], ["fr", "en"]),
        ("fr", ["en", "fr", "en"], ["fr", "en"]),
        ("en", ["any"], LANGUAGES),
        ("fr", ["any"], ["fr", "en", "fi", "nl", "it", "el", "de", "es", "uk", "ar"]),
        ("fr", ["el", "any"], ["fr", "el", "en", "fi", "nl", "it", "de", "es", "uk", "ar"]),
        (None, [], LANGUAGES),
        (None, ["el"], ["el", *(code for code in LANGUAGES if code != "el")]),
    ],
)
def test_the_order_of_languages(locale: str | None, wanted: list[str], expected: list[str]) -> None:
    assert list(fallback.order(locale, wanted)) == expected


def test_the_sites_default_comes_first(settings: pytest.FixtureRequest) -> None:
    settings.LANGUAGE_CODE = "el"  # type: ignore[attr-defined]
    assert fallback.languages()[:2] == ("el", "en")
    assert fallback.order("fr", ["any"])[:3] == ("fr", "el", "en")


@given(st.sets(st.sampled_from(LANGUAGES)), st.lists(st.sampled_from(LANGUAGES)))
def test_the_best_is_the_first_that_there_is(public_in: set[str], wanted: list[str]) -> None:
    best = fallback.best(wanted, public_in)
    if best is None:
        assert not public_in & set(wanted)
    else:
        assert best in public_in
        assert not public_in & set(wanted[: wanted.index(best)])


def test_every_combination_of_languages_is_shown_by_the_rule(search: Search) -> None:
    """Any reader of any kind of fallback finds each thing once, in the language that the rule says."""
    some = ["en", "fr", "el"]
    things = {}
    for size in (1, 2, 3):
        for public_in in combinations(some, size):
            key = talk(f"In {' '.join(public_in)}", public_in[0]).thing_id
            for locale in public_in[1:]:
                talk(f"In {' '.join(public_in)}", locale, key=key)
            things[key] = public_in
    for source in (
        "", "locale=fr", "locale=fr&fallback=any", "locale=it&fallback=any", "locale=it&fallback=el,en",
        "locale=el&fallback=none", "locale=uk&fallback=el,any", "locale=fr&fallback=en",
    ):  # fmt: skip
        wanted = Query.parse(source, "talk").languages
        expected = {key: best for key, public_in in things.items() if (best := fallback.best(wanted, public_in))}
        for kind in ("talk", None):
            page = search(f"{source}&limit=100", kind=kind)
            assert {item.key: item.entry.locale for item in page.items} == expected, (source, kind)
            assert len(page.items) == page.total == len(expected)
