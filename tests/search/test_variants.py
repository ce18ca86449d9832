"""What is found though it was typed otherwise: misspelt, as a part of a compound, inflected, in other letters."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from search import analysis, letters, wording
from search.engine import Engine
from search.query import Query
from search.reading import answer
from search.variants import Unread, corrected, difference, widened
from tests.factories.entries import talk, withdraw
from tests.search.conftest import Search, titles


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("lampadnk", "lampadnik"), ("lampadink", "lampadnik"), ("lampsdnim", "lampadnik"), ("kuu", ""), ("kuo", ""),
     ("samdnik", ""), ("xampadnyk", ""), ("vard", "card"), ("vsrd", "")],
)  # fmt: skip
def test_one_wrong_letter_from_four_on_and_two_from_eight(search: Search, typed: str, meant: str) -> None:
    for title in ("lampadnik", "kuuma", "card"):
        talk(title)
    assert titles(search(f"q={typed}")) == [meant] * bool(meant)


@pytest.mark.parametrize("written", ["هندسة", "الهندسة"])
@pytest.mark.parametrize("typed", ["هندصة", "الهندصة", "هندسة", "الهندسة"])
def test_a_wrong_letter_is_forgiven_with_the_article_and_without(search: Search, written: str, typed: str) -> None:
    talk(written, locale="ar"), talk("الطبخ", locale="ar")
    assert titles(search(f"q={typed}&locale=ar")) == [written]


def test_nobody_is_corrected_who_is_right(search: Search) -> None:
    talk("Marine"), talk("Martine")
    assert titles(search("q=marine")) == ["Marine"]
    assert titles(search("q=martina&sort=title")) == ["Martine"]


def test_what_was_typed_comes_before_what_may_be_meant(search: Search) -> None:
    talk("Bread and harvesting"), talk("Harvestung bread"), talk("Bread")
    assert titles(search("q=bread+harvestung")) == ["Harvestung bread"]


@pytest.mark.parametrize(
    ("locale", "text", "typed"),
    [
        ("fi", "Aurinkopaneelien korjaaja", "paneeli"), ("fi", "Verkkopankin salasanat", "verkko pankki"),
        ("fi", "Tuhansia työhakemuksia", "hakemus"), ("nl", "Vreemdelingenrecht", "vreemdelingen recht"),
        ("nl", "Spreken over pakketbezorging", "bezorgen"), ("de", "Kolonialgeschichte", "Geschichte"),
        ("de", "Kenntnisprüfungen üben", "Prüfung"), ("de", "Elternabende", "Eltern"),
    ],
)  # fmt: skip
def test_parts_of_compounds(search: Search, locale: str, text: str, typed: str) -> None:
    talk(text, locale), talk("Something else", locale)
    assert titles(search(f"q={typed.replace(' ', '+')}&locale={locale}")) == [text]


def test_only_some_languages_have_compounds(search: Search) -> None:
    talk("Handshaking", "fr"), talk("Handshaking", "en")
    assert titles(search("q=shaking&locale=fr")) == []
    assert titles(search("q=shaking&locale=en")) == []


@pytest.mark.parametrize(
    ("locale", "text", "typed"),
    [
        ("el", "Νοσηλεύτρια", "νοσηλευτές"), ("en", "Midwifery", "midwife"), ("uk", "Поруч із ветеранами", "ветеран"),
        ("uk", "Вокзали та суди", "судах"), ("uk", "П'ять речень", "пять речень"), ("ar", "ممرضة", "الممرضات"),
        ("ar", "والفيضانات", "فيضان"),
    ],
)  # fmt: skip
def test_inflections_beyond_the_common_stemmers(search: Search, locale: str, text: str, typed: str) -> None:
    talk(text, locale), talk("Something else", locale)
    assert titles(search(f"q={typed.replace(' ', '+')}&locale={locale}")) == [text]


def test_a_stem_that_has_lost_its_beginning_is_part_of_no_compound(search: Search) -> None:
    """What Dutch takes for a participle of “gender” is in every second word."""
    talk("Verandert zonder volwassenenonderwijs", "nl"), talk("Gender", "nl"), talk("Genderstudies", "nl")
    assert set(titles(search("q=gender&locale=nl"))) == {"Gender", "Genderstudies"}


@pytest.mark.parametrize("locale", ["nl", "fi", "de", "en", "ar"])
@pytest.mark.parametrize("letter", ["ʔ", "ʕ", "Ʒ", "ʡ"])
def test_a_letter_that_is_written_in_no_other_way_is_searched_for(search: Search, letter: str, locale: str) -> None:
    talk("Something else", locale)
    for typed in (letter, letter * 9, f"{letter} else"):
        assert search(f"q={typed}&locale={locale}").total in (0, 1)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("خالد القنديلي", "Khalid Al Qindili"), ("فاطمة ورق", "fatima waraq"), ("Amina Lumivirta", "أمينة لوميفيرتا"),
        ("Сергій Книгаренко", "Serhii Knyharenko"), ("Юлія Зорянська", "Yuliia Zorianska"),
        ("Μαρία Χαρτοφεγγάρη", "Maria Chartofegari"),
    ],
)  # fmt: skip
def test_names_in_other_letters(search: Search, name: str, typed: str) -> None:
    talk(name), talk("Somebody Else"), talk("Nobody Known")
    assert titles(search(f"q={typed.replace(' ', '+')}&locale=ar&fallback=any")) == [name]


def test_a_topic_with_the_article_is_no_name_without_it(search: Search) -> None:
    """What is left of racism has the consonants of “Ansari”."""
    talk("Ansari"), talk("Nobody Known", subjects=["racism"])
    assert titles(search("q=العنصرية&locale=ar&fallback=any")) == ["Nobody Known"]
    assert titles(search("q=الأنصاري&locale=ar&fallback=any")) == ["Ansari"]


def test_consonants_are_compared_in_names_alone(search: Search) -> None:
    talk("Somebody", body="خالد")
    assert titles(search("q=khalid")) == []


def test_a_word_goes_with_the_last_text_that_has_it(search: Search, engine: Engine) -> None:
    entry = talk("Lampadnik")
    assert titles(search("q=lampadnyk")) == ["Lampadnik"]
    assert engine.words().like("lampadnyk", 2) == ["lampadnik"]
    withdraw(entry)
    assert titles(search("q=lampadnyk")) == []
    assert answer(Query("talk", "lampadnyk")).total == 0


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("jurnalism", "journalism"),
        ("Égalité jurnalism", "égalité journalism"),
        ("αθλητισμοζ", "αθλητισμός"),
        ("journalism", ""),
        ("xqzzkv", ""),
    ],
)
def test_what_was_probably_meant(search: Search, engine: Engine, typed: str, suggested: str) -> None:
    talk("Journalism and égalité"), talk("Αθλητισμός")
    search("")
    assert corrected(typed, wording.ask(typed, "en"), "en", engine.words(), bool) == suggested
    assert search(f"q={typed.replace(' ', '+')}").did_you_mean == suggested


@pytest.mark.parametrize(("locale", "meant"), [("en", "migration"), ("es", "migración"), ("el", "migration")])
def test_of_words_that_are_equally_near_the_readers_own_is_meant(search: Search, locale: str, meant: str) -> None:
    talk("Migración", "es"), talk("Migration", "en"), talk("Migratie", "nl")
    assert search(f"q=migrashun&locale={locale}&fallback=any").did_you_mean == meant


@pytest.mark.parametrize(("typed", "meant"), [("arabc", "arabic"), ("arbaic", "arabic"), ("arabee", "arabe")])
def test_a_letter_is_rather_left_out_than_wrong(search: Search, typed: str, meant: str) -> None:
    """English takes both for forms of one word."""
    talk("Arabe", "fr"), talk("Arabic", "en")
    assert search(f"q={typed}&locale=en&fallback=any").did_you_mean == meant


def test_a_nearer_word_of_another_language_comes_first(search: Search) -> None:
    talk("Educatie", "nl"), talk("Educated", "en")
    assert search("q=educati&locale=en&fallback=any").did_you_mean == "educatie"


def test_what_is_a_word_to_another_languages_stemmer_alone_is_misspelt_if_nothing_is_found(search: Search) -> None:
    key = uuid4()
    talk("Gender", "en", key=key), talk("Gender", "nl", key=key), talk("Nursing", "en"), talk("Nursing", "fi")
    assert search("q=genderr&locale=en").did_you_mean == "gender"
    assert search("q=nursingg&locale=en").did_you_mean == "nursing"
    found = search("q=nursingg&locale=en&fallback=any")
    assert (found.total, found.did_you_mean) == (1, "")


def test_no_word_is_told_that_nobody_may_find_yet_or_any_more(search: Search) -> None:
    """Of four words one may be missing, so that the others alone would find something."""
    talk("Bread salt honey"), talk("Lampadnik", visible_from=timezone.now() + timedelta(days=1))
    talk("Zimtstern", visible_until=timezone.now() - timedelta(days=1))
    gone = talk("Quillfeather")
    search("")
    withdraw(gone)
    for typed in ("lampadnyk", "zimtstem", "quilfeather"):
        page = search(f"q=bread+salt+honey+{typed}")
        assert (titles(page), page.did_you_mean) == (["Bread salt honey"], "")


def test_what_was_meant_is_looked_for_a_bounded_number_of_times() -> None:
    class Endless(Unread):
        def knows(self, terms: Iterable[str]) -> bool:
            return False

        def like(self, word: str, wrong: int) -> Sequence[str]:
            return [f"{word}{number}" for number in range(30)]

    tried: list[str] = []

    def finds(text: str) -> bool:
        tried.append(text)
        return False

    typed = " ".join(f"unheard{letter}" for letter in "abcdefghijklmnopqrst")
    assert corrected(typed, wording.ask(typed, "en"), "en", Endless(), finds) == ""
    assert 0 < len(tried) <= 32


def test_the_filters_of_a_search_hold_for_what_is_meant(search: Search) -> None:
    talk("Journalism", country="FI")
    assert search("q=jurnalism&country=FI").did_you_mean == "journalism"
    assert search("q=jurnalism&country=GR").did_you_mean == ""


def test_who_reads_no_dictionary_asks_for_what_was_typed() -> None:
    asked = wording.ask("care paneeli jurnalism", "fi")
    typed = {term for word in asked.needed for term, _weight in word.terms}
    found = widened(asked, "fi", Unread())
    assert {term for word in found.needed for term, _weight in word.terms if "~" not in term} == typed
    assert corrected("jurnalism", asked, "fi", Unread(), bool) == ""


@pytest.mark.parametrize(
    ("one", "other", "letters_off"),
    [("", "", 0), ("bread", "bread", 0), ("bread", "brad", 1), ("bread", "braed", 1), ("bread", "breads", 1),
     ("bread", "blend", 2), ("abc", "", 3), ("ab", "ba", 1), ("kitten", "sitting", 3)],
)  # fmt: skip
def test_difference(one: str, other: str, letters_off: int) -> None:
    assert difference(one, other) == difference(other, one) == letters_off


def test_a_passport_spells_the_first_letter_in_its_own_way() -> None:
    assert [letters.in_passports(name) for name in ("юлія", "єва", "згурський", "йосип")] == [
        "yuliia", "yeva", "zhurskyi", "yosyp",
    ]  # fmt: skip
    assert "kyiv" in analysis.surfaces("київ")


def test_short_words_keep_three_letters() -> None:
    assert [letters.ukrainian_stem(word) for word in ("суд", "судами", "моя", "я")] == ["суд", "суд", "моя", "я"]
    assert [letters.arabic_stem(word) for word in ("ولد", "بيت", "و", "البيت")] == ["ولد", "بيت", "و", "بيت"]
