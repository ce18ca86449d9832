"""The days of things as numbers: an open side goes on to the first or the last day that there is."""

from collections.abc import Mapping
from datetime import date
from typing import Any

#: What an index calls them.
FIRST, LAST = "first_day", "last_day"


def ends(orders: Mapping[str, Any]) -> tuple[int, int] | None:
    """The first and the last day of what has these orders (see `Document.orders`), None where it has none."""
    if not (told := orders.get("days")):
        return None
    first, last = told
    return _number(first) if first else date.min.toordinal(), _number(last) if last else date.max.toordinal()


def fall(orders: Mapping[str, Any], since: date | None, before: date | None) -> bool:
    """Whether a day of what has these orders is `since` or later, and one is `before`, if that is asked at all."""
    found = ends(orders)
    if found is None:
        return not (since or before)
    first, last = found
    return not (since and last < since.toordinal()) and not (before and first >= before.toordinal())


def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()
