"""Rich text as Markdown (CommonMark), in which nothing that was written can become markup."""

from collections.abc import Container
from functools import lru_cache
from urllib.parse import quote

from bs4.element import NavigableString, Tag
from markdownify import MarkdownConverter

#: What an address may hold as it is. Brackets and blanks would end it before its time.
_IN_ADDRESSES = ":/?#@!$&'*+,;=%"


@lru_cache(maxsize=1_000)
def markdown(markup: str) -> str:
    """A piece of rich text, as `documents.richtext` leaves it, in Markdown."""
    converter = _Converter(
        heading_style="atx", bullets="-", autolinks=False, escape_misc=True, wrap=True, wrap_width=None
    )
    return str(converter.convert(markup))


class _Converter(MarkdownConverter):
    # Its stub leaves out what is there to be overridden.

    def convert_a(self, el: Tag, text: str, parent_tags: Container[str]) -> str:
        if href := el.get("href"):
            el["href"] = quote(str(href), safe=_IN_ADDRESSES)
        return str(super().convert_a(el, text, parent_tags))  # type: ignore[misc]

    def process_text(self, el: NavigableString, parent_tags: Container[str] | None = None) -> str:
        """An exclamation mark before a link would make it a picture."""
        text = str(super().process_text(el, parent_tags))  # type: ignore[misc]
        return text[:-1] + "\\!" if text.endswith("!") and el.next_sibling is not None else text
