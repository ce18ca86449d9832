"""One typed document per kind: the single source of its payload, its schema, its facets and its search text."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import UnionType
from typing import Annotated, Any, ClassVar, Self, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from pydantic import BaseModel, ConfigDict, Field

from documents import days
from documents.contact import dialled, masked, without_local
from documents.markdown import plain
from documents.quality import Quality, told
from documents.translations import Translation
from pages.fields import PUBLIC

#: Stands for the site's origin in stored addresses. No input may hold NUL, so no text can forge it.
ORIGIN = "\0origin"
#: NUL anywhere else than where an address begins, as JSON writes it.
_STRAY_NUL = re.compile(r'(?<!"url":")(?<!=\\")\\u0000|\\u0000(?!origin/)')

#: Marks the class of what is said in every language (see `Document.texts`).
EVERYWHERE = "@"

Labels = Callable[[str], Mapping[str, str]]


@dataclass(frozen=True)
class Text:
    """Searched, with the weight class `weight`; `markup` says that the value is HTML."""

    weight: str
    markup: bool = False


@dataclass(frozen=True)
class Facet:
    """Filtered and counted as `name`, shown as `title`; `labels(locale)` names every value there can be.

    `former()` are values that have become part of another one, which is found by them, too. The values of an `ordered`
    facet stand in the order of its labels, as months do; those of all others by count, then label.
    """

    name: str
    title: str | Promise = field(repr=False)
    labels: Labels = field(repr=False)
    former: Callable[[], Mapping[str, str]] = field(default=dict, repr=False)
    ordered: bool = field(default=False, repr=False)


@dataclass(frozen=True)
class Sort:
    """A whole order of lists."""


@dataclass(frozen=True)
class Chosen:
    """Shown only to whom the page's field `by` says: `public` to everybody, `network` to members who are signed in."""

    by: str


Mark = Text | Facet | Sort | days.Day | Chosen | Quality
M = TypeVar("M", Text, Facet, Sort, days.Day, Chosen, Quality)
MarkType = type[M]  # inside a document, `type` is a field


class Ref(BaseModel):
    """A labelled reference. What search and facets need beyond its label is kept out of the JSON.

    `words` are in the document's language, `words_in` in the one that each list stands under. `until` is when, as
    things stand, what it refers to ends to be public.
    """

    facet_values: list[str] = Field(default=[], exclude=True)
    words: list[str] = Field(default=[], exclude=True)
    words_in: dict[str, list[str]] = Field(default={}, exclude=True)
    depends_on: list[str] = Field(default=[], exclude=True)
    until: datetime | None = Field(default=None, exclude=True)


class Choice(Ref):
    """A value of a fixed list, with its name in the document's language."""

    code: str
    label: str

    @classmethod
    def of(cls, code: str, label: str | Promise) -> Self:
        return cls(code=code, label=str(label), facet_values=[code], words=[str(label)])


class ThingRef(Ref):
    """Another thing of the catalogue."""

    id: UUID
    type: str
    title: str
    url: str


class PictureSource(BaseModel):
    url: str
    width: int
    height: int
    type: str


class Picture(Ref):
    """A picture that lives as long as the document that shows it."""

    url: str
    width: int
    height: int
    alt: str
    credit: str = ""
    sources: list[PictureSource] = []
    names: list[str] = Field(default=[], exclude=True)


#: A page that search engines are asked not to keep, as `robots` and `X-Robots-Tag` have it.
NOT_KEPT = "noindex"


