"""Shapes of answers, for the OpenAPI description. A kind's own fields come from its document."""

from collections.abc import Sequence
from typing import Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field, create_model

from documents.kinds import Kind
from documents.vocabularies import Vocabulary

#: What everything is known by, whichever fields are asked for.
ALWAYS = ("id", "type")

#: Every field is always there, and more may come: v1 only adds.
_OPEN = ConfigDict(extra="ignore", json_schema_serialization_defaults_required=True)
#: The same, but that `fields` leaves out what it does not name.
_CHOSEN = ConfigDict(**_OPEN, json_schema_extra={"required": list(ALWAYS)})


class Envelope(BaseModel):
    """What every item has besides its document."""

    model_config = _CHOSEN

    seq: int = Field(description="Its place in the log of all changes: grows with every change.")
    etag: str = Field(description="Changes when the document does, or its number.")
    is_fallback: bool = Field(description="Whether it is in another language than the `locale` asked for.")


class Page(BaseModel):
    """Where in the list this is."""

    model_config = _OPEN

    limit: int
    next: str | None = Field(description="The `cursor` to go on with; null at the end.")
    total: int | None = Field(description="How many there are in all; null with `count=none`.")


class FacetValue(BaseModel):
    """A value to filter by."""

    model_config = _OPEN

    value: str
    label: str
    count: int = Field(description="How many there would be with it, whatever is chosen of the same facet.")
    selected: bool


class ParameterError(BaseModel):
    """What is wrong with one parameter."""

    parameter: str
    code: str
    detail: str
    did_you_mean: list[str] = Field(max_length=3)


class Problem(BaseModel):
    """An error as RFC 9457 has it. Some types have members of their own."""

    type: str = Field(description="An address that explains this type of problem.")
    title: str
    status: int
    detail: str
    errors: list[ParameterError]
    request_id: str = Field(description="Names this request when you report it.")


class LanguageMissing(Problem):
    """It exists, but not in the languages asked for."""

    locales: list[str] = Field(default=[], description="The languages it exists in.")


class Gone(Problem):
    """It has been public and is no longer."""

    reason: Literal["unpublished", "deleted", "restricted", "expired", "erased"] = Field(
        description="`unpublished`: its editors or the person took it back. `deleted`: its page was deleted."
        " `restricted`: only some may read it now. `expired`: its time is over. `erased`: nothing of it is kept."
    )


class Ambiguous(Problem):
    """Several things have this name."""

    ids: list[str]


class Suggestion(BaseModel):
    """Something that may be meant."""

    model_config = _OPEN

    type: str = Field(description="The facet whose value it is, or the kind of thing.")
    label: str
    value: str = Field(description="The value to filter by in the facet, or the id of the thing.")
    url: str = Field(description="The page of a thing; of a value, what the API says of it.")
    locale: str = Field(description="The language of the label.")


class SuggestionList(BaseModel):
    """Grouped by type, the likeliest first."""

    model_config = _OPEN

    data: list[Suggestion]


Included = dict[str, dict[str, dict[str, Any]]]


def item(kind: Kind) -> type[BaseModel]:
    """One thing of `kind`, as it stands in lists."""
    return create_model(name(kind), __base__=(kind.document, Envelope), __doc__=kind.document.__doc__)


def item_answer(kind: Kind, shown: type[BaseModel]) -> type[BaseModel]:
    fields: dict[str, Any] = {"data": (shown, ...), "included": (Included, ...)}
    return create_model(f"{name(kind)}Answer", **fields)


def list_answer(name: str, shown: Sequence[type[BaseModel]]) -> type[BaseModel]:
    """A list of things, each of one of these shapes."""
    fields: dict[str, Any] = {
        "data": (list[Union[tuple(shown)]], ...),  # type: ignore[misc]  # noqa: UP007 - as many as there are
        "page": (Page, ...),
        "facets": (
            dict[str, list[FacetValue]],
            Field(description="By count, then label; what has an order of its own, such as months, in that one."),
        ),
        "did_you_mean": (str | None, Field(description="Another spelling of `q`, where one of its words is unknown.")),
        "included": (Included, ...),
    }
    return create_model(f"{name}List", **fields)


def term(vocabulary: Vocabulary) -> type[BaseModel]:
    """One value of a vocabulary, with how many things of each kind are found by it."""
    counts = Field(description="How many things of each kind a list with the same `locale` and `fallback` shows.")
    fields: dict[str, Any] = {"counts": (dict[str, int], counts)}
    return create_model(vocabulary.facet.title(), __base__=vocabulary.term, **fields)


def term_answer(shown: type[BaseModel]) -> type[BaseModel]:
    fields: dict[str, Any] = {"data": (shown, ...)}
    return create_model(f"{shown.__name__}Answer", **fields)


def terms_answer(shown: type[BaseModel]) -> type[BaseModel]:
    fields: dict[str, Any] = {"data": (list[shown], ...)}  # type: ignore[valid-type]
    return create_model(f"{shown.__name__}List", **fields)


def name(kind: Kind) -> str:
    return kind.name.title().replace("_", "").replace("-", "")
