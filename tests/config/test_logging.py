"""What is written down about a request, and what is not."""

import json
import logging
from typing import Any

import pytest
from django.test import Client

from config.logging import JsonFormatter, request_id

GIVEN = "partner-request-1"


def line(message: str, *arguments: object, error: Exception | None = None) -> dict[str, Any]:
    """The line that the formatter writes, read again."""
    info = (type(error), error, None) if error else None
    record = logging.LogRecord("lecturers", logging.WARNING, __file__, 1, message, arguments, info)
    written = JsonFormatter().format(record)
    assert "\n" not in written
    parsed: dict[str, Any] = json.loads(written)
    return parsed


def test_a_line_is_one_object_and_names_its_request() -> None:
    token = request_id.set(GIVEN)
    try:
        found = line("published %s", 3)
    finally:
        request_id.reset(token)
    assert found["message"] == "published 3"
    assert (found["level"], found["logger"], found["request"]) == ("warning", "lecturers", GIVEN)
    assert found["time"].endswith("+00:00")


@pytest.mark.parametrize("address", ["amina@example.org", "a.b+c@sub.example.org", "ä@example.org"])
def test_addresses_of_people_are_masked(address: str) -> None:
    assert address not in json.dumps(line("no mail to <%s>, try again", address), ensure_ascii=False)
    failed = line("failed", error=ValueError(f"Key (email)=({address}) already exists."))
    assert address not in failed["trace"]
    assert "ValueError" in failed["trace"]


def test_the_rest_of_the_text_stays() -> None:
    assert line('to "amina@example.org" at 10:00')["message"] == 'to "[address]" at 10:00'


def test_the_response_names_its_request(client: Client) -> None:
    given = client.get("/healthz", headers={"X-Request-ID": GIVEN})
    assert given.headers["X-Request-ID"] == GIVEN
    made = client.get("/healthz").headers["X-Request-ID"]
    assert len(made) == 32
    assert made != client.get("/healthz").headers["X-Request-ID"]


@pytest.mark.parametrize("bad", ["short", "x" * 65, "with space in it", "<script>alert()</script>"])
def test_a_forged_name_is_replaced(client: Client, bad: str) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": bad}).headers["X-Request-ID"] != bad
