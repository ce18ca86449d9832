"""What all tests share: a database that is made once, a browser, and no skip where nothing may be skipped."""

import hashlib
import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.signals import post_migrate
from django.utils import translation
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

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
    return Path(settings.VAR_DIR) / f"{connection.vendor}-{digest.hexdigest()[:16]}.jsonl"


@pytest.fixture(scope="session")
def django_db_createdb(django_db_createdb: bool) -> bool:
    """Keep the test database from run to run until a migration changes."""
    return django_db_createdb or not _first_rows().exists()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Bring the migrations' rows back after each test that empties the tables, and after a run that was killed."""
    kept = _first_rows()
    with django_db_blocker.unblock():
        if not kept.exists():
            kept.write_text(_dump())
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(lambda **_: _load(kept.read_text()), sender=last, weak=False)
        if sorted(_dump().splitlines()) != sorted(kept.read_text().splitlines()):
            # Numbers go on: those that begin anew would meet the rows that come back with theirs.
            call_command("flush", interactive=False, verbosity=0, reset_sequences=False)


def _dump() -> str:
    in_order = serializers.sort_dependencies([(app, None) for app in apps.get_app_configs()], allow_cycles=True)
    models = [model for model in in_order if model not in (ContentType, Permission)]
    rows = [row for model in models for row in model._base_manager.all()]
    # Some permissions exist only because a migration made them; the others have come back under another number.
    permissions = serializers.serialize(
        "jsonl", Permission.objects.all(), use_natural_foreign_keys=True, use_natural_primary_keys=True
    )
    return str(permissions + serializers.serialize("jsonl", rows, use_natural_foreign_keys=True))


def _load(rows: str) -> None:
    with transaction.atomic():
        for row in serializers.deserialize("jsonl", rows):
            row.save()


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
