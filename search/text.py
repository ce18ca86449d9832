"""The one validator for what people send as text: pages and API refuse the same things in the same words."""

import re
from datetime import UTC, date, datetime

from django.http import HttpRequest

#: Longer than any search anybody means, and short enough that no engine feels it.
LONGEST = 200
MOST_WORDS = 20

_WORD = re.compile(r"[^\W_]+")
_BLANKS = re.compile(r"[\t\n\r]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9].*)?")
_INTEGER = re.compile(r"-?[0-9]{1,18}")


class InvalidText(ValueError):
    """What was wrong with a text, as a `code` for programs and a `detail` for people."""

    def __init__(self, code: str, detail: str, did_you_mean: tuple[str, ...] = ()) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.did_you_mean = did_you_mean


def query_string(request: HttpRequest) -> str:
    """The query string as it was sent: bytes that are no UTF-8 must stay to be seen."""
    sent: str = request.META.get("QUERY_STRING", "")
    return sent.encode("latin-1", "replace").decode("utf-8", "surrogateescape")


def clean(value: str, longest: int = LONGEST) -> str:
    """`value` as one line without blanks around it; InvalidText where it is no text."""
    if "\ufffd" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise InvalidText("invalid-encoding", "Expected text in UTF-8; some bytes are not.")
    line = _BLANKS.sub(" ", value).strip()
    if _CONTROL.search(line):
        raise InvalidText("invalid-characters", "Expected text without NUL bytes and control characters.")
    if len(line) > longest:
        raise InvalidText("too-long", f"Expected at most {longest} characters, got {len(line)}.")
    return line


def search_text(value: str) -> str:
    """`value` as something to search for: clean, and of a bounded number of words."""
    line = clean(value)
    count = len(_WORD.findall(line))
    if count > MOST_WORDS:
        raise InvalidText("too-many-words", f"Expected at most {MOST_WORDS} words, got {count}.")
    return line


def integer(value: str, lowest: int, highest: int) -> int:
    """`value` as a whole number between `lowest` and `highest`."""
    if not _INTEGER.fullmatch(value):
        raise InvalidText("not-a-number", f"Expected a whole number from {lowest} to {highest}.")
    number = int(value)
    if not lowest <= number <= highest:
        raise InvalidText("out-of-range", f"Expected a number from {lowest} to {highest}, got {number}.")
    return number


def day(value: str) -> date:
    """`value` as a day."""
    try:
        return date.fromisoformat(value if _DAY.fullmatch(value) else "")
    except ValueError:
        raise InvalidText("not-a-date", "Expected a day such as 2026-05-01.") from None


def moment(value: str) -> datetime:
    """`value` as a moment in time; a date is its first moment, and without a zone UTC is meant."""
    try:
        # A plus sign that was not escaped arrives as a blank.
        found = datetime.fromisoformat(re.sub(r" (\d\d:\d\d)$", r"+\1", value) if _MOMENT.fullmatch(value) else "")
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise InvalidText(
            "not-a-date", "Expected a date or a moment such as 2026-05-01 or 2026-05-01T12:00:00Z."
        ) from None
