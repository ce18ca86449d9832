"""The demo, made once for all tests of a file that look at it."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from catalogue import log
from search import reading
from search.embedded.engine import EmbeddedEngine


def run_demo() -> str:
    """What the command says."""
    said = StringIO()
    call_command("demo", stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def _engine(folder: Path) -> Iterator[EmbeddedEngine]:
    """Files and an index of this test file's own."""
    made = EmbeddedEngine(folder / "index")
    with override_settings(VAR_DIR=folder), pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "engine", lambda: made)
        yield made


@pytest.fixture(scope="module")
def made(_engine: EmbeddedEngine, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The demo in a transaction that outlives the tests' own; what the command said."""
    cache.clear()
    with django_db_blocker.unblock(), transaction.atomic():
        said = run_demo()
        # Readers do not wait for so much at once; whoever tests what they read does.
        _engine.catch_up(log.state())
        yield said
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture
def demo(made: str, db: None, settings: Any, folder: Path) -> str:
    """The same, with the files where they were made."""
    settings.VAR_DIR = folder
    return made
