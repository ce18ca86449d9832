"""Pages found by their address, pages that ask for a password, and names of pictures that nobody has made."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from catalogue.checking import settle
from catalogue.models import Entry
from home.models import HomePage
from lecturers.models import LecturerIndexPage, LecturerPage
from media.models import PublicRendition
from pages.reasons import Reason
from people.models import Purpose
from tests.factories.media import ImageFactory
from tests.factories.pages import lecturer, organisation, person_with_consent, site_tree, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings: Any, tmp_path: Any) -> HomePage:
    settings.VAR_DIR = tmp_path
    return site_tree(["en", "fi"])


@pytest.fixture
def nadia(home: HomePage) -> LecturerPage:
    page: LecturerPage = lecturer("Nadia Example", parent=organisation())
    settle()
    return page


def ask_for_password(page: Page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type="password", password="opensesame")


def door(restriction: PageViewRestriction, page: Page) -> str:
    return f"/en/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"


def test_a_page_that_asks_for_a_password_opens_with_it(client: Client, home: HomePage) -> None:
    bank = LecturerIndexPage.objects.get(locale__language_code="en")
    restriction = ask_for_password(bank)
    asked = client.get("/en/lecturers/")
    assert door(restriction, bank) in asked.text
    assert "csrftoken" in asked.cookies
    assert "No cookies" not in asked.text
    assert "no-store" in asked.headers["Cache-Control"]
    wrong = client.post(door(restriction, bank), {"password": "wrong", "return_url": "/en/lecturers/"})
    assert wrong.status_code == 200
    right = client.post(door(restriction, bank), {"password": "opensesame", "return_url": "/en/lecturers/"})
    assert right.headers["Location"] == "/en/lecturers/"
    shown = client.get("/en/lecturers/")
    assert 'id="results"' in shown.text
    assert "no-store" in shown.headers["Cache-Control"]


def test_no_password_is_asked_for_what_asks_for_none(client: Client, home: HomePage, nadia: LecturerPage) -> None:
    """Or numbers could be tried until a form, or an error, says that there is a page."""
    bank = LecturerIndexPage.objects.get(locale__language_code="en")
    restriction, of_nadia = ask_for_password(bank), ask_for_password(nadia)
    draft = lecturer("Draft Example", live=False)
    for page in (home, nadia, draft):
        assert client.get(door(restriction, page)).status_code == 404
    assert client.get(door(of_nadia, nadia)).status_code == 404
    assert client.get(f"/en/_util/authenticate_with_password/{restriction.pk}/999999/").status_code == 404


def test_who_must_sign_in_is_sent_to_the_one_login_there_is(client: Client, home: HomePage) -> None:
    bank = LecturerIndexPage.objects.get(locale__language_code="en")
    PageViewRestriction.objects.create(page=bank, restriction_type="login")
    asked = client.get("/en/lecturers/", follow=True)
    assert asked.redirect_chain == [("/admin/login/?next=/en/lecturers/", 302)]
    assert asked.status_code == 200


def test_a_stand_in_for_a_translation_leads_on_only_while_there_is_something(
    client: Client, nadia: LecturerPage
) -> None:
    finnish = translated(nadia, "fi")
    alias = finnish.get_parent()
    assert alias.alias_of_id
    settle()
    assert client.get(alias.url).headers["Location"] == nadia.get_parent().url
    nadia.get_parent().specific.unpublish()
    settle()
    assert client.get("/fi/network/sunrise-association/").status_code == 404


def answered(client: Client, path: str) -> int:
    """The status; a file is read to its end, which is when it is closed."""
    response: Any = client.get(path)
    if response.streaming:
        response.getvalue()
    return int(response.status_code)


def test_a_picture_ends_with_what_shows_it_before_its_file_is_gone(client: Client, home: HomePage) -> None:
    person = person_with_consent("Nadia", Purpose.PROFILE, Purpose.PHOTO)
    nadia = lecturer("Nadia Example", person=person, photo=ImageFactory())
    settle()
    pictures = PublicRendition.objects.filter(key=nadia.translation_key)
    assert [answered(client, picture.path) for picture in pictures] == 4 * [200]
    Entry.objects.filter(thing=nadia.translation_key).end(Reason.UNPUBLISHED)
    assert [answered(client, picture.path) for picture in pictures] == 4 * [404]


def test_no_image_search_collects_portraits(client: Client, home: HomePage) -> None:
    person = person_with_consent("Nadia", Purpose.PROFILE, Purpose.PHOTO)
    nadia = lecturer("Nadia Example", person=person, photo=ImageFactory(), indexable=True)
    settle()
    for shown in PublicRendition.objects.filter(key=nadia.translation_key):
        response: Any = client.get(shown.path)
        assert (response.status_code, response.headers["X-Robots-Tag"]) == (200, "noindex")
        response.getvalue()


@pytest.mark.parametrize("name", ["%00", "a%00.webp", "x" * 65, "%F0%9F%92%A9.jpg", "..%2Fdb.sqlite3", "a b", "%FF"])
def test_no_picture_has_such_a_name(client: Client, name: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/media/{name}").status_code == 404
    assert "publicrendition" not in str(captured.captured_queries)


def test_not_even_search_engines_are_told_an_address_for_mail(client: Client, nadia: LecturerPage) -> None:
    """An import or a translator's text has passed no form that would refuse it."""
    Page.objects.filter(pk=nadia.pk).update(
        seo_title="Nadia (nadia@example.org)", search_description="Write to nadia@example.org"
    )
    told = client.get(nadia.url).text
    assert "<title>Nadia (…) – " in told
    assert '<meta name="description" content="Write to …">' in told
    assert "@example.org" not in told
