"""Rich text as Markdown (CommonMark), in which nothing that was written can become markup, and as words alone."""

import html
import re
from collections.abc import Container
from functools import lru_cache
from urllib.parse import quote

from bs4.element import Tag
from markdownify import MarkdownConverter

#: What an address may hold as it is. Brackets and blanks would end it before its time.
_IN_ADDRESSES = ":/?#@!$&'*+,;=%"


@lru_cache(maxsize=1_000)
def markdown(markup: str) -> str:
    """A piece of rich text, as `documents.richtext` leaves it, in Markdown."""
    converter = _Converter(
        heading_style="atx", bullets="-", autolinks=False, escape_misc=True, wrap=True, wrap_width=None
    )
    # What was written as a bracket is escaped, so this is a link; an exclamation mark would make it a picture.
    return str(converter.convert(markup)).replace("![", "\\![")


class _Converter(MarkdownConverter):
    # Its stub leaves out what is there to be overridden.

    def convert_a(self, el: Tag, text: str, parent_tags: Container[str]) -> str:
        if href := el.get("href"):
            el["href"] = quote(str(href), safe=_IN_ADDRESSES)
        return str(super().convert_a(el, text, parent_tags))  # type: ignore[misc]


def plain(markup: str) -> str:
    """The words of a piece of HTML."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())
