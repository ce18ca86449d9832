"""Names of languages and countries, in the reader's language."""

import pytest
from django.conf import settings
from django.utils import translation

from pages.languages import (
    CEFR,
    COUNTRIES,
    COUNTRY_CHOICES,
    LANGUAGE_CHOICES,
    TAUGHT,
    country_names,
    direction,
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
    for names in (country_names(locale), language_names(locale)):
        assert [code for code, name in names.items() if not name or name == code] == []


def test_an_unknown_language_is_answered_in_the_sites_own() -> None:
    assert country_names("xx")["FI"] == country_names("not a locale")["FI"] == "Finland"


def test_the_languages_of_the_site_can_be_taught_in() -> None:
    assert set(dict(settings.LANGUAGES)) <= set(language_names("en"))
    assert len(set(TAUGHT)) == len(TAUGHT)
    assert len(set(COUNTRIES)) == len(COUNTRIES)


def test_choices_are_sorted_by_name() -> None:
    for choices in (COUNTRY_CHOICES, LANGUAGE_CHOICES):
        names = [name for _code, name in choices]
        assert names == sorted(names)
    assert [code for code, _name in CEFR][:2] == ["native", "C2"]


def test_a_fixed_list_is_named_in_the_language_that_is_asked_for() -> None:
    with translation.override("en"):
        assert names_of(CEFR)("fi")["native"] == "äidinkieli"
    with translation.override("fi"):
        assert names_of(CEFR)("en")["native"] == "native"


@pytest.mark.parametrize(
    ("language", "way"), [("ar", "rtl"), ("ar-EG", "rtl"), ("fa", "rtl"), ("en", "ltr"), ("uk", "ltr")]
)
def test_the_direction_of_writing(language: str, way: str) -> None:
    assert direction(language) == way
