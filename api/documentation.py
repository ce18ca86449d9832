"""The description of the API as a page for people, made from the document that machines read."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt

from api.links import ROOT
from api.problems import TYPES

#: Stands for the site in the guide, which is the same text everywhere.
EXAMPLE_ORIGIN = "https://example.org"
#: By which field of its list one thing is asked for.
_NAMES = {"slug": "slug", "topics": "slug", "countries": "code", "languages": "code"}
_REF = "#/components/schemas/"
#: Reads our own texts, of which no part comes from a visitor or an editor, and escapes what looks like HTML.
_READER = MarkdownIt("commonmark", {"html": False})

Json = Mapping[str, Any]


class Row(NamedTuple):
    """One parameter or field; `ref` is the shape that its type leads to."""

    name: str
    type: str
    ref: str
    said: str


class Operation(NamedTuple):
    """One address, with a command that can be copied."""

    name: str
    path: str
    summary: str
    example: str
    parameters: Sequence[Row]
    answer: str
    statuses: Sequence[tuple[str, str]]


class Shape(NamedTuple):
    """One of the shapes of answers."""

    name: str
    said: str
    fields: Sequence[Row]


@lru_cache(maxsize=2)
def page(described: str, origin: str) -> str:
    """The whole documentation as HTML, for readers who see the site at `origin`."""
    spec = json.loads(described)
    sections, guide = _guide(spec["info"]["description"].replace(EXAMPLE_ORIGIN, origin))
    context = {
        "title": spec["info"]["title"],
        "canonical_url": f"{origin}{ROOT}/docs",
        "guide": guide,
        "sections": sections,
        "operations": [_operation(path, of["get"], spec, origin) for path, of in spec["paths"].items()],
        "shapes": list(_shapes(spec)),
        "problems": [(code, of.status.value, _line(f"{of.title}. {of.advice}")) for code, of in TYPES.items()],
    }
    return render_to_string("api/docs.html", context)


def _guide(written: str) -> tuple[Sequence[str], str]:
    """The headings of the guide, and the guide as HTML in which one can go to them."""
    tokens, sections = _READER.parse(written), []
    for heading, text in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrSet("id", f"guide-{slugify(text.content)}")
            sections.append(text.content)
    return sections, mark_safe(_READER.renderer.render(tokens, _READER.options, {}))  # noqa: S308 - see _READER


def _operation(path: str, told: Json, spec: Json, origin: str) -> Operation:
    content = told["responses"]["200"].get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    parameters = [_row(each["name"], each["schema"], each.get("description", "")) for each in told["parameters"]]
    statuses = [(status, _said(answer, spec)) for status, answer in sorted(told["responses"].items())]
    example = _example(path, origin)
    return Operation(told["operationId"], path, told["summary"], example, parameters, _ref(schema), statuses)


def _example(path: str, origin: str) -> str:
    """A command that works as it is; what is asked for by its name is taken from its list first."""
    address = origin + path
    listing, _, name = address.removesuffix("}").partition("/{")
    if not name:
        return f"curl '{address}'"
    listing = listing.removesuffix("/by-slug")
    field = _NAMES.get(name) or _NAMES.get(listing.rpartition("/")[2], "id")
    return f"{name}=$(curl -s '{listing}' | jq -r '.data[0].{field}')\ncurl \"{address.replace('{', '${')}\""


def _shapes(spec: Json) -> Iterator[Shape]:
    for name, schema in spec["components"]["schemas"].items():
        fields = [_row(each, its, its.get("description", "")) for each, its in schema.get("properties", {}).items()]
        yield Shape(name, _line(schema.get("description", "")), fields)


def _row(name: str, schema: Json, said: str) -> Row:
    return Row(name, _type(schema), _ref(schema), _line(said))


def _line(written: str) -> str:
    return mark_safe(_READER.renderInline(written))  # noqa: S308 - see _READER


def _type(schema: Json) -> str:
    """What a value may be, in words."""
    if "anyOf" in schema:
        return " or ".join(map(_type, schema["anyOf"]))
    if "$ref" in schema:
        return str(schema["$ref"].removeprefix(_REF))
    if "enum" in schema:
        return ", ".join(schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    if isinstance(inner := schema.get("additionalProperties"), dict) and inner:
        return f"map to {_type(inner)}"
    said = str(schema.get("format") or schema.get("type", "anything"))
    if "maximum" in schema:
        return f"{said} from {schema['minimum']} to {schema['maximum']}"
    return said


def _ref(schema: Any) -> str:
    """The first shape that a schema names, however deep."""
    found = re.search(f'"{_REF}([A-Za-z]+)"', json.dumps(schema))
    return found[1] if found else ""


def _said(answer: Json, spec: Json) -> str:
    if "$ref" in answer:
        answer = spec["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    return str(answer["description"])
