"""Where the words of a search stand: marked in what is shown, and cut out of what is not.

Engines see terms, not texts, so this is the same for every engine: a word is marked if it is found by one of the terms
that were asked for, inflected, misspelt or in other letters as it may be.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic import BaseModel

from documents.document import Document, Text
from documents.markdown import plain
from search import analysis
from search.weights import CLASSES
from search.wording import TOPICS, Wording

_LONGEST, _BEFORE = 160, 60
#: Fields that are for programs.
_UNREAD = {"id", "type", "code", "slug", "url", "locale", "level"}


class Piece(NamedTuple):
    """A piece of a text, and whether it is a word that was found."""

    text: str
    found: bool


@dataclass(frozen=True)
class Highlight:
    """The words that a search needs, each with all the terms that it stands for."""

    words: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, asked: Wording) -> "Highlight":
        return cls(tuple(frozenset(term for term, _weight in word.terms) for word in asked.needed))

    def pieces(self, text: str, locale: str, *, is_name: bool = False) -> list[Piece]:
        """The whole of a text that is written in `locale`, piece by piece; names are known in other letters, too."""
        made: list[Piece] = []
        end = 0
        for start, after in analysis.places(text):
            if self._meant(text[start:after], locale, is_name=is_name):
                made += [Piece(text[end:start], found=False)] if start > end else []
                made.append(Piece(text[start:after], found=True))
                end = after
        return [*made, Piece(text[end:], found=False)] if end < len(text) else made

    def passage(self, doc: Document, shown: Iterable[str]) -> list[Piece]:
        """Where a document holds most of the words that are in nothing `shown` of it, nor in its topics; empty, if
        nowhere."""
        texts = sorted(_texts(doc), key=lambda each: -CLASSES.get(each[0], CLASSES["body"]))
        seen = self._found([*shown, *(text for weight, text in texts if weight == TOPICS)], doc.locale)
        if len(seen) == len(self.words):
            return []
        found = [(self._found([text], doc.locale) - seen, text) for weight, text in texts if weight != TOPICS]
        wanted, text = max(found, key=lambda each: len(each[0]), default=(set(), ""))
        return self.pieces(self._cut(text, doc.locale, wanted), doc.locale) if wanted else []

    def _cut(self, text: str, locale: str, wanted: set[int]) -> str:
        """So much of a text as a card has room for, around the first of the wanted words."""
        first = next(start for start, end in analysis.places(text) if self._meant(text[start:end], locale) & wanted)
        start = text.rfind(" ", 0, first - _BEFORE) + 1 if first > _BEFORE else 0
        end = start + _LONGEST
        blank = text.rfind(" ", first, end)
        end = blank if first < blank and end < len(text) else end
        return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"

    def _found(self, texts: Iterable[str], locale: str) -> set[int]:
        """Which of the words these texts hold."""
        places = ((text, place) for text in texts if text for place in analysis.places(text))
        return {number for text, (start, end) in places for number in self._meant(text[start:end], locale)}

    def _meant(self, word: str, locale: str, *, is_name: bool = False) -> set[int]:
        """Which of the words this one is."""
        terms = {*analysis.tokens(word, (locale,)), *(analysis.consonants(word.casefold()) if is_name else ())}
        return {number for number, wanted in enumerate(self.words) if not terms.isdisjoint(wanted)}


def _texts(doc: Document) -> Iterator[tuple[str, str]]:
    """What can be read of a document, each text with the class that it is searched in."""
    for name, mark in doc.marked(Text):
        for text in _strings(getattr(doc, name)):
            yield mark.weight, plain(text) if mark.markup else text


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (text for each in value for text in _strings(each))
    elif isinstance(value, BaseModel):
        yield from (text for name, each in value if name not in _UNREAD for text in _strings(each))
