"""Bodies of answers. Documents are finished JSON text: they are put in place as they are, never parsed."""

import json

from catalogue.models import Entry
from documents.document import with_origin
from documents.kinds import kinds
from search.reading import Page


def item(entry: Entry, is_fallback: bool) -> str:
    return f'{{"data":{with_origin(_enveloped(entry, is_fallback))},"included":{{}}}}'


def listing(page: Page, limit: int) -> str:
    data = ",".join(_enveloped(found.entry, found.is_fallback) for found in page.items)
    rest = {
        "page": {"limit": limit, "next": page.next_cursor, "total": page.total},
        "facets": {name: [vars(value) for value in values] for name, values in page.facets.items()},
        "included": {},
    }
    # The origin goes into documents only: they alone write no backslash that could spell its mark.
    return f'{{"data":[{with_origin(data)}],{json_text(rest)[1:]}'


def _enveloped(entry: Entry, is_fallback: bool) -> str:
    """The document with what belongs to its place in the log and to the question."""
    place = {"seq": entry.seq, "etag": entry.etag, "is_fallback": is_fallback}
    return f"{entry.payload[:-1]},{json_text(place)[1:]}"


def nothing(facet: str) -> dict[str, int]:
    """That no thing of any kind is found by a value of this facet."""
    return {kind.name: 0 for kind in kinds if facet in kind.facets}


def json_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
