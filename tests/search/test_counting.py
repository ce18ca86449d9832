"""What is counted is what could be chosen, whatever else has been asked before: questions share what they count."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from catalogue.models import Entry
from search.query import Query
from tests.factories.entries import COUNTRIES, SUBJECTS, room, talk, withdraw
from tests.search.conftest import Search

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


def question(dice: random.Random) -> str:
    parts = ["facets=" + ",".join(dice.sample(FACETS, dice.choice([1, 2, 3])))]
    parts += [f"country={code}" for code in dice.sample(sorted(COUNTRIES), dice.choice([0, 0, 1, 2]))]
    parts += [f"subject={code}" for code in dice.sample(sorted(SUBJECTS), dice.choice([0, 0, 1]))]
    parts += dice.choice(
        [[], ["q=word"], ["time.not=noon"], ["locale=fi", "fallback=en"], ["updated_since=2026-11-10"]]
    )
    return "&".join(parts + dice.choice([[], ["limit=1"], ["sort=title"], ["count=none"]]))


def test_many_questions_in_any_order_are_counted_right(search: Search) -> None:
    dice = random.Random(5)
    for n in range(40):
        talk(
            f"Talk {n}",
            locale=dice.choice(["en", "en", "fi"]),
            country=dice.choice([*COUNTRIES, None]),
            subjects=dice.sample(sorted(SUBJECTS), dice.choice([0, 1, 2])),
            time=dice.choice(["dawn", "noon", "dusk"]),
            body=f"<p>{dice.choice(['word', 'nothing'])}</p>",
            updated_at=datetime(2026, 11, dice.randrange(1, 19), tzinfo=UTC),
        )
        room(country="FI")
    questions = [question(dice) for _ in range(40)]
    for asked in dice.sample(questions * 2, 80):
        page = search(asked, at=NOON)
        shown = {name: {v.value: v.count for v in values if v.count} for name, values in page.facets.items()}
        assert shown == counted(Query.parse(asked, "talk"), NOON), asked


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
