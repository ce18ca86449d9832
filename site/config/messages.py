"""How Babel finds the translatable texts of templates; `locale/babel.cfg` says where it looks."""

from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from typing import IO, Any

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

Found = tuple[int, str, Any, list[str]]


def templates(
    stream: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: dict[str, Any]
) -> Iterator[Found]:
    """The texts of one Django template, as `babel.messages.extract` wants them."""
    # Django rewrites the tags as calls and blanks out the rest; in brackets, indentation means nothing.
    source = f"({templatize(stream.read().decode(), origin=getattr(stream, 'name', None))})"
    yield from extract_python(BytesIO(source.encode()), keywords, comment_tags, options)
