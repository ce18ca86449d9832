"""Add what the database lacks of the vocabulary that comes with the site."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from topics.loader import LoadError, load, read


class Command(BaseCommand):
    help = "Add what is new of the topics in topics/data. What editors have written or removed stays as they left it."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            entries = read()
            loaded = load(entries)
        except LoadError as error:
            raise CommandError(str(error)) from error
        for place in loaded.left_out:
            self.stderr.write(f"Left out: {place}. Another topic has this name already.")
        if loaded:
            self.stdout.write(
                f"Added {loaded.topics} topics, {loaded.labels} names, "
                f"{loaded.definitions} definitions and {loaded.matches} matches."
            )
        else:
            self.stdout.write(f"Nothing to add: all {len(entries)} topics are there with their names.")
