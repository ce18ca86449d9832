"""One thing by its id and by its name."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from catalogue.checking import settle
from catalogue.models import Entry
from lecturers.models import LecturerPage
from network.models import OrganisationPage
from tests.api.conftest import ROOT, Get
from tests.api.documents import lecturer_entry, organisation_entry
from tests.factories.pages import lecturer, organisation, translated

pytestmark = pytest.mark.django_db
KEY = UUID("11111111-2222-4333-8444-555555555555")


@pytest.fixture
def bilingual(db: None) -> Entry:
    """A lecturer in English and Finnish, under a name of its own in each."""
    lecturer_entry("Nadia Esimerkki", "fi", key=KEY, slug="nadia-esimerkki")
    return lecturer_entry("Nadia Example", "en", key=KEY, slug="nadia-example")


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
    assert (data["seq"], data["etag"], data["is_fallback"]) == (entry.seq, entry.validator, False)
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


def test_every_kind_answers_by_id_and_by_slug(get: Get, nadia: LecturerPage, org: OrganisationPage) -> None:
    for collection, page in {"lecturers": nadia, "organisations": org}.items():
        by_id = get(f"/{collection}/{page.translation_key}")
        by_slug = get(f"/{collection}/by-slug/{page.slug}")
        assert by_id.content == by_slug.content
        assert by_id.headers["ETag"] == by_slug.headers["ETag"] == f'"{by_id.json()["data"]["etag"]}"'
        canonical = f'<https://testserver{ROOT}/{collection}/{page.translation_key}>; rel="canonical"'
        assert canonical in by_id.headers["Link"]
        assert canonical in by_slug.headers["Link"]


def test_links_lead_to_the_page_the_licence_and_the_description(get: Get, bilingual: Entry) -> None:
    response = get(f"/lecturers/{KEY}?locale=fi")
    links = response.headers["Link"].split(", ")
    page = "https://testserver/fi/nadia-esimerkki/"
    assert response.json()["data"]["url"] == page
    assert f'<{page}>; rel="alternate"; type="text/html"; hreflang="fi"' in links
    assert '<https://spdx.org/licenses/CC-BY-4.0>; rel="license"' in links
    assert '<https://testserver/api/v1/openapi.json>; rel="service-desc"' in links
    assert response.headers["Cache-Control"] == "public, max-age=30, must-revalidate"


def test_links_lead_to_the_pages_in_every_language(get: Get, nadia: LecturerPage) -> None:
    told = get(f"/lecturers/{nadia.translation_key}")
    pages = {locale: each["url"] for locale, each in told.json()["data"]["translations"].items()}
    assert set(pages) == {"en", "fi"}
    links = [link for link in told.headers["Link"].split(", ") if 'rel="alternate"' in link]
    said = [f'<{url}>; rel="alternate"; type="text/html"; hreflang="{locale}"' for locale, url in pages.items()]
    assert sorted(links) == sorted(said)
    assert links[0].endswith('"en"')
    words = '"fr":{"status":"source","url":"https://forged.example/"}'
    lecturer_entry(key=KEY, bio=words, headline=words)
    assert "forged" not in get(f"/lecturers/{KEY}").headers["Link"]


def test_a_licence_in_somebodys_words_is_not_the_licence(get: Get) -> None:
    lecturer_entry(key=KEY, bio='"license":"Forged-1.0"', headline='{"license":"Forged-2.0"}')
    links = get(f"/lecturers/{KEY}").headers["Link"]
    assert "Forged" not in links
    assert "CC-BY-4.0" in links


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
@pytest.mark.parametrize("name", [str(KEY), "by-slug/nadia-example", "by-slug/nadia-esimerkki"])
def test_the_language_is_chosen(
    get: Get, bilingual: Entry, asked: str, locale: str, is_fallback: bool, name: str
) -> None:
    data = get(f"/lecturers/{name}{asked}", Accept_Language="it").json()["data"]
    assert (data["locale"], data["is_fallback"]) == (locale, is_fallback)


@pytest.mark.parametrize("asked", ["?locale=fr", "?locale=fr&fallback=none", "?locale=fr&fallback=it"])
@pytest.mark.parametrize("name", [str(KEY), "by-slug/nadia-example"])
def test_a_missing_language_is_told_with_those_there_are(get: Get, bilingual: Entry, name: str, asked: str) -> None:
    response = get(f"/lecturers/{name}{asked}")
    assert response.status_code == 404
    told = response.json()
    assert told["type"].endswith("/problems/language-missing")
    assert told["locales"] == ["en", "fi"]
    assert "en, fi" in told["detail"]


def test_without_a_locale_the_only_language_will_do(get: Get) -> None:
    organisation_entry("Vain suomeksi", "fi", key=KEY)
    data = get(f"/organisations/{KEY}").json()["data"]
    assert (data["locale"], data["is_fallback"]) == ("fi", False)


@pytest.mark.parametrize("what", ["lecturers", "organisations"])
@pytest.mark.parametrize(
    "key",
    ["7", "none", f"{KEY}x", f"{{{KEY}}}", f"urn:uuid:{KEY}", KEY.hex, "٠" * 32, "by-slug", "..", "%2e%2e", "-1"],
)
def test_an_id_that_is_no_uuid_is_not_found(get: Get, what: str, key: str) -> None:
    lecturer_entry(key=KEY) if what == "lecturers" else organisation_entry(key=KEY)
    assert get(f"/{what}/{KEY}").status_code == 200
    assert get(f"/{what}/{key}").status_code == 404


def test_ids_may_be_written_in_capitals(get: Get) -> None:
    lecturer_entry(key=UUID("abcdefab-2222-4333-8444-555555555555"))
    assert get("/lecturers/ABCDEFAB-2222-4333-8444-555555555555").status_code == 200


def test_unknown_things_and_those_of_another_kind_are_not_found(get: Get, bilingual: Entry) -> None:
    assert get(f"/lecturers/{uuid4()}").status_code == 404
    assert get(f"/organisations/{KEY}").status_code == 404
    assert get("/organisations/by-slug/nadia-example").status_code == 404
    assert get("/lecturers/by-slug/nobody").status_code == 404


def test_a_name_of_two_things_is_none(get: Get, nadia: LecturerPage) -> None:
    other = lecturer("Nadia Example", parent=organisation("Other Association"))
    translated(other, "fi", slug="nadia-toinen")
    settle()
    response = get("/lecturers/by-slug/nadia-example")
    assert response.status_code == 409
    assert response.json()["ids"] == sorted([str(nadia.translation_key), str(other.translation_key)])
    assert get("/lecturers/by-slug/nadia-toinen").json()["data"]["id"] == str(other.translation_key)


def test_a_name_is_looked_for_in_the_language_asked_for_first(get: Get, bilingual: Entry) -> None:
    other = lecturer_entry("Another Nadia", slug="nadia-esimerkki")
    finnish = get("/lecturers/by-slug/nadia-esimerkki?locale=fi").json()["data"]
    assert finnish["id"] == str(KEY)
    english = get("/lecturers/by-slug/nadia-esimerkki?locale=en").json()["data"]
    assert english["id"] == str(other.thing_id)
    assert get("/lecturers/by-slug/nadia-esimerkki").status_code == 409


def test_a_name_may_be_as_long_as_a_slug_can_be(get: Get) -> None:
    lecturer_entry(slug="n" * 255)
    assert get(f"/lecturers/by-slug/{'n' * 255}").status_code == 200
    assert get(f"/lecturers/by-slug/{'n' * 256}").status_code == 404


def test_names_in_any_script_are_found(get: Get) -> None:
    organisation_entry("Ένωση Ανατολή", "el", slug="ένωση-ανατολή")
    response = get("/organisations/by-slug/ένωση-ανατολή")
    assert response.json()["data"]["title"] == "Ένωση Ανατολή"
    assert response.headers["Link"].isascii()
