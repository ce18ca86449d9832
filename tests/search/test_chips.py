"""What a list was asked for is seen on its page, each wish with a link that takes just this one away."""

import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from catalogue.checking import settle
from tests.factories.pages import lecturer, site_tree
from tests.factories.topics import topic
from tests.rows import kept

pytestmark = pytest.mark.django_db
BANK = "/en/lecturers/"
#: Quotation marks, where they are no angles alone.
MARKS = {"en": ("“", "”"), "fi": ("”", "”"), "nl": ("‘", "’"), "fr": ("«\u00a0", "\u00a0»"), "de": ("„", "“")}


@pytest.fixture(autouse=True)
def bank(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    four_teachers()


@kept
def four_teachers() -> None:
    """Ann and Bob teach law, Bob and Cem racism besides; Dua teaches nothing of that."""
    site_tree(["en", "fi", "ar"])
    law, racism = topic("Law", fi="Oikeus"), topic("Racism", fi="Rasismi")
    lecturer("Ann", topics=[law], months=["01", "02", "11"], levels=["community"])
    lecturer("Bob", topics=[law, racism], months=["11", "12"], levels=["community"])
    lecturer("Cem", topics=[racism], country="BE", months=["09", "11"], levels=["bachelor"])
    lecturer("Dua", months=[f"{month:02}" for month in range(1, 13)])
    settle()


def chips(shown: str) -> dict[str, str]:
    """The address that each chip leads to."""
    found = re.findall(r'class="chip chip--remove" href="([^"]*)">.*?<bdi>(.*?)</bdi>', shown)
    return {html.unescape(label): html.unescape(url) for url, label in found}


def names(shown: str) -> str:
    return " ".join(sorted(re.findall(r'card__name"><a href="[^"]*"><bdi>([^<]*)</bdi>', shown)))


def values(shown: str, facet: str) -> list[str]:
    return re.findall(rf'type="checkbox" name="{facet}" value="([^"]*)"', shown)


def sent(shown: str) -> str:
    """What the form asks for when somebody sends it as it stands."""
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)" form="bank">', shown)
    boxes = re.findall(r'name="([^"]*)" value="([^"]*)" form="bank" checked', shown)
    return "&".join(f"{name}={html.unescape(value)}" for name, value in (*boxes, *hidden))


@pytest.mark.parametrize(
    ("asked", "found", "expected"),
    [
        ("topic=law", "Ann Bob", {"Law": "?"}),
        ("topic.not=law", "Cem Dua", {"not: Law": "?"}),
        ("topic.not=law,racism", "Dua", {"not: Law": "?topic.not=racism", "not: Racism": "?topic.not=law"}),
        ("topic.all=law,racism", "Bob", {"Law and Racism": "?"}),
        ("topic.all=law", "Ann Bob", {"Law": "?"}),
        (
            "topic=law&topic.not=racism&q=lecturer",
            "Ann",
            {
                "“lecturer”": "?topic=law&topic.not=racism",
                "Law": "?q=lecturer&topic.not=racism",
                "not: Racism": "?q=lecturer&topic=law",
            },
        ),
        (
            "topic.all=law,racism&country.not=BE&country=FI",
            "Bob",
            {
                "Finland": "?country.not=BE&topic.all=law%2Cracism",
                "not: Belgium": "?country=FI&topic.all=law%2Cracism",
                "Law and Racism": "?country=FI&country.not=BE",
            },
        ),
    ],
)
def test_each_wish_is_a_chip_that_takes_it_away(
    client: Client, asked: str, found: str, expected: dict[str, str]
) -> None:
    shown = client.get(f"{BANK}?{asked}").text
    assert (names(shown), chips(shown)) == (found, expected)
    assert client.get(f"{BANK}{next(iter(expected.values()))}").status_code == 200


@pytest.mark.parametrize(
    ("language", "labels"),
    [("fi", {"ei: Oikeus", "Oikeus ja Rasismi"}), ("ar", {"باستثناء: Law", "Law وRacism"})],
)
def test_chips_speak_the_language_of_the_page(client: Client, language: str, labels: set[str]) -> None:
    shown = client.get(f"/{language}/lecturers/?topic.not=law&topic.all=law,racism").text
    assert set(chips(shown)) == labels


