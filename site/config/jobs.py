"""What the worker does over and over. Each job may run twice, beside itself, and be killed at any point."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.core.management import call_command

from catalogue import checking
from catalogue.refresh import refresh
from lecturers.services import end_pauses
from media.services import sweep
from publishing.translating import forget_strings
from search import checking as search_checking
from search import zero_results
from search.engine import Unavailable, engine
from search.following import up_to_today


@dataclass(frozen=True)
class Job:
    """A job and the pause before it runs again, in seconds. One that returns True is run again at once.

    One that waits for another machine runs `beside` the others, which then never wait for it.
    """

    name: str
    every: float
    run: Callable[[], object]
    beside: bool = False


def follow_changes() -> bool:
    """Bring committed changes to the catalogue, people's own wishes first; the index follows."""
    return refresh() > 0


def follow_log() -> None:
    """Bring the search index up to the log, so that no reader has to."""
    engine().catch_up(up_to_today())


def follow_cluster() -> None:
    """Bring the search cluster up to the log, if there is one; it says itself when it cannot be reached."""
    for follower in engine().followers[1:]:
        with suppress(Unavailable):
            follower.catch_up(up_to_today())


def publish_scheduled() -> None:
    """Publish what is due and unpublish what is over."""
    call_command("publish_scheduled", verbosity=0)


def prove() -> None:
    """Build everything anew and mend what differs, whatever caused it."""
    checking.rebuild()


def prove_indexes() -> None:
    """Compare the indexes with the catalogue, and make anew what differs, whatever caused it."""
    for follower in engine().followers:
        with suppress(Unavailable):
            search_checking.mend(follower)


def forget_removed() -> None:
    """Take the words of what was removed out of the files of the indexes."""
    for follower in engine().followers:
        with suppress(Unavailable):
            search_checking.forget_removed(follower)


JOBS = (
    Job("follow-changes", 0.25, follow_changes),
    Job("follow-time", 1, checking.follow_time),
    Job("follow-log", 1, follow_log),
    Job("follow-cluster", 1, follow_cluster, beside=True),
    Job("publish-scheduled", 20, publish_scheduled),
    Job("reconcile", 60, checking.reconcile),
    Job("end-pauses", 60 * 60, end_pauses),
    Job("sweep-files", 60 * 60, sweep),
    Job("forget-strings", 24 * 60 * 60, forget_strings),
    Job("forget-searches", 24 * 60 * 60, zero_results.forget),
    Job("forget-removed", 24 * 60 * 60, forget_removed, beside=True),
    Job("prove", 24 * 60 * 60, prove),
    Job("prove-indexes", 24 * 60 * 60, prove_indexes, beside=True),
)
