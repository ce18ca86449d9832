"""What goes wrong is told in a problem document, whatever went wrong."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import OperationalError
from django.test import Client

from api.problems import TYPES
from search import reading
from tests.api.conftest import Get, assert_problem
from tests.api.documents import lecturer_entry
from tests.api.endpoints import parameters

pytestmark = pytest.mark.django_db
KEY = UUID("11111111-2222-4333-8444-555555555555")


@pytest.fixture(autouse=True)
def lecturer(var: object, db: None) -> None:
    lecturer_entry(key=KEY)


@pytest.mark.parametrize("value", ["101", "-1", "1.5", "1e2", "٣", "9" * 30, "", "1,2", "+5", " 5 x", "0x10"])
def test_a_limit_is_a_number_from_0_to_100(get: Get, value: str) -> None:
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


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("/lecturers?richtext=md", "Expected html or markdown."),
        ("/lecturers?count=yes", "Expected exact or none."),
        ("/lecturers?locale=sv", "Expected en, fi, nl, fr, it, el, de, es, uk or ar."),
        ("/projects?sort=foo", "Expected relevance, title, -title, updated_at or -updated_at."),
        ("/lecturers?mode=zzz", "Expected online, on-site or hybrid."),
        ("/lecturers?endorsed=no", "Expected true."),
        ("/posts?facets=foo", "Expected topic or organisation."),
        ("/topics?format=xml", "Expected json or skos."),
    ],
)  # fmt: skip
def test_where_few_values_will_do_they_are_named(get: Get, asked: str, expected: str) -> None:
    [error] = get(asked).json()["errors"]
    value = asked.partition("=")[2]
    assert error["detail"] == f"There is no “{value}” here. {expected}"


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ("fields=name,zzzz", "/api/v1/docs names those that there are."),
        ("country=ZZ", "`facets=country` tells which there are."),
        ("topic.not=zzzz", "`facets=topic` tells which there are."),
    ],
)
def test_where_many_will_do_it_is_told_where_they_are_found(get: Get, asked: str, where: str) -> None:
    [error] = get(f"/lecturers?{asked}").json()["errors"]
    assert error["detail"] == f"There is no “{asked[-4:].lstrip('=y')}” here. {where}"
    assert get("/lecturers?facets=country,topic").status_code == 200


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("language=fi-FI", "fi"),
        ("language=fi_fi", "fi"),
        ("language.all=en,nl-BE", "nl"),
        ("locale=en-GB", "en"),
        ("locale=fi&fallback=fr-CA", "fr"),
    ],
)
def test_of_a_finer_language_the_one_that_there_is_comes_first(get: Get, asked: str, first: str) -> None:
    [error] = get(f"/lecturers?{asked}").json()["errors"]
    assert error["did_you_mean"][0] == first


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("language=finnish", "fi"),
        ("language=FI", "fi"),
        ("locale=nl&language=fins", "fi"),
        ("locale=fi&language=Suomi", "fi"),
        ("locale=fi&language=finnish", "fi"),
        ("country=finland", "FI"),
        ("locale=el&country=ΦΙΝΛΑΝΔΊΑ", "FI"),
    ],
)
def test_who_writes_the_name_of_a_value_is_told_that_one_alone(get: Get, asked: str, meant: str) -> None:
    [error] = get(f"/lecturers?{asked}").json()["errors"]
    assert error["did_you_mean"] == [meant]


@pytest.mark.parametrize(
    ("elsewhere", "here"),
    [
        ("page", "cursor"), ("offset", "cursor"), ("per_page", "limit"), ("page_size", "limit"), ("lang", "locale"),
        ("order", "sort"), ("ordering", "sort"), ("search", "q"), ("query", "q"),
    ],
)  # fmt: skip
def test_what_other_apis_call_a_parameter_leads_to_it(get: Get, elsewhere: str, here: str) -> None:
    for path in ("/lecturers", "/search"):
        [error] = get(f"{path}?{elsewhere}=1").json()["errors"]
        assert (error["parameter"], error["code"], error["did_you_mean"]) == (elsewhere, "unknown-parameter", [here])
        described = next(told["description"] for told in parameters(f"/api/v1{path}").values() if told["name"] == here)
        assert error["detail"] == f"There is no parameter “{elsewhere}”. Here it is `{here}`. {described}"
    [error] = get(f"/openapi.json?{elsewhere}=1").json()["errors"]
    assert error["did_you_mean"] == []


def test_who_asks_in_the_wrong_place_is_told_the_right_ones(get: Get) -> None:
    [error] = get("/topics?limit=2").json()["errors"]
    lists = "posts, lecturers, organisations, projects, search, suggest"
    assert error["detail"] == f"There is no parameter “limit” here. Lists that have it: {lists}."


def test_an_item_takes_no_filter(get: Get) -> None:
    error = get(f"/lecturers/{KEY}?country=FI").json()["errors"][0]
    assert (error["parameter"], error["code"]) == ("country", "unknown-parameter")


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/v1", "/api/v2/lecturers", "/api/none", "/api/v1/nothing", "/api/v1/lecturers/a/b",
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
