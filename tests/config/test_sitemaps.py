"""What search engines are asked to visit, and what they are asked to leave alone."""

import re
from collections.abc import Iterator
from unittest.mock import patch
from urllib.robotparser import RobotFileParser

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from catalogue.checking import settle
from catalogue.models import Entry
from config import sitemaps
from documents.document import Document
from documents.kinds import Kind, kinds
from home.models import HomePage
from lecturers.models import LecturerPage
from tests.factories.pages import blog, lecturer, organisation, site_tree, translated
from tests.factories.topics import gender_equality, topic

pytestmark = pytest.mark.django_db
SITE = "https://testserver"


@pytest.fixture(autouse=True)
def home() -> HomePage:
    return site_tree(["en", "fi"])


def told(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml")
    return [place.removeprefix(SITE) for place in re.findall("<loc>(.*?)</loc>", answer.text)]


def test_robots_are_sent_to_the_sitemap_and_kept_from_lists_without_end(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.text.splitlines()
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    assert {"Disallow: /*?", "Disallow: /admin/"} <= set(lines)
    assert "Vary" not in answer or "Accept-Language" not in answer["Vary"]


def test_robots_may_read_that_the_api_is_not_to_be_kept(client: Client) -> None:
    robots = RobotFileParser()
    robots.parse(client.get("/robots.txt").text.splitlines())
    for address in ("/api/v1/lecturers", "/api/v1/lecturers?q=nadia"):
        assert robots.can_fetch("*", SITE + address)
        assert client.get(address)["X-Robots-Tag"] == "noindex"
    assert not robots.can_fetch("*", f"{SITE}/admin/")


def test_each_language_has_a_sitemap_of_its_public_pages(client: Client) -> None:
    house = organisation()
    page = lecturer("Nadia", parent=house, topics=[gender_equality()], indexable=True)
    translated(page, "fi")
    lecturer("Omar", parent=house, live=False)
    topic("Nobody's topic")
    lecturer("Lina", parent=house, person=None)
    settle()
    assert told(client, "/sitemap.xml") == ["/sitemap-en-1.xml", "/sitemap-fi-1.xml"]
    lists = ["", "network/", "lecturers/", "blog/", "projects/", "topics/"]
    subjects = ["/en/topics/gender-equality/", "/en/topics/equality-and-inclusion/"]
    english = [*(f"/en/{path}" for path in lists), *subjects, "/en/network/sunrise-association/", page.url]
    assert sorted(told(client, "/sitemap-en-1.xml")) == sorted(english)
    assert told(client, "/sitemap-fi-1.xml")[-1] == "/fi/network/sunrise-association/nadia/"
    for address in english:
        assert client.get(address).status_code == 200


def test_who_leaves_is_left_out_at_once(client: Client) -> None:
    page = lecturer("Nadia", indexable=True)
    settle()
    assert page.url in told(client, "/sitemap-en-1.xml")
    page.unpublish()
    assert page.url not in told(client, "/sitemap-en-1.xml")


def test_a_private_list_is_left_out(client: Client) -> None:
    PageViewRestriction.objects.create(page=blog(), restriction_type="login")
    assert "/en/blog/" not in told(client, "/sitemap-en-1.xml")


@pytest.mark.parametrize("part", ["de-1", "en-0", "en-2", "xx-1", "en-50001", f"en-{2**63 - 1}", f"en-{10**30}"])
def test_there_is_no_empty_sitemap(client: Client, part: str) -> None:
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_much_is_told_in_parts(client: Client) -> None:
    pages = [lecturer(name, indexable=True).url for name in ("Nadia", "Omar", "Lina")]
    settle()
    with patch.object(sitemaps, "MOST", 2):
        assert told(client, "/sitemap.xml") == ["/sitemap-en-1.xml", "/sitemap-en-2.xml", "/sitemap-fi-1.xml"]
        first, second = (told(client, f"/sitemap-en-{part}.xml") for part in (1, 2))
        assert {*first[-2:], *second} == set(pages)


class ShyDocument(Document, kind="shy", collection="shies"):
    """Of a kind that may not want to be found by search engines."""

    indexable: bool = False


@pytest.fixture
def shy() -> Iterator[None]:
    kinds.add(Kind(LecturerPage, ShyDocument, lambda page: ShyDocument()))  # type: ignore[call-arg]
    yield
    kinds.remove("shy")


def test_who_may_not_be_indexed_is_left_out(client: Client, shy: None) -> None:
    for name in ("Nadia", "Omar"):
        lecturer(name)
    settle()
    told_of = Entry.objects.filter(title="Nadia")
    payload = told_of.get().payload
    told_of.update(kind="shy", payload=payload.replace('"type"', '"indexable":true,"type"'))
    Entry.objects.filter(title="Omar").update(kind="shy")
    shown = told(client, "/sitemap-en-1.xml")
    assert "/en/network/nadia/" in shown
    assert "/en/network/omar/" not in shown
