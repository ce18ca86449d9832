"""Why a result stands where it stands: its score, taken apart into what editors know.

Engines say what each part of a word is worth in a thing. How parts become a score is the same for all of them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext_lazy as _

from search import analysis
from search.engine import Score
from search.variants import Likeness, likeness
from search.weights import CLASSES, TIE_BREAKER
from search.wording import NAME, TOPICS, Part, Word, Wording, spoken

_PLACES = {
    "name": _("Name"),
    "topics": _("Topics"),
    "headline": _("Headline"),
    "offers": _("Offers"),
    "body": _("Text"),
    "talks": _("Past talks"),
}
_LIKENESSES = {
    Likeness.SAME: _("the same word"),
    Likeness.LETTERS: _("as a name in other letters"),
    Likeness.INFLECTED: _("inflected"),
    Likeness.NEARLY: _("spelled alike"),
    Likeness.COMPOUND: _("in a compound"),
}
_QUALITIES = {
    "confirmed": _("Recently confirmed"),
    "complete": _("Complete"),
    "endorsed": _("Endorsed"),
}
_MOST_FOUND = 3
#: What stands before the letters of a term that is no word of a text.
_MARK = re.compile(r".*[:~]")


@dataclass(frozen=True)
class Line:
    """A word in one place. Where it counts most its points are in full, everywhere else a tenth."""

    word: str
    found: tuple[str, ...]
    likeness: Likeness
    place: str
    weight: float
    rarity: float
    is_best: bool

    @property
    def where(self) -> str:
        return str(_PLACES[self.place])

    @property
    def how(self) -> str:
        return str(_LIKENESSES[self.likeness])

    @property
    def points(self) -> float:
        return self.weight * self.rarity * (1 if self.is_best else TIE_BREAKER)


@dataclass(frozen=True)
class Explanation:
    """The sum of the lines, and of what the words' other terms add, times each part of the quality and the order of
    the day, is the score."""

    score: float
    lines: tuple[Line, ...]
    more: float
    more_terms: tuple[str, ...]
    quality: Mapping[str, float]
    shuffle: float
    missing: tuple[str, ...]

    @property
    def factors(self) -> list[tuple[str, float]]:
        """By what the points are multiplied, in words."""
        parts = [(str(_QUALITIES[part]), factor) for part, factor in self.quality.items()]
        return [*parts, (str(_("Today's order")), self.shuffle)]


def explain(score: Score, asked: Wording, texts: Mapping[str, str], locale: str) -> Explanation:
    """What the search `asked` finds in these texts. Of each word it tells the best term in each place."""
    lines: list[Line] = []
    more: list[Part] = []
    for word in asked.words:
        parts = sorted((part for part in score.parts if part.word == word.written), key=lambda part: -part.worth)
        told: set[str] = set()
        for number, part in enumerate(parts):
            if part.place in told:
                more.append(part)
            else:
                found = tuple(islice(dict.fromkeys(_written(part, texts, locale)), _MOST_FOUND))
                lines.append(_line(word, part, found, is_best=number == 0))
                told.add(part.place)
    known = {line.word for line in lines}
    missing = tuple(word.written for word in asked.needed if word.written not in known)
    points = sum(part.worth for part in more) * TIE_BREAKER
    terms = tuple(dict.fromkeys(part.term for part in more))
    return Explanation(score.value, tuple(lines), points, terms, score.quality, score.shuffle, missing)


def _line(word: Word, part: Part, found: tuple[str, ...], *, is_best: bool) -> Line:
    weight = CLASSES[part.place] * dict(word.terms)[part.term]
    shown = found or (_MARK.sub("", part.term),)
    return Line(word.written, shown, likeness(word, part.term), part.place, weight, part.worth / weight, is_best)


def _written(part: Part, texts: Mapping[str, str], locale: str) -> Iterator[str]:
    """How the term is written in the thing; of a topic its whole name, which may be a synonym in any language."""
    for place, language, text in spoken(texts, locale):
        for line in text.split("\n") if place == part.place else ():
            for start, end in analysis.places(line):
                terms = {*analysis.tokens(line[start:end], (language,))}
                if part.place == NAME:
                    terms |= {*analysis.consonants(line[start:end].casefold())}
                if part.term in terms:
                    yield line if part.place == TOPICS else line[start:end]
