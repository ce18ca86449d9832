"""What happens to every request and response, whatever app answers."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from csp.constants import HEADER as CSP_HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import ResolverMatch, URLResolver, get_resolver, get_urlconf
from django.utils import translation

from api.middleware import PREFIX
from api.views import FRESH
from config.logging import name_of, request_id
from config.security import HEADERS, MACHINES_POLICY, SHARED_PATHS
from config.views import GONE, later
from search.engine import answered_by

GetResponse = Callable[[HttpRequest], HttpResponseBase]
WITHOUT_LANGUAGE = re.compile(r"/(api|documents|media|problems|static)/|/(healthz|readyz|robots\.txt|sitemap[^/]*)$")
ADMIN = "/admin/"
#: What Django's own cookies look like.
COOKIES = {
    settings.SESSION_COOKIE_NAME: re.compile(r"[a-z0-9]{32}"),
    settings.CSRF_COOKIE_NAME: re.compile(r"([A-Za-z0-9]{32}){1,2}"),
}
HTML = "text/html"
#: Pages, where they have moved, and that there are none; what went wrong is not kept.
KEPT = {200, 301, 302, 304, 308, 404}
#: The longest path whose view is remembered: a long one is nobody's honest question, and would fill the memory.
_SHORT = 200


class RequestIdMiddleware:
    """Give each request a name that its log lines and its response share; a proxy may have given one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = name_of(request.headers.get("X-Request-ID", ""))
        request_id.set(name)  # until the thread's next request: Django logs the answer after us
        request.META["REQUEST_ID"] = name
        response = self.get_response(request)
        response.headers["X-Request-ID"] = name
        return response


class SecurityHeadersMiddleware:
    """Headers that Django does not set itself; a view may set its own value."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith(SHARED_PATHS):
            response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class CachingMiddleware:
    """How long an answer may be kept that does not say so itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        kept = response.status_code in KEPT and not _is_somebodys_own(request, response)
        response.headers.setdefault("Cache-Control", FRESH if kept else "private, no-store")
        return response


def _is_somebodys_own(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether it was made for whoever is signed in, or for one visitor alone."""
    preview = getattr(request, "is_preview", False)
    asked_who = hasattr(request, "session") and request.session.accessed
    return bool(preview or asked_who or response.cookies or request.path_info.startswith(ADMIN))


class SearchEngineMiddleware:
    """Tells operators who has answered, where a cluster may or the embedded engine in its place."""

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.SEARCH_URL:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answered_by.set("")
        response = self.get_response(request)
        if name := answered_by.get():
            response.headers["X-Search-Engine"] = name
        return response


class MachinesMiddleware:
    """Answers programs here: nothing of theirs needs what follows, which is about people and their browsers.

    Who comes to the API has no session, no account and no form.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.answer: Any = convert_exception_to_response(_answered)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer: GetResponse = self.answer if request.path_info.startswith(PREFIX) else self.get_response
        return answer(request)


def _answered(request: HttpRequest) -> HttpResponseBase:
    resolver, path = get_resolver(get_urlconf()), request.path_info
    request.resolver_match = match = _match(resolver, path) if len(path) <= _SHORT else resolver.resolve(path)
    try:
        answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    except GONE:
        return later()
    return answer


@lru_cache(maxsize=4096)
def _match(resolver: URLResolver, path: str) -> ResolverMatch:
    """The view for a path. Programs ask for the same things over and over."""
    return resolver.resolve(path)


class CookiesMiddleware:
    """A cookie that cannot be one of ours is none. Django would send another in its place, and no cache keeps that."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        for name, shape in COOKIES.items():
            if not shape.fullmatch(request.COOKIES.get(name, "")):
                request.COOKIES.pop(name, None)
        return self.get_response(request)


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere but in the admin, whose pages and previews need inline scripts and frames."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(PREFIX) and not response.headers.get("Content-Type", "").startswith(HTML):
            response.headers.setdefault(CSP_HEADER, MACHINES_POLICY)
            return response
        return super().process_response(request, response)

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        # A preview is a request of its own, under the page's public address, within one to the admin.
        admin = request.path_info.startswith(ADMIN) or getattr(request, "is_preview", False)
        if admin and not report_only and parts.config is None:
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts


class DatabaseGoneMiddleware:
    """Say that the database or the index cannot be reached, and when to ask again, in place of a server error."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return later() if isinstance(exception, GONE) else None


class PublicLocaleMiddleware(LocaleMiddleware):
    """The language of the address, or the browser's; machines' addresses have none and stay as they are.

    Django would ask a cookie, too, which nothing here sets, and by which no cache is told to tell answers apart.
    """

    def process_request(self, request: HttpRequest) -> None:
        request.COOKIES.pop(settings.LANGUAGE_COOKIE_NAME, None)
        if WITHOUT_LANGUAGE.match(request.path_info):
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE
        else:
            super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(ADMIN) or WITHOUT_LANGUAGE.match(request.path_info):
            return response
        answer: HttpResponseBase = super().process_response(request, response)
        if answer is not response:  # sent on to a language, which Django says a cookie had a part in
            answer.headers["Vary"] = "Accept-Language"
        return answer
