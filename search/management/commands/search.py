"""`manage.py search rebuild|check|status`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue import log
from search.checking import check
from search.engine import engine


class Command(BaseCommand):
    help = "Rebuild the search index, prove that it agrees with the catalogue, or say how far it is behind."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["rebuild", "check", "status"])

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        {"rebuild": self.rebuild, "check": self.compare, "status": self.status}[action]()

    def rebuild(self) -> None:
        self.stdout.write(f"The index is new and stands at {engine().rebuild().seq}.")

    def compare(self) -> None:
        differences = check(engine())
        for difference in differences:
            self.stdout.write(str(difference))
        if differences:
            raise CommandError(f"{len(differences)} differences. `manage.py search rebuild` mends them.")
        self.stdout.write("Index and catalogue agree.")

    def status(self) -> None:
        state, position = log.state(), engine().position()
        applied = position.seq if position.epoch == state.epoch else 0
        self.stdout.write(f"log: {state.seq} (epoch {state.epoch})")
        self.stdout.write(f"index: {applied}, {state.seq - applied} behind")
