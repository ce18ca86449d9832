"""Names of languages and countries, in the reader's language."""

from importlib.resources import files

import pytest
from babel import Locale
from babel.core import get_global
from django.conf import settings
from django.utils import translation

from pages.languages import (
    CEFR,
    COUNTRIES,
    RIGHT_TO_LEFT,
    TAUGHT,
    country_choices,
    country_names,
    direction,
    language_choices,
    language_names,
    names_of,
)


@pytest.mark.parametrize(
    ("locale", "country", "language"),
    [
        ("en", "Finland", "Finnish"),
        ("fi", "Suomi", "suomi"),
        ("el", "Φινλανδία", "Φινλανδικά"),
        ("ar", "فنلندا", "الفنلندية"),
        ("uk", "Фінляндія", "фінська"),
    ],
)
def test_names_are_in_the_readers_language(locale: str, country: str, language: str) -> None:
    assert (country_names(locale)["FI"], language_names(locale)["fi"]) == (country, language)


@pytest.mark.parametrize("locale", dict(settings.LANGUAGES))
def test_everything_has_a_name_in_every_language_of_the_site(locale: str) -> None:
    known = Locale.parse(locale)
    assert country_names(locale) == {code: known.territories[code] for code in COUNTRIES}
    assert language_names(locale) == {code: known.languages[code.replace("-", "_")] for code in language_names(locale)}
    for names in (country_names(locale), language_names(locale)):
        assert len({*names.values()}) == len(names)


def test_an_unknown_language_is_answered_in_the_sites_own() -> None:
    assert country_names("xx")["FI"] == country_names("not a locale")["FI"] == "Finland"


def test_the_languages_of_the_site_can_be_taught_in() -> None:
    assert set(dict(settings.LANGUAGES)) <= set(language_names("en"))


@pytest.mark.parametrize("codes", [TAUGHT, COUNTRIES])
def test_the_lists_of_codes_are_in_order_and_say_nothing_twice(codes: list[str]) -> None:
    assert codes == sorted({*codes})


@pytest.mark.parametrize("code", "am bn ckb fa-AF fil om pa rom se sma syr tl wo yi yo zgh zza".split())
def test_what_people_bring_with_them_may_be_taught_in(code: str) -> None:
    assert code in TAUGHT


def test_countries_are_those_of_the_standard_and_kosovo() -> None:
    table = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text()
    standard = {line[:2] for line in table.splitlines() if not line.startswith("#")}
    assert {*COUNTRIES} == standard | {"XK"}
    assert len(standard) == 249


def test_choices_are_sorted_by_name() -> None:
    for choices in (country_choices(), language_choices()):
        names = [name for _code, name in choices]
        assert names == sorted(names)
    assert [code for code, _name in CEFR][:2] == ["native", "C2"]


def test_a_fixed_list_is_named_in_the_language_that_is_asked_for() -> None:
    with translation.override("en"):
        assert names_of(CEFR)("fi")["native"] == "äidinkieli"
    with translation.override("fi"):
        assert names_of(CEFR)("en")["native"] == "native"


@pytest.mark.parametrize(
    ("language", "way"),
    [("ar", "rtl"), ("ar-EG", "rtl"), ("fa", "rtl"), ("fa-AF", "rtl"), ("en", "ltr"), ("uk", "ltr")],
)
def test_the_direction_of_writing(language: str, way: str) -> None:
    assert direction(language) == way


def test_every_language_of_a_script_from_right_to_left_is_shown_so() -> None:
    leftwards = {"Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"}
    likely = {code: get_global("likely_subtags").get(code, "") for code in TAUGHT}
    assert {code for code, tag in likely.items() if leftwards.intersection(tag.split("_"))} == RIGHT_TO_LEFT
