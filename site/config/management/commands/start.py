"""`manage.py start`: bring everything up to date, then run web and worker until Ctrl-C."""

import hashlib
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config import ROOT, env, processes


class Command(BaseCommand):
    """All that one machine needs, as `make run` and `make serve` start it."""

    requires_system_checks = ["environment"]
    help = "Bring database, demo content and static files up to date, then run web and worker until Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        if processes.is_taken(env.PORT):
            raise CommandError(f"Port {env.PORT} is taken: stop what uses it, or choose another with PORT=8001.")
        logins = self.content()
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        connection.close()
        welcome = f"\n  {settings.PUBLIC_URL}/ is ready; editors sign in at {settings.PUBLIC_URL}/admin/\n{logins}"
        processes.run(env.PORT, lambda: self.say(welcome))

    def content(self) -> str:
        """Migrate and make the demo content if either changed since the last start; what `demo` said."""
        stamp: Path = settings.VAR_DIR / "started"
        state = _state()
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if stamp.exists() and not waiting and stamp.read_text().startswith(state):
            return stamp.read_text().removeprefix(state)
        self.say("Preparing the database and the demo content ...")
        call_command("migrate", interactive=False, verbosity=0)
        said = StringIO()
        call_command("demo", stdout=said)
        stamp.write_text(state + said.getvalue())
        return said.getvalue()

    def say(self, text: str) -> None:
        """Now, even into a pipe."""
        self.stdout.write(text)
        self.stdout.flush()


def _state() -> str:
    """A name for the database and for all that the demo content is made from."""
    database = [connection.settings_dict[part] for part in ("ENGINE", "HOST", "PORT", "NAME")]
    name = hashlib.sha256(repr(database).encode())
    for path in sorted([*ROOT.glob("*/management/commands/demo*"), *ROOT.glob("*/demo/**/*")]):
        if path.is_file() and "__pycache__" not in path.parts:
            name.update(path.read_bytes())
    return name.hexdigest()
