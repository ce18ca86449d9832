"""Many editors at once, and somebody who follows the log meanwhile."""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

from django.db import connection

from catalogue.models import Entry
from lecturers.models import LecturerPage
from tests.factories.pages import lecturer, organisation, site_tree


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Run each job in a thread with a connection of its own; what one raises is raised here."""

    def run(job: Callable[[], Any]) -> Any:
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [done.result() for done in [pool.submit(run, job) for job in jobs]]


def small_network(size: int) -> list[int]:
    """`size` lecturers of two organisations, and their primary keys."""
    site_tree(["en", "fi"])
    owners = [organisation("Sunrise Association"), organisation("Harbour University")]
    return [lecturer(f"Lecturer {n}", parent=owners[n % 2]).pk for n in range(size)]


def write(seed: int, publishes: int, pks: Sequence[int]) -> list[float]:
    """Publish pages of `pks` again and again as an editor does; returns how many seconds each took."""
    chance = random.Random(seed)
    took = []
    for number in range(publishes):
        page = LecturerPage.objects.get(pk=chance.choice(pks))
        page.headline = f"Version {seed}.{number}"
        began = time.perf_counter()
        page.save_revision().publish()
        took.append(time.perf_counter() - began)
    return took


class Follower:
    """Follows the log as a partner site does, and remembers what it was told."""

    def __init__(self) -> None:
        self.position = 0
        self.told: list[tuple[int, UUID, str, str]] = []

    def follow(self) -> None:
        """Read what is new."""
        news = Entry.objects.since(self.position).values_list("seq", "thing_id", "locale", "etag")
        self.told += list(news[:100])
        self.position = self.told[-1][0] if self.told else 0

    def follow_until(self, is_over: Callable[[], bool]) -> None:
        while not is_over():
            self.follow()
            time.sleep(0.005)
        for _rest in range(100):
            self.follow()

    def problems(self) -> Iterable[str]:
        """What was told twice or in the wrong order, and what was never told."""
        numbers = [seq for seq, *_rest in self.told]
        if numbers != sorted(set(numbers)):
            yield "a number was told twice, or after a later one"
        last = {(key, locale): (seq, etag) for seq, key, locale, etag in self.told}
        for entry in Entry.objects.all():
            if last.get((entry.thing_id, entry.locale)) != (entry.seq, entry.etag):
                yield f"the last state of {entry.thing_id} {entry.locale} was never told"
