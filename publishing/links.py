"""Links in an editor's text: they lead to what the editor may see, or they are refused."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, Model
from wagtail.rich_text import extract_references_from_rich_text

from people.models import User
from publishing.access import choosable

Link = tuple[type[Model], str]
#: Anchors do not nest.
TAG = re.compile(r"<a\b[^>]*>(.*?)</a>|<embed\b[^>]*>", re.DOTALL)


def links_in(field: Field, value: Any) -> set[Link]:
    """The pages, documents and pictures to which a text or the blocks of this field lead."""
    extract = getattr(field, "extract_references", None)
    return {(model, str(pk)) for model, pk, *_path in extract(value)} if extract and value else set()


def beyond(user: User, links: set[Link]) -> set[Link]:
    """Those that lead to what this editor may not see, or to nothing: the two look alike."""
    return {link for link in links if not _seen(user, *link)}


def without(markup: str, links: set[Link]) -> str:
    """The text with the words of these links, and without the links."""

    def kept(tag: re.Match[str]) -> str:
        found = {(model, str(pk)) for model, pk, *_path in extract_references_from_rich_text(tag[0])}
        return (tag[1] or "") if found & links else tag[0]

    return TAG.sub(kept, markup)


def _seen(user: User, model: type[Model], pk: str) -> bool:
    mine = choosable(user, model)
    try:
        return mine is None or mine.filter(pk=pk).exists()
    except (ValueError, ValidationError, OverflowError):
        return False
