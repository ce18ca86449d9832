"""Of which days a thing is: lists are asked for those of some time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Day:
    """Lists are asked for this day as `date`. Of two such fields the first is the day on which a thing begins, the
    second that on which it ends."""


def told(document: object, marked: Iterable[tuple[str, Day]]) -> list[str]:
    """The first and the last day, each empty where that side is open; nothing where no day is known."""
    days: list[date | None] = [getattr(document, name) for name, _day in marked]
    said = [day.isoformat() if day else "" for day in days]
    return [said[0], said[-1]] if any(said) else []
