"""The list of organisations, asked as visitors ask it."""

import re
from typing import Any

import pytest
from django.test import Client

from catalogue.checking import settle
from tests.factories.pages import lecturer, organisation, post, site_tree, translated
from tests.factories.topics import gender_equality
from tests.rows import kept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def houses(settings: Any, tmp_path: Any) -> None:
    settings.VAR_DIR = tmp_path
    begin()


@kept
def begin() -> None:
    site_tree(["en", "fi", "ar"])
    ring = organisation("Baltic Ring", organisation_type="network", country="SE")
    sunrise = organisation(
        "Sunrise Association", topics=[gender_equality()], networks=[ring], city="Turku", country="FI",
        countries_served=["FI", "EE"], languages=["fi", "so"],
    )  # fmt: skip
    organisation("Cedar University", organisation_type="hei", country="BE", languages=["nl", "fi"])
    translated(sunrise, "fi", title="Aamunkoi ry")
    settle()


def shown(html: str) -> list[str]:
    """The names on the cards."""
    return sorted(re.findall(r'card__name"><a href="[^"]*"><bdi>([^<]*)</bdi>', html))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Baltic Ring", "Cedar University", "Sunrise Association"]),
        ("?type=hei", ["Cedar University"]),
        ("?type=hei&type=network", ["Baltic Ring", "Cedar University"]),
        ("?country=FI", ["Sunrise Association"]),
        ("?serves=EE", ["Sunrise Association"]),
        ("?language=fi", ["Cedar University", "Sunrise Association"]),
        ("?language=fi&type=ngo", ["Sunrise Association"]),
        ("?topic=equality-and-inclusion", ["Sunrise Association"]),
        ("?q=turku", ["Sunrise Association"]),
        ("?q=somali", ["Sunrise Association"]),
    ],
)
def test_it_is_narrowed_by_what_visitors_know(client: Client, asked: str, found: list[str]) -> None:
    answer = client.get(f"/en/network/{asked}")
    assert answer.status_code == 200
    assert shown(answer.content.decode()) == found


def test_every_facet_can_be_chosen_with_its_count(client: Client) -> None:
    html = client.get("/en/network/?language=so").content.decode()
    legends = re.findall(r"<legend>([^<]+)</legend>", html)
    assert legends == ["Type", "Topic", "Country", "Active in", "Languages", "Network"]
    for name, value, label, count in (
        ("language", "fi", "Finnish", "2"),
        ("network", r"[0-9a-f-]{36}", "Baltic Ring", "1"),
    ):
        box = rf'name="{name}" value="{value}" form="bank"[^>]*> <bdi[^>]*>{label}</bdi> <span[^>]*>{count}<'
        assert re.search(box, html), label
    assert re.search(r'name="language" value="so" form="bank" checked', html)


def test_what_was_chosen_is_a_chip_that_leads_back(client: Client) -> None:
    html = client.get("/en/network/?country=BE&q=cedar").content.decode()
    for label in ("Belgium", "“cedar”"):
        assert f"<bdi>{label}</bdi>" in html
    assert 'href="?q=cedar"' in html


def test_nothing_found_proposes_less(client: Client) -> None:
    html = client.get("/en/network/?country=BE&language=so").content.decode()
    assert "No organisation of the network fits this." in html
    assert "without “Belgium”" in html
    assert "without “Somali”" in html
    assert shown(html) == []


@pytest.mark.parametrize(("language", "title"), [("fi", "Aamunkoi ry"), ("ar", "Sunrise Association")])
def test_each_language_has_its_own_list(client: Client, language: str, title: str) -> None:
    html = client.get(f"/{language}/network/?country=FI").content.decode()
    assert shown(html) == [title]
    assert {"fi": "Suomi", "ar": "فنلندا"}[language] in html


def test_what_cannot_be_understood_is_told(client: Client) -> None:
    answer = client.get("/en/network/?q=%00")
    assert answer.status_code == 400
    assert "This question was not understood" in answer.content.decode()


def test_orders_are_offered(client: Client) -> None:
    html = client.get("/en/network/?sort=title").content.decode()
    names = re.findall(r'card__name"><a href="[^"]*"><bdi>([^<]*)</bdi>', html)
    assert names == sorted(names)
    assert 'href="?sort=-updated_at"' in html


def test_a_network_asks_no_more_for_many_members(client: Client, django_assert_max_num_queries: Any) -> None:
    ring = organisation("Great Ring", organisation_type="network")
    for number in range(8):
        house = organisation(f"Member {number}", networks=[ring])
        lecturer(f"Person {number}", parent=ring)
        post(f"Post {number}", parent=ring)
    organisation("Alone", networks=[organisation("Small Ring", organisation_type="network")])
    settle()
    for slug in ("small-ring", "great-ring", house.slug):
        client.get(f"/en/network/{slug}/")
        with django_assert_max_num_queries(16):
            assert client.get(f"/en/network/{slug}/").status_code == 200


def test_a_network_is_called_otherwise_than_the_one_that_has_this_list(client: Client) -> None:
    """Arabic says “the network” of the one, and “a network” of the type."""
    html = client.get("/ar/network/").content.decode()
    box = r'name="type" value="network" form="bank"[^>]*> <bdi[^>]*>([^<]*)</bdi>'
    assert re.findall(box, html) == ["شبكة"]
    assert "<legend>الشبكة</legend>" in html
