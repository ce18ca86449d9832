"""What else a word of a search may stand for: words written nearly like it, and compounds that hold it.

All of it becomes exact terms of less weight, looked up in the words of what is public, so that engines need to know
nothing of spelling and all find the same.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import product, starmap
from typing import Protocol

from django.conf import settings

from search import analysis
from search.weights import ACROSS_SCRIPTS, COMPOUND, NEARLY, STEM
from search.wording import Word, Wording

#: Languages that write several words as one.
_COMPOUNDING = {"fi", "nl", "de", "sv", "da", "nb", "et", "hu"}
_SHORTEST_PART, _LONG_PART = 4, 6
#: How much of a word that is nowhere has to be the beginning of another one, and how much may follow.
_SHORTEST_BEGINNING, _LONGEST_ENDING = 5, 4
_OTHER = {"ar": "la", "la": "ar"}
#: From how many letters on one may be wrong, and two.
_WRONG = ((8, 2), (4, 1))
_MOST_WIDENED = 5_000
#: For so many words of a search another one is tried, and for each so many: every try is a search of its own.
_MOST_UNKNOWN, _MOST_NEAR = 4, 8


class Dictionary(Protocol):
    """The words of all that is public, or will be."""

    #: What has been widened by it, by the words and the language; another commit has another dictionary.
    widened: dict[tuple[Wording, str], Wording]

    def knows(self, terms: Iterable[str]) -> bool:
        """Whether something is found by one of these terms."""

    def values(self, term: str) -> Mapping[str, float]:
        """The terms of the values, said in every language, that this term is in a name of, and how much each is called
        so beside the one that is most, which has 1."""

    def like(self, word: str, wrong: int) -> Sequence[str]:
        """The words that differ from `word` by at most so many letters, the nearest first, as they are written.

        Two are wrong only behind a common beginning.
        """

    def holding(self, part: str) -> Sequence[str]:
        """The words that `part` begins, or ends but for an inflection."""

    def beginning(self, start: str, more: int) -> Sequence[str]:
        """The words of `start` and at most so many letters more."""


class Unread:
    """A dictionary for those who only want to know what was typed."""

    def __init__(self) -> None:
        self.widened: dict[tuple[Wording, str], Wording] = {}

    def knows(self, terms: Iterable[str]) -> bool:
        return True

    def values(self, term: str) -> Mapping[str, float]:
        return {}

    def like(self, word: str, wrong: int) -> Sequence[str]:
        return ()

    def holding(self, part: str) -> Sequence[str]:
        return ()

    def beginning(self, start: str, more: int) -> Sequence[str]:
        return ()


def widened(asked: Wording, locale: str, dictionary: Dictionary) -> Wording:
    """The same search, with what each needed word may stand for besides."""
    known = dictionary.widened.get((asked, locale))
    if known is None:
        if len(dictionary.widened) >= _MOST_WIDENED:
            dictionary.widened.clear()
        known = Wording(tuple(_widened(word, locale, dictionary) for word in asked.needed), asked.optional)
        dictionary.widened[asked, locale] = known
    return known


def corrected(text: str, asked: Wording, locale: str, dictionary: Dictionary, finds: Callable[[str], bool]) -> str:
    """What may have been meant by `text`: with the nearest word in place of each that nothing is found by.

    Empty if there is none. Only words that a search `finds` are told: the dictionary holds what will be public, too.
    """
    unknown = [word for word in asked.needed if not _is_known(word, dictionary)]
    if not unknown:
        # What is left of “genderr” in Dutch is a word, but none that is found.
        foreign = [word for word in asked.needed if not _is_known(word, dictionary, least=STEM)]
        unknown = foreign if foreign and not finds(text) else []
    near = {
        word.written: next(filter(finds, _nearest(word, locale, dictionary)[:_MOST_NEAR]), "")
        for word in unknown[:_MOST_UNKNOWN]
    }
    return " ".join(_shown(near.get(word) or word) for word in analysis.words(text)) if any(near.values()) else ""


def _shown(word: str) -> str:
    """A word that has been lower-cased as people write it: to compare, both forms of the Greek sigma are one."""
    return f"{word[:-1]}ς" if word.endswith("σ") else word


def is_spelled(asked: Wording | None, dictionary: Dictionary) -> bool:
    """Whether something is found by each of the words, so that no other spelling is looked for."""
    return asked is None or all(_is_known(word, dictionary) for word in asked.needed)


class Likeness(StrEnum):
    """What a term has to do with the word that was typed."""

    SAME = "same"
    LETTERS = "letters"
    INFLECTED = "inflected"
    NEARLY = "nearly"
    COMPOUND = "compound"


def likeness(word: Word, term: str) -> Likeness:
    """Why a term of a widened word is one of its terms."""
    if term in analysis.surfaces(word.written):
        return Likeness.SAME
    if "~" in term:
        return Likeness.LETTERS
    if analysis.is_stem(term):
        return Likeness.INFLECTED
    return Likeness.COMPOUND if dict(word.terms)[term] == COMPOUND else Likeness.NEARLY


def _widened(word: Word, locale: str, dictionary: Dictionary) -> Word:
    terms = {
        surface: COMPOUND for other in _compounds(word, locale, dictionary) for surface in analysis.surfaces(other)
    }
    if not terms and not _is_known(word, dictionary):
        terms = {surface: NEARLY for other in _near(word, dictionary) for surface in analysis.surfaces(other)}
    terms |= dict.fromkeys(_across_scripts(word, dictionary), ACROSS_SCRIPTS)
    typed = dict(word.terms)
    all_terms = typed | terms | typed
    return Word(word.written, tuple(all_terms.items()), tuple(_values(all_terms, dictionary).items()))


def _values(terms: Mapping[str, float], dictionary: Dictionary) -> dict[str, float]:
    """The values that are called by one of these terms, each with the weight of the best."""
    found: dict[str, float] = {}
    for term, weight in terms.items():
        for value, share in dictionary.values(term).items():
            found[value] = max(weight * share, found.get(value, 0))
    return found


def _is_known(word: Word, dictionary: Dictionary, least: float = 0) -> bool:
    """Whether something is found by the terms of the word that count so much at least."""
    return dictionary.knows(term for term, weight in word.terms if weight >= least)


def _compounds(word: Word, locale: str, dictionary: Dictionary) -> list[str]:
    """Words that begin or end with this one. What inflection does to the last letter of a long one is forgiven."""
    if locale not in _COMPOUNDING:
        return []
    surfaces = analysis.surfaces(word.written)
    stems = [stem.partition(":")[2] for stem in analysis.stems(word.written, locale)]
    # A stem without the beginning, as Dutch has “nder” for “gender”, is part of what has nothing to do with the word.
    begun = [stem for stem in stems if any(surface.startswith(stem) for surface in surfaces)]
    parts = {part[:-1] if len(part) > _LONG_PART else part for part in (*surfaces, *begun)}
    return [found for part in sorted(parts) if len(part) >= _SHORTEST_PART for found in dictionary.holding(part)]


def _near(word: Word, dictionary: Dictionary) -> Sequence[str]:
    """Words that are spelled nearly so; or, if there are none, that begin so, for not every inflection is known."""
    surface = word.terms[0][0]
    wrong = next((wrong for letters, wrong in _WRONG if len(surface) >= letters), 0)
    forms = analysis.articled(surface) if wrong else ()
    near = list(dict.fromkeys(other for form in forms for other in dictionary.like(form, wrong)))
    if near or len(surface) < _SHORTEST_BEGINNING:
        return near
    start = surface[: max(_SHORTEST_BEGINNING, len(surface) - _LONGEST_ENDING)]
    return dictionary.beginning(start, _LONGEST_ENDING + 1)


def _nearest(word: Word, locale: str, dictionary: Dictionary) -> list[str]:
    """The same, the nearest first; of those that are equally near, words of the reader's language before words of the
    site's first, and these before all others; and the longest of these, for letters are left out more than put in."""

    def place(other: str) -> tuple[int, int, int]:
        spelled = product(analysis.articled(word.terms[0][0]), analysis.surfaces(other))
        off = min(starmap(difference, spelled))
        for number, language in enumerate((locale, settings.LANGUAGE_CODE)):
            if dictionary.knows(analysis.stems(other, language)):
                return off, number, -len(other)
        return off, 2, -len(other)

    return sorted(_near(word, dictionary), key=place)


def _across_scripts(word: Word, dictionary: Dictionary) -> list[str]:
    """A name as the other script writes it; none for what begins as if with an article, as المانيا does, and names a
    country or a topic."""
    surface = word.terms[0][0]
    if len(analysis.articled(surface)[-1]) < len(surface) and dictionary.values(surface):
        return []
    return [f"{_OTHER[mark]}~{left}" for mark, _, left in (c.partition("~") for c in analysis.consonants(word.written))]


def difference(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many or exchanged with their neighbour."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, its in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