@pytest.mark.parametrize("language", dict(settings.LANGUAGES))
def test_what_was_searched_for_stands_between_the_marks_of_the_language(client: Client, language: str) -> None:
    site_tree(list(dict.fromkeys(("en", language))))
    lecturer("Ann")
    settle()
    opening, closing = MARKS.get(language, ("«", "»"))
    asked = f"{opening}qqqqzz Ann{closing}"
    shown = html.unescape(client.get(f"/{language}/lecturers/?q=qqqqzz+Ann").text)
    assert [*chips(shown)] == [asked]
    assert f"<title>{asked} – " in shown
    assert f"{opening}qqqqzz{closing}</bdi>" in shown


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        (BANK, ""),
        (f"{BANK}?topic=law&country.not=BE", "Law · not: Belgium – "),
        (f"{BANK}?q=</title><b>", "“&lt;/title&gt;&lt;b&gt;” – "),
        ("/ar/lecturers/?topic.all=law,racism", "Law وRacism – "),
    ],
)
def test_the_title_says_what_was_asked(client: Client, address: str, asked: str) -> None:
    [usual] = re.findall("<title>(.*?)</title>", client.get(address.partition("?")[0]).text)
    assert re.findall("<title>(.*?)</title>", client.get(address).text) == [asked + usual]


def test_the_form_asks_again_for_what_it_has_no_box_for(client: Client) -> None:
    asked = "country=FI&topic.not=racism&topic.all=law&sort=-title"
    shown = client.get(f"{BANK}?{asked}").text
    assert names(shown) == "Ann"
    assert sorted(sent(shown).split("&")) == sorted(asked.split("&"))
    assert names(client.get(f"{BANK}?{sent(shown)}&q=lecturer").text) == "Ann"


def test_a_facet_goes_on_counting_beside_them(client: Client) -> None:
    shown = client.get(f"{BANK}?topic.not=law").text
    assert set(values(shown, "topic")) == {"law", "racism"}
    assert values(shown, "country") == ["BE", "FI"]
    assert 'value="law" form="bank" checked' not in client.get(f"{BANK}?topic.all=law").text


def test_where_nothing_is_found_it_is_proposed_to_take_them_away(client: Client) -> None:
    shown = html.unescape(client.get(f"{BANK}?topic=law&topic.not=racism&country=BE").text)
    assert names(shown) == ""
    assert "without “Belgium”" in shown
    shown = html.unescape(client.get(f"{BANK}?topic.all=law,racism&topic.not=law").text)
    assert '<a class="chip" href="?topic.all=law%2Cracism"><bdi>with “Law”</bdi>' in shown
    assert '<a class="chip" href="?topic.not=law"><bdi>without “Law and Racism”</bdi>' in shown


def test_and_each_word_that_stands_in_the_way(client: Client) -> None:
    shown = html.unescape(client.get(f"{BANK}?q=Ann+qqqqzz").text)
    assert names(shown) == ""
    assert '<a class="chip" href="?q=Ann"><bdi>without “qqqqzz”</bdi>' in shown
    assert "without “Ann”" not in shown
    assert client.get(f"{BANK}?q=Ann").text.count('class="card"') == 1


def test_what_a_wish_names_cannot_act(client: Client) -> None:
    shown = client.get(f"{BANK}?topic.not=<script>&topic.all=%22><b>,law").text
    assert set(chips(shown)) == {"not: <script>", '"><b> and Law'}
    assert "<script>&" not in shown
    assert "<b>" not in shown


class TestOrder:
    def test_months_and_levels_stand_in_their_own(self, client: Client) -> None:
        shown = client.get(BANK).text
        assert values(shown, "month") == [f"{month:02}" for month in range(1, 13)]
        assert values(shown, "level") == ["bachelor", "community"]

    def test_so_they_do_in_the_api(self, client: Client) -> None:
        facets = client.get("/api/v1/lecturers?facets=month,level,topic").json()["facets"]
        assert [value["count"] for value in facets["month"]] == [2, 2, 1, 1, 1, 1, 1, 1, 2, 1, 4, 2]
        assert [(value["value"], value["count"]) for value in facets["level"]] == [("bachelor", 1), ("community", 2)]
        everything = client.get("/api/v1/search?facets=month").json()["facets"]["month"]
        assert [value["value"] for value in everything] == [value["value"] for value in facets["month"]]

    def test_one_that_is_chosen_keeps_its_place_and_is_not_folded_away(self, client: Client) -> None:
        def folds(asked: str) -> list[str]:
            month = client.get(f"{BANK}{asked}").text.partition("<legend>Available in")[2].partition("</fieldset>")[0]
            return re.findall(r"<details.*?>", month)

        assert values(client.get(f"{BANK}?month=12").text, "month")[-1] == "12"
        assert (folds(""), folds("?month=02"), folds("?month=12")) == (["<details>"], ["<details>"], ["<details open>"])

    def test_others_show_first_what_is_chosen(self, client: Client) -> None:
        assert values(client.get(f"{BANK}?country=BE").text, "country") == ["BE", "FI"]
        assert values(client.get(BANK).text, "country") == ["FI", "BE"]
