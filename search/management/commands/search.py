"""`manage.py search rebuild|check|status`."""

import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue import log
from search.checking import check
from search.engine import Position, Unavailable, engine

#: Seconds between two lines that say how far the making of an index is.
PAUSE = 5.0


class Progress:
    """Says now and then how far an index is that is being made."""

    def __init__(self, name: str, last: int, say: Callable[[str], object]) -> None:
        self.name, self.last, self.say = name, last, say
        self.said_at = time.monotonic()

    def __call__(self, position: Position) -> None:
        if time.monotonic() - self.said_at >= PAUSE:
            self.said_at = time.monotonic()
            self.say(f"{self.name}: {position.seq} of {self.last}")


class Command(BaseCommand):
    help = "Rebuild the search indexes, prove that they agree with the catalogue, or say how far they are behind."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["rebuild", "check", "status"])

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        try:
            {"rebuild": self.rebuild, "check": self.compare, "status": self.status}[action]()
        except Unavailable as error:
            raise CommandError(str(error)) from error

    def rebuild(self) -> None:
        for each in engine().followers:
            reached = each.rebuild(Progress(each.name, log.state().seq, self.stdout.write))
            self.stdout.write(f"The index of {each.name} is new and stands at {reached.seq}.")

    def compare(self) -> None:
        found = 0
        for each in engine().followers:
            differences = check(each)
            found += len(differences)
            for difference in differences:
                self.stdout.write(f"{each.name}: {difference}")
        if found:
            raise CommandError(f"{found} differences. `manage.py search rebuild` mends them.")
        self.stdout.write("Index and catalogue agree.")

    def status(self) -> None:
        state = log.state()
        self.stdout.write(f"log: {state.seq} (epoch {state.epoch})")
        for name, position in engine().standings().items():
            applied = position.seq if position and position.epoch == state.epoch else 0
            self.stdout.write(f"{name}: {applied}, {state.seq - applied} behind" if position else f"{name}: no answer")
