"""How often one client may ask what costs a search: the API, and pages that are asked something."""

from collections.abc import Callable
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from time import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from limits import RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from api.links import ROOT

_WINDOW = 60
#: Asked with a query string too, but not of the search.
_ELSEWHERE = ("/admin/", "/static/", "/media/", "/documents/")


class RateLimitMiddleware:
    """Refuse who asks too often, and say on every answer how much is left. What has not changed costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        uri = settings.RATE_LIMIT_STORAGE
        waiting = {"socket_timeout": 1, "socket_connect_timeout": 1} if uri.startswith("redis") else {}
        self.limiter = FixedWindowRateLimiter(storage_from_string(uri, wrap_exceptions=True, **waiting))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.RATE_LIMIT or not _is_limited(request):
            return self.get_response(request)
        limit, who = RateLimitItemPerMinute(settings.RATE_LIMIT), client(request)
        response = self.get_response(request) if self._may_ask(limit, who) else refusal(request)
        if response.status_code not in (HTTPStatus.NOT_MODIFIED, HTTPStatus.TOO_MANY_REQUESTS):
            self._count(limit, who)
        self._tell(response, limit, who)
        return response

    def _may_ask(self, limit: RateLimitItemPerMinute, who: str) -> bool:
        """Everybody may while nobody can count."""
        try:
            return self.limiter.test(limit, who)
        except StorageError:
            return True

    def _count(self, limit: RateLimitItemPerMinute, who: str) -> None:
        try:
            self.limiter.hit(limit, who)
        except StorageError:
            return

    def _tell(self, response: HttpResponseBase, limit: RateLimitItemPerMinute, who: str) -> None:
        """In the words of the IETF's draft of these headers."""
        try:
            reset, left = self.limiter.get_window_stats(limit, who)
        except StorageError:
            return
        seconds = min(max(ceil(reset - time()), 1), _WINDOW)
        response.headers["RateLimit-Policy"] = f'"default";q={limit.amount};w={_WINDOW}'
        response.headers["RateLimit"] = f'"default";r={left};t={seconds}'
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            response.headers["Retry-After"] = str(seconds)


def client(request: HttpRequest) -> str:
    """Who asks: the address of the connection, or behind our own proxy the last one that it has written down.

    Whoever has an IPv6 address has a whole /64 of them.
    """
    connected = request.META.get("REMOTE_ADDR", "")
    written = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() if settings.TRUST_PROXY else ""
    for address in (written, connected):
        try:
            found = ip_address(address)
        except ValueError:
            continue
        return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else str(found)
    return ""


def _is_limited(request: HttpRequest) -> bool:
    path = request.path_info
    if request.method == "OPTIONS" or path.startswith(_ELSEWHERE):
        return False
    return path.startswith(f"{ROOT}/") or bool(request.META.get("QUERY_STRING"))


def refusal(request: HttpRequest) -> HttpResponse:
    """A page; under the API's addresses it becomes a problem document."""
    return HttpResponse(render_to_string("429.html"), status=HTTPStatus.TOO_MANY_REQUESTS)
