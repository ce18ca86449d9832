#!/usr/bin/env python3
"""Django's command line; under production settings unless the environment or `.env` says otherwise."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))

from django.core.management import execute_from_command_line

from config import configure

if __name__ == "__main__":
    configure()
    execute_from_command_line(sys.argv)
