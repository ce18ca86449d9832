"""Nobody is kept waiting for what has just failed."""

import logging
import threading
import time

logger = logging.getLogger(__name__)


class Breaker:
    """Lets everybody through while all is well. After a failure nobody, but for one at the end of a pause, who tries.

    The pause doubles with every failure, up to the longest, in seconds.
    """

    def __init__(self, what: str, shortest: float, longest: float) -> None:
        self._what = what
        self._shortest = shortest
        self._longest = longest
        self._pause = 0.0
        self._next_try = 0.0
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Whether to go ahead. Whoever is let through after a failure tries for all others."""
        with self._lock:
            now = time.monotonic()
            if now < self._next_try:
                return False
            if self._pause:
                self._next_try = now + self._pause
            return True

    def failed(self, why: Exception) -> None:
        with self._lock:
            first = not self._pause
            self._pause = min(self._longest, 2 * self._pause or self._shortest)
            self._next_try = time.monotonic() + self._pause
        logger.log(logging.WARNING if first else logging.DEBUG, "%s stops: %s", self._what, why)

    def hopes(self) -> None:
        """Something else has been answered: whoever comes next may try."""
        with self._lock:
            self._next_try = 0.0

    def succeeded(self) -> None:
        if self._pause:
            with self._lock:
                self._pause = self._next_try = 0.0
            logger.warning("%s goes on.", self._what)
