"""Settings, addresses and the processes of the site."""

import os
from pathlib import Path

from dotenv import load_dotenv

ROOT = Path(__file__).resolve().parents[2]


def configure() -> None:
    """What every entry point does first: read `.env`, and take the production settings if none are chosen."""
    load_dotenv(ROOT / ".env")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
