"""`manage.py openapi` renews the snapshot that says what the API promises."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from api import openapi
from api.urls import api


class Command(BaseCommand):
    help = "Write the description of the API to docs/openapi.json, so that its changes can be reviewed."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        snapshot = Path(__file__).resolve().parents[3] / "docs" / "openapi.json"
        snapshot.parent.mkdir(exist_ok=True)
        snapshot.write_text(openapi.document(api), encoding="utf-8")
        self.stdout.write(f"Wrote {snapshot.relative_to(snapshot.parents[1])}.")
