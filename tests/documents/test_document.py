"""A typed document: what follows from its marks, and what no text in it can do."""

import json
import types
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from documents.document import (
    ORIGIN,
    Choice,
    Chosen,
    Document,
    Facet,
    Picture,
    Ref,
    Sort,
    Text,
    ThingRef,
    plain,
    references,
)
from pages.fields import SEEN_BY_MEMBERS

KEY = UUID("00000000-0000-4000-8000-000000000001")
ROW = {
    "id": KEY,
    "type": "note",
    "locale": "en",
    "title": "A note",
    "slug": "a-note",
    "url": f"{ORIGIN}/en/a-note/",
    "updated_at": datetime(2026, 1, 2, tzinfo=UTC),
}


def no_labels(locale: str) -> dict[str, str]:
    return {}


class Note(Document, kind="note", collection="notes"):
    body: Annotated[str, Text("body", markup=True)] = ""
    colour: Annotated[Choice | None, Facet("colour", "Colour", labels=no_labels), Text("headline")] = None
    tags: Annotated[list[Choice], Facet("tag", "Tag", labels=no_labels)] = []
    open: Annotated[bool | None, Facet("open", "Open", labels=no_labels)] = None
    place: Annotated[str, Chosen("place_visibility"), Text("headline"), Facet("place", "Place", labels=no_labels)] = ""
    owner: Annotated[ThingRef | None, Text("past"), Chosen("owner_visibility")] = None
    pictures: dict[str, list[Picture]] = {}


class Page:
    place_visibility = "public"
    owner_visibility = "public"


def note(**fields: Any) -> Note:
    return Note(**{**ROW, **fields})


def owner() -> ThingRef:
    return ThingRef(id=KEY, type="org", title="Owner", url="", words=["Owner", "Omistaja"], depends_on=[f"thing:{KEY}"])


def test_the_class_line_names_the_kind() -> None:
    assert (Note.kind, Note.collection) == ("note", "notes")
    with pytest.raises(ValidationError):
        note(unknown="field")


def test_facets_are_the_values_of_the_marked_fields() -> None:
    made = note(colour=Choice.of("red", "Red"), tags=[Choice.of("b", "B"), Choice.of("a", "A")], open=True)
    assert made.facets() == {"colour": ["red"], "tag": ["a", "b"], "open": ["true"], "place": []}


def test_texts_are_plain_words_by_weight() -> None:
    made = note(body="<p>One&nbsp;<b>two</b></p><p>three</p>", colour=Choice.of("red", "Red"), owner=owner())
    assert made.texts() == {"name": "A note", "body": "One two three", "headline": "Red", "past": "Owner\nOmistaja"}


def test_an_empty_field_has_no_text() -> None:
    assert note(body="<p></p>").texts() == {"name": "A note"}


def test_orders_are_values_that_sort_as_text() -> None:
    assert note().orders() == {"title": "A note", "updated_at": "2026-01-02T00:00:00+00:00"}
    assert [name for name, _mark in Note.marked(Sort)] == ["title", "updated_at"]


def test_what_is_not_chosen_is_in_nothing() -> None:
    made = note(place="Canaryville", owner=owner())
    assert "Canaryville" in made.as_chosen(Page()).payload()
    page = Page()
    page.place_visibility, page.owner_visibility = "network", "hidden"
    shown = made.as_chosen(page)
    everything = f"{shown.payload()} {shown.facets()} {shown.texts()} {shown.orders()} {shown.dependencies()}"
    assert "Canaryville" not in everything
    assert "Owner" not in everything
    assert shown.dependencies() == set()
    assert (shown.place, shown.owner) == ("", None)
    for_members = made.as_chosen(page, SEEN_BY_MEMBERS)
    assert (for_members.place, for_members.owner) == ("Canaryville", None)


def test_references_are_found_however_deep() -> None:
    picture = Picture(url="", width=1, height=1, alt="", depends_on=["image:5"], names=["x.jpg"])
    made = note(owner=owner(), pictures={"top": [picture]}, tags=[Choice.of("a", "A")])
    assert made.dependencies() == {f"thing:{KEY}", "image:5"}
    assert [ref for ref in references(made) if isinstance(ref, Picture)] == [picture]
    assert len(list(references(made))) == 3


def test_what_search_needs_of_a_reference_is_not_told_to_readers() -> None:
    told = json.loads(note(owner=owner()).payload())
    assert told["owner"] == {"id": str(KEY), "type": "org", "title": "Owner", "url": ""}


def test_a_mark_that_would_be_lost_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Lost\.place: write Annotated"):

        class Lost(Document, kind="lost", collection="lost"):
            place: Annotated[str, Text("headline")] | None = None


