"""The worker: jobs by name, each run again, and a process that may be killed at any point."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from catalogue import refresh
from catalogue.models import Dirty, Entry
from config import jobs
from config.management.commands import worker
from people.services import load_consent_texts
from tests.factories import pages

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def network() -> None:
    load_consent_texts()
    pages.site_tree()


@pytest.fixture
def nobody_refreshes(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every web process were killed right after its commit."""
    monkeypatch.setattr(refresh, "IN_REQUEST", 0)


@pytest.fixture
def process() -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts real workers on the test's database."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "VAR_DIR": str(settings.VAR_DIR),
            "DATABASE_URL": _address(),
        }
        command = [sys.executable, "manage.py", "worker"]
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE))
        return started[-1]

    yield start
    for each in started:
        each.kill()
        each.communicate()


def test_what_a_killed_request_left_is_brought_by_the_worker(nobody_refreshes: None) -> None:
    page = pages.organisation("Sunrise Association")
    assert not Entry.objects.public().exists()

    call_command("worker", once="follow-changes")

    assert [entry.page_pk for entry in Entry.objects.public()] == [page.pk]
    assert not Dirty.objects.exists()


def test_jobs_run_twice_change_nothing(nobody_refreshes: None) -> None:
    pages.lecturer(parent=pages.organisation("Sunrise Association"))
    for job in jobs.JOBS:
        call_command("worker", once=job.name)
    call_command("worker", once="follow-changes")
    before = list(Entry.objects.order_by("seq").values_list("seq", "etag"))

    for job in jobs.JOBS:
        call_command("worker", once=job.name)

    assert list(Entry.objects.order_by("seq").values_list("seq", "etag")) == before


def test_scheduled_pages_are_published_and_ended() -> None:
    page = pages.organisation("Sunrise Association", live=False)
    page.go_live_at = timezone.now() + timedelta(seconds=0.2)
    page.expire_at = timezone.now() + timedelta(seconds=1.5)
    page.save_revision().publish()
    assert not Entry.objects.public().exists()

    time.sleep(0.3)
    call_command("worker", once="publish-scheduled")
    assert Entry.objects.public().count() == 1

    time.sleep(1.3)
    assert not Entry.objects.public().exists(), "time is no event for readers"
    call_command("worker", once="publish-scheduled")
    assert Entry.objects.get().removed_reason == "expired"


def test_a_job_that_fails_does_not_end_the_worker(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise RuntimeError("the disk is full")

    assert worker.attempt(jobs.Job("doomed", 1, fail)) is False
    assert "The job doomed failed." in caplog.text


def test_an_unknown_job_is_told_with_those_there_are() -> None:
    with pytest.raises(CommandError, match="follow-changes"):
        call_command("worker", once="make-coffee")


def test_a_worker_killed_again_and_again_loses_nothing(nobody_refreshes: None, process: Any) -> None:
    made = [pages.organisation(f"Organisation {number}") for number in range(10)]
    for _round in range(2):
        doomed = process()
        time.sleep(1.5)
        doomed.kill()
        doomed.wait()
    made[0].unpublish()

    last = process()
    until = time.monotonic() + 30
    while Entry.objects.public().count() != 9 or Dirty.objects.exists():
        assert time.monotonic() < until, "the worker did not bring what was waiting"
        time.sleep(0.2)
    last.send_signal(signal.SIGTERM)

    assert last.wait(timeout=20) == 0
    assert Entry.objects.exclude(removed_at=None).count() <= 1


def _address() -> str:
    """The test database's address, for another process."""
    given: Any = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    login = f"{given['USER']}:{given['PASSWORD']}@" if given["USER"] else ""
    return f"postgresql://{login}{given['HOST']}:{given['PORT']}/{given['NAME']}"


def test_a_job_that_waits_for_another_machine_keeps_no_other_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[int] = []
    away = threading.Event()

    def run() -> None:
        ran.append(len(ran))
        if len(ran) == 5:
            signal.raise_signal(signal.SIGTERM)

    told = (jobs.Job("stuck", 1, away.wait, beside=True), jobs.Job("quick", 0.01, run))
    monkeypatch.setattr(worker, "JOBS", told)
    former = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    try:
        call_command("worker")
    finally:
        away.set()
        for name, handler in former.items():
            signal.signal(name, handler)
    assert ran == [0, 1, 2, 3, 4]
