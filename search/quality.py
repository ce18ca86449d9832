"""What speaks for a thing where the words of a search do not decide: never how often it is read, never where from.

A document says it of itself, in its own words, so nothing of it is hidden. It is weighed where an engine writes an
entry; an engine writes once more what has grown too old since.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from search.weights import AGES, NEUTRAL, QUALITY


def factors(told: Mapping[str, str | float], at: datetime) -> dict[str, float]:
    """By what each part of its quality multiplies the points of a document, as of `at`."""
    return {part: 1 + most * _share(told.get(part, NEUTRAL), at.date()) for part, most in QUALITY.items()}


def today() -> str:
    """The beginning of the day, as a boundary of time: with it days grow older."""
    return datetime.combine(timezone.now().date(), time.min, UTC).isoformat()


def aged(since: str, until: str) -> list[str]:
    """The days that count less, or at last, at the boundary `until`, and did not yet at `since`.

    An index that has seen none has been written within this day or the last.
    """
    last = _day(until)
    first = _day(since) if since else last - timedelta(days=1)
    passed = (last - timedelta(days=number) for number in range((last - first).days))
    return [(day - timedelta(days=age)).isoformat() for day in passed for age, _share in AGES]


def _share(worth: str | float, on: date) -> float:
    """How much of a part there is: a day loses it with time."""
    if not isinstance(worth, str):
        return worth
    age = (on - date.fromisoformat(worth)).days
    return next((share for days, share in reversed(AGES) if age >= days), 0.0)


def _day(boundary: str) -> date:
    return datetime.fromisoformat(boundary).date()
