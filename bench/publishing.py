"""An editor and the worker: each line on the standard input publishes one more lecturer of the crowd with a new city.

With `--towns` it is one that nobody else has, and is said at once, before the worker does anything. With `--alone`
there is no worker here: one of its own follows.

The worker's other jobs look at everything there is, once a minute or a day, and are left out.
"""

import itertools
import random
import string
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:1] = [str(ROOT), str(ROOT / "site")]

import django

django.setup()

from config.jobs import follow_changes, follow_log
from lecturers.models import LecturerPage


def new_town() -> str:
    """Nearly like no other, so that no search takes it for a misspelt one, and not that of an earlier run."""
    return "".join(random.choices(string.ascii_lowercase, k=14)).capitalize()  # noqa: S311 - no secret


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    pks = list(LecturerPage.objects.filter(person__email__startswith="crowd-").values_list("pk", flat=True)[:1_000])
    is_asked_for, is_alone = "--towns" in sys.argv, "--alone" in sys.argv
    for pk, _line in zip(itertools.cycle(pks), sys.stdin, strict=False):
        page = LecturerPage.objects.get(pk=pk)
        town = new_town() if is_asked_for else f"Town {pk % 97}"
        page.city, page.city_visibility = town, "public"
        page.save_revision().publish()
        if is_asked_for:
            say(town)
        if not is_alone:
            follow_changes()
            follow_log()
        if not is_asked_for:
            say("published")
