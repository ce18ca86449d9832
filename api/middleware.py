"""What holds under the API's addresses even where no view of it has a say: bad hosts, unknown addresses, our errors."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from api import problems
from api.links import ROOT
from documents.document import NOT_KEPT

PREFIX = "/api/"
DOCS = f"{ROOT}/docs"


class NobodyMiddleware:
    """The API knows nobody: it reads no cookie, so that it neither sets one nor answers anybody differently."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(PREFIX):
            request.META.pop("HTTP_COOKIE", None)
        return self.get_response(request)


class UnlistedMiddleware:
    """Answers name people who do not want to be found by search engines, so these are to keep the documentation alone.

    No answer is closed to them: they have to read what they are asked.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith(PREFIX) and request.path_info != DOCS:
            response.headers["X-Robots-Tag"] = NOT_KEPT
        return response


class ProblemMiddleware:
    """Every error under the API's prefix is a problem document, whoever has made it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if (
            response.status_code >= HTTPStatus.BAD_REQUEST
            and request.path_info.startswith(PREFIX)
            and response.headers.get("Content-Type") != problems.CONTENT_TYPE
            and isinstance(response, HttpResponse)
        ):
            problems.write(response, request)
        return response
