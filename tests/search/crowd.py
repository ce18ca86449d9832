"""A catalogue thrown with dice that always fall in the same way, and questions to it."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from search.query import Query, Selection
from tests.factories.entries import COUNTRIES, SUBJECTS, room, talk, withdraw

WORDS = [
    "bread",
    "Brot",
    "tasa-arvo",
    "ισότητα",
    "equality",
    "lecturers",
    "teaching",
    "Zoë",
    "المساواة",
    "the",
    "a",
    "l",
]
#: Words that only their like are found by.
MISSPELT = ["equalty", "lecturing", "tasaarvo", "teachng", "ισοτιτα", "Brod"]
LOCALES = ["en", "fi", "fr", "el", "ar"]
NOW = timezone.now()
SPANS: list[dict[str, date]] = [
    {},
    {},
    {"since": date(2026, 6, 1)},
    {"before": date(2025, 6, 1)},
    {"since": date(2026, 3, 1), "before": date(2026, 9, 1)},
]


def make() -> None:
    """Some fifty things in one to three languages each, with every kind of end."""
    dice, worth = Random(7), Random(13)
    for n in range(50):
        key = UUID(int=dice.getrandbits(128))
        for locale in dice.sample(LOCALES, dice.randint(1, 3)):
            fields: dict[str, Any] = {
                "key": key,
                "country": dice.choice([None, *COUNTRIES]),
                "updated_at": datetime(2026, dice.randint(1, 11), 1, tzinfo=UTC),
                "visible_from": dice.choice([None, None, NOW + timedelta(hours=dice.randint(-2, 2))]),
                "visible_until": dice.choice([None, None, NOW + timedelta(hours=dice.randint(-2, 2))]),
            }
            title = " ".join(dice.sample(WORDS, 3))
            if n % 5 == 0:
                entry = room(title, locale, **fields)
            else:
                chosen = dice.sample(sorted(SUBJECTS), dice.randint(0, 3))
                fields |= {name: worth.choice(["", "yes"]) for name in ("length", "needs", "praise")}
                fields["confirmed_on"] = worth.choice([None, *(NOW.date() - timedelta(days=n) for n in (9, 200, 400))])
                fields["opens"] = worth.choice([None, date(2025, worth.randint(1, 12), 1)])
                fields["closes"] = worth.choice([None, date(2026, worth.randint(1, 12), 1)])
                entry = talk(title, locale, subjects=chosen, body=f"<p>{dice.choice(WORDS)}</p>", **fields)
            if dice.random() < 0.15:
                withdraw(entry)


def questions() -> list[Query]:
    dice = Random(11)
    asked = []
    for kind, locale in product(["talk", "room", None], [None, *LOCALES]):
        for _ in range(28):
            facets = {
                "country": Selection(any=tuple(dice.sample(sorted(COUNTRIES), dice.choice([0, 0, 1, 2])))),
                "subject": Selection(
                    any=tuple(dice.sample(sorted(SUBJECTS), dice.choice([0, 0, 1]))),
                    all=tuple(dice.sample(sorted(SUBJECTS), dice.choice([0, 0, 0, 2]))),
                    none=tuple(dice.sample(sorted(SUBJECTS), dice.choice([0, 0, 1]))),
                ),
            }
            if kind == "room":
                del facets["subject"]
            fallback = dice.choice([(), ("any",), ("en",), ("el", "fi")]) if locale else ()
            text = " ".join(dice.sample(WORDS + MISSPELT, dice.choice([0, 0, 1, 2, 4])))
            since = dice.choice([None, None, datetime(2026, 6, 1, tzinfo=UTC)])
            chosen = {name: some for name, some in facets.items() if some}
            query = Query(kind, text, chosen, locale, fallback, updated_since=since, limit=100, sort="title")
            asked.append(query.but(**dice.choice(SPANS)))
    return asked
