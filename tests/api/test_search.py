"""The one list of things of every kind."""

from typing import Any

import pytest

from lecturers.models import LecturerPage
from network.models import OrganisationPage
from people.services import withdraw_consent
from tests.api.conftest import Get
from tests.api.documents import lecturer_entry, organisation_entry, several

pytestmark = pytest.mark.django_db


def titles(response: Any) -> list[str]:
    return [data["title"] for data in response.json()["data"]]


def test_things_of_every_kind_are_found_together(get: Get, nadia: LecturerPage, org: OrganisationPage) -> None:
    told = get("/search?sort=title&facets=kind").json()
    one = get(f"/lecturers/{nadia.translation_key}").json()["data"]
    other = get(f"/organisations/{org.translation_key}").json()["data"]
    assert told["data"] == [one, other]
    assert told["page"] == {"limit": 20, "next": None, "total": 2}
    assert [(value["value"], value["count"]) for value in told["facets"]["kind"]] == [
        ("lecturer", 1),
        ("organisation", 1),
    ]
    assert titles(get("/search?q=sunrise&kind=organisation")) == [org.title]


def test_a_shared_facet_narrows_every_kind_and_another_only_its_own(get: Get) -> None:
    lecturer_entry("Anna", country="FI", modes=["online"])
    lecturer_entry("Bea", country="BE")
    organisation_entry("Cedar", country={"code": "FI", "label": "Finland", "facet_values": ["FI"]})
    assert titles(get("/search?sort=title&country=FI")) == ["Anna", "Cedar"]
    assert titles(get("/search?sort=title&mode=online")) == ["Anna", "Bea"]
    assert titles(get("/search?sort=title&type=ngo")) == ["Cedar"]
    assert titles(get("/search?sort=title&kind=lecturer&kind=organisation&country=BE")) == ["Bea"]
    assert titles(get("/search?kind.not=lecturer")) == ["Cedar"]


def test_it_goes_on_from_page_to_page_and_its_cursor_is_its_own(get: Get) -> None:
    several(3)
    organisation_entry("Zenith")
    first = get("/search?sort=title&limit=2")
    cursor = first.json()["page"]["next"]
    assert f'<https://testserver/api/v1/search?sort=title&limit=2&cursor={cursor}>; rel="next"' in first.headers["Link"]
    assert titles(get(f"/search?sort=title&limit=2&cursor={cursor}")) == ["Lecturer 002", "Zenith"]
    refused = get(f"/lecturers?sort=title&cursor={cursor}")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "cursor-mismatch")


def test_kinds_are_proposed(get: Get) -> None:
    [error] = get("/search?kind=lecturers").json()["errors"]
    assert (error["parameter"], error["code"], error["did_you_mean"]) == ("kind", "unknown-value", ["lecturer"])
    assert get("/lecturers?kind=lecturer").json()["errors"][0]["code"] == "unknown-parameter"


def test_what_is_withdrawn_is_neither_found_nor_counted(get: Get, nadia: LecturerPage) -> None:
    before = get("/search?facets=kind,country,topic")
    assert nadia.title in titles(before)
    assert nadia.person
    withdraw_consent(nadia.person, by=None)
    after = get("/search?facets=kind,country,topic", If_None_Match=before.headers["ETag"])
    assert after.status_code == 200
    assert nadia.title not in after.content.decode()
    assert "lecturer" not in [value["value"] for value in after.json()["facets"]["kind"]]