@pytest.mark.parametrize("order", ["place", "-place", "relevance", "-"])
def test_a_kind_is_sorted_by_an_order_of_its_own(order: str) -> None:
    with pytest.raises(TypeError, match=rf"Loose: sorted_by='{order}' needs a field"):

        class Loose(Document, kind="loose", collection="loose", sorted_by=order):
            place: Annotated[str, Text("headline")] = ""


@pytest.mark.parametrize("order", ["", "title", "-updated_at"])
def test_an_order_of_a_kind_may_run_either_way(order: str) -> None:
    class Sorted(Document, kind="sorted", collection="sorted", sorted_by=order):
        pass

    assert Sorted.sorted_by == order


@pytest.mark.parametrize("default", ["Everywhere", None], ids=["a value", "no default"])
def test_a_field_that_can_be_hidden_needs_an_empty_default(default: str | None) -> None:
    annotations = {"place": Annotated[str, Chosen("place_visibility")]}
    body = {"__annotations__": annotations, "__module__": __name__, **({"place": default} if default else {})}
    with pytest.raises(TypeError, match=r"Full\.place: a field that can be hidden"):
        types.new_class("Full", (Document,), {"kind": "full", "collection": "full"}, lambda space: space.update(body))


def test_plain_keeps_words_apart() -> None:
    assert plain("<ul><li>a</li><li>b &amp; c</li></ul>") == "a b & c"


TRICKY = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])) | st.lists(
    st.sampled_from(["\\", '"', "\\u0000origin", "\\\\", "u0000origin", "\\u005c", "😀", "\n", "\u2028", "</script>"])
).map("".join)


@given(TRICKY, TRICKY)
@example("\\u0000origin", "\\\\u0000origin")
@example("\\", "\\u005cu0000origin")
@example('"url":"\\u0000origin/', "\\\\\\u0000origin")
def test_no_text_can_break_the_payload_or_forge_the_origin(title: str, word: str) -> None:
    made = note(title=title, tags=[Choice.of(word, word)], body=word)
    stored = made.payload()
    assert json.loads(stored)["title"] == title
    shown = json.loads(stored.replace("\\u0000origin", "https://example.org"))
    assert shown["url"] == "https://example.org/en/a-note/"
    assert (shown["title"], shown["body"], shown["tags"][0]["label"]) == (title, word, word)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "A\0note"},
        {"title": ORIGIN},
        {"title": f"{ORIGIN}/en/"},
        {"body": f"see {ORIGIN}/en/"},
        {"url": f"{ORIGIN}/en/\0"},
        {"url": f"{ORIGIN}.example.org/"},
        {"tags": [Choice.of("a", "\0")]},
        {"pictures": {"\0": []}},
    ],
    ids=lambda fields: repr(fields),
)
def test_nul_is_refused_wherever_it_is_not_the_origin(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="NUL"):
        note(**fields).payload()


def test_the_origin_may_stand_in_links_of_rich_text() -> None:
    told = note(body=f'<p><a href="{ORIGIN}/fi/">fi</a></p>').payload()
    assert json.loads(told.replace("\\u0000origin", ""))["body"] == '<p><a href="/fi/">fi</a></p>'


def test_a_reference_is_a_model_of_its_own() -> None:
    assert issubclass(Ref, BaseModel)
    assert Choice.of("a", "A") == Choice(code="a", label="A", facet_values=["a"], words=["A"])


def test_how_to_reach_people_is_in_no_document_whoever_wrote_it_where() -> None:
    made = note(
        body="<p>Ask nadia.o+x@mail.example.co.uk, nadia＠example.org, nadia﹫example.org, or @nadia.</p>",
        colour=Choice.of("red", "\\red@example.org"),
        tags=[Choice.of("a", "b@example.org"), Choice.of("c", "Ring +358 40 123 4567 or ＋32 (0)2 525 12 34")],
    ).without_contact()
    assert made.body == "<p>Ask …, …, …, or @nadia.</p>"
    assert json.loads(made.payload())["colour"]["label"] == "\\…"
    assert made.tags[1].label == "Ring … or …"
    told = made.payload() + str(made.texts()) + str(made.facets())
    assert [part for part in ("@example", "4567", "525") if part in told] == []


def test_a_document_ends_with_the_first_of_what_it_names() -> None:
    early, late = datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
    assert note().ends() is None
    named = [Choice(code=str(until), label="x", until=until) for until in (None, late, early)]
    assert note(tags=named).ends() == early
    assert "until" not in note(tags=named).payload()
