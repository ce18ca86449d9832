"""Lists: what they hold, how they go on, and what they are filtered and counted by."""

from typing import Any

import pytest

from catalogue.checking import settle
from lecturers.models import LecturerPage
from tests.api.conftest import Get
from tests.api.documents import lecturer_entry, organisation_entry, several
from tests.factories.pages import lecturer, organisation
from tests.factories.topics import topic

pytestmark = pytest.mark.django_db


def titles(response: Any) -> list[str]:
    return [data["title"] for data in response.json()["data"]]


def test_a_list_holds_full_items(get: Get, nadia: LecturerPage) -> None:
    response = get("/lecturers")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    told = response.json()
    assert set(told) == {"data", "page", "facets", "did_you_mean", "included"}
    assert told["data"] == [get(f"/lecturers/{nadia.translation_key}").json()["data"]]
    assert told["page"] == {"limit": 20, "next": None, "total": 1}
    assert (told["facets"], told["included"]) == ({}, {})
    assert get("/organisations").json()["page"]["total"] == 1


def test_total_and_counts_are_had_without_items(get: Get) -> None:
    several(3)
    told, whole = (get(f"/lecturers?facets=mode{more}").json() for more in ("&limit=0", ""))
    assert told == {**whole, "data": [], "page": {"limit": 0, "next": None, "total": 3}}
    assert [found["count"] for found in whole["facets"]["mode"]] == [3]


def test_an_empty_list_is_a_list(get: Get) -> None:
    response = get("/lecturers?facets=country")
    assert response.json() == {
        "data": [],
        "page": {"limit": 20, "next": None, "total": 0},
        "facets": {"country": []},
        "did_you_mean": None,
        "included": {},
    }
    assert 'rel="canonical"' in response.headers["Link"]


@pytest.mark.parametrize("sort", ["relevance", "title", "-title", "updated_at"])
def test_following_next_reads_everything_once(get: Get, sort: str) -> None:
    several(7)
    address, seen = f"/lecturers?sort={sort}&limit=3", []
    for _page in range(3):
        response = get(address.removeprefix("https://testserver"))
        seen += titles(response)
        told = response.json()["page"]
        assert (told["limit"], told["total"]) == (3, 7)
        following = [link for link in response.headers["Link"].split(", ") if 'rel="next"' in link]
        assert bool(following) == bool(told["next"])
        if following:
            address = following[0].partition(">")[0][1:]
            assert address.startswith("https://testserver/api/v1/lecturers?")
    assert not following
    assert sorted(seen) == [f"Lecturer {n:03}" for n in range(7)]
    if sort.endswith("title"):
        assert seen == sorted(seen, reverse=sort == "-title")


def test_the_cursor_of_the_body_goes_on_too_but_not_for_another_question(get: Get) -> None:
    several(4)
    cursor = get("/lecturers?sort=title&limit=2").json()["page"]["next"]
    assert titles(get(f"/lecturers?sort=title&limit=2&cursor={cursor}")) == ["Lecturer 002", "Lecturer 003"]
    for other in ("/lecturers?sort=-title", "/lecturers?sort=title&country=FI", "/organisations?sort=title"):
        response = get(f"{other}&cursor={cursor}")
        assert response.status_code == 400
        assert response.json()["errors"][0]["code"] == "cursor-mismatch"


def test_filters_combine(get: Get) -> None:
    lecturer_entry("A", country="FI", modes=["online"])
    lecturer_entry("B", country="BE", modes=["online", "on-site"])
    lecturer_entry("C", country="GR", modes=["on-site"])

    def found(query: str) -> list[str]:
        return titles(get(f"/lecturers?sort=title&{query}"))

    assert found("country=FI&country=BE") == ["A", "B"]
    assert found("country=FI&country=BE&mode=on-site") == ["B"]
    assert found("mode.all=online,on-site") == ["B"]
    assert found("country.not=FI,GR") == ["B"]
    assert found("country=IT") == []
    assert found("q=C") == ["C"]


