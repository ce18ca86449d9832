"""The register of kinds."""

import subprocess
import sys
import types
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import uuid4

import pytest
from django.conf import settings
from wagtail.models import Page

from documents.document import Document, Facet, Sort, Text
from documents.kinds import Kind, Kinds, builds, kinds
from documents.quality import Quality
from home.models import HomePage
from lecturers.models import LecturerPage
from network.models import OrganisationPage


def no_labels(locale: str) -> dict[str, str]:
    return {}


def build(page: Any) -> Document:
    raise NotImplementedError


def kind_of(**fields: Any) -> Kind:
    """A kind whose document has these fields, (annotation, default) each."""
    body = {
        "__annotations__": {name: annotation for name, (annotation, _default) in fields.items()},
        "__module__": __name__,
        **{name: default for name, (_annotation, default) in fields.items()},
    }
    document = types.new_class(
        "NoteDocument", (Document,), {"kind": "note", "collection": "notes"}, lambda space: space.update(body)
    )
    return Kind(HomePage, document, build)


@pytest.fixture
def added() -> Iterator[str]:
    """A kind made of the home page, for the time of one test."""

    class NoteDocument(Document, kind="note", collection="notes"):
        pass

    @builds(HomePage)
    def note(page: HomePage) -> NoteDocument:
        return NoteDocument(
            id=uuid4(), type="note", locale="en", title="", slug="", url="", updated_at=datetime.now(UTC)
        )

    yield "note"
    kinds.remove("note")


@pytest.mark.django_db
def test_builds_registers_what_the_builder_returns(added: str) -> None:
    kind = kinds[added]
    assert (kind.name, kind.collection, kind.page_model) == ("note", "notes", HomePage)
    assert kinds.of(HomePage()) is kind


@pytest.mark.django_db
def test_a_kind_is_found_by_its_page_type() -> None:
    assert kinds.of(LecturerPage()) is kinds["lecturer"]
    assert kinds.of(OrganisationPage()) is kinds["organisation"]
    assert kinds.of(HomePage()) is None
    assert kinds.of(Page.get_first_root_node()) is None
    assert kinds.get("nothing") is None


def test_a_kind_is_registered_once(added: str) -> None:
    with pytest.raises(TypeError, match="“note” is registered twice"):
        kinds.add(kinds[added])


def test_a_kind_needs_a_name_and_a_collection() -> None:
    class Nameless(Document):
        pass

    with pytest.raises(TypeError, match="Nameless needs a kind and a collection"):
        Kinds().add(Kind(HomePage, Nameless, build))


def test_facets_and_sorts_follow_from_the_marks() -> None:
    lecturer = kinds["lecturer"]
    assert {"topic", "language", "country", "mode", "format", "organisation"} <= set(lecturer.facets)
    assert lecturer.facets["country"].labels("fi")["FI"] == "Suomi"
    assert lecturer.sorts == ("title", "updated_at", "confirmed_on")


CHANGES: dict[str, dict[str, tuple[Any, Any]]] = {
    "a field": {"colour": (str, ""), "size": (int, 0)},
    "a type": {"colour": (int, 0)},
    "a weight": {"colour": (Annotated[str, Text("body")], "")},
    "markup": {"colour": (Annotated[str, Text("headline", markup=True)], "")},
    "a facet": {"colour": (Annotated[str, Facet("colour", "Colour", labels=no_labels)], "")},
    "an order": {"colour": (Annotated[str, Text("headline"), Sort()], "")},
    "a quality": {"colour": (Annotated[str, Text("headline"), Quality("complete")], "")},
}


@pytest.mark.parametrize("change", CHANGES)
def test_another_shape_or_mark_is_another_schema(change: str) -> None:
    before = {"colour": (Annotated[str, Text("headline")], "")}
    assert kind_of(**before).schema_version == kind_of(**before).schema_version
    assert kind_of(**before).schema_version != kind_of(**CHANGES[change]).schema_version


def test_the_schema_is_the_same_in_every_process() -> None:
    code = (
        "import django; django.setup()\n"
        "from documents.kinds import kinds\n"
        "print(*sorted(kind.schema_version for kind in kinds))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": "site:.", "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == sorted(kind.schema_version for kind in kinds)
