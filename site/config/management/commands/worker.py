"""`manage.py worker`: one loop with named jobs. Kill it at any point and start it again."""

import logging
import signal
import threading
import time
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connections

from config.jobs import JOBS, Job

logger = logging.getLogger("worker")


class Command(BaseCommand):
    """Runs each job when it is due; a job that fails is tried again when it is due again."""

    help = "Do what must not wait for a request: follow changes, publish what is scheduled, reconcile, sweep."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", metavar="JOB", help="run this job once and stop")

    def handle(self, *args: Any, once: str | None = None, **options: Any) -> None:
        if once is not None:
            self.once(once)
            return
        stopped = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stopped.set())
        for job in JOBS:
            if job.beside:
                # It may be waiting for another machine when we are told to stop, and nothing is lost with it.
                threading.Thread(target=loop, args=([job], stopped), name=job.name, daemon=True).start()
        loop([job for job in JOBS if not job.beside], stopped)

    def once(self, name: str) -> None:
        job = next((job for job in JOBS if job.name == name), None)
        if job is None:
            raise CommandError(f"There is no job “{name}”. Jobs: {', '.join(job.name for job in JOBS)}.")
        job.run()


def loop(jobs: Sequence[Job], stopped: threading.Event) -> None:
    """Run each of these when it is due, until `stopped`."""
    due = {job.name: 0.0 for job in jobs}
    while not stopped.is_set():
        for job in jobs:
            if due[job.name] <= time.monotonic() and not stopped.is_set():
                again = attempt(job)
                due[job.name] = time.monotonic() + (0 if again else job.every)
        stopped.wait(max(0, min(due.values()) - time.monotonic()))


def attempt(job: Job) -> bool:
    """Run a job; True if it asks to be run again at once. Whatever it raises is logged, never the worker's end."""
    try:
        return job.run() is True
    except Exception as error:
        logger.exception("The job %s failed.", job.name)
        if isinstance(error, DatabaseError):
            connections.close_all()
        return False
