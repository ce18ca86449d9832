"""How a document's values are printed on a page: names, days, rich text, JSON-LD."""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import nh3
from babel.dates import format_date
from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from pages.languages import direction as direction_of

register = template.Library()
HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
NOT_IN_A_SCRIPT = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and the last word; one letter where letters would join (Arabic)."""
    letters = [word[0].upper() for word in name.split() if word[0].isalpha()]
    if not letters:
        return "·"
    joins = unicodedata.bidirectional(letters[0]) == "AL"
    return letters[0] if joins or len(letters) == 1 else letters[0] + letters[-1]


@register.filter
def direction(language: str) -> str:
    """`rtl` or `ltr`, for the `dir` beside a `lang`."""
    return direction_of(language)


@register.filter
def runs(text: str) -> str:
    """`rtl` or `ltr`, as the first letter has it: what stands before a name follows the name, not the page."""
    strong = (unicodedata.bidirectional(character) for character in text)
    return next(("ltr" if kind == "L" else "rtl" for kind in strong if kind in ("L", "R", "AL")), "ltr")


@register.filter
def day(value: date | str | None) -> str:
    """A date, a moment or its ISO text, as the reader's language writes a day."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) and value else value
    return format_date(moment, "long", locale=get_language() or settings.LANGUAGE_CODE) if moment else ""


@register.filter
def better_types(picture: Any) -> list[str]:
    """The types of a picture's files besides the one that every browser shows."""
    return list(dict.fromkeys(source.type for source in picture.sources if source.type != picture.sources[0].type))


@register.filter
def srcset(picture: Any, mime: str) -> str:
    """The files of one type with their widths, for the browser to choose from."""
    return ", ".join({s.width: f"{s.url} {s.width}w" for s in picture.sources if s.type == mime}.values())


@register.filter
def rich(html: str | None, below: int = 1) -> SafeString:
    """Rich text, cleaned once more of everything that could act, with headings that may follow one of level `below`."""
    return mark_safe(_headed(nh3.clean(html or ""), below))  # noqa: S308 -- cleaned on this very line


def _headed(markup: str, below: int) -> str:
    """The largest headings come right below that level, and none skips one: who listens to a page jumps along them."""
    largest = min((int(heading[1]) for heading in HEADING.finditer(markup)), default=0)
    last = below

    def written(heading: re.Match[str]) -> str:
        nonlocal last
        last = min(int(heading[1]) - largest + below + 1, last + 1, 6)
        return f"<h{last}>{heading[2]}</h{last}>"

    return HEADING.sub(written, markup)


@register.simple_tag
def jsonld(data: Mapping[str, Any] | None) -> str:
    """Linked data for search engines: a data block, which no script policy lets run."""
    if not data:
        return ""
    text = json.dumps(data, ensure_ascii=False, cls=DjangoJSONEncoder).translate(NOT_IN_A_SCRIPT)
    # Safe: no character that could end the element is left in the text.
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))
