"""A small site in two languages, with an index of each test's own."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from home.models import HomePage
from search import reading
from search.embedded.engine import EmbeddedEngine
from tests.factories.pages import site_tree


@pytest.fixture
def site(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HomePage:
    settings.VAR_DIR = tmp_path
    made = EmbeddedEngine(tmp_path / "index")
    monkeypatch.setattr(reading, "engine", lambda: made)
    cache.clear()
    return site_tree(["en", "fi"])
