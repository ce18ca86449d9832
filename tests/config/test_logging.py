"""What is written down about a request, and what is not."""

import json
import logging
import time
from typing import Any

import pytest
from django.test import Client

from config.logging import JsonFormatter, request_id

GIVEN = "partner-request-1"


def line(message: str, *arguments: object, error: Exception | None = None) -> dict[str, Any]:
    """The line that the formatter writes, read again."""
    info = (type(error), error, error.__traceback__) if error else None
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


@pytest.mark.parametrize("long", ["a" * 100_000, "a." * 50_000, "@" * 100_000, "a@" * 50_000, "é" * 100_000])
def test_a_long_line_costs_no_more_than_its_length(long: str) -> None:
    start = time.perf_counter()
    line("Invalid HTTP_HOST header: %r.", long, error=OSError(long))
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize("written", ["@amina@example.org", "@@amina@example.org", "x@amina@example.org", "é:amina@a.b"])
def test_no_sign_before_an_address_uncovers_it(written: str) -> None:
    assert "amina" not in line("no mail to %s", written)["message"]


def test_a_trace_tells_where_and_what_but_not_whom() -> None:
    whom = bytes.fromhex("416d696e61").decode()
    try:
        try:
            raise KeyError(whom)
        except KeyError as error:
            raise ValueError(whom) from error
    except ValueError as error:
        found = line("failed", error=error)["trace"]
    assert "Amina" not in found
    assert found.index("builtins.KeyError") < found.index("builtins.ValueError")
    assert f'File "{__file__}"' in found
    assert "No space left" in line("failed", error=OSError(28, "No space left"))["trace"]


@pytest.mark.django_db
def test_what_strangers_send_is_not_kept(caplog: pytest.LogCaptureFixture) -> None:
    client = Client(enforce_csrf_checks=True)
    logging.getLogger("django").addHandler(caplog.handler)
    try:
        assert client.get("/en/", headers={"Host": "amina.example"}).status_code == 400
        assert client.post("/en/network/amina/").status_code == 405
        assert client.post("/en/_util/authenticate_with_password/1/1/", {"password": "amina"}).status_code == 403
    finally:
        logging.getLogger("django").removeHandler(caplog.handler)
    assert caplog.text == ""
