"""What comes first, and why."""

import pytest

from search import wording
from search.weights import CLASSES
from tests.factories.entries import talk
from tests.search.conftest import Search, titles

FILLER = "<p>" + "filler words of every day " * 8 + "{}</p>"


@pytest.fixture(autouse=True)
def _others(search: Search) -> None:
    """Enough other things for a word to be rare."""
    for n in range(20):
        talk(f"Other {n}", summary="About something", subjects=["language"], body=FILLER.format(""))


def test_name_before_topic_before_body(search: Search) -> None:
    talk("In the body", body=FILLER.format("racism")), talk("By topic", subjects=["racism"]), talk("Racism")
    assert titles(search("q=racism")) == ["Racism", "By topic", "In the body"]


def test_the_word_itself_before_its_inflection(search: Search) -> None:
    talk("Migrations"), talk("Migration"), talk("Migrating")
    assert titles(search("q=migration"))[0] == "Migration"
    assert titles(search("q=migrating"))[0] == "Migrating"
    assert search("q=migrations").total == 3


def test_more_of_the_words_before_fewer(search: Search) -> None:
    talk("Bread salt water"), talk("Bread salt water honey")
    assert titles(search("q=bread+salt+water+honey")) == ["Bread salt water honey", "Bread salt water"]


def test_a_whole_name_before_its_parts_in_many_places(search: Search) -> None:
    talk("Amina Laine"), talk("Amina Berg", summary="Works with Laine", body=FILLER.format("Laine and Laine"))
    assert titles(search("q=amina+laine"))[0] == "Amina Laine"


def test_optional_words_add_to_the_rank(search: Search) -> None:
    talk("The who"), talk("Who")
    assert titles(search("q=the+who")) == ["The who"]
    talk("M Laine"), talk("Laine")
    assert titles(search("q=m+laine")) == ["M Laine", "Laine"]


def test_the_stem_of_the_visitors_language_before_that_of_another(search: Search) -> None:
    """`pane` is bread to Italians and a part of a window to the English."""
    talk("Pani", "it"), talk("Panes", "en")
    assert titles(search("q=pane&locale=it&fallback=any"))[0] == "Pani"
    assert titles(search("q=pane&locale=en&fallback=any"))[0] == "Panes"


def test_filters_do_not_change_the_order(search: Search) -> None:
    talk("Bread", country="FI"), talk("Cake", summary="bread", country="FI"), talk("Tea", body="bread", country="FI")
    expected = titles(search("q=bread"))
    assert titles(search("q=bread&country=FI&locale=en")) == expected
    assert titles(search("q=bread&country=FI&country=GR&subject.not=racism")) == expected


def test_a_class_without_a_weight_counts_like_a_body() -> None:
    assert set(wording.read({"nonsense": "bread", "body": "salt"}, "en").terms) == {"body"}
    assert {"bread", "salt"} <= set(wording.read({"nonsense": "bread", "body": "salt"}, "en").terms["body"].split())


def test_classes_stand_in_the_order_of_their_weight() -> None:
    weights = [CLASSES[name] for name in ("name", "topics", "offers", "body", "talks")]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == len(weights)
