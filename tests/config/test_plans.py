"""What every request asks is found by an index: nobody walks through all pages or entries, however many there are.

Of SQLite, which tells before there are many; PostgreSQL walks through a small table because it is small.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from catalogue.checking import settle
from catalogue.models import Entry
from tests.factories.entries import withdraw
from tests.factories.pages import lecturer, organisation, post, site_tree

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone says so of small tables."),
]
LARGE = ("catalogue_entry", "catalogue_thing", "wagtailcore_page", "lecturers_lecturerpage")
PATHS = [
    "/en/", "/en/lecturers/", "/en/lecturers/?q=nadia&country=FI", "/en/network/", "/en/blog/", "/en/topics/",
    "/en/nowhere/", "/api/v1/lecturers", "/api/v1/lecturers?q=nadia&facets=country", "/api/v1/search?q=nadia",
    "/api/v1/suggest?q=na", "/api/v1/topics", "/api/v1/languages", "/readyz",
]  # fmt: skip


@pytest.fixture
def plans() -> Callable[[Callable[[], Any]], list[str]]:
    """How the database goes about what is asked meanwhile: each walk through a large table."""

    def of(work: Callable[[], Any]) -> list[str]:
        asked: dict[str, Any] = {}

        def listen(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
            asked[sql] = parameters
            return execute(sql, parameters, many, context)

        with connection.execute_wrapper(listen):
            work()
        assert asked
        return [f"{line} of {sql}" for sql, parameters in asked.items() for line in _walks(sql, parameters)]

    return of


def _walks(sql: str, parameters: Any) -> list[str]:
    if not sql.startswith("SELECT"):
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        lines = [str(row[3]) for row in cursor.fetchall()]
    return [line for line in lines if _is_walk(line, sql)]


def _is_walk(line: str, sql: str) -> bool:
    """Pages that are no alias are all pages, whatever index finds them. Several tables may have the same short name."""
    what, name, *how = line.split()
    tables = re.findall(rf'"(\w+)" {name}\b', sql) or [name]
    is_large = all(table in LARGE for table in tables)
    return (what == "SCAN" and is_large and "INDEX" not in how) or "alias_of" in line


@pytest.fixture(autouse=True)
def page() -> Any:
    site_tree()
    organisation()
    post()
    made = lecturer("Nadia Example", country="FI")
    settle()
    return made


def ask(client: Client, path: str) -> Callable[[], None]:
    def asking() -> None:
        assert client.get(path).status_code == (404 if "nowhere" in path else 200)

    return asking


@pytest.mark.parametrize("path", PATHS)
def test_what_is_read_is_found_by_an_index(client: Client, plans: Any, path: str) -> None:
    assert plans(ask(client, path)) == []


@pytest.mark.parametrize("path", ["{url}", "/api/v1/lecturers/{key}", "/api/v1/lecturers/by-slug/{slug}"])
def test_so_is_somebodys_page(client: Client, plans: Any, page: Any, path: str) -> None:
    assert plans(ask(client, path.format(url=page.url, key=page.translation_key, slug=page.slug))) == []


def test_so_is_what_has_changed_since_the_index_was_written(client: Client, plans: Any, page: Any) -> None:
    again = ask(client, "/api/v1/lecturers?facets=country")
    again()
    page.city = "Tampere"
    page.save_revision().publish()
    settle()
    assert plans(again) == []
    withdraw(Entry.objects.get(kind="lecturer"))
    assert plans(again) == []
