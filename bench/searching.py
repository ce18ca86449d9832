"""Asks our search, or Wagtail's own in the database, the same texts for so many seconds, without any server.

    python bench/searching.py ours|wagtail SECONDS
    python bench/searching.py index|size

Run by bench/search.py. Each answer is the total and the first twenty lecturers. Our pages tell Wagtail's search their
titles alone, for editors; here they tell it what a site without our search would: `index` enters all of that, and
`size` says how many bytes it takes. Prints milliseconds as p50, p95 and p99, and how many answers there are in a
second; and how many of them came from another engine than the cluster, where there is one.
"""

import itertools
import random
import re
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:1] = [str(ROOT), str(ROOT / "site")]

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from wagtail.models import Page
from wagtail.search import index
from wagtail.search.models import IndexEntry

from bench.tables import spread
from lecturers.models import LecturerPage
from search.engine import answered_by, engine
from search.query import Query
from search.reading import answer

TEXTS = 200

LecturerPage.search_fields = [
    *Page.search_fields,
    *(index.SearchField(name) for name in ("headline", "summary", "bio", "city")),
    index.RelatedFields("topics", [index.SearchField("name")]),
]


def texts() -> list[str]:
    dice = random.Random(1)  # noqa: S311 - no secret
    rows = LecturerPage.objects.order_by("pk").values_list("headline", "summary")[:TEXTS]
    words = [re.findall(r"[a-z]{4,}", f"{headline} {summary}".lower()) for headline, summary in rows]
    return [" ".join(dice.sample(some, min(len(some), 2))) for some in words if some]


def ours(text: str) -> None:
    answer(Query("lecturer", text=text, locale="en", fallback=("any",)))


def wagtail(text: str) -> None:
    found = LecturerPage.objects.live().search(text, operator="and")
    found.count()
    list(found[:20])


def size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size(%s)", [IndexEntry._meta.db_table])
        (found,) = cursor.fetchone()
    return int(found)


def measure(whose: str, seconds: int) -> str:
    ask, asked, took, others = {"ours": ours, "wagtail": wagtail}[whose], texts(), list[float](), 0
    wanted = engine().followers[-1].name
    ask(asked[0])
    began = time.perf_counter()
    for text in itertools.cycle(asked):
        before = time.perf_counter()
        ask(text)
        took.append(1000 * (time.perf_counter() - before))
        others += whose == "ours" and (answered_by.get() or wanted) != wanted
        if (whole := time.perf_counter() - began) > seconds:
            break
    return " ".join(map(str, (*spread(took), len(took) / whole, others)))


if __name__ == "__main__":
    if sys.argv[1] == "index":
        sys.exit(call_command("update_index", verbosity=0))
    sys.stdout.write(f"{size() if sys.argv[1] == 'size' else measure(sys.argv[1], int(sys.argv[2]))}\n")
