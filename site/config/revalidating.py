"""Tells programs that what they have is still current, before Django begins.

Partner sites ask for the same things over and over, and mostly nothing has changed (RFC 9110, section 13.1.2). To
say so takes the ETag of now, and that is the one of before as long as nothing at all has changed; the rest of such an
answer is what it was the last time.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Self

from django.db import connection

from config.logging import name_of

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

#: All of a request that an answer of the API may depend on, as WSGI calls it.
_READ = ("REQUEST_METHOD", "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT",
         "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT", "HTTP_ORIGIN")  # fmt: skip
#: Who sends one of these asks for more.
_MORE = ("HTTP_AUTHORIZATION", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
#: Each answer's and each client's own; and the length, which would be that of what is kept back.
_OWN = {"etag", "x-request-id", "x-search-engine", "ratelimit", "ratelimit-policy", "content-length"}
#: So many questions are remembered, as long as they are no longer than this.
_MOST, _LONGEST = 10_000, 1_000

Question = tuple[str | None, ...]


@dataclass(frozen=True)
class _Told:
    """That something has not changed, as Django has said it, and which ETag it has had at a moment."""

    headers: list[tuple[str, str]]
    etag_now: Callable[[], str]
    moment_now: Callable[[], Hashable]
    moment: Hashable = None
    etag: str = ""

    def now(self) -> Self:
        """The same with the ETag of now, for a moment not later: what comes between is noticed the next time."""
        moment = self.moment_now()
        return self if moment == self.moment else replace(self, moment=moment, etag=self.etag_now())


class Revalidation:
    """The site's application, and in front of it what it has told of this kind. The limits count none of it."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._told: dict[Question, _Told] = {}

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        etag = environ.get("HTTP_IF_NONE_MATCH")
        if not etag or any(name in environ for name in _MORE):
            return self._application(environ, start_response)
        question = tuple(map(environ.get, _READ))
        told = self._told.get(question)
        if told and self._etag(question, told) == etag:
            name = name_of(environ.get("HTTP_X_REQUEST_ID", ""))
            start_response("304 Not Modified", [*told.headers, ("ETag", etag), ("X-Request-ID", name)])
            return []
        response = self._application(environ, start_response)
        self._remember(question, response)
        return response

    def _etag(self, question: Question, told: _Told) -> str | None:
        """That of now."""
        connection.close_if_unusable_or_obsolete()  # as Django does where a request begins
        try:
            self._told[question] = told = told.now()
        except Exception:  # it is gone, or the database is: Django says so
            return None
        return told.etag

    def _remember(self, question: Question, response: Any) -> None:
        """Only answers of the API say which ETag they would have later."""
        etag_now, size = getattr(response, "etag_now", None), sum(len(part or "") for part in question)
        if not etag_now or response.status_code != HTTPStatus.NOT_MODIFIED or size > _LONGEST:
            return
        if len(self._told) >= _MOST:
            self._told.clear()
        headers = [(name, value) for name, value in response.items() if name.lower() not in _OWN]
        self._told[question] = _Told(headers, etag_now, response.moment_now)
