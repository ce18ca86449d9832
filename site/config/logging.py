"""One JSON object a line, tied to its request, without personal data."""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from random import getrandbits
from typing import Any

from django.db import InterfaceError, OperationalError

_GIVEN_NAME = re.compile(r"[A-Za-z0-9._-]{8,64}")
request_id: ContextVar[str] = ContextVar("request_id", default="")
# Begins where a word does, and never goes back: a long line without an address costs no more than its length.
EMAIL = re.compile(r"(?<![^\s\"'<>(),;:=\\@])[^\s\"'<>(),;:=\\@]++@[^\s\"'<>(),;:=\\]+")
#: Failures of the machine. The messages of all others may quote what somebody wrote.
TELLING = (OSError, OperationalError, InterfaceError)
_LONGEST_CHAIN = 10


def name_of(given: str) -> str:
    """The name of a request: the one that a proxy has given it, if it is fit to be one, or a new one."""
    return given if _GIVEN_NAME.fullmatch(given) else f"{getrandbits(128):032x}"


class JsonFormatter(logging.Formatter):
    """Time, level, logger, message, request and trace; what looks like an e-mail address is masked.

    A trace says where something failed and as what, without the message, for which see `TELLING`.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if name := request_id.get():
            line["request"] = name
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return EMAIL.sub("[address]", json.dumps(line, ensure_ascii=False))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        """The chain of failures, the first one first."""
        said: list[str] = []
        error: BaseException | None = ei[1]
        while error and len(said) < _LONGEST_CHAIN:
            name = f"{type(error).__module__}.{type(error).__qualname__}"
            message = f": {error}" if isinstance(error, TELLING) else ""
            said.append("".join(traceback.format_tb(error.__traceback__)) + name + message)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(reversed(said))
