"""Every engine says what it sorts by, and the parts add up to that."""

from datetime import timedelta

import pytest
from django.utils import timezone

from search.explaining import Explanation, Line, explain
from search.query import Query
from search.reading import Look
from search.variants import Likeness
from search.weights import CLASSES
from tests.factories.entries import talk
from tests.search import crowd
from tests.search.asking import added
from tests.search.conftest import Search

FILLER = "<p>" + "filler words of every day " * 8 + "{}</p>"


def explanations(query: Query) -> list[tuple[str, Explanation]]:
    """The explanation of each result by its title, in order; each has to add up."""
    look = Look.at_now(query)
    asked, found = look.wording(), []
    for item, score in look.scores():
        assert asked
        made = explain(score, asked, item.entry.text, item.entry.locale)
        assert added(made) == pytest.approx(score.value, 1e-4), query
        found.append((item.entry.title, made))
    return found


def explained(source: str) -> dict[str, Explanation]:
    return dict(explanations(Query.parse(source, "talk")))


def lines(made: Explanation) -> list[tuple[str, tuple[str, ...], Likeness, str]]:
    return [(line.word, line.found, line.likeness, line.place) for line in made.lines]


@pytest.mark.parametrize(
    ("locale", "title", "asked", "found", "likeness"),
    [
        ("en", "Bread", "bread", "Bread", Likeness.SAME),
        ("en", "Lecturers here", "lecturer", "Lecturers", Likeness.INFLECTED),
        ("el", "Μαρία", "maria", "Μαρία", Likeness.SAME),
        ("ar", "فاطمة", "fatima", "فاطمة", Likeness.LETTERS),
        ("en", "Equality", "equalty", "Equality", Likeness.NEARLY),
        ("fi", "Terveydenhuolto", "huolto", "Terveydenhuolto", Likeness.COMPOUND),
        ("fi", "Tasa-arvo", "tasaarvo", "tasaarvo", Likeness.SAME),
    ],
)
def test_a_word_is_told_as_it_is_written(
    search: Search, locale: str, title: str, asked: str, found: str, likeness: Likeness
) -> None:
    talk(title, locale), talk("Other", locale)
    assert lines(explained(f"q={asked}&locale={locale}")[title])[0] == (asked, (found,), likeness, "name")


def test_a_topic_is_told_by_the_name_that_was_meant(search: Search) -> None:
    talk("Anna", "el", subjects=["equality"]), talk("Bela", "el", subjects=["racism"])
    name = ("sukupuolten tasa-arvo",)
    assert lines(explained("q=tasa-arvosta&locale=el")["Anna"]) == [
        ("tasa", name, Likeness.SAME, "topics"),
        ("arvosta", name, Likeness.INFLECTED, "topics"),
    ]


def test_a_word_counts_in_full_in_its_best_place_alone(search: Search) -> None:
    talk("Bread", summary="All about bread", body=FILLER.format("bread"))
    for n in range(5):
        talk(f"Other {n}", body=FILLER.format(""))
    found = {line.place: line for line in explained("q=bread")["Bread"].lines}
    assert {place: line.weight for place, line in found.items()} == {"name": 8, "headline": 4, "body": 1}
    assert [place for place, line in found.items() if line.is_best] == ["name"]
    assert found["name"].points == pytest.approx(8 * found["name"].rarity)
    assert found["headline"].points == pytest.approx(4 * found["headline"].rarity / 10)


def test_what_is_missing_is_told(search: Search) -> None:
    talk("Bread and salt and water")
    assert explained("q=bread+salt+water+honey")["Bread and salt and water"].missing == ("honey",)


def test_the_order_is_that_of_the_list_page_by_page(search: Search) -> None:
    for n in range(7):
        talk(f"Bread {n}", summary="bread" if n % 2 else "")
    first = search("q=bread&limit=4")
    on = f"q=bread&limit=4&cursor={first.next_cursor}"
    for asked in ("q=bread&limit=4", on):
        expected = [item.entry.title for item in search(asked).items]
        assert list(explained(asked)) == expected
    assert len(expected) == 3


def test_nothing_is_explained_where_no_words_decide(search: Search) -> None:
    talk("Bread")
    for asked in ("", "q=bread&sort=title", "q=bread&limit=0", "q=***", "q=nothing"):
        assert explained(asked) == {}, asked


def test_what_is_not_public_is_not_explained(search: Search) -> None:
    hour, now = timedelta(hours=1), timezone.now()
    talk("Bread now"), talk("Bread later", visible_from=now + hour), talk("Bread before", visible_until=now - hour)
    assert list(explained("q=bread")) == ["Bread now"]


def test_it_adds_up_for_random_questions(search: Search) -> None:
    crowd.make()
    asked = [question.but(sort="relevance", limit=20) for question in crowd.questions() if question.text]
    assert sum(len(explanations(question)) for question in asked) > 150


def test_every_place_and_every_likeness_has_a_name() -> None:
    made = [Line("w", ("w",), likeness, place, 1, 1, is_best=True) for place in CLASSES for likeness in Likeness]
    assert all(line.where and line.how for line in made)


def test_many_words_are_explained(search: Search) -> None:
    words = [f"{first}{second}read" for first in "abcde" for second in "aeio"]
    talk(" ".join(words))
    made = explained(f"q={'+'.join(words)}")[" ".join(words)]
    assert {line.word for line in made.lines} == {*words}
