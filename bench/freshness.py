"""How soon a lecturer is found after her publication, and how soon she is gone from everything.

    python bench/freshness.py [ROUNDS]

Works in a database, an index and files of its own, which it removes. Each round publishes one lecturer beside
the others, asks the bank and the API until both show her, then lets her leave in one way and asks the bank,
the API by list, id and name, and her page until all say so. Prints milliseconds as p50, p95 and maximum.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:1] = [str(ROOT), str(ROOT / "site")]
SCRATCH = tempfile.TemporaryDirectory()
os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings.test", "VAR_DIR": SCRATCH.name}
os.environ.setdefault("DATABASE_URL", f"sqlite:///{SCRATCH.name}/bench.sqlite3")

import django

django.setup()

from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
from django.utils import timezone
from wagtail.models import PageViewRestriction

from people.services import load_consent_texts, withdraw_consent
from tests.factories import pages

setup_test_environment()
CLIENT = Client()
OTHERS = 100


def main(rounds: int) -> None:
    call_command("migrate", verbosity=0)
    load_consent_texts()
    pages.publish_tree(["en", "fi"])
    organisation = pages.organisation("Sunrise Association")
    for number in range(OTHERS):
        pages.lecturer(f"Other {number}", parent=organisation)
    found: list[float] = []
    gone: dict[str, list[float]] = {}
    for number in range(rounds):
        page = pages.lecturer(f"Round{number} Example", parent=organisation, live=False)
        began = time.perf_counter()
        pages.publish(page)
        wait(lambda page=page: shown(page) == [True] * 3)
        found.append(time.perf_counter() - began)
        page = type(page).objects.get(pk=page.pk)
        leave = WAYS[number % len(WAYS)]
        began = time.perf_counter()
        leave(page)
        wait(lambda page=page: shown(page) == [False] * 3 and gone_by_name(page))
        gone.setdefault(leave.__name__, []).append(time.perf_counter() - began)
        PageViewRestriction.objects.all().delete()
    report("published: in the bank and the API", found)
    for way, times in gone.items():
        report(f"{way}: gone from everything", times)


def wait(condition: Callable[[], bool]) -> None:
    until = time.perf_counter() + 10
    while not condition():
        if time.perf_counter() > until:
            raise SystemExit("Not within ten seconds.")


def shown(page: Any) -> list[bool]:
    """Whether the bank, the API's list and the API's item show the page."""
    word = page.title.split()[0]
    answers = [
        CLIENT.get(f"/en/lecturers/?q={word}").content,
        CLIENT.get(f"/api/v1/lecturers?q={word}").content,
        CLIENT.get(f"/api/v1/lecturers/{page.translation_key}").content,
    ]
    return [page.title.encode() in answer for answer in answers]


def gone_by_name(page: Any) -> bool:
    addresses = [f"/api/v1/lecturers/by-slug/{page.slug}", f"/en/network/sunrise-association/{page.slug}/"]
    return [CLIENT.get(address).status_code for address in addresses] == [404, 404]


def unpublished(page: Any) -> None:
    page.unpublish()


def restricted(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def expired(page: Any) -> None:
    page.expire_at = timezone.now() + timedelta(milliseconds=1)
    page.save_revision().publish()


def deleted(page: Any) -> None:
    page.delete()


def withdrawn(page: Any) -> None:
    withdraw_consent(page.person, by=None)


WAYS = [unpublished, restricted, expired, deleted, withdrawn]


def report(what: str, seconds: list[float]) -> None:
    ordered = sorted(1000 * each for each in seconds)
    p50, p95 = (ordered[int(len(ordered) * share)] for share in (0.5, 0.95))
    print(f"{what:45} p50 {p50:6.0f} ms   p95 {p95:6.0f} ms   max {ordered[-1]:6.0f} ms   (n = {len(ordered)})")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
