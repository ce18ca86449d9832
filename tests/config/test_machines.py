"""Programs are answered without what is only for people, and as well guarded."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from config import middleware
from people.models import User

pytestmark = pytest.mark.django_db
ADDRESSES = ["/api/v1/lecturers", "/api/v1/openapi.json", "/api/none", "/api/v1/lecturers/none"]


@pytest.mark.parametrize("path", ADDRESSES)
def test_nobody_is_looked_up(path: str, django_assert_num_queries: Any) -> None:
    """Whoever is signed in costs a query for the session and one for the account, where somebody looks."""
    client = Client()
    stranger = client.get(path)
    client.force_login(User.objects.create_superuser(email="admin@example.org", password="x" * 20))
    with django_assert_num_queries(1 if path == ADDRESSES[0] else 0):
        known = client.get(path)
    assert known.status_code == stranger.status_code
    assert known.headers["Cache-Control"] == stranger.headers["Cache-Control"]
    assert not hasattr(known.wsgi_request, "session")


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_answer_is_guarded(client: Client, path: str) -> None:
    headers = client.get(path, headers={"Origin": "https://partner.example"}).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert int(headers["Content-Length"]) > 0
    assert headers["X-Request-ID"]


def test_data_loads_nothing(client: Client) -> None:
    policy = client.get("/api/v1/lecturers").headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; frame-ancestors 'none'"


def test_the_language_is_not_that_of_the_reader_before(client: Client) -> None:
    said = client.get("/api/v1/countries").content
    translation.activate("fi")
    assert client.get("/api/v1/countries", headers={"Accept-Language": "fi"}).content == said


def test_only_short_paths_are_remembered(client: Client) -> None:
    """Thousands of long ones would be a lot of memory in each process."""
    known = middleware._match.cache_info().currsize
    assert client.get(f"/api/{'x' * 50_000}").status_code == 404
    assert middleware._match.cache_info().currsize == known
    assert client.get("/api/asked-by-nobody-else").status_code == 404
    assert middleware._match.cache_info().currsize == known + 1


def test_a_strange_host_is_refused(client: Client) -> None:
    response = client.get("/api/v1/lecturers", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(method: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)("/api/v1/lecturers", {"x": 1}, "application/json")
    assert response.status_code == 405
    assert response.headers["Content-Type"] == "application/problem+json"
