"""Why a result stands where it stands: its score, taken apart into what editors know.

Engines say what each part of a word is worth in a thing. How parts become a score is the same for all of them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext_lazy as _

from search import analysis
from search.engine import Score
from search.variants import Likeness, likeness
from search.weights import CLASSES, TIE_BREAKER
from search.wording import NAME, TOPICS, Part, Spoken, Word, Wording, is_value, spoken

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
                called = is_value(part.term)
                found = _called(word, part.term, texts, locale) if called else _written(part, texts, locale)
                lines.append(_line(word, part, found, is_best=number == 0))
                told.add(part.place)
    known = {line.word for line in lines}
    missing = tuple(word.written for word in asked.needed if word.written not in known)
    points = sum(part.worth for part in more) * TIE_BREAKER
    terms = tuple(dict.fromkeys(part.term for part in more if not is_value(part.term)))
    return Explanation(score.value, tuple(lines), points, terms, score.quality, score.shuffle, missing)


def _line(word: Word, part: Part, written: Iterable[tuple[str, str]], *, is_best: bool) -> Line:
    weight = CLASSES[part.place] * dict(word.wanted)[part.term]
    terms: dict[str, str] = {}
    for shown_as, term in written:
        terms.setdefault(shown_as, term)
    shown = tuple(islice(terms, _MOST_FOUND)) or (_MARK.sub("", part.term),)
    how = likeness(word, next(iter(terms.values()), part.term))
    return Line(word.written, shown, how, part.place, weight, part.worth / weight, is_best)


def _written(part: Part, texts: Mapping[str, str], locale: str) -> Iterator[tuple[str, str]]:
    """How the term is written in the thing, of a keyword all of it; and the term."""
    for each in spoken(texts, locale):
        for line in each.text.split("\n") if each.place == part.place and not each.value else ():
            for start, end in analysis.places(line):
                if part.term in _terms(line[start:end], each):
                    yield (line if part.place == TOPICS else line[start:end]), part.term


def _called(word: Word, value: str, texts: Mapping[str, str], locale: str) -> Iterator[tuple[str, str]]:
    """The names of a value that hold the word, which may be synonyms in any language, with the term that is in each."""
    names = [each for each in spoken(texts, locale) if each.value == value]
    for term, _weight in sorted(word.terms, key=lambda each: -each[1]):
        yield from ((each.text, term) for each in names if term in analysis.tokens(each.text, (each.language,)))


def _terms(written: str, said: Spoken) -> set[str]:
    """What a word of a text is found by."""
    in_other_letters = analysis.consonants(written.casefold()) if said.place == NAME else ()
    return {*analysis.tokens(written, (said.language,)), *in_other_letters}
