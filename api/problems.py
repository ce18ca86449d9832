"""Everything that can go wrong, told as a problem document (RFC 9457) whose `type` is an address that explains it."""

import json
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from search.grammar import Problem as ParameterProblem

CONTENT_TYPE = "application/problem+json"

# Nobody takes a problem for a page, even where a browser does not heed `nosniff`.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


@dataclass(frozen=True)
class ProblemType:
    """A kind of problem: its status, its name for people, and what to do about it."""

    status: HTTPStatus
    title: str
    advice: str


TYPES = {
    "invalid-parameters": ProblemType(
        HTTPStatus.BAD_REQUEST,
        "Some parameters cannot be understood",
        "Each entry of `errors` names a parameter, says what was expected, and what may have been meant.",
    ),
    "bad-request": ProblemType(
        HTTPStatus.BAD_REQUEST,
        "The request cannot be understood",
        "Check the host, the address and the encoding of the request.",
    ),
    "forbidden": ProblemType(
        HTTPStatus.FORBIDDEN, "This is not allowed", "Ask the network for the right that this address needs."
    ),
    "not-found": ProblemType(
        HTTPStatus.NOT_FOUND,
        "There is nothing here",
        "The addresses that there are stand in /api/v1/docs.",
    ),
    "language-missing": ProblemType(
        HTTPStatus.NOT_FOUND,
        "It does not exist in this language",
        "Ask for one of the languages in `locales`, or add `fallback=any` to take whatever language there is.",
    ),
    "method-not-allowed": ProblemType(
        HTTPStatus.METHOD_NOT_ALLOWED,
        "This method is not allowed",
        "The header `Allow` names the methods that are.",
    ),
    "ambiguous-slug": ProblemType(
        HTTPStatus.CONFLICT,
        "Several things have this name in their address",
        "Ask for one of them by its id: unlike names, ids are unique and stay.",
    ),
    "gone": ProblemType(
        HTTPStatus.GONE,
        "It is no longer public",
        "Remove your copies of it; `reason` says why. Should it become public again, it will have the same id.",
    ),
    "precondition-failed": ProblemType(
        HTTPStatus.PRECONDITION_FAILED,
        "It has changed",
        "What was asked for is no longer as the header `If-Match` expects it.",
    ),
    "too-many-requests": ProblemType(
        HTTPStatus.TOO_MANY_REQUESTS,
        "You have asked too often",
        "Wait for the seconds in `Retry-After`. What has not changed (304) costs nothing: ask with `If-None-Match`.",
    ),
    "server-error": ProblemType(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Something went wrong on our side",
        "Try again later. If it goes on, report it with the `request_id`.",
    ),
    "unavailable": ProblemType(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The service cannot answer now",
        "Try again after the seconds in the header `Retry-After`.",
    ),
}

_USUAL = {kind.status: code for code, kind in TYPES.items() if code != "invalid-parameters"} | {
    HTTPStatus.NOT_FOUND: "not-found"
}


class Problem(Exception):
    """Ends a request with a problem document of this type; `more` are members of its own."""

    def __init__(self, code: str, detail: str = "", errors: tuple[ParameterProblem, ...] = (), **more: Any) -> None:
        super().__init__(detail or TYPES[code].title)
        self.code = code
        self.detail = detail
        self.errors = errors
        self.more = more

    def response(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(status=TYPES[self.code].status)
        write(response, request, self)
        return response


def write(response: HttpResponse, request: HttpRequest, problem: Problem | None = None) -> None:
    """Make `response`, which has its status, a problem document: `problem`, or what usually has that status."""
    code = problem.code if problem else _USUAL.get(HTTPStatus(response.status_code))
    kind = TYPES[code] if code else None
    told = {
        "type": f"{settings.PUBLIC_URL}/problems/{code}" if code else "about:blank",
        "title": kind.title if kind else response.reason_phrase,
        "status": response.status_code,
        "detail": (problem and problem.detail) or (kind.advice if kind else ""),
        "errors": [asdict(error) for error in problem.errors] if problem else [],
        "request_id": request.META.get("REQUEST_ID", ""),
        **(problem.more if problem else {}),
    }
    response.content = json.dumps(told).translate(_ESCAPES)
    response.headers["Content-Type"] = CONTENT_TYPE
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["Cache-Control"] = "no-store"
    response.headers.pop("ETag", None)
