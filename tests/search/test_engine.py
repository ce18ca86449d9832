"""Which engine a site has, and who keeps it at the log."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from catalogue import log
from search.embedded.engine import EmbeddedEngine
from search.engine import engine
from tests.factories.entries import talk


@pytest.fixture(autouse=True)
def _fresh(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.INDEX_DIR = tmp_path
    engine.cache_clear()
    yield
    engine.cache_clear()


def test_the_default_is_embedded_and_one_for_all() -> None:
    assert isinstance(engine(), EmbeddedEngine)
    assert engine() is engine()


@pytest.mark.parametrize("url", ["solr://search.example.org", "https://search.example.org/x"])
def test_an_engine_that_there_is_not_is_named(settings: Any, url: str) -> None:
    settings.SEARCH_URL = url
    with pytest.raises(ValueError, match=url.split(":")[0]):
        engine()


def test_the_index_lies_in_its_folder_under_the_name_of_its_fields(db: None, tmp_path: Path) -> None:
    engine().catch_up(log.state())
    (folder,) = (path for path in tmp_path.iterdir() if path.is_dir())
    assert (folder / "meta.json").exists()


def test_the_worker_follows_the_log(db: None) -> None:
    talk("One")
    assert not engine().position().has_reached(log.state())
    call_command("worker", once="follow-log")
    assert engine().position().has_reached(log.state())


def test_readyz_says_how_far_the_index_is_behind(db: None, client: Client) -> None:
    engine().catch_up(log.state())
    talk("One"), talk("Two")
    assert client.get("/readyz").json()["search_lag"] == 2
    engine().catch_up(log.state())
    assert client.get("/readyz").json()["search_lag"] == 0
