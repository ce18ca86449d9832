"""Who asks too often is told when to come back, and nobody else waits for it."""

import json
import re
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client, RequestFactory

from config.limiting import client as who_asks
from lecturers.models import LecturerIndexPage
from tests.factories.pages import organisation, publish, site_tree

pytestmark = pytest.mark.django_db
LIST, DOCUMENT = "/api/v1/lecturers", "/api/v1/openapi.json"


@pytest.fixture(autouse=True)
def three(settings: LazySettings) -> None:
    """Three requests a minute. Each client of the tests counts anew."""
    settings.RATE_LIMIT = 3


def left(response: Any) -> int:
    assert response.headers["RateLimit-Policy"] == '"default";q=3;w=60'
    told = re.fullmatch(r'"default";r=(\d+);t=(\d+)', response.headers["RateLimit"])
    assert told
    assert 1 <= int(told[2]) <= 60
    return int(told[1])


def test_what_is_left_is_told_until_nothing_is(client: Client) -> None:
    assert [left(client.get(LIST)) for _request in range(3)] == [2, 1, 0]
    refused = client.get(LIST)
    assert (refused.status_code, left(refused)) == (429, 0)
    assert refused.headers["Retry-After"] == refused.headers["RateLimit"].rpartition("=")[2]
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert json.loads(refused.content)["type"] == "https://testserver/problems/too-many-requests"
    assert refused.headers["Cache-Control"] == "no-store"


def test_a_browser_on_another_site_hears_of_it_too(client: Client) -> None:
    for _request in range(4):
        response = client.get(LIST, headers={"Origin": "https://partner.example"})
    assert response.status_code == 429
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert {"RateLimit", "Retry-After"} <= set(response.headers["Access-Control-Expose-Headers"].split(", "))


def test_what_has_not_changed_costs_nothing(client: Client) -> None:
    etag = client.get(LIST).headers["ETag"]
    for _request in range(5):
        response = client.get(LIST, headers={"If-None-Match": etag})
        assert (response.status_code, left(response)) == (304, 2)


@pytest.mark.parametrize(
    ("path", "method"),
    [(DOCUMENT, "get"), (LIST, "head"), (f"{LIST}?unknown=1", "get"), (f"{LIST}/x", "get"), (LIST, "post"),
     ("/api/v1/nothing", "get"), (f"{LIST}/", "get")],
)  # fmt: skip
def test_everything_else_costs_one(client: Client, path: str, method: str) -> None:
    assert left(getattr(client, method)(path)) == 2


def test_asking_what_may_be_done_is_free(client: Client) -> None:
    for _request in range(5):
        response = client.options(LIST)
        assert response.status_code == 204
        assert "RateLimit" not in response.headers


def test_everybody_has_a_limit_of_their_own(client: Client) -> None:
    for _request in range(4):
        assert client.get(LIST, REMOTE_ADDR="192.0.2.1").status_code in (200, 429)
    assert client.get(LIST, REMOTE_ADDR="192.0.2.1").status_code == 429
    assert client.get(LIST, REMOTE_ADDR="192.0.2.2").status_code == 200
    assert client.get(LIST, REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": "192.0.2.9"}).status_code == 429


@pytest.mark.parametrize(
    ("trusted", "connected", "written", "expected"),
    [
        (False, "192.0.2.1", "198.51.100.7", "192.0.2.1"),
        (True, "192.0.2.1", "198.51.100.7", "198.51.100.7"),
        (True, "192.0.2.1", "203.0.113.5, 198.51.100.7", "198.51.100.7"),
        (True, "192.0.2.1", "198.51.100.7,<script>", "192.0.2.1"),
        (True, "192.0.2.1", "", "192.0.2.1"),
        (False, "2001:db8:1:2:3::4", "", "2001:db8:1:2::/64"),
        (True, "192.0.2.1", "2001:db8:1:2::9", "2001:db8:1:2::/64"),
        (False, "", "", ""),
    ],
)
def test_who_asks(settings: LazySettings, trusted: bool, connected: str, written: str, expected: str) -> None:
    settings.TRUST_PROXY = trusted
    headers = {"X-Forwarded-For": written} if written else {}
    assert who_asks(RequestFactory().get(LIST, headers=headers, REMOTE_ADDR=connected)) == expected


@pytest.fixture
def bank(db: None) -> str:
    """The address of a list for people."""
    cache.clear()
    site_tree(["en"])
    page = LecturerIndexPage.objects.first()
    assert page
    return str(page.get_url())


def test_people_get_a_page_in_their_language(client: Client, bank: str) -> None:
    for _request in range(3):
        assert client.get(f"{bank}?q=gender").status_code == 200
    refused = client.get(f"{bank}?q=gender")
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["Content-Type"].startswith("text/html")
    assert "A moment, please" in refused.content.decode()
    assert "no-store" in refused.headers["Cache-Control"]
    assert 'lang="fi"' in client.get(f"{bank.replace('/en/', '/fi/')}?q=gender").content.decode()


def test_what_asks_nothing_is_never_refused(client: Client, bank: str) -> None:
    publish(organisation())
    for path in (bank, "/en/", "/healthz", "/admin/login/?next=/admin/"):
        for _request in range(4):
            response = client.get(path)
            assert response.status_code in (200, 404)
            assert "RateLimit" not in response.headers


def test_nought_is_without_limit(client: Client, settings: LazySettings) -> None:
    settings.RATE_LIMIT = 0
    for _request in range(5):
        response = client.get(LIST)
        assert response.status_code == 200
        assert "RateLimit" not in response.headers


def test_who_cannot_be_counted_may_ask(client: Client, settings: LazySettings) -> None:
    settings.RATE_LIMIT_STORAGE = "redis://127.0.0.1:1/0"
    for _request in range(5):
        response = client.get(LIST)
        assert response.status_code == 200
        assert "RateLimit" not in response.headers
