"""Whether the process says that it lives and can serve."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from catalogue import log
from catalogue.models import Dirty
from config import views
from search import reading
from search.embedded.engine import EmbeddedEngine
from search.engine import engine
from tests.factories.pages import site_tree

pytestmark = pytest.mark.django_db


def test_healthz_answers_without_the_database(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response.headers["Cache-Control"]


def test_readyz_is_ready_with_every_migration(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "ready")


def test_readyz_counts_the_missing_migrations(client: Client) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="sessions").delete()
    response = client.get("/readyz")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert response.json()["problem"] == "Migrations not applied: 1."


def test_readyz_says_how_long_a_change_has_waited(client: Client) -> None:
    assert client.get("/readyz").json()["queue_age"] == 0
    mark = Dirty.objects.create(ref="page:1")
    Dirty.objects.create(ref="page:2")
    Dirty.objects.filter(pk=mark.pk).update(marked_at=timezone.now() - timedelta(minutes=10))
    assert 600 <= client.get("/readyz").json()["queue_age"] < 660


def test_readyz_says_how_far_the_index_is_behind(client: Client) -> None:
    log.head()
    engine().rebuild()
    assert client.get("/readyz").json()["search_lag"] == 0
    log.take(3)
    assert client.get("/readyz").json()["search_lag"] == 3


def test_an_index_that_cannot_be_kept_is_told_in_the_readers_language(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is none stands for a disk that fails. What needs no search is answered as ever."""
    site_tree(["en", "fi"])
    (tmp_path / "index").write_text("not a folder")
    broken = EmbeddedEngine(tmp_path / "index")
    for module in (reading, views):
        monkeypatch.setattr(module, "engine", lambda: broken)
    for path, said in {
        "/fi/lecturers/": 'lang="fi"',
        "/api/v1/lecturers": "/problems/unavailable",
        "/readyz": "search index",
    }.items():
        for _again in range(2):
            response = client.get(path)
            assert (response.status_code, response.headers["Retry-After"]) == (503, "5"), path
            assert "no-store" in response.headers["Cache-Control"]
            assert said in response.text
    (tmp_path / "index").unlink()
    assert client.get("/healthz").status_code == client.get("/fi/lecturers/").status_code == 200
    assert client.get("/readyz").status_code == 200
