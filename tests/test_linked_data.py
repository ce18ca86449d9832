"""What search engines are told on every type of page: one block of linked data, the languages, and one address."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from blog.models import PostAuthor
from catalogue.checking import settle
from home.models import HomePage
from lecturers.models import Affiliation, LecturerPage, Talk
from tests.factories.pages import lecturer, organisation, post, project, publish, site_tree, translated
from tests.rows import kept

pytestmark = pytest.mark.django_db
SITE = "https://testserver"


@pytest.fixture(autouse=True)
@kept
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


def days_and_moments(data: Any) -> Iterator[str]:
    """Whatever is said to be a day or a moment, however deep."""
    for name, value in data.items() if isinstance(data, dict) else ():
        if name.endswith("Date") or name.startswith("date") or name == "lastReviewed":
            yield value
        for part in value if isinstance(value, list) else [value]:
            yield from days_and_moments(part)


def test_days_and_moments_are_written_as_machines_read_them(client: Client) -> None:
    day, talk = date(2026, 3, 1), Talk(title="Soup", date=date(2025, 2, 3))
    lecturer("Omar", slug="omar", talks=[talk], confirmed_on=day)
    project("Bread across borders", slug="bread", start=day, end=day)
    settle()
    moment = r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?"
    for address, expected in (
        ("/en/network/omar/", 3),
        ("/en/projects/bread/", 2),
        ("/en/network/sunrise-association/soup/", 2),
    ):
        found = list(days_and_moments(told(client, address)))
        assert len(found) == expected, address
        assert all(re.fullmatch(moment, value) for value in found), found
    changed = told(client, "/en/network/sunrise-association/soup/")["dateModified"]
    sent = client.get("/api/v1/posts/by-slug/soup").json()["data"]["updated_at"]
    assert abs(datetime.fromisoformat(changed) - datetime.fromisoformat(sent)).total_seconds() < 1


def test_a_person_is_told_to_be_only_where_they_still_are(client: Client) -> None:
    today, day = timezone.localdate(), timedelta(days=1)
    ends = {"Open": None, "Ends later": today + day, "Ends today": today, "Ended": today - day}
    lecturer("Omar", slug="omar", affiliations=[Affiliation(name=name, end=end) for name, end in ends.items()])
    settle()
    present = [{"@type": "Organization", "name": name} for name in ("Open", "Ends later", "Ends today")]
    assert told(client, "/en/network/omar/")["mainEntity"]["affiliation"] == present
    Affiliation.objects.exclude(name="Ended").delete()
    publish(LecturerPage.objects.get(slug="omar"))
    settle()
    assert "affiliation" not in told(client, "/en/network/omar/")["mainEntity"]
    assert "Ended" in client.get("/en/network/omar/").text.partition("<main")[2]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_site_has_the_name_that_stands_above_every_page(client: Client, language: str) -> None:
    site_tree(["en", "ar"])
    home = HomePage.objects.get(locale__language_code=language)
    home.title = "Home"
    publish(home)
    [above] = re.findall(r'class="brand__name">([^<]+)<', client.get(f"/{language}/").text)
    assert told(client, f"/{language}/")["name"] == above != "Home"


def test_the_site_tells_how_it_is_searched(client: Client) -> None:
    target = told(client, "/fi/")["potentialAction"]["target"]
    assert "Nadia" in client.get(target.removeprefix(SITE).format(search_term_string="nadia")).text


def test_every_language_of_a_page_is_named_and_one_for_all_others(client: Client) -> None:
    shown = client.get("/fi/network/sunrise-association/nadia/").text
    named = dict(re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">', shown))
    path = "network/sunrise-association/nadia/"
    assert named == {"en": f"{SITE}/en/{path}", "fi": f"{SITE}/fi/{path}", "x-default": f"{SITE}/en/{path}"}


def test_a_post_names_only_authors_who_want_to_be_found(client: Client) -> None:
    nadia = LecturerPage.objects.get(slug="nadia", locale__language_code="en")
    shy = lecturer("Shy", indexable=False)
    made = post("Bread", authors=[PostAuthor(lecturer=nadia), PostAuthor(lecturer=shy), PostAuthor(name="Ada")])
    settle()
    assert [author["name"] for author in told(client, made.url)["author"]] == ["Nadia", "Ada"]
    assert "Shy" in client.get(made.url).text
    shy.indexable = True
    publish(shy)
    settle()
    assert [author["name"] for author in told(client, made.url)["author"]] == ["Nadia", "Shy", "Ada"]
