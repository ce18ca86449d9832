"""The validator of texts, numbers and moments, and what becomes of words."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from search import analysis, text, wording
from search.fallback import languages
from search.text import InvalidText, query_string


def code(value: str, **options: int) -> str:
    with pytest.raises(InvalidText) as caught:
        text.clean(value, **options)
    assert caught.value.detail.startswith("Expected")
    return caught.value.code


def test_a_text_is_one_line_without_blanks_around_it() -> None:
    assert text.clean("  one\r\ntwo\tthree ") == "one two three"
    assert text.clean("") == ""


def test_what_is_no_text() -> None:
    assert code("a\0b") == "invalid-characters"
    assert code("a\x1bb") == "invalid-characters"
    assert code("a\x85b") == "invalid-characters"
    assert code("a\ud800b") == "invalid-encoding"
    assert code("a\ufffdb") == "invalid-encoding"
    assert code("x" * 201) == "too-long"
    assert code("abc", longest=2) == "too-long"


def test_every_script_and_direction_is_text() -> None:
    for value in ("Ελλάδα", "مرحبا", "\u200fمرحبا\u200e", "日本語", "👩🏽‍🏫", "e\u0301"):
        assert text.search_text(value) == value


@settings(max_examples=300)
@given(st.text())
def test_the_validator_answers_or_refuses(value: str) -> None:
    try:
        clean = text.clean(value)
    except InvalidText:
        return
    assert clean == clean.strip()
    assert "\0" not in clean
    clean.encode()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-05-01", datetime(2026, 5, 1, tzinfo=UTC)),
        ("2026-05-01T12:00:00Z", datetime(2026, 5, 1, 12, tzinfo=UTC)),
        ("2026-05-01T12:00:00+02:00", datetime(2026, 5, 1, 10, tzinfo=UTC)),
        ("2026-05-01T12:00:00 02:00", datetime(2026, 5, 1, 10, tzinfo=UTC)),
        ("2026-05-01T12:00:00.5-01:00", datetime(2026, 5, 1, 13, 0, 0, 500_000, tzinfo=UTC)),
    ],
)
def test_moments(value: str, expected: datetime) -> None:
    assert text.moment(value) == expected
    assert text.moment(value).tzinfo in (UTC, timezone(timedelta(0)))


@pytest.mark.parametrize("value", ["", "now", "2026-13-01", "9999-12-31T23:59:59-10:00", "2026-05-01T25:00", "1" * 50])
def test_what_is_no_moment(value: str) -> None:
    with pytest.raises(InvalidText):
        text.moment(value)


class TestAnalysis:
    def tokens(self, value: str, *languages: str) -> set[str]:
        return set(analysis.tokens(value, languages))

    def test_a_word_is_kept_as_written_and_by_its_stem(self) -> None:
        assert self.tokens("Equality", "en") == {"equality", "en:equal"}

    def test_a_word_of_another_script_is_also_kept_in_latin_letters(self) -> None:
        assert self.tokens("Μαρία", "el") == {"μαρια", "maria", "el:μαρ"}
        assert self.tokens("Київ") == {"киів", "kiiv", "kyiv"}

    def test_no_language_stems_anothers_script(self) -> None:
        assert self.tokens("ισότητα", "en", "fi", "ar") == {"ισοτητα", "isotita"}
        assert self.tokens("equality", "el", "ar", "uk") == {"equality"}

    def test_a_word_of_which_the_stemmer_leaves_nothing_stands_as_it_is(self) -> None:
        assert self.tokens("όταν", "el") == {"οταν", "otan"}

    def test_compounds_are_found_by_their_parts_and_joined(self) -> None:
        assert {"co", "teaching", "coteaching"} <= self.tokens("Co-teaching")
        assert {"sexual", "l"} <= self.tokens("l’sexual")

    def test_stems_are_made_before_marks_are_folded_and_after(self) -> None:
        assert {"fr:egal", "fr:egalit"} <= self.tokens("égalités", "fr")

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Straße", "STRASSE"), ("Łódź", "lodz"), ("Ærø", "aero"), ("ﬁnal", "final"), ("Ａｂｃ", "abc"),
            ("İstanbul", "istanbul"), ("ΟΔΟΣ", "οδός"), ("مُدَرِّس", "مدرس"), ("أستاذة", "استاذه"), ("مـــرحبا", "مرحبا"),
            ("soft\u00adhyphen", "softhyphen"), ("e\u0301cole", "école"), ("\u200fشكرا", "شكرا"),
        ],
    )  # fmt: skip
    def test_the_same_word(self, one: str, other: str) -> None:
        assert self.tokens(one) & self.tokens(other)

    @settings(max_examples=100)
    @given(st.text(max_size=100), st.text(max_size=100), st.sampled_from(languages()))
    def test_a_text_is_read_as_its_values_are(self, one: str, other: str, locale: str) -> None:
        whole = analysis.read(f"{one}\n\n{other}", [locale])
        assert whole.terms.split() == analysis.tokens(one, [locale]) + analysis.tokens(other, [locale])
        assert list(whole.words) == analysis.words(one) + analysis.words(other)

    @settings(max_examples=300)
    @given(st.text(max_size=300))
    def test_any_text_becomes_plain_terms(self, value: str) -> None:
        for term in analysis.tokens(value, languages()):
            assert term
            assert not term.isspace()
            assert len(term) <= 70
            assert len(term.split()) == 1

    @settings(max_examples=200)
    @given(st.text(max_size=40), st.sampled_from(languages()))
    def test_every_text_finds_itself(self, value: str, locale: str) -> None:
        asked = wording.ask(value, locale)
        terms = set(analysis.tokens(value, [locale]))
        assert asked.found_in(terms) == bool(asked.needed)


class TestWording:
    def test_words_and_their_weights(self) -> None:
        (word,) = wording.ask("Equality", "en").needed
        weights = dict(word.terms)
        assert weights["equality"] > weights["en:equal"] > weights["fi:equality"]

    def test_function_words_and_single_letters_are_optional(self) -> None:
        asked = wording.ask("the school of M. Laine", "en")
        assert len(asked.needed) == 2
        assert len(asked.optional) == 3

    def test_a_search_of_function_words_alone_needs_them(self) -> None:
        asked = wording.ask("the who", "en")
        assert (len(asked.needed), asked.enough, asked.optional) == (2, 2, ())

    @pytest.mark.parametrize(("count", "enough"), [(1, 1), (2, 2), (3, 3), (4, 3), (7, 6), (8, 6), (20, 15)])
    def test_how_many_words_are_enough(self, count: int, enough: int) -> None:
        assert wording.ask(" ".join(f"word{n}" for n in range(count)), "en").enough == enough

    def test_every_language_of_the_site_has_its_function_words(self) -> None:
        for locale, word in {"en": "the", "fi": "ja", "nl": "het", "fr": "les", "it": "della", "el": "και",
                             "de": "und", "es": "los", "uk": "або", "ar": "من"}.items():  # fmt: skip
            assert wording.ask(f"{word} equality", locale).optional, locale


@pytest.mark.parametrize(
    ("sent", "read"),
    [("q=ty%C3%B6", "q=ty%C3%B6"), ("q=ty\u00c3\u00b6", "q=työ"), ("q=\u00ff", "q=\udcff"), ("", "")],
)
def test_a_query_string_is_read_as_it_was_sent(rf: RequestFactory, sent: str, read: str) -> None:
    """Browsers escape it, others send it raw, and servers hand it over byte by byte."""
    assert query_string(rf.get("/", QUERY_STRING=sent)) == read