class Document(BaseModel):
    """What every document has. A kind adds its own fields and says what they are by marks.

    `sorted_by` is the order in which pages list the kind while nobody searches; the day's shuffle, if it has none.
    """

    model_config = ConfigDict(extra="forbid")
    kind: ClassVar[str] = ""
    collection: ClassVar[str] = ""
    sorted_by: ClassVar[str] = ""

    id: UUID
    type: str
    locale: str
    title: Annotated[str, Text("name"), Sort()]
    slug: str
    url: str
    summary: Annotated[str, Text("headline")] = ""
    updated_at: Annotated[datetime, Sort()]
    confirmed_on: date | None = None
    translations: dict[str, Translation] = {}
    license: str = ""
    attribution: str = ""

    def __init_subclass__(cls, kind: str = "", collection: str = "", sorted_by: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)

    @classmethod
    def __pydantic_init_subclass__(
        cls, kind: str = "", collection: str = "", sorted_by: str = "", **kwargs: Any
    ) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        cls.kind, cls.collection, cls.sorted_by = kind, collection, sorted_by
        for name, annotation in get_type_hints(cls, include_extras=True).items():
            is_union = get_origin(annotation) in (Union, UnionType)
            if is_union and any(get_origin(part) is Annotated for part in get_args(annotation)):
                raise TypeError(f"{cls.__name__}.{name}: write Annotated[X | None, …], or its marks are lost.")
        for name, _chosen in cls.marked(Chosen):
            field = cls.model_fields[name]
            if field.is_required() or field.get_default(call_default_factory=True):
                raise TypeError(f"{cls.__name__}.{name}: a field that can be hidden needs an empty default.")
            if name in dict(cls.marked(Quality)):
                raise TypeError(f"{cls.__name__}.{name}: a field that can be hidden must not count as quality.")
        if sorted_by and sorted_by.removeprefix("-") not in dict(cls.marked(Sort)):
            raise TypeError(f"{cls.__name__}: sorted_by={sorted_by!r} needs a field of that name with Sort().")

    @classmethod
    def marked(cls, mark: MarkType[M]) -> Iterator[tuple[str, M]]:
        """Each field that carries a mark of this kind, with the mark."""
        for name, info in cls.model_fields.items():
            yield from ((name, found) for found in info.metadata if isinstance(found, mark))

    def as_chosen(self, page: Any, shown: Collection[str] = (PUBLIC,)) -> Self:
        """This document without what the person behind `page` has not chosen to show to whom `shown` names."""
        hidden = {
            name: type(self).model_fields[name].get_default(call_default_factory=True)
            for name, chosen in self.marked(Chosen)
            if getattr(page, chosen.by) not in shown
        }
        return self.model_copy(update=hidden)

    def as_read(self) -> Self:
        """As a template wants it: as it comes out of the catalogue, with the address under which the site is seen."""
        return type(self).model_validate_json(with_origin(self.payload()))

    @property
    def robots(self) -> str:
        """What its page asks of search engines: nothing, or not to keep it because of who is named there."""
        return ""

    def facets(self) -> dict[str, list[str]]:
        """The values that this document is found and counted by."""
        return {
            facet.name: sorted({value for part in _parts(getattr(self, name)) for value in _facet_values(part)})
            for name, facet in self.marked(Facet)
        }

    def texts(self) -> dict[str, str]:
        """Plain text by weight class; what each language says, after its code, by class and `EVERYWHERE`.

        Words of one value stand on lines of their own, a blank line between one value and the next.
        """
        found: dict[str, list[str]] = {}
        for name, text in self.marked(Text):
            for part in _parts(getattr(self, name)):
                for place, lines in _said(part, text):
                    if said := "\n".join(filter(None, lines)):
                        found.setdefault(place, []).append(said)
        return {place: "\n\n".join(values) for place, values in found.items()}

    def orders(self) -> dict[str, Any]:
        """The value that this document is sorted by, for each order; its days and what speaks for it, if any."""
        values = {name: getattr(self, name) for name, _sort in self.marked(Sort)}
        sorts = {k: v.isoformat() if isinstance(v, date) else str(v or "") for k, v in values.items()}
        more = {"days": days.told(self, self.marked(days.Day)), "quality": self.quality()}
        return {**sorts, **{name: said for name, said in more.items() if said}}

    def quality(self) -> dict[str, str | float]:
        """What speaks for this document, by the parts that its kind has."""
        return told((mark, getattr(self, name)) for name, mark in self.marked(Quality))

    def dependencies(self) -> set[str]:
        """References to everything outside its own page that this document was made from."""
        return {on for ref in references(self) for on in ref.depends_on}

    def ends(self) -> datetime | None:
        """When the first of what this document names is to be named no longer."""
        return min((ref.until for ref in references(self) if ref.until), default=None)

    def without_contact(self) -> Self:
        """This document without addresses for mail and telephone numbers, as far as `documents.contact` tells them."""
        return without_local(masked(self), dialled(self))

    def linked_data(self) -> dict[str, Any]:
        """What search engines are told, in the words of schema.org; nothing unless the kind says it."""
        return {}

    def payload(self) -> str:
        """The finished JSON. A backslash is written as `\\u005c`, so that no text can spell the origin's mark."""
        text = self.model_dump_json().replace("\\\\", "\\u005c")
        if _STRAY_NUL.search(text):
            raise ValueError(f"{type(self).__name__} {self.id}: a text holds NUL, which only the origin may.")
        return text


def references(value: Any) -> Iterator[Ref]:
    """Every reference inside a document, however deep."""
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Ref):
            yield found
        found = vars(found) if isinstance(found, BaseModel) else found
        if isinstance(found, Mapping):
            found = found.values()
        if isinstance(found, list | Iterable):
            waiting += [part for part in found if type(part) not in _PLAIN]


#: Types of values that hold no others. To know them saves most of the way through a document.
_PLAIN = frozenset({str, bool, int, float, UUID, date, datetime, type(None)})


def _parts(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _said(part: Any, text: Text) -> Iterator[tuple[str, list[str]]]:
    """What one value says, by the class of it: in the document's language, and in each such as `fi tasa-arvo`."""
    if isinstance(part, Ref):
        yield text.weight, part.words
        yield text.weight + EVERYWHERE, [f"{code} {word}" for code, some in part.words_in.items() for word in some]
    else:
        yield text.weight, [plain(part) if text.markup else str(part)]


def _facet_values(part: Any) -> list[str]:
    return part.facet_values if isinstance(part, Ref) else [str(part).lower() if isinstance(part, bool) else str(part)]


def with_origin(payload: str) -> str:
    """A stored payload with the address under which the site is seen now."""
    return payload.replace("\\u0000origin", settings.PUBLIC_URL)
