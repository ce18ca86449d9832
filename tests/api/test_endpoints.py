"""What holds for every endpoint, whichever there are."""

import json

import pytest
from django.test import Client

from tests.api.conftest import Get
from tests.api.endpoints import DESCRIBED, address, one_of_each, parameters

pytestmark = pytest.mark.django_db
SETTLED = ("/openapi.json", "/docs")
#: Headers that every answer has of its own.
OWN = {"X-Request-ID"}


@pytest.fixture(autouse=True)
def _things(var: object, db: None) -> None:
    one_of_each()


@pytest.fixture(params=DESCRIBED)
def path(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def at(get: Get, path: str) -> str:
    return address(get, path)


def codes(get: Get, asked: str) -> list[tuple[str, str]]:
    """What is wrong with which parameter."""
    response = get(asked)
    assert response.status_code == 400, asked
    told = response.json()
    assert told["type"].endswith("/invalid-parameters")
    return [(error["parameter"], error["code"]) for error in told["errors"]]


def test_it_answers_anybody(get: Get, at: str) -> None:
    response = get(at, Origin="https://partner.example", Cookie="sessionid=stolen")
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    exposed = response.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-ID"} <= set(exposed)
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_it_is_kept_and_asked_for_again(get: Get, at: str) -> None:
    first = get(at)
    kept = "public, max-age=3600" if at.endswith(SETTLED) else "public, max-age=30, must-revalidate"
    assert first.headers["Cache-Control"] == kept
    etag = first.headers["ETag"]
    assert etag.startswith('"')
    for method in ("get", "head"):
        again = get(at, method, If_None_Match=etag)
        assert (again.status_code, again.content) == (304, b"")
        assert (again.headers["ETag"], again.headers["Cache-Control"]) == (etag, kept)
        assert get(at, method, If_None_Match='"other"').status_code == 200


def test_head_has_the_same_headers_and_no_body(get: Get, at: str) -> None:
    got, head = get(at), get(at, "head")
    assert (head.status_code, head.content) == (200, b"")
    assert {k: v for k, v in head.headers.items() if k not in OWN} == {
        k: v for k, v in got.headers.items() if k not in OWN
    }


def test_search_engines_keep_the_documentation_alone(get: Get, at: str) -> None:
    etag = get(at).headers["ETag"]
    asked = [
        *(get(at, method) for method in ("get", "head", "options", "post")),
        get(at, If_None_Match=etag), get(at, If_Match='"other"'), get(f"{at}?nothing=1"),
    ]  # fmt: skip
    assert [answer.status_code for answer in asked] == [200, 200, 204, 405, 304, 412, 400]
    said = {answer.headers.get("X-Robots-Tag") for answer in asked}
    assert said == {None if at.endswith("/docs") else "noindex"}


def test_options_says_what_may_be_done(get: Get, at: str) -> None:
    response = get(at, "options")
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    preflight = get(
        at, "options", Origin="https://partner.example", Access_Control_Request_Method="GET",
        Access_Control_Request_Headers="if-none-match",
    )  # fmt: skip
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in preflight.headers["Access-Control-Allow-Methods"]


def test_nothing_else_may_be_done_from_here_or_elsewhere(get: Get, at: str) -> None:
    for method in ("post", "put", "patch", "delete"):
        response = get(at, method)
        assert response.status_code == 405
        assert sorted(response.headers["Allow"].split(", ")) == ["GET", "HEAD", "OPTIONS"]
        assert response.json()["type"].endswith("/method-not-allowed")
    assert Client(enforce_csrf_checks=True).post(at).status_code == 405


def test_a_slash_too_many_leads_to_the_address_without(get: Get, at: str) -> None:
    for query in ("", "?locale=en&utm=ü", "?a=%2F//evil.example"):
        for slashes in ("/", "//"):
            response = get(f"{at}{slashes}{query}")
            assert response.status_code == 308
            assert response.headers["Location"] == at + query.replace("ü", "%C3%BC")


def test_what_it_does_not_know_is_refused(get: Get, at: str) -> None:
    assert codes(get, f"{at}?nothing=1") == [("nothing", "unknown-parameter")]
    assert codes(get, f"{at}?=1") == [("", "empty-name")]
    assert codes(get, f"{at}?nothing=1&other=2&=3") == [
        ("nothing", "unknown-parameter"), ("other", "unknown-parameter"), ("", "empty-name")
    ]  # fmt: skip


def test_each_of_its_parameters_is_proposed_to_who_misspells_it(get: Get, path: str, at: str) -> None:
    for name in parameters(path):
        for written in (f"{name}[]", f"{name}x", name.upper()):
            if written in parameters(path):
                continue
            (error,) = get(f"{at}?{written}=1").json()["errors"]
            assert (error["parameter"], error["code"]) == (written, "unknown-parameter")
            assert name in error["did_you_mean"]


def test_what_takes_one_value_is_not_repeated(get: Get, path: str, at: str) -> None:
    for name, told in parameters(path).items():
        found = json.loads(get(f"{at}?{name}=1&{name}=1").content).get("errors", [])
        repeated = (name, "repeated") in [(error["parameter"], error["code"]) for error in found]
        assert repeated != told.get("explode", False), name


def test_a_parameter_that_says_nothing_is_refused(get: Get, path: str, at: str) -> None:
    for name, told in parameters(path).items():
        if told.get("explode") is False:
            assert (name, "empty-value") in codes(get, f"{at}?{name}=,")
        if name != "q":
            assert (name, "empty-value") in codes(get, f"{at}?{name}=")
    if "fallback" in parameters(path):
        assert codes(get, f"{at}?fallback=en") == [("fallback", "needs-locale")]
        assert codes(get, f"{at}?locale=xx") == [("locale", "unknown-value")]


def test_no_fallback_stands_alone(get: Get, path: str, at: str) -> None:
    if "fallback" not in parameters(path):
        return
    for asked in ("none,en", "any,none", "en,none,none"):
        response = get(f"{at}?locale=fi&fallback={asked}")
        assert response.status_code == 400
        [error] = response.json()["errors"]
        assert (error["parameter"], error["code"]) == ("fallback", "unknown-value")
        assert error["detail"] == "Expected `none` alone, or what to fall back to."
    assert "errors" not in json.loads(get(f"{at}?locale=en&fallback=none").content)
    assert "errors" not in json.loads(get(f"{at}?locale=en&fallback=none,none").content)
