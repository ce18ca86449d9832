"""One JSON object a line, tied to its request, without personal data."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")
EMAIL = re.compile(r"[^\s\"'<>(),;:=\\]+@[^\s\"'<>(),;:=\\]+")


class JsonFormatter(logging.Formatter):
    """Time, level, logger, message, request and trace; what looks like an e-mail address is masked."""

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
