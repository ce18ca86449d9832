"""Which language answers, and which addresses have none."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from tests.factories.pages import site_tree

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("fi", "fi"), ("nl-BE,nl;q=0.9", "nl"), ("ar", "ar"), ("ja", "en"), ("xx-invalid;;q=9", "en"), ("", "en")],
)
def test_the_root_leads_to_the_browsers_language(client: Client, accepted: str, language: str) -> None:
    response = client.get("/", headers={"Accept-Language": accepted})
    assert (response.status_code, response.headers["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("path", ["/", "/none"])
def test_a_cookie_says_nothing_of_it(client: Client, path: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    response = client.get(path, headers={"Accept-Language": "fi"})
    assert response.headers.get("Location", "/fi/").startswith("/fi/")
    assert response.headers.get("Content-Language", "fi") == "fi"
    assert "Cookie" not in response.headers["Vary"]


@pytest.mark.parametrize("path", ["", "lecturers/", "lecturers/?q=%C3%A9galit%C3%A9&country=FI", "network/"])
def test_a_language_that_has_no_pages_yet_leads_to_those_of_the_first(client: Client, path: str) -> None:
    site_tree(["en", "fi"])
    assert client.get(f"/fi/{path}").status_code == 200
    response = client.get(f"/de/{path}")
    assert (response.status_code, response.headers["Location"]) == (302, f"/en/{path}")
    assert client.get(response.headers["Location"]).status_code == 200


@pytest.mark.parametrize("path", ["/api/none", "/admin/none/", "/documents/none", "/media/none", "/static/none"])
def test_machine_addresses_never_lead_to_a_language(client: Client, path: str) -> None:
    response = client.get(path, headers={"Accept-Language": "fi"})
    assert not response.headers.get("Location", "").startswith("/fi")
    assert "Content-Language" not in response.headers


def test_a_machine_address_leaves_no_language_of_the_request_before(client: Client) -> None:
    client.get("/fi/")
    client.get("/healthz", headers={"Accept-Language": "fi"})
    assert translation.get_language() == settings.LANGUAGE_CODE


def test_all_ten_languages_are_there() -> None:
    codes = ["en", "fi", "nl", "fr", "it", "el", "de", "es", "uk", "ar"]
    assert [code for code, _name in settings.LANGUAGES] == codes
    assert settings.WAGTAIL_CONTENT_LANGUAGES == settings.LANGUAGES
