"""What speaks for a thing besides its words: whoever searches weighs it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Quality:
    """Where words do not decide on the order, this speaks for the thing: a day by being recent, all else by being
    there. What can be hidden must not, or who hides something would stand lower for it."""

    part: str


def told(values: Iterable[tuple[Quality, Any]]) -> dict[str, str | float]:
    """For each part a day, or how much of what counts is there, from 0 to 1."""
    found: dict[str, list[Any]] = {}
    for mark, value in values:
        found.setdefault(mark.part, []).append(value)
    return {part: _told(some) for part, some in found.items()}


def _told(values: list[Any]) -> str | float:
    if isinstance(values[0], date):
        return values[0].isoformat()
    return round(sum(map(bool, values)) / len(values), 3)
