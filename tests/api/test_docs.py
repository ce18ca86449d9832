"""The documentation for people: complete, readable by everybody, and its commands work as they are."""

import html
import json
import re
import shutil
import subprocess
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from api.problems import TYPES
from tests.api.conftest import ROOT, Get
from tests.api.endpoints import one_of_each

DOCS = f"{ROOT}/docs"


@pytest.fixture
def read(client: Client) -> str:
    """The page as it is served."""
    return client.get(DOCS).content.decode()


@pytest.mark.django_db
def test_every_address_parameter_shape_and_problem_is_told(get: Get, read: str) -> None:
    spec = get("/openapi.json").json()
    for path, methods in spec["paths"].items():
        (article,) = re.findall(rf'<article[^>]*id="{methods["get"]["operationId"]}">(.*?)</article>', read, re.DOTALL)
        assert path in article
        for parameter in methods["get"]["parameters"]:
            assert f"<code>{parameter['name']}</code>" in article
        for status in methods["get"]["responses"]:
            assert f"<code>{status}</code>" in article
    for name, schema in spec["components"]["schemas"].items():
        (article,) = re.findall(rf'<article[^>]*id="shape-{name}">(.*?)</article>', read, re.DOTALL)
        assert all(f"<code>{field}</code>" in article for field in schema.get("properties", {}))
    assert all(f"/problems/{code}" in read for code in TYPES)


@pytest.mark.django_db
def test_it_says_what_the_values_of_a_field_mean(read: str) -> None:
    for meaning in (
        "<code>outdated</code>: the original has changed since",
        "<code>erased</code>: nothing of it is kept",
    ):
        assert meaning in read


@pytest.mark.django_db
def test_every_link_within_the_page_leads_somewhere(read: str) -> None:
    targets = re.findall(r'\sid="([^"]+)"', read)
    assert len(targets) == len(set(targets))
    assert set(re.findall(r'href="#([^"]+)"', read)) <= set(targets)


@pytest.mark.django_db
def test_it_is_kept_and_asked_for_again_like_the_description(get: Get) -> None:
    response = get("/docs")
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    assert get("/docs", If_None_Match=response.headers["ETag"]).status_code == 304
    assert "'unsafe" not in response.headers["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("guessed", ["/docs", "/docs/"])
def test_it_is_found_where_people_guess_it(client: Client, guessed: str) -> None:
    led = client.get(guessed, follow=True)
    assert led.redirect_chain == [(DOCS, 302)]
    assert led.status_code == 200
    assert client.get(f"{guessed}x", follow=True).status_code == 404


@pytest.mark.django_db
def test_the_commands_ask_the_site_as_it_is_seen(get: Get, settings: Any) -> None:
    before = get("/docs")
    settings.PUBLIC_URL = "https://other.example"
    after = get("/docs", If_None_Match=before.headers["ETag"])
    assert after.status_code == 200
    assert "curl &#x27;https://other.example/api/v1/lecturers&#x27;" in after.content.decode()
    assert "example.org" not in after.content.decode()


@pytest.mark.skipif(not shutil.which("curl"), reason="the commands to copy need curl (apt-get install curl)")
@pytest.mark.django_db(transaction=True)
def test_every_command_works_as_it_is(live_server: LiveServer, settings: Any) -> None:
    settings.PUBLIC_URL = live_server.url
    one_of_each()
    read = Client().get(DOCS).content.decode()
    commands = [
        html.unescape(re.sub(r"<[^>]+>", "", found))
        for found in re.findall(r"<pre>(?!<code class=\"language-python)(.*?)</pre>", read, re.DOTALL)
    ]
    assert len(commands) > len(re.findall("<article", read)) / 3
    for command in commands:
        assert command.count("curl") in (1, 2)
        told = subprocess.run(
            ["bash", "-c", command.replace("curl ", "curl -sS --fail-with-body ")],
            capture_output=True, text=True, timeout=20, check=False,
        )  # fmt: skip
        assert told.returncode == 0, f"{command}\n{told.stdout}{told.stderr}"
        if "/docs'" not in command:
            assert {"data", "openapi"} & set(json.loads(told.stdout[told.stdout.index("{") :])), command


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [True, False])
def test_everybody_can_read_it(browser: Browser, live_server: LiveServer, scripts: bool) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(live_server.url + DOCS)
    assert page.get_by_role("heading", name="Keep up to date").is_visible()
    page.locator("#lecturers summary").first.click()
    assert page.locator("#lecturers").get_by_text("country.not").is_visible()
    if scripts:
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert Axe().run(page).violations_count == 0
    context.close()
