"""The description of the API: valid, complete, true, and changed only on purpose."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.urls import path
from ninja import NinjaAPI
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from api import openapi, shaping
from api.links import ROOT
from api.routes import api_of
from api.urls import api
from catalogue.checking import settle
from config.urls import urlpatterns
from documents.kinds import kinds
from documents.vocabularies import vocabularies
from lecturers.models import LecturerPage
from pages.reasons import Reason
from search.parameters import parameters
from tests.api.conftest import Get
from tests.factories.entries import KINDS, talk, withdraw
from tests.factories.topics import topic

SNAPSHOT = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"
KEY = UUID("11111111-2222-4333-8444-555555555555")


@pytest.fixture
def spec() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(openapi.document(api))
    return told


def operations(spec: dict[str, Any]) -> dict[str, dict[str, Any]]:
    assert all(set(methods) == {"get"} for methods in spec["paths"].values())
    return {address: methods["get"] for address, methods in spec["paths"].items()}


def asked(operation: dict[str, Any]) -> set[str]:
    """The names of the parameters that an operation takes."""
    return {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "query"}


def validator(spec: dict[str, Any], schema: dict[str, Any]) -> OAS31Validator:
    return OAS31Validator({**schema, "components": spec["components"]})


def test_the_snapshot_is_up_to_date() -> None:
    told = "The API is described differently than in docs/openapi.json. Meant so? Then: python manage.py openapi"
    assert SNAPSHOT.read_text(encoding="utf-8") == openapi.document(api), told


def test_the_description_is_valid_openapi(spec: dict[str, Any]) -> None:
    assert spec["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(spec).iter_errors()) == []


@pytest.mark.django_db
def test_it_is_served_as_it_is(get: Get, spec: dict[str, Any]) -> None:
    response = get("/openapi.json")
    assert response.json() == spec
    assert response.headers["Cache-Control"] == "public, max-age=3600"


def test_every_kind_and_every_parameter_is_described(spec: dict[str, Any]) -> None:
    found = operations(spec)
    expected = {f"{ROOT}/openapi.json", f"{ROOT}/docs", f"{ROOT}/search", f"{ROOT}/suggest"}
    shape = {"fields", "include", "richtext"}
    assert asked(found[f"{ROOT}/search"]) == {parameter.name for parameter in parameters(None)} | shape
    assert asked(found[f"{ROOT}/suggest"]) == {"q", "type", "limit", "locale", "fallback"}
    for kind in kinds:
        root = f"{ROOT}/{kind.collection}"
        expected |= {root, f"{root}/{{key}}", f"{root}/by-slug/{{slug}}"}
        offered = {parameter.name for parameter in shaping.parameters(kind.name)}
        assert offered in (shape, shape - {"include"})
        assert asked(found[root]) == {parameter.name for parameter in parameters(kind.name)} | offered
        assert asked(found[f"{root}/{{key}}"]) == {"locale", "fallback"} | offered
    for vocabulary in vocabularies:
        root = f"{ROOT}/{vocabulary.name}"
        expected |= {root, f"{root}/{{key}}"}
        for address in (root, f"{root}/{{key}}"):
            assert asked(found[address]) == {"locale", "fallback", "format"}
            assert "application/ld+json" in found[address]["responses"]["200"]["content"]
    assert set(found) == expected
    assert len({operation["operationId"] for operation in found.values()}) == len(found)


def test_every_operation_describes_its_headers_and_problems(spec: dict[str, Any]) -> None:
    for operation in operations(spec).values():
        answers = operation["responses"]
        told = {"ETag", "Cache-Control", "Link", "RateLimit", "RateLimit-Policy", "X-Request-ID"}
        assert set(answers["200"]["headers"]) == told
        assert {"304", "400", "405", "412", "429", "500", "503"} <= set(answers)
    found = operations(spec)
    assert {"404", "410"} <= set(found[f"{ROOT}/lecturers/{{key}}"]["responses"])
    assert {"301", "404"} <= set(found[f"{ROOT}/topics/{{key}}"]["responses"])
    assert spec["components"]["schemas"]["Gone"]["required"][-1] == "reason"


def test_every_reason_is_described(spec: dict[str, Any]) -> None:
    assert spec["components"]["schemas"]["Gone"]["properties"]["reason"]["enum"] == list(Reason)


def test_every_value_of_a_field_is_explained(spec: dict[str, Any]) -> None:
    schemas = spec["components"]["schemas"]
    fields = [field for schema in schemas.values() for field in (schema, *schema.get("properties", {}).values())]
    named = [field for field in fields if "enum" in field]
    assert {"TranslationStatus", "Gone", "Lecturer"} <= set(schemas)
    assert len(named) >= 3
    for field in named:
        assert all(f"`{value}`" in field["description"] for value in field["enum"]), field


def test_two_kinds_never_mean_different_things_by_one_name() -> None:
    """ninja would let the last one win without a word."""
    shapes: dict[str, Any] = {}
    for kind in kinds:
        for name, shape in kind.document.model_json_schema(mode="serialization").get("$defs", {}).items():
            assert shapes.setdefault(name, shape) == shape, f"Two shapes are called {name}: rename one."


@pytest.mark.django_db
def test_answers_are_as_described(get: Get, nadia: LecturerPage, spec: dict[str, Any]) -> None:
    nadia.topics.add(topic("Gender equality"))
    nadia.save_revision().publish()
    settle()
    key, org = nadia.translation_key, nadia.get_parent()
    addresses = {
        "/lecturers": "/lecturers?facets=topic,language,country,mode,format,organisation&limit=1",
        "/lecturers/{key}": f"/lecturers/{key}?locale=fi",
        "/lecturers/by-slug/{slug}": f"/lecturers/by-slug/{nadia.slug}",
        "/search": "/search?facets=kind,country&include=organisation",
        "/suggest": "/suggest?q=gender&type=topic",
        "/posts": "/posts?fields=title&richtext=markdown",
        "/topics": "/topics?locale=fi&fallback=any",
        "/topics/{key}": "/topics/gender-equality",
        "/languages": "/languages",
        "/countries/{key}": "/countries/FI",
        "/organisations": "/organisations?count=none&facets=type",
        "/organisations/{key}": f"/organisations/{org.translation_key}",
    }
    for described, address in addresses.items():
        content = operations(spec)[ROOT + described]["responses"]["200"]["content"]
        told = get(address).json()
        assert list(validator(spec, content["application/json"]["schema"]).iter_errors(told)) == []
        del told["data"]
        assert list(validator(spec, content["application/json"]["schema"]).iter_errors(told)) != []


@pytest.mark.django_db
def test_problems_are_as_described(get: Get, nadia: LecturerPage, spec: dict[str, Any]) -> None:
    key = nadia.translation_key
    problems = [get("/lecturers?x=1"), get(f"/lecturers/{key}?locale=fr"), get("/lecturers", "post")]
    nadia.unpublish()
    problems.append(get(f"/lecturers/{key}"))
    assert [response.status_code for response in problems] == [400, 404, 405, 410]
    responses = operations(spec)[f"{ROOT}/lecturers/{{key}}"]["responses"]
    for response in problems:
        name = responses[str(response.status_code)]["$ref"].rpartition("/")[2]
        schema = spec["components"]["responses"][name]["content"]["application/problem+json"]["schema"]
        assert list(validator(spec, schema).iter_errors(response.json())) == []


@pytest.fixture
def talks_api(settings: Any) -> Iterator[NinjaAPI]:
    """The API over two kinds that no app of the site knows."""
    for kind in KINDS:
        kinds.add(kind)
    urls = ModuleType("urls")
    made = api_of(KINDS, namespace="talks")
    urls.urlpatterns = [path(f"{ROOT[1:]}/", made.urls), *urlpatterns]  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = urls
    yield made
    for kind in KINDS:
        kinds.remove(kind.name)


@pytest.mark.django_db
def test_a_new_kind_needs_no_line_of_the_api(get: Get, talks_api: NinjaAPI) -> None:
    entry = talk("Equality today", country="FI", subjects=["equality"], key=KEY, slug="today", license="CC0-1.0")
    listed = get("/talks?subject=equality&facets=country&sort=-held").json()
    assert [data["id"] for data in listed["data"]] == [str(KEY)]
    assert listed["facets"]["country"][0]["label"] == "Finland"
    assert get("/talks/by-slug/today").json()["data"] == get(f"/talks/{KEY}").json()["data"]
    assert get("/rooms").json()["page"]["total"] == 0
    withdraw(entry)
    assert get(f"/talks/{KEY}").status_code == 410
    spec = json.loads(openapi.document(talks_api))
    assert {f"{ROOT}/talks", f"{ROOT}/rooms/{{key}}"} <= set(spec["paths"])
    assert "held" in spec["components"]["schemas"]["Talk"]["properties"]


def test_the_command_writes_the_snapshot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "docs" / "openapi.json"
    call_command("openapi", to=target)
    assert target.read_text(encoding="utf-8") == openapi.document(api)
    assert str(target) in capsys.readouterr().out
