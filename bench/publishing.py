"""An editor and the worker: each line on the standard input publishes one more lecturer of the crowd with a new city.

The worker's other jobs look at everything there is, once a minute or a day, and are left out.
"""

import itertools
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:1] = [str(ROOT), str(ROOT / "site")]

import django  # noqa: E402 - `bench/` left the path above: its http.py is not Python's

django.setup()

from config.jobs import follow_changes, follow_log  # noqa: E402
from lecturers.models import LecturerPage  # noqa: E402

if __name__ == "__main__":
    pks = list(LecturerPage.objects.filter(person__email__startswith="crowd-").values_list("pk", flat=True)[:1_000])
    for pk, _line in zip(itertools.cycle(pks), sys.stdin, strict=False):
        page = LecturerPage.objects.get(pk=pk)
        page.city, page.city_visibility = f"Town {pk % 97}", "public"
        page.save_revision().publish()
        follow_changes()
        follow_log()
        sys.stdout.write("published\n")
        sys.stdout.flush()
