"""A page that stands in for its translation: the frame is the reader's, and says in which language the words are."""

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale, Page

from catalogue.checking import settle
from home.models import HomePage
from pages.chrome import menu, spoken
from tests.factories.pages import lecturer, network, organisation, publish, site_tree

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home() -> HomePage:
    """A site in Arabic, and Finnish aliases of its front page and its lists."""
    made = site_tree(["ar", "en"])
    made.summary = "نعلّم معًا."
    publish(made)
    lecturer("Nadia", slug="nadia", parent=network("ar"))
    finnish = Locale.objects.get_or_create(language_code="fi")[0]
    made.copy_for_translation(finnish, alias=True)
    for child in made.get_children():
        child.copy_for_translation(finnish, alias=True)
    settle()
    return HomePage.objects.get(pk=made.pk)


def main(client: Client, path: str) -> str:
    return client.get(path).text.partition("<main")[2]


def test_words_of_a_list_are_in_the_language_that_they_are_said_to_be_in(client: Client) -> None:
    shown = client.get("/fi/lecturers/").text
    assert '<html lang="fi" dir="ltr">' in shown
    assert re.search(r'<div lang="ar" dir="rtl">\s*<h1>المحاضرون</h1>', shown)
    assert re.search(r"<div>\s*<h1>المحاضرون</h1>", client.get("/ar/lecturers/").text)


def test_words_of_a_front_page_too_but_not_those_that_the_site_has_for_it(client: Client, home: HomePage) -> None:
    shown = main(client, "/fi/")
    assert '<p class="hero__lead" lang="ar" dir="rtl">نعلّم معًا.</p>' in shown
    assert "<h1>Rajojen yli" in shown
    home.hero_title = "أهلًا"
    publish(home)
    assert '<h1 lang="ar" dir="rtl">أهلًا</h1>' in main(client, "/fi/")
    own = main(client, "/ar/")
    assert "<h1>أهلًا</h1>" in own
    assert '<p class="hero__lead">نعلّم معًا.</p>' in own


def test_names_in_the_menu_are_told_apart(client: Client) -> None:
    [shown] = re.findall(r'<ul class="menu plain">.*?</ul>', client.get("/fi/").text, re.DOTALL)
    assert re.findall(r'<a href="/fi/(\w+)/" lang="ar">', shown) == ["network", "lecturers", "blog", "projects"]
    [own] = re.findall(r'<ul class="menu plain">.*?</ul>', client.get("/ar/").text, re.DOTALL)
    assert "lang=" not in own


def test_the_switcher_leads_to_where_the_page_is_written(client: Client) -> None:
    [shown] = re.findall(r'<nav class="languages".*?</nav>', client.get("/fi/lecturers/").text, re.DOTALL)
    assert re.findall(r'href="https://testserver(/\w+/lecturers/)"', shown) == ["/en/lecturers/", "/ar/lecturers/"]
    Page.objects.get(slug="lecturers", locale__language_code="en").unpublish()
    Page.objects.get(slug="home-en").unpublish()
    [shown] = re.findall(r'<nav class="languages".*?</nav>', client.get("/fi/lecturers/").text, re.DOTALL)
    assert re.findall(r'href="https://testserver(/\w+/lecturers/)"', shown) == ["/ar/lecturers/"]


def test_an_alias_of_an_alias_has_the_words_of_the_first(django_assert_num_queries: Any) -> None:
    finnish = Page.objects.get(slug="lecturers", locale__language_code="fi")
    dutch = Locale.objects.get_or_create(language_code="nl")[0]
    copy = Page.objects.get(slug="lecturers", locale__language_code="en")
    Page.objects.filter(pk=copy.pk).update(alias_of=finnish, locale=dutch)
    assert spoken(Page.objects.get(pk=copy.pk)) == "ar"
    front = HomePage.objects.get(locale__language_code="fi")
    front.locale  # noqa: B018 - read before the queries are counted
    menu(front)
    with django_assert_num_queries(1):
        assert {entry["spoken"] for entry in menu(front)} == {"ar"}


def test_a_thing_leads_on_to_a_language_in_which_it_exists(client: Client) -> None:
    house = organisation(slug="sunrise", parent=network("ar"))
    house.copy_for_translation(Locale.objects.get(language_code="fi"), alias=True)
    settle()
    answer = client.get("/fi/network/sunrise/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ar/network/sunrise/")
