"""How well people find what they search for, judged by what they want and not by what is found today.

    python bench/relevance.py [--failures] [LANGUAGE ...]

Works in a database and indexes of its own, which it removes. Asks each engine what `tests/search/judgements` says
that people type, and prints per language and per class how near the order comes to the best (nDCG@10), how often
one of the first three is wanted (success@3), and how often nothing is found. With `--failures`, what failed as well.
Clusters are asked, too, if it is run by `python scripts/on_search_clusters.py`.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:1] = [str(ROOT), str(ROOT / "site")]
SCRATCH = tempfile.TemporaryDirectory()
os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings.test", "VAR_DIR": SCRATCH.name}
os.environ.setdefault("DATABASE_URL", f"sqlite:///{SCRATCH.name}/bench.sqlite3")

import django

django.setup()

from django.core.management import call_command

from catalogue.models import Entry
from people.services import load_consent_texts
from tests.factories import judged
from tests.search import clusters, judging
from tests.search.conftest import ENGINES
from tests.search.judging import Answer, Score


def main(languages: Sequence[str], failures: bool) -> None:
    call_command("migrate", verbosity=0)
    load_consent_texts()
    judged.make()
    asked = [judgement for judgement in judging.judgements() if judgement.language in languages]
    for name in ["embedded", *clusters.RUNNING]:
        engine = ENGINES[name](Path(SCRATCH.name) / name)
        engine.rebuild()
        began = time.perf_counter()
        answers = judging.ask(engine, asked)
        took = 1000 * (time.perf_counter() - began) / len(asked)
        say(f"{name}: {len(asked)} searches, {took:.1f} ms each")
        table("language", judging.by(answers, "language"))
        table("class", judging.by(answers, "kind_of_word"))
        table("all", {"": Score.of(answers)})
        if failures:
            tell(answer for answer in answers if not answer.succeeds)
        engine.clear()


def table(what: str, scores: Mapping[str, Score]) -> None:
    say(f"\n{what:<16}{'n':>5}{'nDCG@10':>10}{'success@3':>11}{'nothing':>9}")
    for name, score in scores.items():
        say(f"{name:<16}{score.count:>5}{score.ndcg:>10.3f}{score.success:>11.3f}{score.empty:>9.3f}")


def tell(failed: Iterable[Answer]) -> None:
    """Each search that failed: what was wanted, and what came first instead."""
    titles = dict(Entry.objects.values_list("thing_id", "title"))
    say("\nfailures")
    for answer in failed:
        asked = answer.judgement
        first = ", ".join(titles[key] for key in answer.found[:3]) or "nothing"
        wanted = " ".join(asked.expected) or "nothing"
        say(f"{asked.language} {asked.kind_of_word:<16}{asked.query} -> {first}; wanted {wanted}")


def say(line: str) -> None:
    print(line)  # noqa: T201


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", nargs="*", help=" ".join(judged.languages()))
    parser.add_argument("--failures", action="store_true", help="tell what failed, too")
    given = parser.parse_args()
    if unknown := set(given.language).difference(judged.languages()):
        parser.error(f"nothing is judged in {', '.join(sorted(unknown))}; write some of {' '.join(judged.languages())}")
    main(given.language or judged.languages(), given.failures)
