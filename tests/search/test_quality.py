"""What stands first where words do not decide: who confirmed of late, who says all, for whom others vouch."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from math import prod
from uuid import UUID

import pytest
from django.utils import timezone

from catalogue import log
from catalogue.models import Entry
from documents.kinds import kinds
from documents.quality import Quality
from search import following, quality, weights
from search.engine import Engine
from search.explaining import Explanation, explain
from search.query import Query
from search.reading import Look
from tests.factories import entries
from tests.factories.entries import room
from tests.search.conftest import Search, titles

BEST: dict[str, object] = {"confirmed": 0, "length": "an hour", "needs": "nothing", "praise": "very good"}
NOTHING: dict[str, object] = {}
DAY = timedelta(days=1)


def ago(days: int) -> date:
    """Reckoned when it is asked for: a run of the tests may go past midnight."""
    return timezone.now().date() - days * DAY


def talk(title: str = "A talk", *, confirmed: object = None, **fields: object) -> Entry:
    """A talk, confirmed so many days ago."""
    return entries.talk(title, confirmed_on=ago(confirmed) if isinstance(confirmed, int) else None, **fields)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"confirmed": 0}, NOTHING),
        ({"confirmed": 182}, {"confirmed": 184}),
        ({"confirmed": 365}, {"confirmed": 367}),
        ({"confirmed": 3}, {"confirmed": -40}),
        ({"length": "an hour"}, NOTHING),
        ({"length": "an hour", "needs": "nothing"}, {"needs": "nothing"}),
        ({"praise": "very good"}, NOTHING),
        (BEST, BEST | {"praise": ""}),
        ({"confirmed": 1}, BEST | {"confirmed": None}),
    ],
)
def test_who_has_more_to_speak_for_them_stands_first_whatever_the_day(
    search: Search, better: dict[str, object], worse: dict[str, object]
) -> None:
    for _ in range(4):
        talk("Bread", slug="worse", **worse), talk("Bread", slug="better", **better)
    for n in range(8):
        found = [item.entry.slug for item in search("q=bread", at=timezone.now() + n * DAY).items]
        assert found == ["better"] * 4 + ["worse"] * 4, n


def test_what_is_as_good_is_shuffled_by_the_day(search: Search) -> None:
    for _ in range(12):
        talk("Bread", **BEST)
    orders = {tuple(i.key for i in search("q=bread", at=timezone.now() + n * DAY).items) for n in range(8)}
    assert len(orders) == 8


@pytest.mark.parametrize(
    ("where", "lower"),
    [
        ("title", "summary"), ("title", "body"), ("summary", "body"), ("subjects", "body"), ("title", "subjects"),
    ],
)  # fmt: skip
def test_words_decide_before_it(search: Search, where: str, lower: str) -> None:
    texts = {"title": "Racism", "summary": "racism", "body": "<p>racism</p>", "subjects": ["racism"]}
    for n in range(6):
        talk(f"Other {n}", summary="something else", body="<p>of other things</p>", subjects=["language"], **BEST)
    first = talk(**{"title": "First", "confirmed": 900, where: texts[where]})
    second = talk(**{"title": "Second", lower: texts[lower], **BEST})
    found = [item.key for item in search("q=racism").items]
    assert found == [first.thing_id, second.thing_id]


def test_more_of_the_words_decide_before_it(search: Search) -> None:
    talk("Bread salt water", **BEST), talk("Bread salt water honey")
    assert titles(search("q=bread+salt+water+honey")) == ["Bread salt water honey", "Bread salt water"]


def test_no_kind_stands_before_another_one_for_it(search: Search) -> None:
    """A room knows nothing of all this, and stands between talks that have much of it and those that have little."""
    talk("Bread", slug="best", **BEST), room("Bread", slug="neutral"), talk("Bread", slug="worst")
    assert [item.entry.slug for item in search("q=bread", kind=None).items] == ["best", "neutral", "worst"]


@pytest.mark.parametrize("source", ["", "subject=racism", "sort=title", "sort=-updated_at", "q=bread&sort=title"])
def test_it_has_no_part_in_any_other_order(search: Search, source: str) -> None:
    keys = [UUID(int=n) for n in range(1, 21)]
    orders = []
    for worst in (keys[::2], keys[1::2]):
        for key in keys:
            told = NOTHING if key in worst else BEST
            talk("Bread", key=key, subjects=["racism"], **told)
        orders.append([item.key for item in search(f"{source}&limit=100").items])
    assert orders[0] == orders[1]
    assert len(orders[0]) == 20


def test_nor_in_what_is_suggested(engine: Engine) -> None:
    keys, orders = [UUID(int=n) for n in range(1, 13)], []
    for worst in (keys[::2], keys[1::2]):
        for key in keys:
            talk("Bread", key=key, **(NOTHING if key in worst else BEST))
        look = Look.at_now(Query("talk", "bre", locale="en", limit=10))
        orders.append([item.key for item in look.suggestions(["talk"])])
    assert orders[0] == orders[1]
    assert len(orders[0]) == 10


def first(search: Search) -> str:
    return search("q=bread").items[0].entry.slug


def test_a_confirmation_grows_old_by_itself_and_takes_no_number(search: Search, engine: Engine) -> None:
    """Time passes for an engine by the boundaries that it is told of."""
    talk("Bread", slug="confirmed", confirmed=100)
    talk("Bread", slug="complete", **BEST | {"confirmed": None})
    assert first(search) == "confirmed"
    before = dict(Entry.objects.values_list("pk", "seq"))
    for days, slug in ((80, "confirmed"), (84, "complete"), (270, "complete")):
        later = (timezone.now() + days * DAY).isoformat()
        reached = engine.catch_up(replace(log.state(), boundary=later))
        assert reached.boundary == later
        found = engine.search(Query("talk", "bread", locale="en"), timezone.now() + days * DAY)
        assert Entry.objects.get(thing=found.hits[0].key).slug == slug, days
    assert dict(Entry.objects.values_list("pk", "seq")) == before


def test_the_worker_has_it_written_again_and_readers_never_wait_for_that(search: Search, engine: Engine) -> None:
    for n in range(following.BATCH + 1):
        talk(f"Bread {n}", confirmed=182)
    assert engine.catch_up(following.up_to_today()).boundary == quality.today()
    assert replace(engine.position(), boundary="").has_reached(log.state())
    old, known = engine.position(), Look.at_now(Query("talk", "bread", locale="en")).etag
    assert search("q=bread").total == following.BATCH + 1
    assert (engine.position(), Look.at_now(Query("talk", "bread", locale="en")).etag) == (old, known)
    tomorrow = (timezone.now() + DAY).isoformat()
    assert engine.catch_up(replace(following.up_to_today(), boundary=tomorrow)).boundary == tomorrow
    shares = {score.quality["confirmed"] for _item, score in Look.at_now(Query("talk", "bread", locale="en")).scores()}
    assert shares == {1 + weights.QUALITY["confirmed"] / 2}
    assert Look.at_now(Query("talk", "bread", locale="en")).etag != known


def test_what_has_been_applied_of_time_is_not_applied_again(search: Search, engine: Engine) -> None:
    """However often what has changed of late is written once more, for the sake of the index."""
    talk("Bread"), search("q=bread")
    later = (timezone.now() + 200 * DAY).isoformat()
    assert engine.catch_up(replace(log.state(), boundary=later)).boundary == later
    for n in range(20):
        talk(f"Bread {n}")
        assert search("q=bread&count=exact").total == n + 2
        assert engine.position().boundary == later


def test_an_index_that_begins_knows_of_which_day_it_is(engine: Engine) -> None:
    talk("Bread")
    assert engine.catch_up(log.state()).boundary == quality.today()
    assert engine.rebuild().boundary == quality.today()


def test_only_what_passes_a_step_is_written_again() -> None:
    def passed(since: int, until: int) -> set[int]:
        at = [(timezone.now() + days * DAY).isoformat() for days in (since, until)]
        return {(ago(0) - date.fromisoformat(day)).days for day in quality.aged(*at)}

    assert passed(0, 0) == set()
    assert passed(0, 1) == {182, 365, -2}
    assert passed(0, 3) == {180, 181, 182, 363, 364, 365, -4, -3, -2}
    assert {(ago(0) - date.fromisoformat(day)).days for day in quality.aged("", timezone.now().isoformat())} == {
        183, 366, -1,
    }  # fmt: skip


@pytest.mark.parametrize("age", range(-3, 400))
def test_it_changes_on_no_day_that_is_not_passed(age: int) -> None:
    now = timezone.now()
    told = {"confirmed": ago(age).isoformat()}
    changes = quality.factors(told, now) != quality.factors(told, now + DAY)
    assert changes == (told["confirmed"] in quality.aged(now.isoformat(), (now + DAY).isoformat()))


def every() -> list[dict[str, str | float]]:
    """Every quality that there can be, by its steps."""
    days: list[str | float] = [0.0, *(ago(n).isoformat() for n in (-40, 0, 182, 183, 365, 366))]
    rest = product(days, (0.0, 0.25, 0.5, 1.0), (0.0, 1.0))
    return [dict(zip(weights.QUALITY, parts, strict=True)) for parts in rest]


def test_it_is_bounded_and_never_takes_anything_away() -> None:
    products = [prod(quality.factors(told, timezone.now()).values()) for told in [*every(), {}]]
    assert min(products) == 1
    assert 1.15 < max(products) < 1.2
    assert min(products) < products[-1] < max(products)


def test_more_is_never_less() -> None:
    now = timezone.now()

    def of(**told: str | float) -> float:
        return prod(quality.factors(told, now).values())

    filled = [of(complete=n / 20, confirmed=ago(9).isoformat(), endorsed=0.0) for n in range(21)]
    assert filled == sorted(set(filled))
    confirmed = [of(confirmed=ago(n).isoformat()) for n in range(500)]
    assert confirmed == sorted(confirmed, reverse=True)
    assert of(confirmed=0.0) == confirmed[-1]


def test_each_part_is_told_and_they_add_up(search: Search) -> None:
    talk("Bread", slug="half", confirmed=200, needs="nothing")
    look = Look.at_now(Query("talk", "bread", locale="en"))
    [(item, score)], asked = look.scores(), look.wording()
    assert score.quality == pytest.approx({"confirmed": 1.05, "complete": 1.025, "endorsed": 1.0})
    assert asked
    made = explain(score, asked, item.entry.text, "en")
    said = dict(made.factors)
    assert said["Recently confirmed"] == pytest.approx(1.05)
    assert said["Complete"] == pytest.approx(1.025)
    points = sum(line.points for line in made.lines) + made.more
    assert points * prod(said.values()) == pytest.approx(score.value, 1e-5)


def test_parts_are_told_of_whom_they_are_of(search: Search) -> None:
    made: dict[str, Callable[[], Entry]] = {
        "best": lambda: talk("Bread", slug="best", **BEST),
        "worst": lambda: talk("Bread", slug="worst"),
        "room": lambda: room("Bread", slug="room"),
    }
    for make in made.values():
        make()
    scores = Look.at_now(Query(None, "bread", locale="en")).scores()
    told = {item.entry.slug: {part: round(by, 4) for part, by in score.quality.items()} for item, score in scores}
    assert told == {
        "best": {"confirmed": 1.1, "complete": 1.05, "endorsed": 1.03},
        "room": {"confirmed": 1.05, "complete": 1.025, "endorsed": 1.015},
        "worst": {"confirmed": 1.0, "complete": 1.0, "endorsed": 1.0},
    }


def test_every_part_that_a_kind_names_has_a_weight_and_a_name() -> None:
    named = {mark.part for kind in kinds for _field, mark in kind.document.marked(Quality)}
    assert named == {*weights.QUALITY}
    made = Explanation(1, (), 0, (), dict.fromkeys(weights.QUALITY, 1), 1, ())
    assert len({name for name, _factor in made.factors if name}) == len(named) + 1
