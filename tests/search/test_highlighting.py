"""Whoever searches sees why something was found: words are marked, and a passage is cut out where they stand."""

from typing import Any
from uuid import uuid4

import pytest
from django.template import Context, Template

from lecturers.document import LecturerDocument
from search.highlighting import Highlight, Piece
from search.query import Query
from search.reading import Look
from search.variants import Unread, widened
from search.wording import ask
from tests.factories.entries import talk
from tests.search.conftest import Search


def highlight(text: str, locale: str = "en") -> Highlight:
    return Highlight.of(widened(ask(text, locale), locale, Unread()))


def marked(asked: str, text: str, locale: str = "en", spoken: str = "") -> str:
    """The text with its marked words in brackets."""
    pieces = highlight(asked, locale).pieces(text, spoken or locale)
    assert "".join(piece.text for piece in pieces) == text
    return "".join(f"[{piece.text}]" if piece.found else piece.text for piece in pieces)


def lecturer(**fields: Any) -> LecturerDocument:
    known = {"id": uuid4(), "type": "lecturer", "locale": "en", "title": "Nadia", "slug": "n", "url": "/n/"}
    return LecturerDocument.model_validate({**known, "name": "Nadia", "updated_at": "2026-11-01T00:00:00Z", **fields})


def passage(asked: str, doc: LecturerDocument) -> str:
    pieces = highlight(asked).passage(doc, [doc.title, doc.headline])
    return "".join(f"[{piece.text}]" if piece.found else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("gender", "Gender, and genders; engendered.", "[Gender], and [genders]; engendered."),
        ("teaching", "She teaches. A teacher taught.", "She [teaches]. A teacher taught."),
        ("zoe", "Zoë and Zoe\u0301, not Zoom", "[Zoë] and [Zoe\u0301], not Zoom"),
        ("maria", "Μαρία", "[Μαρία]"),
        ("of law", "Law of the sea", "[Law] of the sea"),
        ("women's rights", "Samira's rights", "Samira's [rights]"),
        ("صحة", "Stay calm and sit", "Stay calm and sit"),
        ("a<b>", "a <b> c", "[a] <[b]> c"),
        ("nothing", "Something else", "Something else"),
        ("gender", "", ""),
    ],
)
def test_words_are_marked_as_they_are_found(asked: str, text: str, expected: str) -> None:
    assert marked(asked, text) == expected


@pytest.mark.parametrize(
    ("locale", "asked", "text", "expected"),
    [
        ("fi", "talo", "Talossa on taloja.", "[Talossa] on [taloja]."),
        ("el", "ισότητα", "της ισότητας", "της [ισότητας]"),
        ("ar", "هجرة", "الهجرة واللجوء", "[الهجرة] واللجوء"),
        ("ar", "مدرسة", "مَدْرَسَة", "[مَدْرَسَة]"),
        ("uk", "пам'ять", "Про пам’ять.", "Про [пам’ять]."),
    ],
)
def test_in_the_language_of_the_text(locale: str, asked: str, text: str, expected: str) -> None:
    assert marked(asked, text, locale) == expected


def test_a_name_alone_is_known_in_other_letters() -> None:
    doc = lecturer(title="Leyla", name="Leyla", headline="Leyla teaches")
    template = Template(
        "{% load highlighting %}{% marked doc.name doc highlight %} {% marked doc.headline doc highlight %}"
    )
    found = template.render(Context({"doc": doc, "highlight": highlight("ليلى", "ar")}))
    assert found == "<mark>Leyla</mark> Leyla teaches"


def test_what_is_shown_needs_no_passage() -> None:
    doc = lecturer(headline="Gender studies", bio="<p>Gender everywhere.</p>")
    assert passage("gender", doc) == ""


def test_the_passage_with_most_of_the_other_words_is_shown() -> None:
    doc = lecturer(
        headline="Gender studies",
        bio="<p>Once a <b>nurse</b> in Riga.</p>",
        talks=[{"title": "What a nurse in Riga learns", "date": None, "language": None, "organisation": "", "url": ""}],
    )
    assert passage("gender riga nurse", doc) == "Once a [nurse] in [Riga]."


def test_a_topic_that_means_the_word_needs_no_passage() -> None:
    doc = lecturer(topics=[{"id": 1, "slug": "g", "label": "Gender equality"}], bio="<p>On gender.</p>")
    assert passage("gender", doc) == ""


def test_a_long_text_is_cut_around_the_word_between_blanks() -> None:
    doc = lecturer(bio=f"<p>{'before ' * 60}needle{' after' * 60}</p>")
    found = passage("needle", doc)
    assert found.startswith("… before")
    assert found.endswith("after …")
    assert "[needle]" in found
    assert len(found) < 180
    assert all(word in ("…", "before", "[needle]", "after") for word in found.split())


@pytest.mark.parametrize(
    "bio", [f"needle{'x' * 400}", f"{'x' * 400} needle", "needle", f"{'y' * 400} needle {'x' * 400}"]
)
def test_a_text_without_blanks_is_cut_too(bio: str) -> None:
    found = "".join(piece.text for piece in Highlight((frozenset({"needle", bio.split()[0].casefold()[:64]}),)).passage(
        lecturer(bio=f"<p>{bio}</p>"), []
    ))  # fmt: skip
    assert 0 < len(found) <= 170


def test_nothing_of_a_text_becomes_markup() -> None:
    doc = lecturer(headline="<script>alert(1)</script> & gender")
    template = Template("{% load highlighting %}{% marked doc.headline doc highlight %}")
    found = template.render(Context({"doc": doc, "highlight": highlight("gender alert")}))
    assert found == "&lt;script&gt;<mark>alert</mark>(1)&lt;/script&gt; &amp; <mark>gender</mark>"
    assert template.render(Context({"doc": doc})) == "&lt;script&gt;alert(1)&lt;/script&gt; &amp; gender"


def test_a_misspelt_word_marks_what_it_stands_for(search: Search) -> None:
    talk("Mediation for beginners")
    search("q=mediation")
    look = Look.at_now(Query.parse("q=mediatoin", "talk"))
    wording = look.wording()
    assert wording
    assert Highlight.of(wording).pieces("Mediation works", "en") == [Piece("Mediation", True), Piece(" works", False)]


def test_who_asks_nothing_has_no_words(search: Search) -> None:
    talk("A talk")
    assert Look.at_now(Query("talk")).wording() is None
