"""Whether the process says that it lives and can serve."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

pytestmark = pytest.mark.django_db


def test_healthz_answers_without_the_database(client: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response.headers["Cache-Control"]


def test_readyz_is_ready_with_every_migration(client: Client) -> None:
    assert client.get("/readyz").json() == {"status": "ready"}


def test_readyz_counts_the_missing_migrations(client: Client) -> None:
    last = MigrationRecorder(connection).migration_qs.filter(app="sessions").latest("pk")
    last.delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert response.json()["problems"] == ["Migrations not applied: 1."]
