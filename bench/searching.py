"""Asks our search, or Wagtail's own in the database, the same texts for so many seconds; prints answers a second.

    python bench/searching.py index|ours|wagtail SECONDS

Run by bench/search.py. Each answer is the total and the first twenty lecturers. Our pages tell Wagtail's search their
titles alone, for editors; here they tell it what a site without our search would, and `index` enters all of that.
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
from wagtail.models import Page
from wagtail.search import index

from lecturers.models import LecturerPage
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


if __name__ == "__main__":
    if sys.argv[1] == "index":
        sys.exit(call_command("update_index", verbosity=0))
    ask, seconds = {"ours": ours, "wagtail": wagtail}[sys.argv[1]], int(sys.argv[2])
    asked = texts()
    ask(asked[0])
    began = time.perf_counter()
    for number, text in enumerate(itertools.cycle(asked), 1):
        ask(text)
        if (took := time.perf_counter() - began) > seconds:
            sys.stdout.write(f"{number / took}\n")
            break
