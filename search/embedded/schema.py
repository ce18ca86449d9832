"""The fields of the embedded index, and an entry as a document of it."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from importlib.metadata import version
from typing import Any
from uuid import UUID

import tantivy

from catalogue.models import Entry
from documents.kinds import kinds
from search import analysis, ordering, wording
from search.engine import Hit, Position
from search.fallback import ANY_LANGUAGE, best, languages, order

#: Raise it when the fields or what stands in them change: part of the index's name.
VERSION = 4

#: The document that holds the position; no query finds it, for each asks for a kind.
POSITION_KEY = "position"

#: What a word of a text is looked up by, from its beginning and from its end, and how it is written.
WORD, BACKWARDS, WRITTEN = "word", "word_backwards", "word_written"
#: Shorter words are neither misspelt nor parts of others.
_SHORTEST_WORD = 4

#: How much of the rank the daily shuffle may decide: ties, and nothing that anybody would notice.
TIE = 1e-3

MOMENTS = ("updated_at", "visible_from", "visible_until")
#: The key of a hit, in two halves, and its language by number: read from columns in a tenth of the time that stored
#: documents take.
HIGH, LOW, LANGUAGE = "key_high", "key_low", "language"
_HALF = 64
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def facet_names() -> list[str]:
    """Every facet of some kind, and the kind itself."""
    return sorted({"kind", *(name for kind in kinds for name in kind.facets)})


def sort_names() -> list[str]:
    """Every value that some kind is sorted by."""
    return sorted({name for kind in kinds for name in kind.sorts})


def fingerprint() -> str:
    """The name of an index that code like this can read."""
    parts = (
        VERSION,
        analysis.VERSION,
        version("tantivy"),
        *facet_names(),
        *sort_names(),
        *wording.CLASSES,
        *languages(),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def schema() -> tantivy.Schema:
    """Terms are stored as they are given: what they are is `search.analysis`'s to say."""
    return _schema(tuple(facet_names()), tuple(sort_names()))


@lru_cache(maxsize=4)
def _schema(facets: Collection[str], sorts: Collection[str]) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    exact = partial(builder.add_text_field, tokenizer_name="raw", index_option="basic")
    for name in ("key", "id", "kind", "locale", "has", "shown"):
        exact(name)
    for name in (HIGH, LOW, LANGUAGE):
        builder.add_unsigned_field(name, fast=True)
    exact("position", stored=True)
    for name in MOMENTS:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in wording.CLASSES:
        builder.add_text_field(f"text_{name}", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("begins", tokenizer_name="whitespace", index_option="basic")
    for name in (WORD, BACKWARDS):
        exact(name)
    exact(WRITTEN, stored=True)
    for name in facets:
        exact(f"facet_{name}", fast=True)
    for name in sorts:
        exact(f"sort_{name}", fast=True)
    for number in range(ordering.SHUFFLES):
        builder.add_float_field(f"rank_{number}", fast=True, indexed=True)
    return builder.build()


def document(entry: Entry, public_in: Collection[str]) -> tantivy.Document:
    """One entry, with the languages in which its thing is public, and those whose readers it is the best for."""
    made = tantivy.Document()
    made.add_text("key", entry.thing_id.hex)
    made.add_text("id", identifier(entry.thing_id, entry.locale))
    made.add_text("kind", entry.kind)
    made.add_text("locale", entry.locale)
    made.add_unsigned(HIGH, entry.thing_id.int >> _HALF)
    made.add_unsigned(LOW, entry.thing_id.int & (1 << _HALF) - 1)
    if entry.locale in languages():  # nobody is shown another one
        made.add_unsigned(LANGUAGE, languages().index(entry.locale))
    _add_texts(made, "has", public_in)
    readers = _readers(entry.locale, tuple(public_in))
    _add_texts(made, "shown", (shown(kind, code) for kind in (entry.kind, None) for code in readers))
    for name, values in {**entry.facets, "kind": [entry.kind]}.items():
        _add_texts(made, f"facet_{name}", values)
    for name in MOMENTS:
        if moment := getattr(entry, name):
            # `Document(x=5)` would write a signed integer, which panics in an unsigned field.
            made.add_unsigned(name, microseconds(moment))
    for name, terms in wording.terms_by_class(entry.text, entry.locale).items():
        made.add_text(f"text_{name}", " ".join(terms))
    made.add_text("begins", " ".join(wording.beginnings(entry.text)))
    _add_words(made, entry.text)
    for name in sort_names():
        made.add_text(f"sort_{name}", ordering.sort_key(entry.sort.get(name, ""), entry.thing_id))
    for number, place in enumerate(ordering.shuffled(entry.thing_id)):
        made.add_float(f"rank_{number}", place * TIE)
    return made


def hits(searcher: tantivy.Searcher, addresses: list[tantivy.DocAddress]) -> tuple[Hit, ...]:
    """What stands at these addresses."""
    codes = languages()
    columns: Any = [searcher.fast_field_values(name, addresses) for name in (HIGH, LOW, LANGUAGE)]
    return tuple(Hit(UUID(int=high << _HALF | low), codes[number]) for high, low, number in zip(*columns, strict=True))


@lru_cache(maxsize=1_000)
def _readers(locale: str, public_in: tuple[str, ...]) -> list[str]:
    """Those to whom `locale` is the best of these languages, if any will do."""
    return [code for code in languages() if best(order(code, [ANY_LANGUAGE]), public_in) == locale]


def _add_texts(made: tantivy.Document, field: str, values: Iterable[str]) -> None:
    for value in values:
        made.add_text(field, value)


def _add_words(made: tantivy.Document, texts: Mapping[str, str]) -> None:
    """Enter the words of an entry's texts, to be looked up by how they are spelled."""
    written = {word for text in texts.values() for word in analysis.words(text) if len(word) >= _SHORTEST_WORD}
    surfaces = {surface for word in written for surface in analysis.surfaces(word)}
    _add_texts(made, WRITTEN, sorted(written))
    _add_texts(made, WORD, sorted(surfaces))
    _add_texts(made, BACKWARDS, sorted(surface[::-1] for surface in surfaces))


def position_document(position: Position) -> tantivy.Document:
    """The position goes into the same commit as what it vouches for: tantivy has no commit message."""
    made = tantivy.Document()
    made.add_text("key", POSITION_KEY)
    made.add_text("position", json.dumps([position.epoch, position.seq, position.boundary]))
    return made


def shown(kind: str | None, locale: str) -> str:
    """The term for what readers of `locale` are shown of a kind, or of all kinds, if any language will do."""
    return f"{kind or ''}/{locale}"


def identifier(key: UUID, locale: str) -> str:
    return f"{key.hex}/{locale}"


def microseconds(moment: datetime) -> int:
    """A moment as the number that stands for it; nothing of ours is older than 1970."""
    return max(0, (moment - _EPOCH) // timedelta(microseconds=1))