def test_facets_count_what_else_could_be_chosen(get: Get) -> None:
    for country, count in {"FI": 2, "BE": 2, "GR": 1}.items():
        several(count, country=country)
    facets = get("/lecturers?country=FI&facets=country,mode").json()["facets"]
    assert facets["country"] == [
        {"value": "BE", "label": "Belgium", "count": 2, "selected": False},
        {"value": "FI", "label": "Finland", "count": 2, "selected": True},
        {"value": "GR", "label": "Greece", "count": 1, "selected": False},
    ]
    assert [(value["value"], value["count"]) for value in facets["mode"]] == [("online", 2)]
    localised = get("/lecturers?facets=country,mode&locale=fi&fallback=en").json()["facets"]
    assert "Suomi" in [value["label"] for value in localised["country"]]
    assert "Verkossa" in [value["label"] for value in localised["mode"]]


def test_facets_of_references_are_named(get: Get, nadia: LecturerPage) -> None:
    equality = topic("Gender equality", broader=topic("Equality"), fi="Sukupuolten tasa-arvo")
    other = organisation("Other Association")
    lecturer("Omar Example", parent=other, topics=[equality])
    settle()
    facets = get("/lecturers?facets=organisation,topic").json()["facets"]
    assert sorted(value["label"] for value in facets["organisation"]) == ["Other Association", "Sunrise Association"]
    assert {value["label"] for value in facets["topic"]} == {"Gender equality", "Equality"}
    assert titles(get(f"/lecturers?organisation={other.translation_key}")) == ["Omar Example"]
    assert titles(get("/lecturers?topic=equality")) == ["Omar Example"]


def test_a_value_that_has_just_come_is_known(get: Get) -> None:
    organisation_entry("First")
    get("/organisations?facets=type")
    key = organisation_entry("Second").thing_id
    assert get(f"/lecturers?organisation={key}").status_code == 200


def test_what_is_not_counted_has_no_total(get: Get) -> None:
    several(2)
    assert get("/lecturers?count=none").json()["page"] == {"limit": 20, "next": None, "total": None}


def test_one_row_for_each_thing_in_the_best_language(get: Get) -> None:
    both = lecturer_entry("Both", "en").thing_id
    lecturer_entry("Molemmat", "fi", key=both)
    lecturer_entry("Vain suomeksi", "fi")

    def found(query: str) -> list[tuple[str, bool]]:
        data = get(f"/lecturers?sort=title&{query}").json()["data"]
        return [(item["title"], item["is_fallback"]) for item in data]

    assert found("") == [("Both", False), ("Vain suomeksi", False)]
    assert found("locale=en") == [("Both", False)]
    assert found("locale=fi") == [("Molemmat", False), ("Vain suomeksi", False)]
    assert found("locale=en&fallback=fi") == [("Both", False), ("Vain suomeksi", True)]
    assert found("locale=fr&fallback=any") == [("Both", True), ("Vain suomeksi", True)]
    assert found("locale=fr&fallback=none") == []


def test_links_of_a_list(get: Get) -> None:
    lecturer_entry("A")
    links = get("/lecturers?sort=title&limit=20&count=exact&country=FI").headers["Link"].split(", ")
    assert '<https://testserver/api/v1/lecturers?country=FI&sort=title>; rel="canonical"' in links
    assert '<https://spdx.org/licenses/CC-BY-4.0>; rel="license"' in links
    lecturer_entry("B", license="CC0-1.0")
    assert 'rel="license"' not in get("/lecturers").headers["Link"]


def test_labels_cannot_forge_the_origin(get: Get) -> None:
    key = organisation_entry("\\u0000origin").thing_id
    value = get(f"/lecturers?organisation={key}&facets=organisation").json()["facets"]["organisation"][0]
    assert value["label"] == "\\u0000origin"
