"""The database cannot be reached: the site says so at once, and when to ask again."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = "postgres://nobody@127.0.0.1:9/none"
PROGRAM = """
import json, time
import django
django.setup()
from django.test import Client
client, answers = Client(raise_request_exception=False), {}
client.cookies["sessionid"] = "a" * 32  # whoever is signed in is looked for before there is a view
for path in ["/healthz", "/readyz", "/en/", "/ar/lecturers/", "/admin/", "/api/v1/lecturers", "/media/x.webp"]:
    start = time.monotonic()
    response = client.get(path)
    waited = time.monotonic() - start
    answers[path] = [response.status_code, response.headers.get("Retry-After"), waited, response.text]
print(json.dumps(answers))
"""


def test_pages_answer_503_within_three_seconds() -> None:
    started = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": NOWHERE,
            "TEST_DB_SUFFIX": "_gone",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    answers = json.loads(run.stdout)
    assert answers["/healthz"][:2] == [200, None]
    assert answers["/readyz"][:2] == [503, "5"]
    assert "cannot be reached" in answers["/readyz"][3]
    assert answers["/en/"][:2] == answers["/ar/lecturers/"][:2] == [503, "5"]
    assert "<h1>Back in a moment</h1>" in answers["/en/"][3]
    assert 'lang="ar" dir="rtl"' in answers["/ar/lecturers/"][3]
    assert {tuple(answers[path][:2]) for path in ("/admin/", "/api/v1/lecturers", "/media/x.webp")} == {(503, "5")}
    assert "/problems/unavailable" in answers["/api/v1/lecturers"][3]
    assert max(answer[2] for answer in answers.values()) < 3
    assert time.monotonic() - started < 30
