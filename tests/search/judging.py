"""What people search for and what they want to find, and how near an engine comes to that.

A judgement names what is `expected` by slugs of `tests.factories.judged`; `topic:law` stands for every lecturer
who teaches that topic, and `-` for nothing at all. What is named counts twice as much as what only has the topic.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.utils import timezone

from catalogue import log
from search.engine import Engine
from search.query import Query
from tests.factories import judged

COLUMNS = ["query", "expected", "class"]
CLASSES = ["inflection", "synonym", "compound", "name", "unmarked", "transliteration", "typo", "initials",
           "crosslingual", "several", "offer", "organisation", "nothing"]  # fmt: skip
NOTHING = "-"
_NAMED, _BY_TOPIC = 2, 1
_DEPTH, _FIRST = 10, 3


@dataclass(frozen=True)
class Judgement:
    """What somebody who reads `language` types, and what they want."""

    language: str
    query: str
    expected: tuple[str, ...]
    kind_of_word: str

    @property
    def kind(self) -> str | None:
        """What is searched: one of the two lists, or everything where nothing should be found."""
        if not self.expected:
            return None
        return "organisation" if self.kind_of_word == "organisation" else "lecturer"

    @property
    def gains(self) -> dict[UUID, int]:
        """How much each thing that they want is worth."""
        gains = dict.fromkeys(_teaching(self.expected), _BY_TOPIC)
        return gains | {judged.key(slug): _NAMED for slug in self.expected if not slug.startswith("topic:")}


@dataclass(frozen=True)
class Answer:
    """What an engine found, the best first."""

    judgement: Judgement
    found: tuple[UUID, ...]

    @property
    def succeeds(self) -> bool:
        """Whether one of the first three is wanted; or nothing is found, where there is nothing."""
        gains = self.judgement.gains
        return any(key in gains for key in self.found[:_FIRST]) if gains else not self.found

    @property
    def ndcg(self) -> float:
        """How near the first ten come to the best order there is, from 0 to 1."""
        gains = self.judgement.gains
        best = _discounted(sorted(gains.values(), reverse=True))
        return _discounted([gains.get(key, 0) for key in self.found]) / best if best else float(self.succeeds)


@dataclass(frozen=True)
class Score:
    """The mean of many answers. `empty` is the share that found nothing."""

    count: int
    ndcg: float
    success: float
    empty: float

    @classmethod
    def of(cls, answers: Sequence[Answer]) -> "Score":
        def mean(values: Iterable[float]) -> float:
            return sum(values) / len(answers)

        return cls(
            len(answers),
            mean(answer.ndcg for answer in answers),
            mean(answer.succeeds for answer in answers),
            mean(not answer.found for answer in answers),
        )


def rows(language: str) -> list[list[str]]:
    """The lines of a file of judgements, its head first."""
    text = (judged.FOLDER / f"{language}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def judgements() -> list[Judgement]:
    """All of them, language by language."""
    return [
        Judgement(language, query, () if expected == NOTHING else tuple(expected.split()), kind_of_word)
        for language in judged.languages()
        for query, expected, kind_of_word in rows(language)[1:]
    ]


def ask(engine: Engine, asked: Sequence[Judgement]) -> list[Answer]:
    """What `engine` answers, each in the language of whoever asks and, failing that, in any."""
    assert engine.catch_up(log.state()).has_reached(log.state())
    return [Answer(judgement, _found(engine, judgement)) for judgement in asked]


def by(answers: Iterable[Answer], what: str) -> Mapping[str, Score]:
    """The score of each language or class: `what` is the name of a field of a judgement."""
    groups: dict[str, list[Answer]] = {}
    for answer in answers:
        groups.setdefault(getattr(answer.judgement, what), []).append(answer)
    return {name: Score.of(some) for name, some in groups.items()}


def _found(engine: Engine, judgement: Judgement) -> tuple[UUID, ...]:
    query = Query(judgement.kind, judgement.query, locale=judgement.language, fallback=("any",), limit=_DEPTH)
    return tuple(hit.key for hit in engine.search(query, timezone.now()).hits)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains[:_DEPTH]))


@cache
def _teaching(expected: Iterable[str]) -> frozenset[UUID]:
    topics = {name.removeprefix("topic:") for name in expected if name.startswith("topic:")}
    return frozenset(judged.key(slug) for slug, it in judged.slugs().items() if topics & {*it.get("topics", ())})
