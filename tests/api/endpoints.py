"""Every endpoint that the API describes, with something to be found at each: new ones come by themselves."""

import json
from datetime import date
from typing import Any

from api import openapi
from api.urls import api
from documents.document import Choice, Document
from documents.kinds import kinds
from tests.api.conftest import Get
from tests.factories.entries import publish
from tests.factories.topics import gender_equality

DESCRIBED: dict[str, dict[str, Any]] = {
    path: methods["get"] for path, methods in json.loads(openapi.document(api))["paths"].items()
}
#: What stands in a field that cannot be left out.
_ANYTHING: dict[Any, Any] = {str: "Something", date: date(2026, 1, 1), Choice: Choice.of("ngo", "NGO")}


def one_of_each() -> None:
    """A thing of every kind, and a topic."""
    for kind in kinds:
        own = {name: info for name, info in kind.document.model_fields.items() if name not in Document.model_fields}
        fields = {name: _ANYTHING[info.annotation] for name, info in own.items() if info.is_required()}
        publish(kind.document, "A thing", "en", slug="a-thing", license="CC-BY-4.0", **fields)
    gender_equality()


def address(get: Get, path: str) -> str:
    """Where something is found by this path of the description."""
    listing, _, name = path.partition("/{")
    if not name:
        return path
    first = get(listing.removesuffix("/by-slug")).json()["data"][0]
    key = first["id"] if "type" in first else first.get("code") or first["slug"]
    return path.format(key=key, slug=first.get("slug"))


def parameters(path: str) -> dict[str, dict[str, Any]]:
    """The parameters of a path's query string, as they are described."""
    return {told["name"]: told for told in DESCRIBED[path]["parameters"] if told["in"] == "query"}
