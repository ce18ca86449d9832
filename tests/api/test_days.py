"""Posts and projects of some time."""

from datetime import date
from typing import Any

import pytest

from tests.api.conftest import Get
from tests.api.documents import lecturer_entry, post_entry, project_entry

pytestmark = pytest.mark.django_db


def titles(response: Any) -> list[str]:
    return [data["title"] for data in response.json()["data"]]


@pytest.fixture(autouse=True)
def _things(db: None) -> None:
    post_entry("Old news", date=date(2025, 12, 31))
    post_entry("News", date=date(2026, 1, 1))
    project_entry("Over", start=date(2024, 1, 1), end=date(2025, 12, 31))
    project_entry("Runs", start=date(2025, 6, 1))
    project_entry("Whenever")
    lecturer_entry("Anna")


def test_a_post_is_of_the_day_that_it_shows(get: Get) -> None:
    assert titles(get("/posts?date.gte=2026-01-01")) == ["News"]
    assert titles(get("/posts?date.lt=2026-01-01")) == ["Old news"]
    assert titles(get("/posts?date.gte=2025-12-31&date.lt=2026-01-02&sort=date")) == ["Old news", "News"]


def test_a_project_is_of_each_day_of_its_period(get: Get) -> None:
    assert titles(get("/projects?date.gte=2026-01-01")) == ["Runs"]
    assert titles(get("/projects?date.gte=2025-12-31&sort=title")) == ["Over", "Runs"]
    assert titles(get("/projects?date.lt=2025-01-01")) == ["Over"]


def test_of_all_kinds_together_those_that_have_days_are_found(get: Get) -> None:
    assert titles(get("/search?date.gte=2026-01-01&sort=title")) == ["News", "Runs"]


def test_who_has_no_day_is_not_asked_for_one(get: Get) -> None:
    for collection in ("lecturers", "organisations"):
        response = get(f"/{collection}?date.gte=2026-01-01")
        assert response.status_code == 400
        [error] = response.json()["errors"]
        assert (error["parameter"], error["code"]) == ("date.gte", "unknown-parameter")
        assert error["detail"] == "There is no parameter “date.gte” here. Lists that have it: posts, projects, search."


def test_where_nothing_has_it_no_list_is_named(get: Get) -> None:
    [error] = get("/lecturers?date=2026-01-01").json()["errors"]
    assert error["detail"] == "There is no parameter “date”."


@pytest.mark.parametrize(
    ("asked", "parameter", "code", "said"),
    [
        ("date.gte=yesterday", "date.gte", "not-a-date", "Expected a day such as 2026-05-01."),
        ("date.lt=2026-13-01", "date.lt", "not-a-date", "Expected a day such as 2026-05-01."),
        ("date.lt=", "date.lt", "empty-value", "Expected a value, or the parameter to be left out."),
        ("date.gte=2026-05-01&date.gte=2026-05-02", "date.gte", "repeated", "Expected this parameter once."),
        ("date.gte=2026-05-01&date.lt=2026-05-01", "date.lt", "out-of-range",
         "Expected a day after that of `date.gte`, 2026-05-01."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_day_is_said(get: Get, asked: str, parameter: str, code: str, said: str) -> None:
    response = get(f"/posts?{asked}")
    assert response.status_code == 400
    [error] = response.json()["errors"]
    assert (error["parameter"], error["code"], error["detail"]) == (parameter, code, said)


def test_the_address_of_the_next_page_keeps_the_days(get: Get) -> None:
    response = get("/posts?date.gte=2025-01-01&date.lt=2027-01-01&sort=-date&limit=1")
    following = response.headers["Link"].split(">")[1].partition("<")[2]
    assert "date.gte=2025-01-01&date.lt=2027-01-01" in following
    assert titles(get(following.removeprefix("https://testserver"))) == ["Old news"]
