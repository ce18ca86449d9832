"""Finished answers, kept in the memory of the process for as long as they are what would be answered now.

Each belongs to an ETag, which changes with everything that the answer depends on and is made anew for each request. So
nothing has to be told when something changes, and what is over is never given. A list may outlast what does not concern
it, under the ETag that it has: see `Look.is_like`.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpResponse

from search.reading import Look

_MEGABYTE = 1_000_000
#: What an answer takes up besides its body.
_BESIDE = 3_000


@dataclass(frozen=True)
class _Answer:
    etag: str
    look: Look | None
    body: bytes
    headers: dict[str, str]

    @property
    def size(self) -> int:
        return len(self.body) + _BESIDE


class Kept:
    """The answers that were asked for last, of at most `settings.KEPT_ANSWERS` megabytes together; none for 0."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, _Answer] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def etag(self, name: str, look: Look) -> str:
        """The ETag of the answer to the question `name`: that of the one which is kept, as long as it holds."""
        known = self._answers.get(name)
        if known and known.look and look.is_like(known.look):
            if look.etag != known.look.etag:
                self._keep(name, replace(known, look=look))
            return known.etag
        return digest(name, look.etag)

    def answer(self, name: str, etag: str, compute: Callable[[], tuple[HttpResponse, Look | None]]) -> HttpResponse:
        """The answer that belongs to this ETag. `compute` also says of which look it is just what that saw, if any."""
        known = self._answers.get(name)
        if known and known.etag == etag:
            self._keep(name, known)  # as the last that was asked for
            return HttpResponse(known.body, headers=known.headers)
        response, look = compute()
        self._keep(name, _Answer(etag, look, response.content, dict(response.headers)))
        return response

    def _keep(self, name: str, answer: _Answer) -> None:
        most = settings.KEPT_ANSWERS * _MEGABYTE
        with self._lock:
            if former := self._answers.pop(name, None):
                self._bytes -= former.size
            if answer.size <= most:
                self._answers[name] = answer
                self._bytes += answer.size
            while self._bytes > most:
                _name, forgotten = self._answers.popitem(last=False)
                self._bytes -= forgotten.size


def digest(*parts: object) -> str:
    """An ETag that changes with any of the parts."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]


kept = Kept()
