"""Lists that are read to their end, a page at a time."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import ordering
from search.ordering import sort_key
from search.query import InvalidQuery
from tests.factories.entries import number, talk, withdraw
from tests.search.conftest import Search, titles

DAY = timedelta(days=1)


def read(search: Search, source: str, **options: object) -> list[UUID]:
    """The keys of a whole list, page by page."""
    keys: list[UUID] = []
    cursor: str | None = ""
    while cursor is not None:
        page = search(f"{source}&cursor={cursor}" if cursor else source, **options)
        keys += [item.key for item in page.items]
        cursor = page.next_cursor
    return keys


@pytest.mark.parametrize("sort", ["relevance", "title", "-title", "updated_at", "-updated_at", "held", "-confirmed_on"])
@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_every_item_comes_exactly_once_ties_included(search: Search, sort: str, limit: int) -> None:
    made = [talk("Same" if n % 2 else f"Talk {n}").thing_id for n in range(14)]
    keys = read(search, f"sort={sort}&limit={limit}")
    assert sorted(keys) == sorted(made)


@pytest.mark.parametrize("source", ["subject=equality", "q=a", "q=a&sort=title", "q=nowhere", "subject=language"])
def test_counts_are_had_without_items(search: Search, source: str) -> None:
    talk("A", subjects=["equality"], country="FI"), talk("B", subjects=["equality", "racism"], country="GR")
    page, whole = (search(f"{source}&facets=subject,country{limit}") for limit in ("&limit=0", ""))
    assert (page.items, page.next_cursor) == ((), None)
    assert (page.total, page.facets) == (whole.total, whole.facets)
    assert search(f"{source}&limit=0&count=none").total is None


@pytest.mark.parametrize("limit", [1, 4, 100])
def test_ranked_lists_too(search: Search, limit: int) -> None:
    made = [talk("Bread", body="<p>bread</p>" * (n % 3)).thing_id for n in range(11)]
    assert sorted(read(search, f"q=bread&limit={limit}")) == sorted(made)


@pytest.mark.parametrize("sort", ["relevance", "title", "-title", "-updated_at"])
def test_what_stays_comes_exactly_once_while_others_come_and_go(search: Search, sort: str) -> None:
    entries = [talk(f"Talk {n % 5}") for n in range(20)]
    going, staying = entries[:6], [entry.thing_id for entry in entries[6:]]
    seen: list[UUID] = []
    cursor: str | None = ""
    while cursor is not None:
        page = search(f"sort={sort}&limit=4" + (f"&cursor={cursor}" if cursor else ""))
        seen += [item.key for item in page.items]
        cursor = page.next_cursor
        if going:
            withdraw(entry := going.pop())
            number(entry)
            talk(f"Talk {len(going)}")
    assert sorted(key for key in seen if key in staying) == sorted(staying)
    assert len(seen) == len(set(seen))


def test_the_last_item_of_a_page_may_vanish(search: Search) -> None:
    for n in range(6):
        talk(f"Talk {n}")
    page = search("sort=title&limit=3")
    withdraw(page.items[-1].entry)
    assert titles(search(f"sort=title&limit=3&cursor={page.next_cursor}")) == ["Talk 3", "Talk 4", "Talk 5"]


def test_orders(search: Search) -> None:
    for n, title in enumerate(["beta", "Älpha", "Γάμμα", "alpha 2", "alpha"]):
        talk(title, updated_at=datetime(2026, 1, 1 + n, tzinfo=UTC))
    ascending = ["Älpha", "alpha", "alpha 2", "beta", "Γάμμα"]
    assert sorted(titles(search("sort=title"))[:2]) == ["alpha", "Älpha"]
    assert titles(search("sort=title"))[2:] == ascending[2:]
    assert titles(search("sort=-title")) == titles(search("sort=title"))[::-1]
    assert titles(search("sort=-updated_at")) == ["alpha", "alpha 2", "Γάμμα", "Älpha", "beta"]


def test_what_was_never_confirmed_is_the_longest_ago(search: Search) -> None:
    for title, day in (("Never", None), ("Late", date(2026, 3, 1)), ("Early", date(2025, 12, 31))):
        talk(title, confirmed_on=day)
    assert titles(search("sort=-confirmed_on")) == ["Late", "Early", "Never"]
    assert titles(search("sort=confirmed_on")) == ["Never", "Early", "Late"]


def test_a_search_may_be_put_in_another_order(search: Search) -> None:
    talk("Bread B"), talk("Bread A"), talk("Cake")
    assert titles(search("q=bread&sort=-title")) == ["Bread B", "Bread A"]


def test_the_total_is_that_of_the_whole_list_on_every_page(search: Search) -> None:
    for n in range(5):
        talk(f"Bread {n}")
    for source in ("sort=title&limit=2", "q=bread&limit=2", "limit=2"):
        page = search(source)
        following = search(f"{source}&cursor={page.next_cursor}")
        assert (page.total, following.total) == (5, 5)
    assert search("count=none").total is None


def test_without_words_the_day_decides(search: Search) -> None:
    for n in range(30):
        talk(f"Talk {n:02}")
    now = timezone.now()
    today, again, tomorrow = (titles(search("limit=100", at=at)) for at in (now, now, now + DAY))
    assert today == again
    assert today != tomorrow
    assert sorted(today) == sorted(tomorrow)
    assert sorted(today) != today


def test_equally_good_hits_are_shuffled_too(search: Search) -> None:
    for _ in range(12):
        talk("Bread")
    now = timezone.now()
    days = [tuple(i.key for i in search("q=bread", at=now + n * DAY).items) for n in range(4)]
    assert len(set(days)) > 1
    assert {frozenset(day) for day in days} == {frozenset(days[0])}


def test_a_list_that_was_begun_yesterday_goes_on_in_its_order(search: Search) -> None:
    made = [talk(f"Talk {n}").thing_id for n in range(20)]
    now = timezone.now()
    first = search("limit=10", at=now)
    rest = search(f"limit=10&cursor={first.next_cursor}", at=now + DAY)
    assert sorted(item.key for page in (first, rest) for item in page.items) == sorted(made)


def test_relevance_ends_at_its_depth(search: Search, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordering, "DEEPEST", 10)
    for _ in range(25):
        talk("Bread")
    page = search("q=bread&limit=4")
    sizes = [len(page.items)]
    while page.next_cursor:
        page = search(f"q=bread&limit=4&cursor={page.next_cursor}")
        sizes.append(len(page.items))
    assert sizes == [4, 4, 2]
    assert page.total == 25
    assert len(read(search, "sort=title&limit=4")) == 25


class TestCursors:
    @pytest.fixture
    def cursor(self, search: Search) -> str:
        for n in range(5):
            talk(f"Talk {n}", country="FI")
        return str(search("sort=title&limit=2&country=FI").next_cursor)

    def test_go_on_with_another_size_and_other_counts(self, search: Search, cursor: str) -> None:
        page = search(f"sort=title&limit=3&country=FI&facets=country&cursor={cursor}")
        assert titles(page) == ["Talk 2", "Talk 3", "Talk 4"]

    @pytest.mark.parametrize("source", ["sort=-title&country=FI", "sort=title", "sort=title&country=FI&q=talk"])
    def test_belong_to_their_query(self, search: Search, cursor: str, source: str) -> None:
        with pytest.raises(InvalidQuery) as caught:
            search(f"{source}&cursor={cursor}")
        assert [(p.parameter, p.code) for p in caught.value.problems] == [("cursor", "cursor-mismatch")]

    def test_belong_to_their_collection(self, search: Search, cursor: str) -> None:
        with pytest.raises(InvalidQuery) as caught:
            search(f"sort=title&country=FI&cursor={cursor}", kind="room")
        assert caught.value.problems[0].code == "cursor-mismatch"

    def test_cannot_be_made_up(self, search: Search, cursor: str) -> None:
        for forged in ("x", "a.b", "é", cursor[:-1], "A" + cursor, cursor.replace(".", ""), "x" * 1900):
            with pytest.raises(InvalidQuery) as caught:
                search(f"sort=title&country=FI&cursor={forged}")
            assert [p.code for p in caught.value.problems] == ["invalid-cursor"]


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=120), st.text(max_size=120))
def test_sort_keys_are_unlike_and_safe(one: str, other: str) -> None:
    keys = [sort_key(text, uuid4()) for text in (one, other)]
    assert keys[0] != keys[1]
    assert all(set(key) <= set("0123456789abcdef") for key in keys)
