"""The description of the API: what its routes answer with besides their data, and the whole as a document."""

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.utils import translation
from ninja import NinjaAPI
from pydantic.json_schema import models_json_schema

from api import schemas
from api.problems import CONTENT_TYPE
from search.parameters import Parameter

_REF = "#/components/schemas/{model}"

_HEADERS = {
    "ETag": "Changes with everything that the answer depends on; give it back in If-None-Match.",
    "Cache-Control": "How long the answer may be kept.",
    "Link": "Addresses related to this one: next, canonical, alternate, license, service-desc.",
    "Location": "The address to ask instead.",
    "Allow": "The methods that are allowed.",
    "RateLimit-Policy": "How many requests (`q`) one client has in how many seconds (`w`).",
    "RateLimit": "How many of them are left (`r`), and for how many seconds (`t`).",
    "Retry-After": "After how many seconds to ask again.",
    "X-Request-ID": "Names this request in our log.",
}
_READ = ("ETag", "Cache-Control", "Link", "RateLimit-Policy", "RateLimit", "X-Request-ID")

_PROBLEMS: dict[str, tuple[str, type[schemas.Problem]]] = {
    "BadRequest": ("A parameter cannot be understood.", schemas.Problem),
    "NotFound": ("There is no such thing, or not in the languages asked for.", schemas.LanguageMissing),
    "NotAllowed": ("Only GET, HEAD and OPTIONS are allowed.", schemas.Problem),
    "Ambiguous": ("Several things have this name.", schemas.Ambiguous),
    "Gone": ("It is no longer public.", schemas.Gone),
    "PreconditionFailed": ("It is not as If-Match expects it.", schemas.Problem),
    "TooMany": ("There were too many requests.", schemas.Problem),
    "ServerError": ("Something went wrong on our side.", schemas.Problem),
    "Unavailable": ("Try again after the seconds in Retry-After.", schemas.Problem),
}
#: Headers that one answer has besides.
_OWN = {
    "NotAllowed": ("Allow",),
    "TooMany": ("RateLimit-Policy", "RateLimit", "Retry-After"),
    "Unavailable": ("Retry-After",),
}
_ALWAYS: dict[int, str] = {
    HTTPStatus.BAD_REQUEST: "BadRequest",
    HTTPStatus.METHOD_NOT_ALLOWED: "NotAllowed",
    HTTPStatus.PRECONDITION_FAILED: "PreconditionFailed",
    HTTPStatus.TOO_MANY_REQUESTS: "TooMany",
    HTTPStatus.INTERNAL_SERVER_ERROR: "ServerError",
    HTTPStatus.SERVICE_UNAVAILABLE: "Unavailable",
}


def details(
    said: str,
    parameters: Iterable[Parameter] = (),
    more: Mapping[int, str] = MappingProxyType({}),
    also: Iterable[str] = (),
) -> dict[str, Any]:
    """What ninja is told of an operation besides its data: `said` of its success, `more` answers by status, and
    which content types there are `also`."""
    others = {int(status): name for status, name in {**_ALWAYS, **more}.items()}
    content = {"content": {name: {"schema": {"type": "object"}} for name in also}} if also else {}
    return {
        "parameters": [parameter.openapi() for parameter in parameters],
        "responses": {
            HTTPStatus.OK.value: {"description": said, "headers": _headers(_READ), **content},
            HTTPStatus.NOT_MODIFIED.value: {"$ref": "#/components/responses/NotModified"},
            **{status: {"$ref": f"#/components/responses/{name}"} for status, name in sorted(others.items())},
        },
    }


def document(api: NinjaAPI) -> str:
    """The whole description, always the same text for the same API."""
    with translation.override(settings.LANGUAGE_CODE):
        described: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema()))
    components = described["components"]
    models = [(model, "serialization") for model in {model: 0 for _said, model in _PROBLEMS.values()}]
    components["schemas"] |= models_json_schema(models, ref_template=_REF)[1]["$defs"]  # type: ignore[arg-type]
    components["responses"] = {
        "NotModified": {"description": "It is as you know it.", "headers": _headers(("ETag", "Cache-Control"))},
        "Merged": {"description": "It has become part of another one.", "headers": _headers(("Location",))},
        **{name: _problem(name, said, model) for name, (said, model) in _PROBLEMS.items()},
    }
    components["headers"] = {
        name: {"description": said, "schema": {"type": "string"}} for name, said in _HEADERS.items()
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def _problem(name: str, said: str, model: type[schemas.Problem]) -> dict[str, Any]:
    schema = {"$ref": _REF.format(model=model.__name__)}
    return {
        "description": said,
        "headers": _headers((*_OWN.get(name, ()), "X-Request-ID")),
        "content": {CONTENT_TYPE: {"schema": schema}},
    }


def _headers(names: Iterable[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
