"""In which shape things are given: which of their fields, with what beside them, and how rich text is written."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, Self, get_args
from uuid import UUID

from api.items import NEEDED, Found
from api.schemas import ALWAYS, Envelope
from catalogue.models import Entry
from documents.document import Text, ThingRef, with_origin
from documents.kinds import Kind, kinds
from documents.markdown import markdown
from search import fallback
from search.parameters import Parameter
from search.query import Query

_HTML, _MARKDOWN = "html", "markdown"


def parameters(kind: str | None) -> tuple[Parameter, ...]:
    """What may be asked of the shape of one kind, or of all kinds together."""
    return _parameters(kind, tuple(kinds))


@lru_cache
def _parameters(kind: str | None, known: Sequence[Kind]) -> tuple[Parameter, ...]:
    some = [each for each in known if kind in (None, each.name)]
    fields = dict.fromkeys(name for each in some for name in (*each.document.model_fields, *Envelope.model_fields))
    references = dict.fromkeys(name for each in some for name in _references(each))
    include = "What to give in full in `included`, in the best language there is, besides naming it."
    return (
        Parameter(
            "fields",
            "Only these fields, besides `id` and `type`; without it, every field is given.",
            {"type": "string", "enum": list(fields)},
            listed=True,
        ),
        *(
            [Parameter("include", include, {"type": "string", "enum": list(references)}, listed=True)]
            if references
            else []
        ),
        Parameter("richtext", "How rich text is written.", {"type": "string", "enum": [_HTML, _MARKDOWN]}),
    )


@dataclass(frozen=True)
class Shape:
    """The shape that a query asks for."""

    fields: frozenset[str]
    include: tuple[str, ...]
    richtext: str

    @classmethod
    def of(cls, query: Query) -> Self:
        fields, include = (tuple(filter(None, query.extra.get(name, "").split(","))) for name in ("fields", "include"))
        return cls(frozenset(fields), include, query.extra.get("richtext", _HTML))

    @cached_property
    def beside(self) -> Self:
        """The shape of what is included: whole."""
        return replace(self, fields=frozenset(), include=())

    def document(self, entry: Entry) -> str:
        """The document of an entry as JSON: the finished text as it is, unless something else is asked for."""
        payload = with_origin(entry.payload)
        if not self.fields and self.richtext == _HTML:
            return payload
        shaped = self._selected(json.loads(payload))
        if self.richtext == _MARKDOWN:
            rich = [name for name, text in kinds[entry.kind].document.marked(Text) if text.markup]
            shaped |= {name: markdown(shaped[name]) for name in rich if name in shaped}
        return json.dumps(shaped, ensure_ascii=False, separators=(",", ":"))

    def envelope(self, **fields: Any) -> dict[str, Any]:
        return self._selected(fields)

    def included(self, entries: Iterable[Entry], query: Query, at: datetime) -> Sequence[Found]:
        """What these refer to and is asked for with them, each thing once. Costs one query, if there is anything."""
        keys = {key for entry in entries for key in self._refers_to(entry)}
        if not keys:
            return []
        languages = fallback.order(query.locale, [*query.fallback, fallback.ANY_LANGUAGE])
        rows = Entry.objects.public(at).filter(thing__in=keys).only(*NEEDED)
        public = {(entry.thing_id, entry.locale): entry for entry in rows}
        best = [next((public[key, code] for code in languages if (key, code) in public), None) for key in sorted(keys)]
        return [Found(entry, is_fallback=query.locale not in (None, entry.locale)) for entry in best if entry]

    def _selected(self, document: dict[str, Any]) -> dict[str, Any]:
        if not self.fields:
            return document
        return {name: value for name, value in document.items() if name in self.fields or name in ALWAYS}

    def _refers_to(self, entry: Entry) -> Iterator[UUID]:
        document = json.loads(entry.payload) if self.include else {}
        for name in self.include:
            value = document.get(name)
            yield from (UUID(ref["id"]) for ref in (value if isinstance(value, list) else [value]) if ref)


def _references(kind: Kind) -> Iterator[str]:
    """The fields that are other things."""
    for name, field in kind.document.model_fields.items():
        parts = get_args(field.annotation) or (field.annotation,)
        if any(isinstance(part, type) and issubclass(part, ThingRef) for part in parts):
            yield name
