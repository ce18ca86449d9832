"""What the words of a search ask for, in exact terms with weights: engines need to know nothing else."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from documents.document import EVERYWHERE
from search import analysis
from search.analysis import Reading
from search.fallback import languages
from search.weights import AS_WRITTEN, CLASSES, STEM, STEM_ELSEWHERE

#: The class of what a thing is called.
NAME = "name"
#: The class of topics, which are found by what they are called in any language.
TOPICS = "topics"

#: Nobody types more of a word before they see it.
_LONGEST_BEGINNING = 20
#: What the term of a value begins with, which no word and no stem does.
_VALUE = "@"


class Part(NamedTuple):
    """That a term of a word stands in a class of texts, and what that is worth."""

    word: str
    place: str
    term: str
    worth: float


@dataclass(frozen=True)
class Word:
    """One word of a search: any of its terms will do, and any of the values that are called by one of them."""

    written: str
    terms: tuple[tuple[str, float], ...]
    values: tuple[tuple[str, float], ...] = ()

    @property
    def wanted(self) -> tuple[tuple[str, float], ...]:
        """All that it is found by, each with its weight."""
        return (*self.terms, *self.values)

    @property
    def parts(self) -> list[Part]:
        """All of that in each class, with the weight of both."""
        return [
            Part(self.written, place, term, weight * worth)
            for place, worth in CLASSES.items()
            for term, weight in self.wanted
        ]

    def found_in(self, terms: Collection[str]) -> bool:
        return any(term in terms for term, _weight in self.terms)


@dataclass(frozen=True)
class Wording:
    """A whole search: at least `enough` of the `needed` words; the `optional` ones only add to the rank."""

    needed: tuple[Word, ...]
    optional: tuple[Word, ...]

    @property
    def words(self) -> tuple[Word, ...]:
        return (*self.needed, *self.optional)

    @property
    def enough(self) -> int:
        """All words of a short search; of a longer one, every fourth may be missing."""
        return len(self.needed) - len(self.needed) // 4

    def found_in(self, terms: Collection[str]) -> bool:
        """Whether a text with these terms is found; one without a word to look for finds nothing."""
        return bool(self.needed) and sum(word.found_in(terms) for word in self.needed) >= self.enough


def ask(text: str, locale: str) -> Wording:
    """The search `text` as somebody who reads `locale` means it."""
    needed: list[Word] = []
    optional: list[Word] = []
    for word in dict.fromkeys(analysis.words(text)):
        (optional if len(word) == 1 or word in _function_words(locale) else needed).append(_word(word, locale))
    if not needed:
        needed, optional = optional, []
    return Wording(tuple(needed), tuple(optional))


class Spoken(NamedTuple):
    """A text of an entry, or a line of a value that is said in every language, with the term of that value."""

    place: str
    language: str
    text: str
    value: str = ""


def spoken(texts: Mapping[str, str], locale: str) -> Iterator[Spoken]:
    """All that an entry says."""
    for name, text in texts.items():
        if name.endswith(EVERYWHERE):
            for value in text.split("\n\n"):
                yield from (Spoken(_class(name), language, line, value_term(value)) for language, line in _lines(value))
        else:
            yield Spoken(_class(name), locale, text)


def _class(name: str) -> str:
    place = name.removesuffix(EVERYWHERE)
    return place if place in CLASSES else "body"


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """The lines of what is said in every language, each after its own."""
    for line in filter(None, text.split("\n")):
        language, _, said = line.partition(" ")
        yield language, said


@dataclass(frozen=True)
class Said:
    """What an entry's texts say: their terms by weight class, with blanks between them, and their words.

    `begins` are the beginnings by which its name is suggested. `values` are those that are said in every language,
    each as `named` takes it. Each is one of the terms; its own terms and words are not among these.
    """

    terms: Mapping[str, str]
    words: Collection[str]
    begins: Collection[str]
    values: Sequence[str]

    @property
    def called(self) -> str:
        """The terms of what its values are called."""
        return " ".join(named(value).terms for value in self.values)


def read(texts: Mapping[str, str], locale: str) -> Said:
    """What is found of an entry that is written in `locale`."""
    terms: dict[str, list[str]] = {}
    words: list[tuple[str, ...]] = []
    begins: dict[str, None] = {}
    values: list[str] = []
    for name, text in texts.items():
        found = terms.setdefault(_class(name), [])
        if name.endswith(EVERYWHERE):
            said = text.split("\n\n")
            values += said
            found += map(value_term, said)
            continue
        read = analysis.read(text, (locale,))
        words.append(read.words)
        found.append(read.terms)
        if name == NAME:
            begins |= dict.fromkeys(_beginnings(read.terms))
            found += (term for word in read.words for term in analysis.consonants(word))
    joined = {place: " ".join(found) for place, found in terms.items()}
    return Said(joined, dict.fromkeys(chain.from_iterable(words)), begins, values)


def all_terms(texts: Mapping[str, str], locale: str) -> set[str]:
    """Every term by which an entry is found, those of what its values are called among them."""
    said = read(texts, locale)
    return set(" ".join([*said.terms.values(), said.called]).split())


@lru_cache(maxsize=20_000)
def value_term(value: str) -> str:
    """What stands for a value in the entries that say it. One that is called anything else is another value."""
    return _VALUE + hashlib.sha256(value.encode()).hexdigest()[:16]


def is_value(term: str) -> bool:
    """Whether a term stands for a value, not for a word."""
    return term.startswith(_VALUE)


@lru_cache(maxsize=20_000)
def named(value: str) -> Reading:
    """The terms and words of a value in every language, which many entries share."""
    said = [analysis.read(line, (language,)) for language, line in _lines(value)]
    return Reading(" ".join(each.terms for each in said), tuple(chain.from_iterable(each.words for each in said)))


def _beginnings(terms: str) -> Iterator[str]:
    """Every beginning of each of these terms but the stems, which nobody types."""
    names = (term for term in terms.split() if not analysis.is_stem(term))
    return (name[:end] for name in names for end in range(1, min(len(name), _LONGEST_BEGINNING) + 1))


def begun(text: str) -> tuple[Word, ...]:
    """The words of `text` while it is being typed: each may be the beginning of a longer one."""
    return tuple(
        Word(word, tuple((surface[:_LONGEST_BEGINNING], AS_WRITTEN) for surface in analysis.surfaces(word)))
        for word in dict.fromkeys(analysis.words(text))
    )


def _word(word: str, locale: str) -> Word:
    terms = dict.fromkeys(analysis.surfaces(word), AS_WRITTEN)
    for language in (locale, *languages()):
        for stem in analysis.stems(word, language):
            terms.setdefault(stem, STEM if language == locale else STEM_ELSEWHERE)
    return Word(word, tuple(terms.items()))


@cache
def _function_words(locale: str) -> frozenset[str]:
    lines = Path(__file__).with_name("function_words.txt").read_text(encoding="utf-8").splitlines()
    spoken = dict(line.split(":", 1) for line in lines if line and not line.startswith("#"))
    return frozenset(analysis.words(spoken.get(locale, "")))
