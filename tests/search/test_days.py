"""Lists of what is of some time, in every engine alike."""

from datetime import date
from typing import Any

import pytest

from catalogue.models import Entry
from search.query import Query
from tests.factories.entries import room, talk
from tests.search.conftest import Search, titles

DAYS: dict[str, dict[str, Any]] = {
    "A day": {"opens": date(2025, 5, 1), "closes": date(2025, 5, 1)},
    "A year": {"opens": date(2025, 1, 1), "closes": date(2025, 12, 31)},
    "From then on": {"opens": date(2025, 6, 1)},
    "Until then": {"closes": date(2025, 6, 1)},
    "No day": {},
}
ASKED = [
    ("", ["A day", "A year", "From then on", "No day", "Until then"]),
    ("date.gte=2025-05-01", ["A day", "A year", "From then on", "Until then"]),
    ("date.gte=2025-05-02", ["A year", "From then on", "Until then"]),
    ("date.gte=2025-06-02", ["A year", "From then on"]),
    ("date.gte=2026-01-01", ["From then on"]),
    ("date.gte=9999-12-31", ["From then on"]),
    ("date.lt=2025-05-01", ["A year", "Until then"]),
    ("date.lt=2025-05-02", ["A day", "A year", "Until then"]),
    ("date.lt=2025-01-01", ["Until then"]),
    ("date.lt=0001-01-02", ["Until then"]),
    ("date.lt=0001-01-01", []),
    ("date.gte=2025-05-01&date.lt=2025-05-02", ["A day", "A year", "Until then"]),
    ("date.gte=2025-06-02&date.lt=2026-06-02", ["A year", "From then on"]),
    ("date.gte=2026-06-02&date.lt=2027-06-02", ["From then on"]),
]


@pytest.mark.parametrize(("asked", "expected"), ASKED)
def test_what_lasts_is_of_each_of_its_days(search: Search, asked: str, expected: list[str]) -> None:
    for title, days in DAYS.items():
        talk(title, **days)
    page = search(f"{asked}&sort=title")
    assert (titles(page), page.total) == (expected, len(expected))
    query = Query.parse(asked, "talk")
    assert sorted(entry.title for entry in Entry.objects.all() if query.matches(entry)) == expected


def test_days_are_asked_for_together_with_everything_else(search: Search) -> None:
    for title, days in DAYS.items():
        talk(title, country="FI" if title == "A day" else "GR", **days)
    page = search("date.gte=2025-06-02&facets=country")
    assert [(value.value, value.count) for value in page.facets["country"]] == [("GR", 2)]
    assert titles(search("q=then&date.lt=2025-06-01")) == ["Until then"]
    first = search("date.lt=2025-06-01&sort=title&limit=2")
    assert titles(search(f"date.lt=2025-06-01&sort=title&limit=2&cursor={first.next_cursor}")) == ["Until then"]


def test_of_all_kinds_together_those_without_days_are_left_out(search: Search) -> None:
    room("Hall"), talk("Then", opens=date(2025, 5, 1))
    assert titles(search("date.gte=2025-01-01", kind=None)) == ["Then"]
    assert search("", kind=None).total == 2


def test_another_time_is_another_question(search: Search) -> None:
    talk("Then", opens=date(2025, 5, 1))
    asked = [search(source) for source in ("", "date.gte=2025-01-01", "date.gte=2025-01-02", "date.lt=2025-01-01")]
    assert len({page.etag for page in asked}) == len(asked)
    assert [page.total for page in asked] == [1, 1, 1, 0]
