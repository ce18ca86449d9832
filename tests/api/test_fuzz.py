"""Whatever the description allows, and what it does not: some hundred questions, as `scripts/fuzz.py` makes them up."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from pytest_django.live_server_helper import LiveServer

from scripts import fuzz
from tests.api.endpoints import one_of_each

pytestmark = pytest.mark.once
FEW = ["--cases", "200", "--phases", "fuzzing"]
THING = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}


class Site(BaseHTTPRequestHandler):
    """Describes one address, and answers there with `given`."""

    given: ClassVar[tuple[int, Any]]

    def do_GET(self) -> None:
        if self.path != "/api/v1/openapi.json":
            self.answer(*self.given)
            return
        ok = {"description": "The thing.", "content": {"application/json": {"schema": THING}}}
        operation = {"operationId": "thing", "parameters": [], "responses": {"200": ok}}
        info = {"title": "A site", "version": "1"}
        self.answer(200, {"openapi": "3.1.0", "info": info, "paths": {"/api/v1/thing": {"get": operation}}})

    def answer(self, status: int, told: Any) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def log_message(self, *_: Any) -> None:
        """Nothing: the run is what is read."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.django_db(transaction=True)
def test_each_answer_keeps_to_the_description(live_server: LiveServer, settings: Any, capfd: Any) -> None:
    settings.PUBLIC_URL, settings.RATE_LIMIT = live_server.url, 0
    one_of_each()
    ended = fuzz.main([live_server.url, *FEW])
    said = capfd.readouterr().out
    assert ended == 0, said
    free, named = (run.partition("Test cases:")[2] for run in said.split("Test Phases:")[1:])
    assert int(free.split()[0]) >= 200
    assert int(named.split()[0]) >= 80
    assert "404" not in said.rpartition("API Operations:")[2]


@pytest.mark.parametrize(
    ("status", "told", "found"),
    [
        (200, {"id": "a"}, ""),
        (500, {"id": "a"}, "Server error"),
        (418, {"id": "a"}, "Undocumented status code"),
        (200, {"id": 5}, "Response violates schema"),
    ],
)
def test_an_answer_that_does_not_is_told(site: str, capfd: Any, status: int, told: Any, found: str) -> None:
    Site.given = status, told
    assert fuzz.main([site, *FEW]) == bool(found)
    assert found in capfd.readouterr().out
