"""What is counted is what could be chosen, whatever else has been asked before: questions share what they count."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from catalogue.models import Entry
from search.embedded import recounting
from search.embedded.recounting import Counts
from search.engine import Engine
from search.query import Query
from tests.factories.entries import COUNTRIES, SUBJECTS, number, room, talk, withdraw
from tests.search.conftest import Search, titles

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
FACETS = ("country", "subject", "time")


def counted(query: Query, at: datetime) -> dict[str, dict[str, int]]:
    """The same, one entry after the other."""
    found: dict[str, dict[str, int]] = {}
    for name in query.wanted_facets:
        others = query.but(facets={other: chosen for other, chosen in query.facets.items() if other != name})
        matching = [entry for entry in Entry.objects.all() if others.matches(entry, at=at)]
        found[name] = Counter(value for entry in matching for value in entry.facets.get(name, ()))
    return found


def any_talk(dice: random.Random, key: UUID | None = None) -> Entry:
    return talk(
        key=key,
        locale=dice.choice(["en", "en", "fi"]),
        country=dice.choice([*COUNTRIES, None]),
        subjects=dice.sample(sorted(SUBJECTS), dice.choice([0, 1, 2])),
        time=dice.choice(["dawn", "noon", "dusk"]),
        body=f"<p>{dice.choice(['word', 'nothing'])}</p>",
        opens=dice.choice([None, date(2026, 11, 1)]),
        closes=date(2026, 11, dice.randrange(1, 19)),
        updated_at=datetime(2026, 11, dice.randrange(1, 19), tzinfo=UTC),
    )


def question(dice: random.Random) -> str:
    parts = ["facets=" + ",".join(dice.sample(FACETS, dice.choice([1, 2, 3])))]
    parts += [f"country={code}" for code in dice.sample(sorted(COUNTRIES), dice.choice([0, 0, 1, 2]))]
    parts += [f"subject={code}" for code in dice.sample(sorted(SUBJECTS), dice.choice([0, 0, 1]))]
    asked = [[], ["q=word"], ["time.not=noon"], ["locale=fi", "fallback=en"]]
    parts += dice.choice([*asked, ["updated_since=2026-11-10"], ["date.gte=2026-11-10"]])
    return "&".join(parts + dice.choice([[], ["limit=1"], ["sort=title"], ["count=none"]]))


def test_many_questions_in_any_order_are_counted_right(search: Search) -> None:
    dice = random.Random(5)
    for _ in range(40):
        any_talk(dice)
        room(country="FI")
    questions = [question(dice) for _ in range(40)]
    for asked in dice.sample(questions * 2, 80):
        page = search(asked, at=NOON)
        shown = {name: {v.value: v.count for v in values if v.count} for name, values in page.facets.items()}
        assert shown == counted(Query.parse(asked, "talk"), NOON), asked


def happens(dice: random.Random, entries: list[Entry]) -> None:
    """Somebody new, or one of those there are is changed, translated or withdrawn."""
    entry = Entry.objects.get(pk=dice.choice(entries).pk) if entries else None
    if entry and not entry.removed_at and dice.random() < 0.2:
        withdraw(entry)
        number(entry)
    else:
        entries.append(any_talk(dice, entry.thing_id if entry and dice.random() < 0.7 else None))


def test_after_each_change_everything_is_counted_right(
    search: Search, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where only what has changed is counted, and added to what was there before."""
    dice, entries, spared = random.Random(8), list[Entry](), 0

    def recounted(*arguments: Any) -> Counts | None:
        nonlocal spared
        counts = recounting.recounted(*arguments)
        spared += counts is not None
        return counts

    monkeypatch.setattr("search.embedded.answering.recounted", recounted)
    questions = [question(dice) for _ in range(8)]
    for step in range(50):
        for _ in range(dice.choice([1, 1, 1, 2, 5])):
            happens(dice, entries)
        if step % 16 == 15:
            engine.rebuild()
        for asked in dice.sample(questions, 5):
            page = search(asked, at=NOON)
            shown = {name: {v.value: v.count for v in values if v.count} for name, values in page.facets.items()}
            assert shown == counted(Query.parse(asked, "talk"), NOON), (step, asked)
    assert spared > 40 or engine.name != "embedded"


@pytest.mark.parametrize("asked", ["facets=country", "country=FI&facets=country"])
def test_what_comes_and_goes_by_itself_is_counted_by_the_moment(search: Search, asked: str) -> None:
    noon = timezone.now() + timedelta(days=1)
    talk("Always", country="FI")
    talk("Until noon", country="GR", visible_until=noon)
    talk("From noon on", country="IT", visible_from=noon)
    moments = [noon + timedelta(seconds=seconds) for seconds in (-2, -1, 0, 1)]
    seen = [{v.value for v in search(asked, at=at).facets["country"] if v.count} for at in moments]
    assert seen == [{"FI", "GR"}, {"FI", "GR"}, {"FI", "IT"}, {"FI", "IT"}]


def test_a_withdrawal_is_not_counted_from_the_next_question_on(search: Search) -> None:
    talk("Stays", country="FI")
    leaves = talk("Leaves", country="GR")
    assert {v.value for v in search("facets=country").facets["country"]} == {"FI", "GR"}
    withdraw(leaves)
    assert {v.value for v in search("facets=country").facets["country"]} == {"FI"}


def test_a_list_that_is_asked_for_again_is_that_of_its_moment_and_its_day(search: Search) -> None:
    noon = timezone.now() + timedelta(days=1)
    for n in range(6):
        talk(f"Always {n}", country="FI")
    talk("Until noon", visible_until=noon)
    leaves = talk("Leaves", country="FI")
    moments = [noon + timedelta(seconds=seconds) for seconds in (-1, -1, 1, 1)]
    pages = [search("", at=at) for at in moments]
    assert [page.total for page in pages] == [8, 8, 7, 7]
    assert ["Until noon" in titles(page) for page in pages] == [True, True, False, False]
    days = [noon + timedelta(days=n) for n in (1, 2, 3, 1, 2, 3)]
    orders = [titles(search("country=FI", at=at)) for at in days]
    assert orders[:3] == orders[3:]
    assert len(set(map(tuple, orders))) > 1
    first = search("country=FI&limit=2", at=days[0])
    assert titles(search("country=FI&limit=2", at=days[0])) == orders[0][:2]
    rest = search(f"country=FI&limit=9&cursor={first.next_cursor}", at=days[0])
    assert [*titles(first), *titles(rest)] == orders[0]
    withdraw(leaves)
    assert "Leaves" not in titles(search("country=FI", at=days[0]))
    assert search("country=FI", at=days[0]).total == 6
