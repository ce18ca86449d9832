"""A small site, an index of each test's own, and how a partner site asks."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from catalogue.checking import settle
from home.models import HomePage
from lecturers.models import LecturerPage
from network.models import OrganisationPage
from search import reading
from search.embedded.engine import EmbeddedEngine
from tests.factories.pages import lecturer, organisation, site_tree, translated

ROOT = "/api/v1"
Get = Callable[..., Any]


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files and an index for this test alone."""
    settings.VAR_DIR = tmp_path
    made = EmbeddedEngine(tmp_path / "index")
    monkeypatch.setattr(reading, "engine", lambda: made)
    return tmp_path


@pytest.fixture
def home(request: pytest.FixtureRequest, var: Path) -> HomePage:
    """The site in English and Finnish."""
    transactional = request.node.get_closest_marker("django_db").kwargs.get("transaction")
    request.getfixturevalue("transactional_db" if transactional else "db")
    cache.clear()
    return site_tree(["en", "fi"])


@pytest.fixture
def org(home: HomePage) -> OrganisationPage:
    made = organisation("Sunrise Association")
    settle()
    return made


@pytest.fixture
def nadia(org: OrganisationPage) -> LecturerPage:
    """A lecturer of the organisation, in English and Finnish."""
    made = lecturer("Nadia Example", parent=org, bio="<p>Teaches “A\\B” \\u0000origin</p>")
    translated(made, "fi", slug="nadia-esimerkki")
    settle()
    return made


@pytest.fixture
def get(client: Client) -> Get:
    """`get("/lecturers?q=x")` asks the API and checks what holds for each of its answers."""

    def ask(path: str, method: str = "get", **headers: str) -> HttpResponse:
        asked = {name.replace("_", "-"): value for name, value in headers.items()}
        address = path if path.startswith("/api") else ROOT + path
        response = getattr(client, method)(address, headers=asked)
        assert response.cookies == {}
        assert response.headers["X-Request-ID"]
        kept = address.partition("?")[0] == f"{ROOT}/docs"
        assert response.headers.get("X-Robots-Tag") == (None if kept else "noindex")
        if response.status_code >= 400:
            assert_problem(response, method)
        return response

    return ask


def assert_problem(response: Any, method: str = "get") -> None:
    """An error is a problem document, whatever went wrong, and no cache keeps it."""
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers
    if method == "head":
        assert response.content == b""
        return
    told = json.loads(response.content)
    assert {"type", "title", "status", "detail", "errors", "request_id"} <= set(told)
    assert told["status"] == response.status_code
    assert told["request_id"] == response.headers["X-Request-ID"]
    assert told["type"].startswith("https://testserver/problems/") or told["type"] == "about:blank"
    assert told["title"]
    assert not {b"<", b">", b"&"} & {response.content[i : i + 1] for i in range(len(response.content))}
    for error in told["errors"]:
        assert set(error) == {"parameter", "code", "detail", "did_you_mean"}
        assert len(error["did_you_mean"]) <= 3
