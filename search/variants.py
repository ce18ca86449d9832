"""What else a word of a search may stand for: words written nearly like it, and compounds that hold it.

All of it becomes exact terms of less weight, looked up in the words of what is public, so that engines need to know
nothing of spelling and all find the same.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from search import analysis
from search.wording import Word, Wording

#: How much a word counts beside the one that was typed.
_NEARLY = 0.3
_COMPOUND = 0.2

#: Languages that write several words as one.
_COMPOUNDING = {"fi", "nl", "de", "sv", "da", "nb", "et", "hu"}
_SHORTEST_PART = 4
#: From how many letters on one may be wrong, and two.
_WRONG = ((8, 2), (4, 1))


class Dictionary(Protocol):
    """The words of all that is public."""

    def knows(self, terms: Iterable[str]) -> bool:
        """Whether something is found by one of these terms."""

    def like(self, word: str, wrong: int) -> Sequence[str]:
        """The words that differ from `word` by at most so many letters, the nearest first, as they are written."""

    def holding(self, part: str) -> Sequence[str]:
        """The words that `part` begins, or ends but for an inflection."""


class Unread:
    """A dictionary for those who only want to know what was typed."""

    def knows(self, terms: Iterable[str]) -> bool:
        return True

    def like(self, word: str, wrong: int) -> Sequence[str]:
        return ()

    def holding(self, part: str) -> Sequence[str]:
        return ()


def widened(asked: Wording, locale: str, dictionary: Dictionary) -> Wording:
    """The same search, with what each needed word may stand for besides."""
    return Wording(tuple(_widened(word, locale, dictionary) for word in asked.needed), asked.optional)


def corrected(text: str, asked: Wording, dictionary: Dictionary) -> str:
    """What may have been meant by `text`, with the nearest word for each unknown one; empty if there is none."""
    nearest = {word.written: near[0] for word in asked.needed if (near := _near(word, dictionary))}
    words = [nearest.get(word, word) for word in analysis.words(text)]
    return " ".join(words) if nearest else ""


def _widened(word: Word, locale: str, dictionary: Dictionary) -> Word:
    terms = dict(word.terms)
    for other in _compounds(word, locale, dictionary):
        terms = dict.fromkeys(analysis.surfaces(other), _COMPOUND) | terms
    for other in _near(word, dictionary):
        terms = dict.fromkeys(analysis.surfaces(other), _NEARLY) | terms
    return Word(word.written, tuple(terms.items()))


def _compounds(word: Word, locale: str, dictionary: Dictionary) -> list[str]:
    if locale not in _COMPOUNDING:
        return []
    stems = (stem.partition(":")[2] for stem in analysis.stems(word.written, locale))
    parts = dict.fromkeys((*analysis.surfaces(word.written)[:1], *stems))
    return [found for part in parts if len(part) >= _SHORTEST_PART for found in dictionary.holding(part)]


def _near(word: Word, dictionary: Dictionary) -> Sequence[str]:
    """Words like one that nothing is found by."""
    wrong = next((wrong for letters, wrong in _WRONG if len(word.written) >= letters), 0)
    if not wrong or dictionary.knows(term for term, _weight in word.terms):
        return ()
    return dictionary.like(word.terms[0][0], wrong)
