"""Whether an index wears out: how fast it answers after many single publications, beside one that is made anew.

    python bench/wear.py [--talks 5000] [--publications 2000] [--rounds 20]

Works in a database and indexes of its own, which it removes. Publishes talks one by one, each of which is one commit
of the embedded index: most change, some are new, some end. Then asks this index and a fresh one of the same catalogue
the same questions in turn. Prints milliseconds as p50 and p95 with their
ratios, segments, documents with those that are ended, and megabytes.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:1] = [str(ROOT), str(ROOT / "site")]
SCRATCH = tempfile.TemporaryDirectory()
os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings.test", "VAR_DIR": SCRATCH.name}
os.environ["DATABASE_URL"] = f"sqlite:///{SCRATCH.name}/bench.sqlite3"

import django

django.setup()

from django.core.management import call_command
from django.utils import timezone

from catalogue import log
from catalogue.models import Entry
from documents.kinds import kinds
from search.checking import check
from search.embedded.engine import EmbeddedEngine
from search.embedded.schema import fingerprint
from search.embedded.store import Store
from search.query import Query
from tests.factories.entries import COUNTRIES, KINDS, SUBJECTS, number, talk, withdraw

DICE = random.Random(5)  # noqa: S311 - no secret
WORDS = ["".join(DICE.choices("aeioklmnprstuv", k=DICE.randint(4, 9))) for _ in range(4_000)]


def main(talks: int, publications: int, rounds: int) -> None:
    call_command("migrate", verbosity=0)
    for kind in KINDS:
        kinds.add(kind)
    for _ in range(talks):
        publish()
    worn, fresh = (EmbeddedEngine(Path(SCRATCH.name) / name) for name in ("worn", "fresh"))
    worn.rebuild()
    took = sum(follow(worn, n) for n in range(publications))
    say(f"{publications} publications, each followed in {1000 * took / publications:.1f} ms")
    fresh.rebuild()
    compare({"worn": worn, "fresh": fresh}, rounds)
    for name, engine in (("worn", worn), ("fresh", fresh)):
        folder = Path(SCRATCH.name) / name / fingerprint()
        sizes, held = Store(folder).sizes(), sum(path.stat().st_size for path in folder.iterdir())
        say(f"{name:8}{len(sizes)} segments, {sum(sizes)} documents, {held / 1e6:.1f} MB, differences: {check(engine)}")


def publish(**fields: object) -> None:
    words = DICE.sample(WORDS, 60)
    some = {"subjects": DICE.sample(sorted(SUBJECTS), 2), "country": DICE.choice(sorted(COUNTRIES))}
    talk(" ".join(words[:4]), summary=" ".join(words[4:14]), body=f"<p>{' '.join(words[14:])}</p>", **some, **fields)


def follow(engine: EmbeddedEngine, n: int) -> float:
    wear(n)
    began = time.perf_counter()
    engine.catch_up(log.state())
    return time.perf_counter() - began


def wear(n: int) -> None:
    """One publication: of ten, one is new, one ends, the others change."""
    if n % 10 == 0:
        publish()
        return
    pk = DICE.choice(Entry.objects.filter(removed_at=None).values_list("pk", flat=True))
    entry = Entry.objects.get(pk=pk)
    if n % 10 == 1:
        withdraw(entry)
        number(entry)
    else:
        publish(key=entry.thing_id)


def compare(engines: dict[str, EmbeddedEngine], rounds: int) -> None:
    facets = ("subject", "country")
    jobs = {
        "text": [Query("talk", DICE.choice(WORDS)) for _ in range(50)],
        "text, facets": [Query("talk", DICE.choice(WORDS), wanted_facets=facets) for _ in range(50)],
        "misspelt": [Query("talk", f"{DICE.choice(WORDS)}x") for _ in range(20)],
        "by title": [Query("talk", sort="title")] * 20,
        "all, facets": [Query("talk", wanted_facets=facets)] * 20,
    }
    say(f"{'':16}" + "".join(f"{name + ' p50':>12}{'p95':>8}" for name in engines) + f"{'ratio p50':>12}{'p95':>8}")
    for job, queries in jobs.items():
        took = ask(engines, queries * rounds)
        found = {name: [1000 * sorted(of)[int(len(of) * part)] for part in (0.5, 0.95)] for name, of in took.items()}
        ratios = [worn / fresh for worn, fresh in zip(found["worn"], found["fresh"], strict=True)]
        cells = "".join(f"{p50:12.2f}{p95:8.2f}" for p50, p95 in found.values())
        say(f"{job:16}{cells}{ratios[0]:12.2f}{ratios[1]:8.2f}")


def ask(engines: dict[str, EmbeddedEngine], queries: Sequence[Query]) -> dict[str, list[float]]:
    """Both in turn, and nothing is answered from what was found before."""
    took: dict[str, list[float]] = {name: [] for name in engines}
    for query in queries:
        for name, engine in engines.items():
            engine._store.snapshot().found.clear()
            began = time.perf_counter()
            engine.search(query, timezone.now())
            took[name].append(time.perf_counter() - began)
    return took


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--talks", type=int, default=5_000)
    parser.add_argument("--publications", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=20)
    main(**vars(parser.parse_args()))
