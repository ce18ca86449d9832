"""The frame around every public page: addresses, languages and the menu."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from wagtail.models import Page, Site

from home.models import HomePage
from lecturers.models import LecturerIndexPage
from network.models import NetworkIndexPage
from pages.chrome import address, chrome, front_pages, languages, menu
from tests.factories.pages import lecturer, network, organisation, site_tree, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> HomePage:
    return site_tree(["en", "fi", "ar"])


def test_an_address_is_in_the_pages_own_language(home: HomePage) -> None:
    with translation.override("fi"):
        assert address(home) == "/en/"
        assert address(network("fi")) == "/fi/network/"
    assert address(network("ar")) == "/ar/network/"
    assert address(organisation(slug="ääkkönen")) == "/en/network/%C3%A4%C3%A4kk%C3%B6nen/"


def test_a_page_outside_every_site_has_no_address(home: HomePage) -> None:
    page = network()
    Site.objects.all().delete()
    assert address(Page.objects.get(pk=page.pk)) == ""


def test_languages_are_in_the_sites_order_and_in_their_own_name() -> None:
    told = languages("fi", {"ar": "/ar/x/", "fi": "/fi/x/", "xx": "/xx/x/"}, {"en": "/en/", "fi": "/fi/"})
    assert [(each["locale"], each["label"], each["url"], each["current"], each["exists"]) for each in told] == [
        ("en", "English", "/en/", False, False),
        ("fi", "Suomi", "/fi/x/", True, True),
        ("ar", "العربية", "/ar/x/", False, True),
    ]


def test_front_pages_are_those_that_the_public_can_read(django_assert_num_queries: Any) -> None:
    site_tree(["en", "fi", "ar", "nl", "it"])
    org = organisation()
    Page.objects.get(slug="home-it").unpublish()
    HomePage.objects.filter(slug="home-nl").update(alias_of=HomePage.objects.get(slug="home-en"))
    address(org)  # where the site's roots are is read once
    with django_assert_num_queries(1):
        assert front_pages(org) == {"en": "/en/", "fi": "/fi/", "ar": "/ar/"}


def test_the_menu_has_what_editors_put_there_in_the_pages_language(
    home: HomePage, django_assert_num_queries: Any
) -> None:
    Page.objects.update(show_in_menus=False)
    Page.objects.type(LecturerIndexPage, NetworkIndexPage).update(show_in_menus=True)
    Page.objects.filter(pk=LecturerIndexPage.objects.child_of(home).get().pk).update(live=False)
    org = organisation()
    told = menu(org)
    assert [(each["label"], each["url"], each["current"]) for each in told] == [("Network", "/en/network/", True)]
    assert not any(each["current"] for each in menu(lecturer(parent=org)))
    fi = Page.objects.get(slug="home-fi").specific
    assert [each["url"] for each in menu(fi)] == ["/fi/network/", "/fi/lecturers/"]
    assert not any(each["current"] for each in menu(fi))
    fi.locale  # noqa: B018 - read before the queries are counted
    with django_assert_num_queries(1):
        menu(fi)


def test_the_frame_says_what_search_engines_want(home: HomePage) -> None:
    org = organisation(summary="We teach.")
    translated(org, "fi")
    told = chrome(org, {"en": "/en/x/", "fi": "/fi/x/"})
    assert (told["title"], told["description"]) == ("Sunrise Association", "We teach.")
    assert told["canonical_url"] == "https://testserver/en/network/sunrise-association/"
    assert [each["locale"] for each in told["translations"] if each["exists"]] == ["en", "fi"]
    assert told["default_url"] == "/en/x/"
    assert chrome(org, {"fi": "/fi/x/"})["default_url"] == "/fi/x/"
    org.seo_title, org.search_description = "Sunrise", "An NGO"
    told = chrome(org, {})
    assert (told["title"], told["description"]) == ("Sunrise", "An NGO")
    assert not any(each["exists"] for each in told["translations"])


@pytest.mark.parametrize(("language", "said"), [("en", ""), ("fi", ' lang="en"'), ("ar", "")])
def test_a_name_that_is_left_in_english_is_said_to_be(home: HomePage, client: Client, language: str, said: str) -> None:
    shown = client.get(f"/{language}/").text
    for name in (f'<span class="brand__name"{said}>', f'<p class="foot__title"{said}>'):
        assert shown.count(name) == 1


@pytest.mark.parametrize("language", ["en", "fi", "ar"])
def test_the_foot_says_what_the_site_is_made_for_and_asks_nothing_of_readers(
    client: Client, home: HomePage, language: str
) -> None:
    foot = client.get(f"/{language}/").text.partition('<footer class="foot">')[2]
    [said] = re.findall(r"<div>\s*<p>([^<]*)</p>\s*</div>", foot)
    assert said.count(".") == 1
