"""The fields of the cluster's index, and an entry as a document of it."""

import hashlib
import json
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from elasticsearch.dsl import Document, Double, Index, Keyword, Long, Mapping, MetaField, Text

from catalogue.models import Entry
from search import wording
from search.cluster.address import Address
from search.engine import Position
from search.record import QUALITIES, RANKS, SHUFFLES, TEXTS, facet_names, identifier, record, shape, sort_names

#: Part of every index's name: raise it when the fields change.
VERSION = 4

#: The document that holds the position; no query finds it, for each asks for a kind.
POSITION_ID = "position"
#: The terms of all texts together, and those of what its values are called, which decide what is found.
ANYWHERE = "text"
#: For how long a deleted entry's number is remembered, so that a late write cannot bring it back.
_REMEMBERED = "1h"


class EntryDocument(Document):
    """One public entry. Its texts are terms with blanks between them: nothing is analysed there.

    The index also has a field for each facet, order, shuffle, part of quality and class of text. Only the position
    can be read again; the rest is the catalogue's to say.
    """

    id = Keyword()
    kind = Keyword()
    locale = Keyword()
    has = Keyword()
    shown = Keyword()
    updated_at = Long()
    visible_from = Long()
    visible_until = Long()
    first_day = Long()
    last_day = Long()
    text = Text(analyzer="whitespace", index_options="docs", norms=False)
    begins = Text(analyzer="whitespace", index_options="docs", norms=False)
    validator = Keyword(index=False)
    position = Keyword(index=False, doc_values=False)
    written_at = Long()

    class Meta:
        dynamic = MetaField("strict")
        source = MetaField(includes=["position", "written_at"])


def fingerprint() -> str:
    """The part of an index's name that says which code can read it."""
    return hashlib.sha256(repr((*shape(), VERSION)).encode()).hexdigest()[:16]


def index(name: str, address: Address, **using: Any) -> Index:
    """An index that is still to be made. A lone node has no replica, several have one, unless the address says more."""
    made = Index(name, **using)
    replicas = {"auto_expand_replicas": "0-1"} if address.replicas is None else {"number_of_replicas": address.replicas}
    made.settings(number_of_shards=address.shards, gc_deletes=_REMEMBERED, **replicas)
    made.document(EntryDocument)
    made.mapping(_mapping())
    return made


def _mapping() -> Mapping:
    mapping = Mapping()
    for name in (*(f"facet_{facet}" for facet in facet_names()), *(f"sort_{sort}" for sort in sort_names())):
        mapping.field(name, Keyword())
    for name in TEXTS:
        mapping.field(name, Text(analyzer="whitespace", index_options="freqs", copy_to=ANYWHERE))
    for name in (*SHUFFLES, *RANKS, *QUALITIES):
        mapping.field(name, Double())
    return mapping


def written(entry: Entry, public_in: Collection[str], at: datetime, version: int) -> dict[str, Any]:
    """What is sent to make an entry be there as of `at`, unless somebody has written what is newer."""
    name = identifier(entry.thing_id, entry.locale)
    said = wording.read(entry.text, entry.locale)
    source = {"id": name, "validator": entry.validator, ANYWHERE: said.called, **record(entry, said, public_in, at)}
    return _action("index", name, version) | {"_source": source}


def ended(name: str, version: int) -> dict[str, Any]:
    """What is sent to take an entry away, unless somebody has written what is newer."""
    return _action("delete", name, version)


def standing(position: Position) -> dict[str, Any]:
    """What is sent to say how far the log has been followed; who is further has said so already."""
    said = json.dumps([position.epoch, position.seq, position.boundary])
    source = {"position": said, "written_at": int(datetime.now(UTC).timestamp())}
    return _action("index", POSITION_ID, number(position)) | {"_source": source}


def read(source: Any) -> Position:
    """The position that was written."""
    return Position(*json.loads(source["position"]))


def number(position: Position) -> int:
    """The external version of what is written on the way to a position: the log's number, then the boundary's second.

    It is known before the entries are read, so what has the higher one was never read earlier.
    """
    boundary = datetime.fromisoformat(position.boundary).timestamp() if position.boundary else 0
    return (position.seq << 32) + max(0, int(boundary))


def _action(what: str, name: str, version: int) -> dict[str, Any]:
    return {"_op_type": what, "_id": name, "version": version, "version_type": "external_gte"}
