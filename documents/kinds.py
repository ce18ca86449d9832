"""The kinds of things there are. Each content app registers its own; nobody here knows one by name."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, get_type_hints

from wagtail.models import Page

from documents.days import Day
from documents.document import Document, Facet, Mark, Sort

Builder = Callable[[Any], Document]

#: Raise it when documents say something else of the same page, to readers or to search.
_CONTENT = 8


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of thing: its page type, its document and how one becomes the other."""

    page_model: type[Page]
    document: type[Document]
    builder: Builder = field(repr=False)

    @property
    def name(self) -> str:
        return self.document.kind

    @property
    def collection(self) -> str:
        return self.document.collection

    @property
    def sorted_by(self) -> str:
        return self.document.sorted_by

    @cached_property
    def facets(self) -> dict[str, Facet]:
        return {facet.name: facet for _name, facet in self.document.marked(Facet)}

    @cached_property
    def sorts(self) -> tuple[str, ...]:
        return tuple(name for name, _sort in self.document.marked(Sort))

    @cached_property
    def is_dated(self) -> bool:
        return any(self.document.marked(Day))

    @cached_property
    def schema_version(self) -> str:
        """Changes when the shape of the documents does, so that a new release rebuilds them."""
        fields = self.document.model_fields.items()
        marks = {name: [repr(mark) for mark in field.metadata if isinstance(mark, Mark)] for name, field in fields}
        shape = json.dumps([_CONTENT, self.document.model_json_schema(mode="serialization"), marks], sort_keys=True)
        return hashlib.sha256(shape.encode()).hexdigest()[:16]


class Kinds:
    """All registered kinds, by name."""

    def __init__(self) -> None:
        self._kinds: dict[str, Kind] = {}

    def add(self, kind: Kind) -> None:
        if not kind.name or not kind.collection:
            raise TypeError(f"{kind.document.__name__} needs a kind and a collection in its class line.")
        if kind.name in self._kinds:
            raise TypeError(f"The kind “{kind.name}” is registered twice.")
        self._kinds[kind.name] = kind

    def remove(self, name: str) -> None:
        del self._kinds[name]

    def __iter__(self) -> Iterator[Kind]:
        return iter(self._kinds.values())

    def __getitem__(self, name: str) -> Kind:
        return self._kinds[name]

    def get(self, name: str) -> Kind | None:
        return self._kinds.get(name)

    def of(self, page: Page) -> Kind | None:
        """The kind that this page becomes, None for a page that is no thing of the catalogue."""
        model = page.specific_class
        return next((kind for kind in self if model and issubclass(model, kind.page_model)), None)


kinds = Kinds()


def builds(page_model: type[Page]) -> Callable[[Builder], Builder]:
    """Register a function that makes one page of `page_model`, in its language, into the document it returns."""

    def register(builder: Builder) -> Builder:
        kinds.add(Kind(page_model, get_type_hints(builder)["return"], builder))
        return builder

    return register
