"""Addresses for mail are nobody's to publish, whoever wrote them wherever."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

#: Keyboards of East Asia write the second, and the third hides an address from programs, not from people.
_AT = "@＠﹫"
MAIL_ADDRESS = re.compile(rf"[\w.+-]+[{_AT}][\w-]+(\.[\w-]+)+")


def masked(value: Any) -> Any:
    """The value without addresses for mail; the value itself if it holds none, as nearly all do."""
    if isinstance(value, str):
        return MAIL_ADDRESS.sub("…", value) if _has_at(value) else value
    if isinstance(value, list):
        found = [part if type(part) is str and not _has_at(part) else masked(part) for part in value]
        return found if any(new is not old for new, old in zip(found, value, strict=True)) else value
    if isinstance(value, dict):
        changes = _changes(value)
        return {**value, **changes} if changes else value
    if isinstance(value, BaseModel):
        changes = _changes(vars(value))
        return value.model_copy(update=changes) if changes else value
    return value


def _has_at(text: str) -> bool:
    return any(at in text for at in _AT)


def _changes(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: new for name, old in values.items() if (new := masked(old)) is not old}
