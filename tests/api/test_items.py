"""One thing by its id and by its name."""

from typing import Any
from uuid import uuid4

import pytest

from catalogue.checking import settle
from catalogue.models import Entry
from home.models import HomePage
from lecturers.models import LecturerPage
from network.models import OrganisationPage
from tests.api.conftest import ROOT, Get
from tests.factories.pages import lecturer, network, organisation, translated

pytestmark = pytest.mark.django_db


def test_an_item_is_its_document_in_an_envelope(get: Get, nadia: LecturerPage, org: OrganisationPage) -> None:
    response = get(f"/lecturers/{nadia.translation_key}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    told = response.json()
    assert set(told) == {"data", "included"}
    assert told["included"] == {}
    data = told["data"]
    entry = Entry.objects.get(thing=nadia.translation_key, locale="en")
    assert (data["id"], data["type"], data["locale"]) == (str(nadia.translation_key), "lecturer", "en")
    assert (data["seq"], data["etag"], data["is_fallback"]) == (entry.seq, entry.etag, False)
    assert data["url"] == f"https://testserver{entry.path}"
    assert data["organisation"]["id"] == str(org.translation_key)
    assert set(data["translations"]) == {"en", "fi"}


def test_no_text_can_forge_the_origin(get: Get, nadia: LecturerPage, settings: Any) -> None:
    settings.PUBLIC_URL = "https://other.example"
    response = get(f"/lecturers/{nadia.translation_key}")
    data = response.json()["data"]
    assert data["url"].startswith("https://other.example/en/")
    assert data["bio"].endswith("A\\B” \\u0000origin</p>")
    assert "https://other.example/en/" in response.headers["Link"]


@pytest.mark.parametrize("what", ["lecturer", "organisation"])
def test_every_kind_answers_by_id_and_by_slug(get: Get, nadia: LecturerPage, org: OrganisationPage, what: str) -> None:
    page = {"lecturer": nadia, "organisation": org}[what]
    by_id = get(f"/{what}s/{page.translation_key}")
    by_slug = get(f"/{what}s/by-slug/{page.slug}")
    assert by_id.content == by_slug.content
    assert by_id.headers["ETag"] == by_slug.headers["ETag"] == f'"{by_id.json()["data"]["etag"]}"'
    canonical = f'<https://testserver{ROOT}/{what}s/{page.translation_key}>; rel="canonical"'
    assert canonical in by_id.headers["Link"]
    assert canonical in by_slug.headers["Link"]


def test_links_lead_to_the_page_the_licence_and_the_description(get: Get, nadia: LecturerPage) -> None:
    response = get(f"/lecturers/{nadia.translation_key}?locale=fi")
    links = response.headers["Link"].split(", ")
    assert f'<{response.json()["data"]["url"]}>; rel="alternate"; type="text/html"; hreflang="fi"' in links
    assert '<https://spdx.org/licenses/CC-BY-4.0>; rel="license"' in links
    assert '<https://testserver/api/v1/openapi.json>; rel="service-desc"' in links
    assert response.headers["Last-Modified"].endswith("GMT")
    assert response.headers["Cache-Control"] == "public, max-age=30, must-revalidate"


@pytest.mark.parametrize(
    ("asked", "locale", "is_fallback"),
    [
        ("", "en", False),
        ("?locale=en", "en", False),
        ("?locale=fi", "fi", False),
        ("?locale=fr&fallback=fi", "fi", True),
        ("?locale=fr&fallback=it,en", "en", True),
        ("?locale=fr&fallback=any", "en", True),
        ("?locale=fi&fallback=any", "fi", False),
    ],
)
@pytest.mark.parametrize("by", ["id", "slug", "slug in another language"])
def test_the_language_is_chosen(
    get: Get, nadia: LecturerPage, asked: str, locale: str, is_fallback: bool, by: str
) -> None:
    path = {"id": str(nadia.translation_key), "slug": "by-slug/nadia-example"}.get(by, "by-slug/nadia-esimerkki")
    data = get(f"/lecturers/{path}{asked}").json()["data"]
    assert (data["locale"], data["is_fallback"]) == (locale, is_fallback)


@pytest.mark.parametrize("asked", ["?locale=fr", "?locale=fr&fallback=none", "?locale=fr&fallback=it"])
def test_a_missing_language_is_told_with_those_there_are(get: Get, nadia: LecturerPage, asked: str) -> None:
    response = get(f"/lecturers/{nadia.translation_key}{asked}")
    assert response.status_code == 404
    told = response.json()
    assert told["type"].endswith("/problems/language-missing")
    assert told["locales"] == ["en", "fi"]
    assert "en, fi" in told["detail"]


def test_without_a_locale_the_only_language_will_do(get: Get, home: HomePage) -> None:
    page = organisation("Only Finnish", parent=network("fi"))
    settle()
    data = get(f"/organisations/{page.translation_key}").json()["data"]
    assert (data["locale"], data["is_fallback"]) == ("fi", False)


@pytest.mark.parametrize("what", ["lecturers", "organisations"])
@pytest.mark.parametrize(
    "key", ["7", "none", "{key}x", "{{{key}}}", "urn:uuid:{key}", "{hex}", "٠" * 32, "by-slug", "..", "%2e%2e", "-1"]
)
def test_an_id_that_is_no_uuid_is_not_found(get: Get, nadia: LecturerPage, what: str, key: str) -> None:
    page = nadia if what == "lecturers" else OrganisationPage.objects.get(locale=nadia.locale)
    key = key.format(key=page.translation_key, hex=page.translation_key.hex)
    assert get(f"/{what}/{key}").status_code == 404


def test_ids_may_be_written_in_capitals(get: Get, nadia: LecturerPage) -> None:
    assert get(f"/lecturers/{str(nadia.translation_key).upper()}").status_code == 200


def test_unknown_things_and_those_of_another_kind_are_not_found(get: Get, nadia: LecturerPage) -> None:
    assert get(f"/lecturers/{uuid4()}").status_code == 404
    assert get(f"/organisations/{nadia.translation_key}").status_code == 404
    assert get("/organisations/by-slug/nadia-example").status_code == 404
    assert get("/lecturers/by-slug/nobody").status_code == 404


def test_a_name_of_two_things_is_none(get: Get, nadia: LecturerPage, org: OrganisationPage) -> None:
    other = lecturer("Nadia Example", parent=organisation("Other Association"), headline="Another")
    translated(other, "fi", slug="nadia-toinen")
    settle()
    response = get("/lecturers/by-slug/nadia-example")
    assert response.status_code == 409
    assert response.json()["ids"] == sorted([str(nadia.translation_key), str(other.translation_key)])
    told = get("/lecturers/by-slug/nadia-toinen").json()["data"]
    assert told["id"] == str(other.translation_key)


def test_a_name_is_looked_for_in_the_language_asked_for_first(get: Get, nadia: LecturerPage) -> None:
    other = lecturer("Nadia Esimerkki", slug="nadia-esimerkki")
    settle()
    finnish = get("/lecturers/by-slug/nadia-esimerkki?locale=fi").json()["data"]
    assert finnish["id"] == str(nadia.translation_key)
    english = get("/lecturers/by-slug/nadia-esimerkki?locale=en").json()["data"]
    assert english["id"] == str(other.translation_key)


def test_names_in_any_script_are_found(get: Get, org: OrganisationPage) -> None:
    page = organisation("Ένωση Ανατολή", slug="ένωση-ανατολή")
    settle()
    response = get(f"/organisations/by-slug/{page.slug}")
    assert response.json()["data"]["title"] == "Ένωση Ανατολή"
    assert response.headers["Link"].isascii()
