"""Public addresses give and take nothing but what is asked of them: no cookie is set, and nothing sent is accepted."""

import secrets
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from wagtail.models import PageViewRestriction

from catalogue.checking import settle
from home.models import HomePage
from lecturers.models import LecturerIndexPage
from people.models import User
from tests.factories.pages import lecturer, organisation, site_tree
from tests.factories.people import PASSWORD, new_user
from tests.factories.topics import gender_equality

pytestmark = pytest.mark.django_db
PAGES = ["/en/", "/fi/lecturers/", "/en/network/sunrise/nadia/", "/en/topics/", "/fi/topics/gender-equality/"]
OTHERS = ["/", "/en/nothing-here/", "/api/v1/lecturers", "/api/none", "/media/none.webp", "/documents/7/none.pdf",
          "/robots.txt", "/sitemap.xml", "/sitemap-en-1.xml", "/healthz", "/docs"]  # fmt: skip
#: Read only, each by a view of its own.
SINGLE = ["/en/nothing-here/", "/robots.txt", "/sitemap.xml", "/media/none.webp", "/documents/7/none.pdf", "/healthz",
          "/readyz", "/docs", "/problems/gone"]  # fmt: skip
#: What Django takes for broken, or for cookies of its own that are gone.
MALFORMED = ["", "x", "..", "\xe2\x98", "a" * 31, "A" * 33, "0123456789!", "%00", "a" * 65, secrets.token_hex(16)]


@pytest.fixture(autouse=True)
def _site(settings: Any, tmp_path: Any) -> None:
    settings.VAR_DIR = tmp_path
    site_tree(["en", "fi"])
    gender_equality()
    lecturer("Nadia", parent=organisation("Sunrise"))
    settle()


@pytest.mark.parametrize("name", [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"])
def test_no_cookie_is_answered_with_one(client: Client, name: str) -> None:
    for path in (*PAGES, *OTHERS):
        plain = client.get(path)
        assert path not in PAGES or plain.status_code == 200
        for value in MALFORMED:
            answer = client.get(path, headers={"Cookie": f"{name}={value}"})
            assert answer.cookies == {}, (path, value)
            assert answer.status_code == plain.status_code
            for header in ("Cache-Control", "Vary"):
                assert answer.headers.get(header) == plain.headers.get(header), (path, value)
    assert not Session.objects.exists()


def test_whoever_signs_in_has_cookies_that_work_though_they_came_with_others(client: Client) -> None:
    user: User = new_user(is_superuser=True)
    browser = Client(enforce_csrf_checks=True)
    browser.cookies.load({settings.SESSION_COOKIE_NAME: "broken", settings.CSRF_COOKIE_NAME: "broken"})
    token = browser.get("/admin/login/").cookies[settings.CSRF_COOKIE_NAME].value
    form = {"username": user.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert browser.post("/admin/login/", form).status_code == 302
    assert browser.get("/admin/").status_code == 200


def test_what_is_sent_to_what_is_read_is_not_allowed(client: Client) -> None:
    browser = Client(enforce_csrf_checks=True)
    for path in (*PAGES, *SINGLE):
        for method in ("post", "put", "patch", "delete"):
            refused = getattr(browser, method)(path, {"x": "<script>"}, content_type="application/json")
            assert refused.status_code == 405, (path, method)
            assert {"GET", "HEAD"} <= set(refused.headers["Allow"].split(", "))
            assert refused.headers["Cache-Control"] == "private, no-store"
            assert refused.cookies == {}
    for path in ("/en/", "/fi/lecturers/"):
        for answer in (client.options(path), client.post(path), client.trace(path)):
            assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_so_does_a_page_behind_a_password_which_is_sent_elsewhere_and_with_a_token() -> None:
    bank = LecturerIndexPage.objects.get(locale__language_code="fi")
    restriction = PageViewRestriction.objects.create(page=bank, restriction_type="password", password="open sesame")
    browser = Client(enforce_csrf_checks=True)
    asked = browser.get("/fi/lecturers/")
    assert browser.post("/fi/lecturers/", {"password": "open sesame"}).status_code == 405
    door = f"/fi/_util/authenticate_with_password/{restriction.pk}/{bank.pk}/"
    sent = {"password": "open sesame", "return_url": "/fi/lecturers/"}
    refused = browser.post(door, sent)
    assert refused.status_code == 403
    assert "<style" not in refused.text
    assert 'lang="fi"' in refused.text, "in the language of whoever reads it"
    token = asked.cookies[settings.CSRF_COOKIE_NAME].value
    assert browser.post(door, {**sent, "csrfmiddlewaretoken": token}).headers["Location"] == "/fi/lecturers/"


def test_where_something_is_changed_a_token_is_needed() -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(new_user(is_superuser=True))
    home = HomePage.objects.get(locale__language_code="en")
    for path in ("/admin/login/", f"/admin/pages/{home.pk}/edit/", f"/admin/pages/{home.pk}/privacy/"):
        assert browser.post(path, {"restriction_type": "login"}).status_code == 403, path
    assert not PageViewRestriction.objects.exists()
