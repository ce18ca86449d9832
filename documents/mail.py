"""Addresses for mail: no document holds one, whoever wrote it wherever."""

import re
from typing import Any, TypeVar

from pydantic import BaseModel

#: Keyboards of East Asia write the second, and the third hides an address from programs, not from people.
_AT = "@＠﹫"
MAIL_ADDRESS = re.compile(rf"[\w.+-]+[{_AT}][\w-]+(\.[\w-]+)+")

T = TypeVar("T")


def masked(value: T) -> T:
    """The value without addresses for mail; the value itself if it holds none, as nearly all do."""
    without: T = _masked(value)
    return without


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return MAIL_ADDRESS.sub("…", value) if _has_at(value) else value
    if isinstance(value, list):
        changed = [part if type(part) is str and not _has_at(part) else _masked(part) for part in value]
        return changed if any(new is not old for new, old in zip(changed, value, strict=True)) else value
    if isinstance(value, BaseModel):
        changes = {name: new for name, old in vars(value).items() if (new := _masked(old)) is not old}
        return value.model_copy(update=changes) if changes else value
    return value


def _has_at(text: str) -> bool:
    return any(at in text for at in _AT)
