"""What cards say of languages, and of how long ago somebody has checked them."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from catalogue.checking import settle
from documents.translations import Translation
from tests.factories.pages import lecturer, site_tree, translated

pytestmark = pytest.mark.django_db


def also_in(locale: str, reader: str, **translations: str) -> str:
    told = {code: Translation(status=status, url=f"/{code}/") for code, status in translations.items()}
    with override(reader):
        shown = render_to_string("components/also_in.html", {"doc": {"locale": locale, "translations": told}})
    return shown.strip()


def test_a_card_says_in_which_other_languages_and_how_well() -> None:
    shown = also_in("en", "en", ar="outdated", en="source", fi="partial", fr="complete")
    assert shown.startswith('<span lang="en" dir="ltr">Also in:')
    assert "an older text" in shown.split(">ar<")[1].split("</span>")[0]
    assert "in part" in shown.split(">fi<")[1].split("</span>")[0]
    assert "small" not in shown.split(">fr<")[1]
    assert ">en<" not in shown


def test_a_card_in_another_language_says_where_it_can_be_read() -> None:
    assert "Can be read in:" in also_in("fi", "en", fi="source")
    assert also_in("en", "en", en="source") == ""


def note(locale: str, **translations: str) -> str:
    told = {code: Translation(status=status, url=f"/{code}/") for code, status in translations.items()}
    doc = {"locale": locale, "translations": told}
    return " ".join(render_to_string("components/translation_note.html", {"doc": doc}).split())


def test_a_page_that_is_an_older_translation_says_so_and_leads_to_the_original() -> None:
    shown = note("fi", ar="source", en="complete", fi="outdated")
    assert "the original has been changed since" in shown
    assert '<a href="/ar/" hreflang="ar" lang="ar" dir="rtl">العربيّة</a>' in shown
    assert shown.count("<a") == 1
    assert "Not everything here has been translated yet." in note("fi", en="source", fi="partial")


@pytest.mark.parametrize("status", ["source", "complete"])
def test_a_page_that_says_all_that_the_original_says_needs_no_note(status: str) -> None:
    others = {"en": "outdated", "el": "partial"} if status == "source" else {"en": "source", "el": "outdated"}
    assert note("fi", fi=status, **others) == ""


def test_a_list_says_when_somebody_was_last_confirmed(client: Client) -> None:
    site_tree(["en", "fi"])
    page = lecturer("Nadia", confirmed_on=date(2026, 3, 9))
    translated(page, "fi")
    settle()
    assert "Confirmed on March 9, 2026" in client.get("/en/lecturers/").text
    assert client.get("/api/v1/lecturers").json()["data"][0]["confirmed_on"] == "2026-03-09"
    page.confirmed_on = None
    page.save_revision().publish()
    settle()
    assert "Confirmed on" not in client.get("/en/lecturers/").text
