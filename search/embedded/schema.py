"""The fields of the embedded index, and an entry as a document of it."""

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import astuple
from datetime import datetime
from functools import lru_cache, partial
from importlib.metadata import version
from typing import Any, NamedTuple
from uuid import UUID

import tantivy

from catalogue.models import Entry
from search import analysis, wording
from search.engine import Hit, Position
from search.fallback import languages
from search.record import (
    DAYS,
    MOMENTS,
    QUALITIES,
    RANKS,
    SHUFFLES,
    TERMS,
    TEXTS,
    facet_names,
    identifier,
    named,
    record,
    shape,
    sort_names,
)
from search.wording import Said

#: Raise it when fields of this engine's own change: part of the index's name.
VERSION = 11

#: The document that holds the position; no query for entries finds it, nor those of values, for each asks for a kind.
POSITION_KEY = "position"

#: What a word of a text is looked up by, from its beginning and from its end, and how it is written.
WORD, BACKWARDS, WRITTEN = "word", "word_backwards", "word_written"
#: What a value is called in any language, and the term that stands for it.
CALLED, VALUE = "called", "value"
#: Shorter words are neither misspelt nor parts of others.
_SHORTEST_WORD = 4

#: The key of a hit, in two halves, and its language by number: read from columns in a tenth of the time that stored
#: documents take.
HIGH, LOW, LANGUAGE = "key_high", "key_low", "language"
_HALF = 64

#: The name of an entry and its validator, for who compares them with the catalogue.
VALIDATOR = "validator"


def fingerprint() -> str:
    """The name of an index that code like this can read."""
    return hashlib.sha256(repr((*shape(), VERSION, version("tantivy"))).encode()).hexdigest()[:16]


def schema() -> tantivy.Schema:
    """Terms are stored as they are given: what they are is `search.analysis`'s to say."""
    return _schema(tuple(facet_names()), tuple(sort_names()))


@lru_cache(maxsize=4)
def _schema(facets: Collection[str], sorts: Collection[str]) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    exact = partial(builder.add_text_field, tokenizer_name="raw", index_option="basic")
    for name in ("key", "id", "position", VALUE, *TERMS):
        exact(name, stored=name in ("position", VALUE))
    for name in (HIGH, LOW, LANGUAGE, *DAYS):
        builder.add_unsigned_field(name, fast=True)
    for name in MOMENTS:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("begins", CALLED, WORD, BACKWARDS):
        builder.add_text_field(name, stored=name == CALLED, tokenizer_name="whitespace", index_option="basic")
    for name in (WRITTEN, VALIDATOR):
        builder.add_bytes_field(name, stored=True)
    for name in (*(f"facet_{facet}" for facet in facets), *(f"sort_{sort}" for sort in sorts)):
        exact(name, fast=True)
    for name in SHUFFLES:
        builder.add_float_field(name, fast=True, indexed=True)
    for name in (*RANKS, *QUALITIES):
        builder.add_float_field(name, fast=True)
    return builder.build()


def fields(entry: Entry, said: Said, public_in: Collection[str], at: datetime) -> dict[str, Any]:
    """What stands of an entry as of `at`, with the languages in which its thing is public, and the words that it alone
    says."""
    key, codes = entry.thing_id, languages()
    made: dict[str, Any] = {
        **record(entry, said, public_in, at),
        **_spelled(said.words),
        "key": key.hex,
        "id": identifier(key, entry.locale),
        HIGH: key.int >> _HALF,
        LOW: key.int & (1 << _HALF) - 1,
        VALIDATOR: f"{identifier(key, entry.locale)} {entry.validator}".encode(),
    }
    if entry.locale in codes:  # nobody is shown another one
        made[LANGUAGE] = codes.index(entry.locale)
    for name in RANKS:
        made[name] = 2 ** made[name] - 2  # `weight_by_field` multiplies by the logarithm of two more
    return made


def value_document(value: str) -> tantivy.Document:
    """What a value that many entries share is called: in each of them that would be most of the index."""
    said = wording.named(value)
    return document({VALUE: wording.value_term(value), CALLED: said.terms, **_spelled(dict.fromkeys(said.words))})


def hits(searcher: tantivy.Searcher, addresses: Sequence[tantivy.DocAddress]) -> tuple[Hit, ...]:
    """What stands at these addresses."""
    if not addresses:
        return ()
    codes = languages()
    columns: Any = [searcher.fast_field_values(name, list(addresses)) for name in (HIGH, LOW, LANGUAGE)]
    return tuple(Hit(UUID(int=high << _HALF | low), codes[number]) for high, low, number in zip(*columns, strict=True))


def held(searcher: tantivy.Searcher) -> Iterator[tuple[Hit, str]]:
    """Each entry with its validator."""
    found = searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs), count=False)
    for _score, address in found.hits:
        if stored := searcher.doc(address)[VALIDATOR]:
            name, validator = bytes(stored[0]).decode().split(" ")
            yield named(name), validator


def document(fields: dict[str, Any]) -> tantivy.Document:
    """A document with these fields."""
    # Without the schema a whole number would be signed, which panics in an unsigned field.
    return tantivy.Document.from_dict(fields, schema())


def _spelled(words: Collection[str]) -> dict[str, Any]:
    """The fields in which words are looked up by how they are spelled."""
    written = [word for word in words if len(word) >= _SHORTEST_WORD]
    surfaces = analysis.spelled(written)
    # The words backwards, and each of them.
    return {WRITTEN: " ".join(written).encode(), WORD: surfaces, BACKWARDS: surfaces[::-1]}


class Standing(NamedTuple):
    """How far an index has followed the log, and up to where everything is settled (see `search.embedded.following`).

    `made` is a name that it has from when it was begun, for what was counted in another one says nothing of it.
    """

    position: Position = Position()
    settled: Position = Position()
    made: str = ""


def position_document(standing: Standing) -> tantivy.Document:
    """The position goes into the same commit as what it vouches for: tantivy has no commit message."""
    position, settled, made = standing
    return document({"key": POSITION_KEY, "position": json.dumps([astuple(position), astuple(settled), made])})


def standing(document: tantivy.Document) -> Standing:
    """What such a document says."""
    position, settled, made = json.loads(document["position"][0])
    return Standing(Position(*position), Position(*settled), made)
