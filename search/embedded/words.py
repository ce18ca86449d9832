"""The words of the index as a dictionary. They come and go with the documents that hold them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import tantivy
from tantivy import Occur

from search import analysis, weights
from search.embedded.schema import BACKWARDS, CALLED, VALUE, WORD, WRITTEN
from search.variants import difference
from search.wording import Wording

K = TypeVar("K")
V = TypeVar("V")

_LONGEST_ENDING = 4
_ROUNDS, _DOCUMENTS, _MOST = 3, 20, 30
_MOST_KNOWN = 10_000
#: More values than have a word in common.
_MOST_VALUES = 200
_TEXTS = [f"text_{name}" for name in weights.CLASSES]


class Words:
    """A dictionary as of one commit."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self.schema = schema
        self.searcher = searcher
        self.widened: dict[tuple[Wording, str], Wording] = {}
        self._known: dict[tuple[str, ...], bool] = {}
        self._values: dict[str, Mapping[str, float]] = {}
        self._near: dict[tuple[str, int], Sequence[str]] = {}

    def knows(self, terms: Iterable[str]) -> bool:
        asked = tuple(terms)
        return _once(self._known, asked, lambda: self._is_somewhere(asked))

    def _is_somewhere(self, terms: Iterable[str]) -> bool:
        """What was only in documents that are gone has a frequency for a while, and is not found."""
        return any(
            self.searcher.doc_freq(field, wanted)
            and self.searcher.search(tantivy.Query.term_query(self.schema, field, wanted, "freq"), 1, count=False).hits
            for term in terms
            for wanted in (term, *self.values(term))
            for field in _TEXTS
        )

    def values(self, term: str) -> Mapping[str, float]:
        return _once(self._values, term, lambda: self._called(term))

    def _called(self, term: str) -> Mapping[str, float]:
        if not self.searcher.doc_freq(CALLED, term):
            return {}
        query = tantivy.Query.term_query(self.schema, CALLED, term, "basic")
        hits = self.searcher.search(query, _MOST_VALUES, count=False).hits
        documents = [self.searcher.doc(address) for _score, address in hits]
        terms = {document[VALUE][0]: document[CALLED][0].split() for document in documents}
        shares = {value: said.count(term) / len(said) for value, said in sorted(terms.items())}
        most = max(shares.values(), default=1)
        return {value: share / most for value, share in shares.items()}

    def like(self, word: str, wrong: int) -> Sequence[str]:
        """To find by them, and then to say what may have been meant."""
        return _once(self._near, (word, wrong), lambda: self._like(word, wrong))

    def _like(self, word: str, wrong: int) -> Sequence[str]:
        near = tantivy.Query.fuzzy_term_query(self.schema, WORD, word, wrong)
        found = self._words(near, lambda surface: _off(surface, word) <= wrong)
        return sorted(
            found, key=lambda other: (min(_off(surface, word) for surface in analysis.surfaces(other)), other)
        )

    def holding(self, part: str) -> Sequence[str]:
        """Latin letters only, of which alone such languages make use: any other sign makes the expressions slow."""
        begun = tantivy.Query.regex_query(self.schema, WORD, f"{part}[a-z]{{3,}}")
        ended = tantivy.Query.regex_query(
            self.schema, BACKWARDS, f"[a-z]{{0,{_LONGEST_ENDING}}}{part[::-1]}[a-z]{{3,}}"
        )
        heads = self._words(begun, lambda surface: surface.startswith(part))
        return sorted(heads | self._words(ended, lambda surface: part in surface[-len(part) - _LONGEST_ENDING :]))

    def beginning(self, start: str, more: int) -> Sequence[str]:
        begun = tantivy.Query.fuzzy_term_query(self.schema, WORD, start, 0, prefix=True)
        longest = len(start) + more
        return sorted(self._words(begun, lambda surface: surface.startswith(start) and len(surface) <= longest))

    def _words(self, query: tantivy.Query, fits: Callable[[str], bool]) -> set[str]:
        """The words that fit, of the documents that hold one: round by round those that hold another one."""
        found: set[str] = set()
        for _round in range(_ROUNDS):
            known = [(Occur.MustNot, self._is(surface)) for word in found for surface in analysis.surfaces(word)]
            hits = self.searcher.search(tantivy.Query.boolean_query([(Occur.Must, query), *known]), _DOCUMENTS).hits
            new = {word for _score, address in hits for word in self._written(address, fits)} - found
            if not new or len(found) >= _MOST:
                break
            found |= new
        return found

    def _written(self, address: tantivy.DocAddress, fits: Callable[[str], bool]) -> Iterator[str]:
        for word in bytes(self.searcher.doc(address)[WRITTEN][0]).decode().split():
            if any(map(fits, analysis.surfaces(word))):
                yield word

    def _is(self, surface: str) -> tantivy.Query:
        return tantivy.Query.term_query(self.schema, WORD, surface, "basic")


def _once(known: dict[K, V], asked: K, find: Callable[[], V]) -> V:
    """What is known of this, or is found now. Other threads may forget all of it at any moment."""
    found = known.get(asked)
    if found is None:
        if len(known) >= _MOST_KNOWN:
            known.clear()
        found = known[asked] = find()
    return found


def _off(surface: str, word: str) -> int:
    """By how many letters they differ. Two are wrong only behind a common beginning; other words are far off."""
    far = len(word)
    if abs(len(surface) - len(word)) > 2 or len({*surface} ^ {*word}) > 4:
        return far
    letters = difference(surface, word)
    return letters if letters < 2 or surface[:2] == word[:2] else far
