"""How to reach people is nobody's to publish, whoever wrote it wherever: addresses for mail and telephone numbers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any, TypeVar

from phonenumbers import PhoneNumberMatch, PhoneNumberMatcher
from pydantic import BaseModel

M = TypeVar("M", bound=BaseModel)

#: Keyboards of East Asia write the second of each, and the third hides an address from programs, not from people.
_AT, _PLUS = "@＠﹫", "+＋"
MAIL_ADDRESS = re.compile(rf"[\w.+-]+[{_AT}][\w-]+(\.[\w-]+)+")
#: A number without its country is one only if it is long: an ISSN is shorter, and an ISBN has a first group of one.
_LOCAL = re.compile(r"(?!0[ -])(?:\D*\d){9}")
#: What it leads to has numbers, too, and is no telephone.
_LINK = re.compile(r"https?://[^\s\"<>]+")
#: So many digits near each other are worth a closer look, which takes longer than all the rest.
_DIALLED = re.compile(r"\d(?:\W{0,4}\d){6}")

#: Countries of the network in which many read a language; English and Arabic are read everywhere.
_READ_IN = {
    "fi": ("FI",),
    "nl": ("NL", "BE"),
    "fr": ("FR", "BE"),
    "it": ("IT",),
    "es": ("ES",),
    "de": ("DE", "AT"),
    "el": ("GR", "CY"),
    "uk": ("UA",),
}
#: Fields that hold a part of an address on this site.
_ADDRESSES = ("slug", "url")


def countries(country: str, language: str) -> list[str]:
    """Where a number without the code of a country may be dialled: in the thing's own, and where its text is read."""
    return list(dict.fromkeys(filter(None, (country, *_READ_IN.get(language, ())))))


def dialled(document: Any) -> Sequence[str]:
    """The same for a document; nowhere if it names no country, as those do not that tell the numbers of projects."""
    country = getattr(getattr(document, "country", None), "code", "")
    return countries(country, document.locale) if country else ()


def first(text: str, *countries: str) -> str:
    """The first address for mail or telephone number in a text, empty if it has none.

    Numbers count that begin with the code of their country, and those of `countries`, as they are dialled there, unless
    they are all that the text says, as identifiers are, or part of a link.
    """
    mail = MAIL_ADDRESS.search(text)
    return mail[0] if mail else next((n.raw_string for each in countries or ("",) for n in _numbers(text, each)), "")


def masked(value: Any) -> Any:
    """The value without addresses and numbers; the value itself if it holds none, as nearly all do.

    A number needs the code of its country here, for identifiers and addresses of pages are values, too (see
    `without_local`).
    """
    if isinstance(value, str):
        return _masked(value) if _may_hold(value) else value
    if isinstance(value, list):
        found = [part if type(part) is str and not _may_hold(part) else masked(part) for part in value]
        return found if any(new is not old for new, old in zip(found, value, strict=True)) else value
    if isinstance(value, dict):
        changes = _changes(value)
        return {**value, **changes} if changes else value
    if isinstance(value, BaseModel):
        changes = _changes(vars(value))
        return value.model_copy(update=changes) if changes else value
    return value


def without(text: str, countries: Sequence[str]) -> str:
    """The text without addresses and numbers, as `first` finds them."""
    return reduce(_masked, countries or ("",), text)


def without_local(model: M, countries: Sequence[str]) -> M:
    """The model without numbers as they are dialled there, in texts of its own and of what it holds one of."""
    changes: dict[str, Any] = {}
    for name, value in vars(model).items() if countries else ():
        if isinstance(value, BaseModel):
            changes[name] = without_local(value, countries)
        elif isinstance(value, str) and name not in _ADDRESSES:
            changes[name] = without(value, countries)
    changes = {name: new for name, new in changes.items() if new is not getattr(model, name)}
    return model.model_copy(update=changes) if changes else model


def _may_hold(text: str) -> bool:
    return any(sign in text for sign in _AT + _PLUS)


def _masked(text: str, country: str = "") -> str:
    text = MAIL_ADDRESS.sub("…", text)
    for number in reversed(list(_numbers(text, country))):
        text = f"{text[: number.start]}…{text[number.end :]}"
    return text


def _numbers(text: str, country: str = "") -> Iterator[PhoneNumberMatch]:
    if not _DIALLED.search(text):
        return
    links = [link.span() for link in _LINK.finditer(text)]
    for number in PhoneNumberMatcher(text, country or None):
        said = number.raw_string
        is_name = said == text.strip() or any(start <= number.start < end for start, end in links)
        if any(sign in said for sign in _PLUS) or (_LOCAL.match(said) and not is_name):
            yield number


def _changes(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: new for name, old in values.items() if (new := masked(old)) is not old}
