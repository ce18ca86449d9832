"""Somebody whose profile is in another language than whoever looks for them."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from catalogue.checking import settle
from documents.names import called_in, choice, words_in
from lecturers.document import LecturerDocument
from lecturers.models import LecturerPage
from pages.languages import country_names
from tests.factories.pages import lecturer, network, organisation, site_tree, translated
from tests.factories.topics import gender_equality
from tests.rows import kept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kirsi(settings: Any, tmp_path: Path) -> LecturerPage:
    settings.VAR_DIR = tmp_path
    return in_finnish()


@kept
def in_finnish() -> LecturerPage:
    """Who can be read in Finnish only."""
    site_tree(["en", "fi", "ar"])
    house = organisation("Auringonnousu ry", parent=network("fi"), organisation_type="hei", languages=["so"])
    page: LecturerPage = lecturer(
        "Kirsi Kukka",
        parent=house,
        country="FI",
        modes=["online"],
        languages=[("de", "native", True, False)],
        topics=[gender_equality()],
        contact_mode="relay",
    )
    settle()
    return page


def card(client: Client, address: str) -> str:
    [found] = re.findall(r'<article class="card".*?</article>', client.get(address).text, re.DOTALL)
    return unescape(found)


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("en", ("Gender equality", "German native", "Finland", "Online")),
        ("ar", ("المساواة بين الجنسين", "الألمانية لغة أم", "فنلندا", "عبر الإنترنت")),
        ("fi", ("Sukupuolten tasa-arvo", "saksa äidinkieli", "Suomi", "Verkossa")),
    ],
)
def test_a_card_says_what_somebody_teaches_and_where_in_the_readers_language(
    client: Client, language: str, labels: tuple[str, ...]
) -> None:
    shown = card(client, f"/{language}/lecturers/")
    for label in labels:
        assert label in words(shown)
    if language != "fi":
        assert shown.startswith('<article class="card" lang="fi">')
    for part in ("chips", "facts"):
        assert f'class="{part}" lang="{language}"' in shown


def test_the_card_of_an_organisation_does_so_too(client: Client) -> None:
    shown = words(card(client, "/en/network/"))
    for label in ("Higher-education institution", "Finland", "Somali"):
        assert label in shown


def test_the_api_gives_the_labels_of_the_texts_own_language(client: Client) -> None:
    [told] = client.get("/api/v1/lecturers?locale=en&fallback=any").json()["data"]
    assert (told["locale"], told["country"]["label"]) == ("fi", "Suomi")


@pytest.mark.parametrize("asked", ["Finland", "Finnland", "Φινλανδία", "ΦΙΝΛΑΝΔΙΑ", "Фінляндія", "فنلندا", "Finlandia"])
@pytest.mark.parametrize("kind", ["lecturers", "organisations"])
def test_a_country_is_found_by_its_name_in_any_language(client: Client, kind: str, asked: str) -> None:
    assert client.get(f"/api/v1/{kind}", {"q": asked}).json()["page"]["total"] == 1


@pytest.mark.parametrize(
    ("asked", "kind"), [("German", "lecturers"), ("tedesco", "lecturers"), ("Somali", "organisations")]
)
def test_so_is_a_language(client: Client, asked: str, kind: str) -> None:
    assert client.get(f"/api/v1/{kind}", {"q": asked, "locale": "en", "fallback": "any"}).json()["page"]["total"] == 1


@pytest.mark.parametrize("asked", ["Kenya", "كينيا", "Κένυα", "Amharic", "Dari", "country=KE", "language=fa-AF"])
def test_so_are_those_of_other_continents_and_lists_offer_them_once_somebody_has_them(
    client: Client, asked: str
) -> None:
    before = client.get("/en/lecturers/").text
    lecturer("Wanjiku Example", country="KE", languages=[("am", "native"), ("fa-AF", "C1")])
    settle()
    shown = client.get("/en/lecturers/?" + (asked if "=" in asked else f"q={asked}")).text
    assert re.findall(r'class="card__name">.*?<bdi>(.*?)</bdi>', shown) == ["Wanjiku Example"]
    for box in ('name="country" value="KE"', 'name="language" value="am"', 'name="language" value="fa-AF"'):
        assert (box in before, box in client.get("/en/lecturers/").text) == (False, True)


def test_a_name_that_languages_share_is_kept_once_and_first_of_all_in_the_texts_own() -> None:
    said = words_in(country_names, "FI", "nl")
    assert said["nl"] == ["Finland"]
    assert "en" not in said
    assert (said["fi"], said["el"]) == (["Suomi"], ["Φινλανδία"])
    assert words_in(country_names, "FI", "en")["en"] == ["Finland"]


def test_what_is_on_no_list_is_an_error() -> None:
    with pytest.raises(KeyError):
        choice(country_names, "XX", "en")


def test_a_reader_of_the_same_language_gets_the_document_itself() -> None:
    document = LecturerDocument.model_construct(locale="fi", country=choice(country_names, "FI", "fi"))
    assert called_in("fi", document) is document
    said = called_in("el", document)
    assert (said.country and said.country.label, document.country and document.country.label) == ("Φινλανδία", "Suomi")


def test_a_card_names_the_organisation_in_the_readers_language(client: Client, kirsi: LecturerPage) -> None:
    def named(language: str) -> str:
        foot = card(client, f"/{language}/lecturers/?fallback=any").split('class="card__foot">')[1]
        return words(foot.split("</span>")[0])

    assert named("ar") == "Auringonnousu ry"
    translated(kirsi.get_parent().specific, "ar", title="جمعية الشروق")
    settle()
    assert (named("ar"), named("en")) == ("جمعية الشروق", "Auringonnousu ry")


@pytest.mark.parametrize(("language", "ending"), [("en", "?"), ("el", ";"), ("ar", "؟"), ("fr", "\u202f?")])
def test_a_question_ends_as_the_language_has_it(client: Client, language: str, ending: str) -> None:
    site_tree(list(dict.fromkeys(("en", language))))
    lecturer("Nadia Example", headline="Journalism at night")
    settle()
    shown = client.get(f"/{language}/lecturers/?q=jurnalism").text
    assert f'<a href="?q=journalism"><bdi>journalism</bdi></a>{ending}' in shown


def test_whoever_is_asked_through_the_network_leads_to_its_organisations(client: Client, kirsi: LecturerPage) -> None:
    shown = client.get(kirsi.url).text
    assert '<a href="/fi/network/">joltakin verkoston organisaatiolta</a>' in shown
    assert client.get("/fi/network/").status_code == 200
