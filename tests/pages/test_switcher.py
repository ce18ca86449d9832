"""The switcher: in which languages a page can be read, and where else the others lead."""

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from catalogue.checking import settle
from tests.factories.pages import lecturer, organisation, site_tree, translated
from tests.factories.topics import gender_equality
from topics.models import TopicLabel

pytestmark = pytest.mark.django_db
Group = tuple[str, list[tuple[str, str]]]


@pytest.fixture(autouse=True)
def _site() -> None:
    site_tree(["en", "fi", "ar"])


def switcher(client: Client, address: str) -> list[Group]:
    """What the switcher offers on the page at an address: each heading, and the language and address of each link."""
    settle()
    [nav] = re.findall(r'<nav class="languages".*?</nav>', client.get(address).text, re.DOTALL)
    groups = re.findall(r"<p id=[^>]*>([^<]*)</p>(.*?)</ul>", nav, re.DOTALL)
    return [(name, re.findall(r'href="([^"]*)" lang="(\w+)"', links)) for name, links in groups]


def test_a_profile_in_one_language_leads_to_the_front_pages_of_the_others(client: Client) -> None:
    lecturer("Nadia", slug="nadia")
    here = "https://testserver/en/network/nadia/"
    assert switcher(client, "/en/network/nadia/") == [
        ("This page", [(here, "en")]),
        ("Only the front page", [("/fi/", "fi"), ("/ar/", "ar")]),
    ]
    shown = client.get("/en/network/nadia/").text
    assert re.search(r"Language:</span>\s*English", shown)
    assert re.findall(r'rel="alternate" hreflang="([\w-]+)"', shown) == ["en", "x-default"]
    assert all(client.get(front).status_code == 200 for front in ("/fi/", "/ar/"))


def test_what_is_translated_comes_first_and_what_is_not_says_so_in_the_readers_language(client: Client) -> None:
    house = organisation(slug="sunrise")
    translated(house, "ar", slug="sunrise")
    [page, front] = switcher(client, "/ar/network/sunrise/")
    assert page == (
        "هذه الصفحة",
        [(f"https://testserver/{code}/network/sunrise/", code) for code in ("en", "ar")],
    )
    assert front == ("الصفحة الرئيسية فقط", [("/fi/", "fi")])
    translated(house, "fi", slug="sunrise")
    [(_name, links)] = switcher(client, "/ar/network/sunrise/")
    assert [code for _url, code in links] == ["en", "fi", "ar"]


def test_what_a_list_was_asked_goes_along_to_the_list_alone(client: Client) -> None:
    Page.objects.get(slug="lecturers", locale__language_code="fi").unpublish()
    [(_page, lists), (_front, fronts)] = switcher(client, "/en/lecturers/?topic=health")
    assert [url.partition("?")[2] for url, _code in lists] == ["topic=health", "topic=health"]
    assert fronts == [("/fi/", "fi")]


def test_a_topic_without_a_name_in_a_language_leads_to_its_front_page(client: Client) -> None:
    TopicLabel.objects.filter(topic=gender_equality(), language="ar").delete()
    [(_page, named), (_front, fronts)] = switcher(client, "/en/topics/gender-equality/")
    assert [code for _url, code in named] == ["en", "fi"]
    assert fronts == [("/ar/", "ar")]


def test_a_front_page_that_is_not_public_is_not_offered(client: Client) -> None:
    lecturer("Nadia", slug="nadia")
    Page.objects.get(slug="home-fi").unpublish()
    [_page, (_name, fronts)] = switcher(client, "/en/network/nadia/")
    assert fronts == [("/ar/", "ar")]


@pytest.mark.parametrize("address", ["/ar/network/nobody/", "/ar/no/such/page/", "/ar/topics/nothing/"])
def test_where_there_is_no_page_the_menu_and_every_front_page_lead_on(client: Client, address: str) -> None:
    [(name, fronts)] = switcher(client, address)
    assert name == "الصفحة الرئيسية فقط"
    assert fronts == [("/en/", "en"), ("/fi/", "fi"), ("/ar/", "ar")]
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.text.count("<h1>") == 1
    [menu] = re.findall(r'<ul class="menu plain">.*?</ul>', client.get("/ar/").text, re.DOTALL)
    assert menu in answer.text
    assert 'rel="canonical"' not in answer.text


@pytest.mark.parametrize("status", ["400", "403"])
def test_a_page_that_refuses_leads_on_as_well(client: Client, settings: Any, status: str) -> None:
    settings.ROOT_URLCONF = "config.gallery"
    address = f"/ar/gallery/{status}/"
    assert switcher(client, address) == [("الصفحة الرئيسية فقط", [("/en/", "en"), ("/fi/", "fi"), ("/ar/", "ar")])]
    [menu] = re.findall(r'<ul class="menu plain">.*?</ul>', client.get("/ar/").text, re.DOTALL)
    answer = client.get(address)
    assert (menu in answer.text, answer.status_code) == (True, int(status))


def test_what_django_refuses_by_itself_is_refused_by_these_pages(client: Client) -> None:
    sender = Client(enforce_csrf_checks=True)
    unsigned = sender.post("/en/_util/authenticate_with_password/1/1/")
    assert "Nothing was changed" in unsigned.text
    assert 'class="languages"' in unsigned.text
    for path in ("/en/", "/"):
        refused = client.get(path, headers={"Host": "evil.example"})
        assert (refused.status_code, "was not understood" in refused.text) == (400, True)


def test_nothing_is_there_in_a_language_without_a_front_page(client: Client) -> None:
    answer = client.get("/de/network/nobody/")
    assert answer.status_code == 404
    assert '<html lang="de"' in answer.text


def test_who_comes_to_the_sites_door_is_led_on_without_a_question(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/").headers["Location"] == "/en/"


def test_where_a_page_is_in_other_languages_only_these_are_offered(client: Client) -> None:
    nadia = lecturer("Nadia", slug="nadia", parent=organisation("Sunrise", slug="sunrise"))
    lecturer("Another", slug="nadia", parent=organisation("Moonrise"))
    translated(nadia, "ar", live=False)

    def offered(address: str) -> list[tuple[str, str]]:
        settle()
        answer = client.get(address)
        assert answer.status_code == 404
        return re.findall(r'<a href="([^"]*nadia[^"]*)" lang="(\w+)"', answer.text.partition("<main")[2])

    assert offered("/fi/network/sunrise/nadia/") == [("/en/network/sunrise/nadia/", "en")]
    for nothing in ("/fi/network/nadia/", "/fi/sunrise/nadia/", "/fi/nadia/", "/fi/network/sunrise/nadia/%00/"):
        assert offered(nothing) == []
    nadia.unpublish()
    assert offered("/fi/network/sunrise/nadia/") == []
