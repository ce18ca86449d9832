"""Bodies of answers.

Documents are finished JSON text: they are put in place as they are, unless another shape is asked for.
"""

from collections.abc import Sequence

import orjson

from api.items import Found
from api.shaping import Shape
from documents.kinds import kinds
from search.reading import Item, Page


def item(found: Found, shape: Shape, included: Sequence[Found]) -> str:
    return f'{{"data":{_enveloped(found, shape)},"included":{_included(included, shape)}}}'


def listing(page: Page, limit: int, shape: Shape, included: Sequence[Found]) -> str:
    data = ",".join(_enveloped(found, shape) for found in page.items)
    rest = {
        "page": {"limit": limit, "next": page.next_cursor, "total": page.total},
        "did_you_mean": page.did_you_mean or None,
        "facets": page.facets,
    }
    return f'{{"data":[{data}],{json_text(rest)[1:-1]},"included":{_included(included, shape)}}}'


def _enveloped(found: Found | Item, shape: Shape) -> str:
    """The document with what belongs to its place in the log and to the question."""
    entry = found.entry
    place = json_text(shape.envelope(seq=entry.seq, etag=entry.validator, is_fallback=found.is_fallback))[1:-1]
    return f"{shape.document(entry)[:-1]}{',' if place else ''}{place}}}"


def _included(included: Sequence[Found], shape: Shape) -> str:
    """By type, then id."""
    by_type: dict[str, list[str]] = {}
    for found in included:
        text = f'"{found.entry.thing_id}":{_enveloped(found, shape.beside)}'
        by_type.setdefault(found.entry.kind, []).append(text)
    return "{" + ",".join(f'"{name}":{{{",".join(texts)}}}' for name, texts in by_type.items()) + "}"


def nothing(facet: str) -> dict[str, int]:
    """That no thing of any kind is found by a value of this facet."""
    return {kind.name: 0 for kind in kinds if facet in kind.facets}


def json_text(value: object) -> str:
    return orjson.dumps(value).decode()
