"""The vocabularies that things are found by. Whoever has one registers it; nobody here knows one by its content."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models.expressions import Combinable
from pydantic import BaseModel

from documents.document import Labels
from pages.languages import country_names, direction, language_names, without_accents


class Term(BaseModel):
    """One value of a vocabulary, for readers of one language."""

    label: str


class CodedTerm(Term):
    """A value of a fixed list."""

    code: str


class LanguageTerm(CodedTerm):
    """A language that may be taught in; `site` if one can read the site in it."""

    site: bool
    direction: str


@dataclass(frozen=True)
class Concept:
    """One value in every language, in the words of SKOS. `matches` are addresses in other vocabularies."""

    key: str
    labels: Mapping[str, str]
    #: What it is called in a list that people number or code themselves; its key stands for it otherwise.
    notation: str = ""
    synonyms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    broader: str | None = None
    related: Sequence[str] = ()
    merged_into: str | None = None
    exact_matches: Sequence[str] = ()
    close_matches: Sequence[str] = ()
    broad_matches: Sequence[str] = ()


@dataclass(frozen=True)
class Suggestion:
    """A value that somebody may mean; `locale` is the language of its label."""

    key: str
    label: str
    locale: str


@dataclass(frozen=True)
class Vocabulary:
    """Values of the facet `facet`, at the address `name`.

    `version` asks the database what its content depends on; the answer is given to `terms`, which are by key and in
    order, to `concepts` and to `suggest`, so that they can keep what they have read. Only merged concepts are no terms.
    """

    name: str
    facet: str
    title: str
    term: type[Term]
    terms: Callable[[str, str], Mapping[str, Term]]
    concepts: Callable[[str], Sequence[Concept]]
    version: Callable[[], Combinable] | None = None
    suggest: Callable[[str, str, str], Iterable[Suggestion]] | None = None


class Vocabularies:
    """All registered vocabularies."""

    def __init__(self) -> None:
        self._vocabularies: dict[str, Vocabulary] = {}

    def add(self, vocabulary: Vocabulary) -> None:
        if vocabulary.name in self._vocabularies:
            raise TypeError(f"The vocabulary “{vocabulary.name}” is registered twice.")
        self._vocabularies[vocabulary.name] = vocabulary

    def __iter__(self) -> Iterator[Vocabulary]:
        return iter(self._vocabularies.values())

    def __getitem__(self, name: str) -> Vocabulary:
        return self._vocabularies[name]


vocabularies = Vocabularies()


def _fixed(name: str, facet: str, title: str, labels: Labels, term: Callable[[str, str], Term]) -> Vocabulary:
    """A list that changes with the code only; `term` makes one of a code and its label."""

    @lru_cache
    def terms(locale: str, _version: str) -> Mapping[str, Term]:
        return {code: term(code, label) for code, label in sorted(labels(locale).items(), key=_by_label)}

    @lru_cache
    def concepts(_version: str) -> Sequence[Concept]:
        spoken = {code: labels(code) for code, _name in settings.LANGUAGES}
        return [
            Concept(key, {locale: names[key] for locale, names in spoken.items()})
            for key in labels(settings.LANGUAGE_CODE)
        ]

    shape: Any = type(term("", ""))
    return Vocabulary(name, facet, title, shape, terms, concepts)


def _by_label(item: tuple[str, str]) -> tuple[str, str]:
    code, label = item
    return without_accents(label), code


def _country(code: str, label: str) -> CodedTerm:
    return CodedTerm(code=code, label=label)


def _language(code: str, label: str) -> LanguageTerm:
    return LanguageTerm(code=code, label=label, site=code in dict(settings.LANGUAGES), direction=direction(code))


vocabularies.add(_fixed("countries", "country", "Countries", country_names, _country))
vocabularies.add(_fixed("languages", "language", "Languages", language_names, _language))
