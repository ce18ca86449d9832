"""What the environment may set, and what is said when it lacks something."""

import ast
import os
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {"SECRET_KEY": string.ascii_letters, "PUBLIC_URL": "https://example.org"}


def manage(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, with nothing in the environment but this."""
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings.production", "VAR_DIR": str(tmp_path)}
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        env={"PATH": os.environ["PATH"], **settings, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def value(tmp_path: Path, expression: str, **environment: str) -> str:
    """What an expression on the settings gives under that environment."""
    program = f"from django.conf import settings; print({expression})"
    return manage(tmp_path, "shell", "--no-imports", "-c", program, **environment).stdout.strip()


def test_example_lists_exactly_the_variables_that_are_read() -> None:
    example = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    module = ast.parse((ROOT / "site/config/env.py").read_text())
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call) and node.args]
    read = [call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)]
    declared = [name for name in read if isinstance(name, str) and name.isupper()]
    assert sorted(example) == sorted([*declared, "DJANGO_SETTINGS_MODULE"])


def test_production_says_what_it_lacks_without_a_traceback(tmp_path: Path) -> None:
    found = manage(tmp_path, "check")
    assert found.returncode == 1
    assert "(config.E001) SECRET_KEY is not set." in found.stderr
    assert "(config.E002) PUBLIC_URL is not set." in found.stderr
    assert "Traceback" not in found.stderr


def test_a_complete_production_passes_the_deployment_checks(tmp_path: Path) -> None:
    found = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **COMPLETE)
    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.org", "config.E004"),
        ("example.org", "config.E003"),
        ("https://example.org/site", "config.E003"),
        ("ftp://example.org", "config.E003"),
    ],
)
def test_an_address_that_cannot_be_right_is_refused(tmp_path: Path, url: str, code: str) -> None:
    found = manage(tmp_path, "check", **COMPLETE | {"PUBLIC_URL": url})
    assert found.returncode == 1
    assert code in found.stderr


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ({"SEARCH_URL": "elasticsearch://search.example.org/x"}, "(config.E005) SEARCH_URL is no address of a search"),
        ({"SEARCH_URL": "opensearch+http://search.example.org/x"}, "http is for this machine alone"),
        ({"SEARCH_URL": "opensearch+https://me:hidden@a/x", "SEARCH_API_KEY": "k"}, "only one of them can sign in"),
        ({"SEARCH_URL": "opensearch+https://a/x", "SEARCH_CA": "/none.crt"}, "(config.E006) SEARCH_CA is '/none.crt'"),
    ],
)
def test_a_search_cluster_that_cannot_be_asked_is_said(tmp_path: Path, search: dict[str, str], said: str) -> None:
    found = manage(tmp_path, "check", **COMPLETE | search)
    assert found.returncode == 1
    assert said in found.stderr
    assert "hidden" not in found.stderr
    assert "Traceback" not in found.stderr


def test_a_search_cluster_may_be_away(tmp_path: Path) -> None:
    away = {"SEARCH_URL": "elasticsearch+http://127.0.0.1:1/x", "SEARCH_API_KEY": "k"}
    assert manage(tmp_path, "check", **COMPLETE | away).returncode == 0


def test_http_is_plain_on_loopback_only(tmp_path: Path) -> None:
    expression = "settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS, settings.SESSION_COOKIE_SECURE"
    loopback = COMPLETE | {"PUBLIC_URL": "http://127.0.0.1:8000"}
    assert value(tmp_path, expression, **loopback) == "False 0 False"
    assert value(tmp_path, expression, **COMPLETE) == "True 31536000 True"
    assert value(tmp_path, expression, **COMPLETE | {"PUBLIC_URL": "http://example.org"}).startswith("True")


def test_every_entry_point_defaults_to_production() -> None:
    program = "import os, config; config.load_dotenv = lambda path: None; config.configure(); print(os.environ)"
    environment = {"PYTHONPATH": str(ROOT / "site")}
    run = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert "'DJANGO_SETTINGS_MODULE': 'config.settings.production'" in run.stdout


def test_garbage_is_not_looked_for_among_what_a_server_has_loaded(tmp_path: Path) -> None:
    program = "import gc, config.wsgi; gc.collect(); print(gc.get_freeze_count(), len(gc.get_objects()))"
    frozen, others = map(int, manage(tmp_path, "shell", "--no-imports", "-c", program, **COMPLETE).stdout.split())
    assert frozen > 100 * others


def test_a_service_is_used_when_its_address_is_set(tmp_path: Path) -> None:
    given = {"DATABASE_URL": "postgres://a:b@db:5432/site", "CACHE_URL": "redis://cache:6379/1"}
    expression = "settings.DATABASES['default']['ENGINE'], settings.CACHES['renditions']['BACKEND']"
    assert value(tmp_path, expression, **COMPLETE) == (
        "django.db.backends.sqlite3 django.core.cache.backends.locmem.LocMemCache"
    )
    assert value(tmp_path, expression, **COMPLETE, **given) == (
        "django.db.backends.postgresql django.core.cache.backends.redis.RedisCache"
    )


@pytest.mark.parametrize("module", ["dev", "test"])
def test_other_settings_only_relax(module: str) -> None:
    assert len((ROOT / f"site/config/settings/{module}.py").read_text().splitlines()) < 40
