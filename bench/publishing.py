"""An editor and the worker: each line on the standard input publishes one more lecturer of the crowd with a new city.

With `--towns` it is one that nobody else has, and is said at once, before the worker does anything.

The worker's other jobs look at everything there is, once a minute or a day, and are left out.
"""

import itertools
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:1] = [str(ROOT), str(ROOT / "site")]

import django

django.setup()

from config.jobs import follow_changes, follow_log
from lecturers.models import LecturerPage

if __name__ == "__main__":
    pks = list(LecturerPage.objects.filter(person__email__startswith="crowd-").values_list("pk", flat=True)[:1_000])
    is_asked_for = "--towns" in sys.argv
    for number, (pk, _line) in enumerate(zip(itertools.cycle(pks), sys.stdin, strict=False)):
        page = LecturerPage.objects.get(pk=pk)
        town = f"Nowhere{number:04}" if is_asked_for else f"Town {pk % 97}"
        page.city, page.city_visibility = town, "public"
        page.save_revision().publish()
        if is_asked_for:
            sys.stdout.write(f"{town}\n")
            sys.stdout.flush()
        follow_changes()
        follow_log()
        if not is_asked_for:
            sys.stdout.write("published\n")
            sys.stdout.flush()
