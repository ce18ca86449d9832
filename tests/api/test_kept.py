"""Finished answers are kept, and nobody can tell but by the time that they take."""

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from api import kept
from api.kept import Kept
from catalogue.models import Entry
from tests.api.conftest import Get
from tests.api.documents import lecturer_entry, several
from tests.factories.entries import number, withdraw

pytestmark = pytest.mark.django_db
LIST = "/lecturers?facets=country,mode&q=lecturer"


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept from the tests before."""
    for module in ("api.views", "api.vocabularies"):
        monkeypatch.setattr(f"{module}.kept", Kept())


def asked(get: Get, path: str = LIST) -> tuple[Any, int]:
    """The answer, and how many queries it cost."""
    with CaptureQueriesContext(connection) as captured:
        response = get(path)
    return response, len(captured)


def titles(response: Any) -> list[str]:
    return [each["title"] for each in response.json()["data"]]


def without_name(response: Any) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name != "X-Request-ID"}


@pytest.mark.parametrize("path", [LIST, "/search?limit=3", "/countries", "/topics?locale=fi"])
def test_a_kept_answer_is_the_same_and_costs_one_query(get: Get, path: str) -> None:
    several(5)
    get(path)  # brings the index up to date
    computed, (again, cost) = get(path), asked(get, path)
    assert (again.content, without_name(again)) == (computed.content, without_name(computed))
    assert cost == 1


def test_what_is_withdrawn_is_gone_at_once_and_so_are_its_counts(get: Get) -> None:
    entries = several(3)
    for _ in range(2):
        assert get(LIST).json()["page"]["total"] == 3
    withdraw(entries[0])  # ended, and without a number yet
    told = get(LIST).json()
    assert (told["page"]["total"], len(told["data"])) == (2, 2)
    assert sum(value["count"] for value in told["facets"]["mode"]) == sum(
        len(entry.facets["mode"]) for entry in entries[1:]
    )
    number(entries[0])
    assert get(LIST).json()["page"]["total"] == 2


def test_what_is_published_is_shown_at_once(get: Get) -> None:
    several(2)
    assert [get(LIST).json()["page"]["total"] for _ in range(2)] == [2, 2]
    lecturer_entry(title="A lecturer of today")
    assert "A lecturer of today" in titles(get(LIST))


def test_other_origins_get_other_addresses(get: Get, settings: Any) -> None:
    several(1)
    here = get(LIST).content
    settings.PUBLIC_URL = "https://moved.example"
    assert b"https://moved.example" in get(LIST).content
    assert b"https://moved.example" not in here


def test_nothing_is_kept_where_it_is_switched_off(get: Get, settings: Any) -> None:
    settings.KEPT_ANSWERS = 0
    several(2)
    get(LIST)
    assert asked(get)[1] == 2


def test_problems_are_no_answers(get: Get) -> None:
    assert [get("/lecturers?limit=-1").status_code for _ in range(2)] == [400, 400]


def test_one_item_is_always_read_anew(get: Get) -> None:
    entry = lecturer_entry(title="Nadia")
    assert get(f"/lecturers/{entry.thing_id}").json()["data"]["seq"] == entry.seq
    Entry.objects.filter(pk=entry.pk).update(seq=entry.seq + 5)  # back again with the same content
    assert get(f"/lecturers/{entry.thing_id}").json()["data"]["seq"] == entry.seq + 5


def plain(body: bytes, **headers: str) -> tuple[HttpResponse, None]:
    return HttpResponse(body, headers=headers), None


def test_memory_is_bounded_and_the_longest_unasked_goes_first(settings: Any) -> None:
    settings.KEPT_ANSWERS = 1
    store, computed = Kept(), list[str]()

    def ask(name: str) -> bytes:
        def compute() -> tuple[HttpResponse, None]:
            computed.append(name)
            return plain(name.encode() * (400_000 // len(name)), said=name)

        response = store.answer(name, f"etag of {name}", compute)
        assert response.headers["said"] == name
        return response.content

    ask("a"), ask("b"), ask("a"), ask("c")  # b was asked for the longest ago, and three are too much
    assert ask("a")[:1] == b"a"
    assert computed == ["a", "b", "c"]
    ask("b")
    assert computed == ["a", "b", "c", "b"]
    assert store._bytes == sum(answer.size for answer in store._answers.values()) <= kept._MEGABYTE


def test_an_answer_under_another_etag_takes_the_place_of_the_former(settings: Any) -> None:
    settings.KEPT_ANSWERS = 1
    store = Kept()
    assert store.answer("x", "1", lambda: plain(b"first")).content == b"first"
    assert store.answer("x", "1", lambda: plain(b"never")).content == b"first"
    assert store.answer("x", "2", lambda: plain(b"second")).content == b"second"
    assert [answer.body for answer in store._answers.values()] == [b"second"]
    assert store._bytes == store._answers["x"].size


def test_what_is_larger_than_all_memory_is_given_and_not_kept(settings: Any) -> None:
    settings.KEPT_ANSWERS = 1
    store = Kept()
    for _ in range(2):
        assert len(store.answer("x", "1", lambda: plain(b"x" * 1_000_001)).content) == 1_000_001
    assert not store._answers


def test_two_readers_may_come_at_once(settings: Any) -> None:
    settings.KEPT_ANSWERS = 1
    store = Kept()

    def compute() -> tuple[HttpResponse, None]:
        store.answer("x", "1", lambda: plain(b"first"))  # the other reader was faster
        return plain(b"first")

    assert store.answer("x", "1", compute).content == b"first"
    assert store._bytes == store._answers["x"].size
