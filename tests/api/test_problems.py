"""Everything that may be sent, to every endpoint: an answer or a problem document, and nothing reflected."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import OperationalError
from django.test import Client

from api.problems import TYPES
from documents.kinds import kinds
from search import reading
from tests.api.conftest import Get, assert_problem
from tests.api.documents import lecturer_entry, organisation_entry, post_entry, project_entry
from tests.factories.topics import gender_equality

pytestmark = pytest.mark.django_db
KEY = UUID("11111111-2222-4333-8444-555555555555")
MADE = {
    "lecturers": lecturer_entry,
    "organisations": organisation_entry,
    "posts": post_entry,
    "projects": project_entry,
}
KEYS = {collection: UUID(int=KEY.int + number) for number, collection in enumerate(MADE)}
LISTS = [f"/{kind.collection}" for kind in kinds]
ITEMS = [f"{path}/{name}" for path in LISTS for name in (KEY, "by-slug/x")]
VOCABULARIES = ["/topics", "/topics/gender-equality", "/countries", "/countries/FI", "/languages", "/languages/fi"]
ENDPOINTS = [*LISTS, *ITEMS, "/search", *VOCABULARIES, "/openapi.json"]


@pytest.fixture(autouse=True)
def things(var: object, db: None) -> None:
    for collection, make in MADE.items():
        make(key=KEYS[collection])
    gender_equality()


def at(path: str) -> str:
    """Each thing has a key of its own."""
    return path.replace(str(KEY), str(KEYS.get(path.split("/")[1], KEY)))


@pytest.mark.parametrize("path", ENDPOINTS)
class TestEveryEndpoint:
    def test_it_answers_anybody(self, get: Get, path: str) -> None:
        response = get(at(path), Origin="https://partner.example")
        assert response.status_code == 200
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers
        for name in ("ETag", "Link"):
            assert name in response.headers["Access-Control-Expose-Headers"]
        age = "3600" if path == "/openapi.json" else "30"
        assert f"public, max-age={age}" in response.headers["Cache-Control"]
        assert "Cookie" not in response.headers.get("Vary", "")

    def test_head_has_the_same_headers_and_no_body(self, get: Get, path: str) -> None:
        got, head = get(at(path)), get(at(path), "head")
        assert (head.status_code, head.content) == (200, b"")
        own = {"X-Request-ID"}
        assert {k: v for k, v in head.headers.items() if k not in own} == {
            k: v for k, v in got.headers.items() if k not in own
        }

    def test_options_says_what_may_be_done(self, get: Get, path: str) -> None:
        response = get(at(path), "options")
        assert (response.status_code, response.content) == (204, b"")
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
        preflight = get(
            at(path), "options", Origin="https://partner.example", Access_Control_Request_Method="GET",
            Access_Control_Request_Headers="if-none-match",
        )  # fmt: skip
        assert preflight.headers["Access-Control-Allow-Origin"] == "*"
        assert "GET" in preflight.headers["Access-Control-Allow-Methods"]

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_nothing_else_may_be_done(self, get: Get, path: str, method: str) -> None:
        response = get(at(path), method)
        assert response.status_code == 405
        assert sorted(response.headers["Allow"].split(", ")) == ["GET", "HEAD", "OPTIONS"]
        assert response.json()["type"].endswith("/method-not-allowed")

    def test_nothing_else_may_be_done_across_sites_either(self, path: str) -> None:
        response = Client(enforce_csrf_checks=True).post(f"/api/v1{at(path)}")
        assert response.status_code == 405

    @pytest.mark.parametrize("query", ["", "?locale=en&utm=ü", "?a=%2F//evil.example"])
    def test_a_slash_too_many_leads_to_the_address_without(self, get: Get, path: str, query: str) -> None:
        for slashes in ("/", "//"):
            response = get(f"{at(path)}{slashes}{query}")
            assert response.status_code == 308
            assert response.headers["Location"] == f"/api/v1{at(path)}{query.replace('ü', '%C3%BC')}"

    @pytest.mark.parametrize(
        ("query", "parameter", "code"),
        [
            ("?unknown=1", "unknown", "unknown-parameter"),
            ("?locale=en&locale=fi", "locale", "repeated"),
            ("?locale[]=en", "locale[]", "unknown-parameter"),
            ("?=1", "", "empty-name"),
            ("?locale=", "locale", "empty-value"),
            ("?locale=xx", "locale", "unknown-value"),
            ("?fallback=en", "fallback", "needs-locale"),
            ("?offset=5", "offset", "unknown-parameter"),
        ],
    )
    def test_what_it_does_not_know_is_refused(self, get: Get, path: str, query: str, parameter: str, code: str) -> None:
        response = get(at(path) + query)
        assert response.status_code == 400
        assert response.json()["type"].endswith("/invalid-parameters")
        error = response.json()["errors"][0]
        if path == "/openapi.json":  # it takes no parameter at all
            parameter, code = error["parameter"], error["code"]
        assert (error["parameter"], error["code"]) == (parameter, code)

    @pytest.mark.parametrize(
        "value",
        [
            "%00", "a%00b", "%FF%FE", "%ED%A0%80", "%C0%AF", "x" * 10_000, "word%20" * 300, "%0d%0aSet-Cookie:%20a=b",
            quote("<script>alert(1)</script>"), quote('"><img src=x onerror=alert(1)>'), quote("{{7*7}}${7*7}"),
            quote("' OR 1=1 --"), quote('title:* AND (body:[a TO z] OR "'), "-1", "1.5", "1e9", "9" * 400,
            quote("٣"), quote("१२"), "%252e%252e", "[]", "{}", quote("\u202e\u0000"), "%E2%80%AE", "%uD800", "%", "%zz",
        ],
    )  # fmt: skip
    def test_hostile_values_are_answered_and_never_reflected(self, get: Get, path: str, value: str) -> None:
        names = ("q", "locale", "fallback", "limit", "cursor", "sort", "facets", "topic", "updated_since", value)
        for name in names:
            response = get(f"{at(path)}?{name}={value}")
            assert response.status_code in (200, 400)
            assert b"<script" not in response.content
            assert b"onerror" not in response.content or b"<img" not in response.content
            assert "Set-Cookie" not in response.headers
            assert len(response.content) < 100_000


@pytest.mark.parametrize("value", ["0", "101", "-1", "1.5", "1e2", "٣", "9" * 30, "", "1,2", "+5", " 5 x", "0x10"])
def test_a_limit_is_a_number_from_1_to_100(get: Get, value: str) -> None:
    response = get(f"/lecturers?limit={quote(value)}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "limit"


def test_every_error_is_named_with_what_may_have_been_meant(get: Get) -> None:
    errors = get("/lecturers?contry=FI&mode=onlin&sort=titel").json()["errors"]
    assert {error["parameter"]: error["did_you_mean"][0] for error in errors} == {
        "contry": "country",
        "mode": "online",
        "sort": "title",
    }


def test_an_item_takes_no_filter(get: Get) -> None:
    error = get(f"/lecturers/{KEY}?country=FI").json()["errors"][0]
    assert (error["parameter"], error["code"]) == ("country", "unknown-parameter")


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/v1", "/api/v2/lecturers", "/api/none", "/api/v1/nothing", "/api/v1/lecturers/a/b", "/api/v1/docs",
     "/api/v1/lecturers/%00", "/api/v1/lecturers/by-slug/%00", "/api/v1/lecturers/by-slug/%FF%FE",
     "/api/v1/lecturers/by-slug/" + "x" * 10_000, "/api/v1/lecturers/by-slug/%3Cscript%3E", "/api/v1/%3Cscript%3E",
     "/api/v1/lecturers/by-slug/%ED%A0%80", "/api/v1/lecturers/by-slug/a%0D%0Ab", "/api//"],
)  # fmt: skip
def test_unknown_addresses_are_problems(get: Get, path: str) -> None:
    response = get(path)
    if response.status_code == 308:
        assert response.headers["Location"].startswith("/api/")
        response = get(response.headers["Location"])
    assert response.status_code == 404
    assert get(path, "post").status_code in (404, 308, 405)


def test_a_slash_never_leads_to_another_site(get: Get) -> None:
    for path in ("/api//evil.example/", "/api/v1///evil.example//", "/api/v1/%0d%0aX: y/", "/api/v1/\\evil.example/"):
        location = get(path).headers["Location"]
        assert location.startswith("/api/")
        assert "\r" not in location
        assert "\n" not in location


def test_a_host_that_is_not_ours_is_a_problem(client: Client, settings: LazySettings) -> None:
    for ssl in (False, True):
        settings.SECURE_SSL_REDIRECT = ssl
        response = client.get("/api/v1/lecturers", headers={"Host": "evil.example"})
        assert response.status_code == 400
        assert_problem(response)
        assert b"evil" not in response.content


@pytest.mark.parametrize(
    ("error", "status"), [(RuntimeError("a secret"), 500), (OperationalError("a secret"), 503)], ids=["500", "503"]
)
@pytest.mark.parametrize("debug", [False, True])
def test_our_own_errors_are_problems_that_tell_nothing(
    client: Client, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, debug: bool
) -> None:
    def fail() -> Any:
        raise error

    settings.DEBUG = debug
    client.raise_request_exception = False
    monkeypatch.setattr(reading, "engine", fail)
    response = client.get("/api/v1/lecturers", headers={"Origin": "https://partner.example"})
    assert response.status_code == status
    assert_problem(response)
    assert b"secret" not in response.content
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert ("Retry-After" in response.headers) == (status == 503)


def test_the_site_keeps_its_own_errors(client: Client) -> None:
    assert client.get("/en/nothing/").headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("code", TYPES)
def test_each_type_is_an_address_that_explains_it(client: Client, code: str) -> None:
    response = client.get(f"/problems/{code}")
    assert response.status_code == 200
    assert TYPES[code].title in response.content.decode()
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.cookies == {}


def test_unknown_types_are_not_explained(client: Client) -> None:
    assert client.get("/problems/nothing-of-ours").status_code == 404


def test_a_request_is_known_by_the_name_that_it_was_given(get: Get) -> None:
    response = get("/nothing", X_Request_ID="partner-request-1")
    assert response.json()["request_id"] == "partner-request-1"
