"""A command gets a PostgreSQL of its own, which goes with it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "on_postgres.py"
INSTALLED = bool(list(Path("/usr/lib/postgresql").glob("*/bin/initdb")))
ASK = """
import os, psycopg
url = os.environ["DATABASE_URL"]
with psycopg.connect(url) as connection:
    print(url, connection.execute("SHOW server_encoding").fetchone()[0])
"""


def on_postgres(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("TEST_DATABASE_URL", "REQUIRE_ALL")}
    return subprocess.run(
        [sys.executable, SCRIPT, *command], env=kept | environment, capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(not INSTALLED, reason="no PostgreSQL server is installed")
def test_a_cluster_lives_as_long_as_the_command() -> None:
    run = on_postgres(sys.executable, "-c", ASK)
    url, encoding = run.stdout.split()
    assert (run.returncode, encoding) == (0, "UTF8")
    refused = subprocess.run([sys.executable, "-c", ASK], env={"DATABASE_URL": url}, check=False, capture_output=True)
    assert b"refused" in refused.stderr


@pytest.mark.skipif(not INSTALLED, reason="no PostgreSQL server is installed")
def test_the_commands_own_code_is_the_answer() -> None:
    assert on_postgres(sys.executable, "-c", "raise SystemExit(7)").returncode == 7


def test_a_given_database_is_used_as_it_is() -> None:
    given = "postgres://somebody@db.example/site"
    run = on_postgres("printenv", "DATABASE_URL", TEST_DATABASE_URL=given)
    assert run.stdout.strip() == given
