"""`manage.py openapi` renews the snapshot that says what the API promises."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from api import openapi
from api.urls import api

SNAPSHOT = Path(__file__).resolve().parents[3] / "docs" / "openapi.json"


class Command(BaseCommand):
    help = "Write the description of the API to docs/openapi.json, so that its changes can be reviewed."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, default=SNAPSHOT, help="another file to write to")

    def handle(self, *args: Any, to: Path, **options: Any) -> None:
        to.parent.mkdir(exist_ok=True)
        to.write_text(openapi.document(api), encoding="utf-8")
        self.stdout.write(f"Wrote {to}.")
