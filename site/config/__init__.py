"""Settings, addresses and the processes of the site."""

import os
from pathlib import Path

from environs import Env

ROOT = Path(__file__).resolve().parents[2]


def configure() -> None:
    """What every entry point does first: read `.env`, and take the production settings if none are chosen."""
    Env.read_env(ROOT / ".env", recurse=False)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
