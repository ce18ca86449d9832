"""What all tests share: a database that is made once, a browser, and no skip where nothing may be skipped."""

import hashlib
import json
import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from tests.rows import bring, rows

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this machine cannot run, with the reason."""
    if "TEST_OPENSEARCH_URL" not in os.environ:
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("cluster")])
        items[:] = [item for item in items if not item.get_closest_marker("cluster")]
    for item in items:
        if item.get_closest_marker("browser") and not CHROMIUM:
            item.add_marker(pytest.mark.skip(reason="browser tests need Chromium (apt-get install chromium)"))
        if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
            item.add_marker(pytest.mark.skip(reason="the database is not PostgreSQL"))


def pytest_report_header() -> str | None:
    return None if "TEST_OPENSEARCH_URL" in os.environ else "without search clusters (make search-cluster)"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under REQUIRE_ALL=1 a skipped test has failed, but for PostgreSQL's own, which have their own run."""
    report = yield
    if report.skipped and os.environ.get("REQUIRE_ALL") == "1" and not item.get_closest_marker("postgres"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, where nothing may be: {report.longrepr}"
    return report


def _first_rows() -> Path:
    """Where the rows that the migrations make are kept; another set of migrations means another file."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for migration in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(migration.read_bytes())
    return Path(settings.VAR_DIR) / f"{connection.vendor}-{digest.hexdigest()[:16]}.json"


@pytest.fixture(scope="session")
def django_db_createdb(django_db_createdb: bool) -> bool:
    """Keep the test database from run to run until a migration changes."""
    return django_db_createdb or not _first_rows().exists()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Bring the migrations' rows back after each test that commits others, and after a run that was killed."""
    kept = _first_rows()
    with django_db_blocker.unblock():
        if not kept.exists():
            kept.write_text(json.dumps(rows(), default=list))
        first = {table: frozenset(map(tuple, found)) for table, found in json.loads(kept.read_text()).items()}
        bring(first)
        with connection.cursor() as cursor:  # a database that is newer than the file may have come less far
            for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
                cursor.execute(statement)
    with pytest.MonkeyPatch.context() as patch:
        # Instead of emptying all tables and letting every app fill its own again, which takes a second.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: bring(first))
        yield


@pytest.fixture(autouse=True)
def _first_language() -> None:
    """A request leaves its language to whatever follows in the thread; no test is to follow another."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for the whole run."""
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=20_000)  # milliseconds: a busy machine is slow, not wrong
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, settings: Any) -> Iterator[Page]:
    """A tab on the running site, with relative addresses; script errors and blocked content fail the test."""
    settings.PUBLIC_URL = live_server.url
    problems: list[str] = []
    context = browser.new_context(base_url=live_server.url)
    tab = context.new_page()
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.on(
        "console",
        lambda line: problems.append(line.text) if "Content Security Policy" in line.text else None,
    )
    yield tab
    context.close()
    assert problems == []
