"""Finished answers, kept in the memory of the process under their ETags.

An ETag changes with everything that the answer depends on, and is made anew for each request: whatever is found here
is what would be computed now. So nothing has to be told when something changes, and what is over is never asked for.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable

from django.conf import settings
from django.http import HttpResponse

_MEGABYTE = 1_000_000


class Kept:
    """The answers that were asked for last, of at most `settings.KEPT_ANSWERS` megabytes together; none for 0."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, tuple[bytes, dict[str, str]]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def answer(self, etag: str, compute: Callable[[], HttpResponse]) -> HttpResponse:
        """The answer that belongs to this ETag."""
        with self._lock:
            found = self._answers.get(etag)
            if found:
                self._answers.move_to_end(etag)
        if found:
            body, headers = found
            return HttpResponse(body, headers=headers)
        response = compute()
        self._keep(etag, response.content, dict(response.headers))
        return response

    def _keep(self, etag: str, body: bytes, headers: dict[str, str]) -> None:
        most = settings.KEPT_ANSWERS * _MEGABYTE
        with self._lock:
            if etag not in self._answers and len(body) <= most:
                self._answers[etag] = body, headers
                self._bytes += len(body)
            while self._bytes > most:
                _etag, (forgotten, _headers) = self._answers.popitem(last=False)
                self._bytes -= len(forgotten)


kept = Kept()
