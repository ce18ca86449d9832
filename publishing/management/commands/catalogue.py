"""`manage.py catalogue rebuild|check|status`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count, Q

from catalogue import checking, log
from catalogue.models import Dirty, Entry


class Command(BaseCommand):
    help = "Rebuild the catalogue from the pages, prove that it agrees with them, or say where it stands."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["rebuild", "check", "status"])

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        {"rebuild": self.rebuild, "check": self.prove, "status": self.status}[action]()

    def rebuild(self) -> None:
        self.stdout.write(f"{checking.rebuild()} things built; the log stands at {log.head().seq}.")

    def prove(self) -> None:
        drift = checking.check()
        for difference in drift:
            self.stdout.write(str(difference))
        if drift:
            raise CommandError(f"{len(drift)} differences. `manage.py catalogue rebuild` mends them.")
        self.stdout.write("No drift: the catalogue holds what the pages say.")

    def status(self) -> None:
        head = log.head()
        self.stdout.write(f"log: {head.seq} (epoch {head.epoch})")
        self.stdout.write(f"waiting: {Dirty.objects.count()} marks")
        public, ended = Count("pk", filter=Q(removed_at=None)), Count("pk", filter=~Q(removed_at=None))
        for row in (
            Entry.objects.values("kind", "locale").annotate(public=public, ended=ended).order_by("kind", "locale")
        ):
            self.stdout.write("{kind} {locale}: {public} public, {ended} ended".format(**row))
