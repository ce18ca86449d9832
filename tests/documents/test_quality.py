"""What speaks for a document besides its words follows from its marks, and from nothing that can be hidden."""

import types
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

import pytest

from documents.document import ORIGIN, Choice, Chosen, Document, Sort
from documents.quality import Quality

ROW: dict[str, Any] = {
    "id": UUID(int=1), "type": "loaf", "locale": "en", "title": "A loaf", "slug": "a-loaf",
    "url": f"{ORIGIN}/en/a-loaf/", "updated_at": datetime(2026, 1, 2, tzinfo=UTC),
}  # fmt: skip
NONE = {"confirmed": 0.0, "complete": 0.0, "endorsed": 0.0}


class Loaf(Document, kind="loaf", collection="loaves"):
    confirmed_on: Annotated[date | None, Quality("confirmed")] = None
    grain: Annotated[str, Quality("complete")] = ""
    tags: Annotated[list[Choice], Quality("complete")] = []
    mill: Annotated[Choice | None, Quality("complete"), Quality("endorsed")] = None
    weight: Annotated[str, Sort()] = ""


class Stone(Document, kind="stone", collection="stones"):
    weight: Annotated[str, Sort()] = ""


def told(**fields: Any) -> Any:
    return Loaf(**{**ROW, **fields}).orders()["quality"]


@pytest.mark.parametrize(
    ("fields", "quality"),
    [
        ({}, {}),
        ({"weight": "500 g"}, {}),
        ({"confirmed_on": date(2026, 5, 1)}, {"confirmed": "2026-05-01"}),
        ({"grain": "rye"}, {"complete": 0.333}),
        ({"tags": [Choice.of("a", "A"), Choice.of("b", "B")]}, {"complete": 0.333}),
        ({"mill": Choice.of("old", "Old mill")}, {"complete": 0.333, "endorsed": 1.0}),
        ({"grain": "rye", "tags": [Choice.of("a", "A")]}, {"complete": 0.667}),
        ({"grain": "rye", "tags": [Choice.of("a", "A")], "mill": Choice.of("b", "B")}, {"complete": 1, "endorsed": 1}),
    ],
)
def test_it_is_a_day_or_how_much_is_there(fields: dict[str, Any], quality: dict[str, Any]) -> None:
    assert told(**fields) == NONE | quality


def test_a_kind_without_marks_has_none() -> None:
    assert Stone(**{**ROW, "confirmed_on": date(2026, 5, 1)}).orders() == {
        "title": "A loaf", "updated_at": "2026-01-02T00:00:00+00:00", "weight": "",
    }  # fmt: skip


def test_it_is_no_order_that_may_be_asked_for() -> None:
    assert [name for name, _sort in Loaf.marked(Sort)] == ["title", "updated_at", "weight"]


def test_a_mark_on_a_field_of_all_kinds_leaves_it_where_it_is() -> None:
    assert [*Loaf.model_fields][: len(Document.model_fields)] == [*Document.model_fields]


def test_it_is_the_same_when_read_again() -> None:
    made = Loaf(**ROW, confirmed_on=date(2026, 5, 1), grain="rye", mill=Choice.of("old", "Old mill"))
    assert Loaf.model_validate_json(made.payload()).quality() == made.quality()


def test_what_can_be_hidden_must_not_count() -> None:
    annotations = {"place": Annotated[str, Chosen("place_visibility"), Quality("complete")]}
    body = {"__annotations__": annotations, "__module__": __name__, "place": ""}
    with pytest.raises(TypeError, match=r"Full\.place: a field that can be hidden must not count"):
        types.new_class("Full", (Document,), {"kind": "full", "collection": "full"}, lambda space: space.update(body))
