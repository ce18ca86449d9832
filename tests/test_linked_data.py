"""What search engines are told on every type of page: one block of linked data, the languages, and one address."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from catalogue.checking import settle
from tests.factories.pages import lecturer, organisation, post, project, site_tree, translated

pytestmark = pytest.mark.django_db
SITE = "https://testserver"


@pytest.fixture(autouse=True)
def _site() -> None:
    site_tree(["en", "fi"])
    house = organisation(organisation_type="hei")
    translated(lecturer("Nadia", parent=house, indexable=True), "fi")
    post("Soup", parent=house)
    project()
    settle()


def told(client: Client, address: str) -> dict[str, Any]:
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(address).text, re.DOTALL)
    data: dict[str, Any] = json.loads(block)
    assert data["@context"] == "https://schema.org"
    return data


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/en/", "WebSite"),
        ("/en/lecturers/", "CollectionPage"),
        ("/en/network/", "CollectionPage"),
        ("/fi/blog/", "CollectionPage"),
        ("/en/projects/", "CollectionPage"),
        ("/en/projects/soup-across-borders/", "ResearchProject"),
        ("/fi/network/sunrise-association/nadia/", "ProfilePage"),
        ("/en/network/sunrise-association/", "CollegeOrUniversity"),
        ("/en/network/sunrise-association/soup/", "BlogPosting"),
    ],
)
def test_every_page_says_what_it_is_and_where(client: Client, address: str, kind: str) -> None:
    data = told(client, address)
    assert (data["@type"], data["url"]) == (kind, SITE + address)
    assert f'<link rel="canonical" href="{SITE}{address}">' in client.get(address).text


def test_a_list_tells_the_pages_on_it(client: Client) -> None:
    listed = told(client, "/en/lecturers/?q=nadia")
    assert listed["url"] == f"{SITE}/en/lecturers/"
    assert [item["url"] for item in listed["mainEntity"]["itemListElement"]] == [
        f"{SITE}/en/network/sunrise-association/nadia/"
    ]
    assert told(client, "/en/lecturers/?q=zzzz")["mainEntity"]["itemListElement"] == []


def test_the_site_tells_how_it_is_searched(client: Client) -> None:
    target = told(client, "/fi/")["potentialAction"]["target"]
    assert "Nadia" in client.get(target.removeprefix(SITE).format(search_term_string="nadia")).text


def test_every_language_of_a_page_is_named_and_one_for_all_others(client: Client) -> None:
    shown = client.get("/fi/network/sunrise-association/nadia/").text
    named = dict(re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">', shown))
    path = "network/sunrise-association/nadia/"
    assert named == {"en": f"{SITE}/en/{path}", "fi": f"{SITE}/fi/{path}", "x-default": f"{SITE}/en/{path}"}
