"""How text becomes terms, the same for every engine: here alone it is decided what counts as the same word.

A word is indexed as it stands (`equality`), in Latin letters where it has others (`maria` beside `μαρια`), and
by its stem under the mark of the language (`en:equal`), so that no stem meets another language's word.
"""

import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

import snowballstemmer
from anyascii import anyascii

from search import letters

#: Part of every index's name: raise it with any change here, and indexes are made anew.
VERSION = 3

_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "it": "italian",
    "lt": "lithuanian", "nb": "norwegian", "nl": "dutch", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
#: Stems of our own, beside those or instead.
_LIGHT: Mapping[str, Callable[[str], str]] = {"ar": letters.arabic_stem, "uk": letters.ukrainian_stem}
_SCRIPTS = {"ar": "ARABIC", "fa": "ARABIC", "el": "GREEK", "ru": "CYRILLIC", "uk": "CYRILLIC", "hi": "DEVANAGARI",
            "hy": "ARMENIAN", "ta": "TAMIL"}  # fmt: skip
_LATIN = "LATIN"

# Marks of direction and joining, soft hyphens, marks that compose with no letter (the dot of a lowered İ),
# Arabic vowel signs and the stretching kashida.
_UNSEEN = re.compile(
    "[\u00ad\u0300-\u036f\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_WORD = re.compile(r"[^\W_]+")
_WRITTEN = re.compile(rf"[^\W_](?:[^\W_]|{_UNSEEN.pattern}|['’ʼ](?=[яюєїЯЮЄЇ]))*")
_COMPOUND = re.compile(r"\b[^\W_]++(?:[-\u2010\u2011][^\W_]++)+")
_APOSTROPHE = re.compile("(?<=[а-яіїєґ])['’ʼ](?=[яюєї])")
_ARABIC_LETTERS = str.maketrans({"ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك"})
_ARTICLE = "ال"
_LONGEST_TERM = 64
_SHORT = 300
_local = threading.local()


class Reading(NamedTuple):
    """The terms of a text, with blanks between them as engines take them, and its words."""

    terms: str
    words: tuple[str, ...]


def words(text: str) -> list[str]:
    """The words of a text, lower-cased but otherwise as written; the parts of a compound are words."""
    return [word for value in _values(text, ()) for word in value.words]


def places(text: str) -> list[tuple[int, int]]:
    """Where the words of a text begin and end in it, as it is written."""
    return [match.span() for match in _WRITTEN.finditer(text)]


def tokens(text: str, languages: Iterable[str]) -> list[str]:
    """Every term that a text is found by, with the stems of each of `languages`; compounds are also found joined."""
    return read(text, languages).terms.split()


def read(text: str, languages: Iterable[str]) -> Reading:
    """Terms and words at once, of one value after the other."""
    values = _values(text, tuple(languages))
    words = chain.from_iterable([value.words for value in values])
    return Reading(" ".join([value.terms for value in values]), tuple(words))


def spelled(words: Iterable[str]) -> str:
    """How these words may be spelled, with blanks between them."""
    return " ".join(chain.from_iterable(map(surfaces, words)))


def _values(text: str, languages: tuple[str, ...]) -> list[Reading]:
    values = text.split("\n\n")
    return [_known(value, languages) if len(value) <= _SHORT else _value(value, languages) for value in values]


def _value(text: str, languages: tuple[str, ...]) -> Reading:
    normal = _normal(text)
    found = tuple(_WORD.findall(normal))
    terms = [_terms(word, languages) for word in found]
    for compound in _COMPOUND.findall(normal):
        terms += surfaces("".join(_WORD.findall(compound)))
    return Reading(" ".join(terms), found)


#: Short values are names and labels, which many entries share.
_known = lru_cache(maxsize=20_000)(_value)


@lru_cache(maxsize=100_000)
def _terms(word: str, languages: tuple[str, ...]) -> str:
    return " ".join([*surfaces(word), *(stem for language in languages for stem in stems(word, language))])


@lru_cache(maxsize=100_000)
def surfaces(word: str) -> tuple[str, ...]:
    """The word without its marks and, if that differs, in Latin letters, as one reads it and as passports have it."""
    latin = [anyascii(word).casefold()]
    if _script(word[0]) == "CYRILLIC":
        latin.append(letters.in_passports(word))
    spelled = ("".join(_WORD.findall(other))[:_LONGEST_TERM] for other in latin)
    return tuple(dict.fromkeys(filter(None, (_fold(word), *spelled))))


@lru_cache(maxsize=100_000)
def stems(word: str, language: str) -> tuple[str, ...]:
    """The word's stem, marked with its language, as written and as written without marks, for many leave them out.

    None for a language that has no stemmer, or another script.
    """
    if _script(word[0]) != _SCRIPTS.get(language, _LATIN):
        return ()
    left: list[str] = []
    if language in _STEMMERS:
        stem = _stemmer(_STEMMERS[language]).stemWord
        # Of some words, such as the Greek “όταν”, the stemmer leaves nothing.
        left += filter(None, (stem(form) for form in (word, _fold(word))))
    if language in _LIGHT:
        left.append(_LIGHT[language](word))
    return tuple(dict.fromkeys(f"{language}:{_fold(form)}" for form in left))


def is_stem(term: str) -> bool:
    """Whether a term is a stem, not a word as it may be spelled, which has no such mark in it."""
    return ":" in term


@lru_cache(maxsize=100_000)
def consonants(word: str) -> tuple[str, ...]:
    """What of a name is the same in Arabic, which writes no short vowels, and in Latin letters; by its own script."""
    mark = {"ARABIC": "ar", _LATIN: "la"}.get(_script(word[0]))
    if not mark:
        return ()
    left = letters.consonants(surfaces(word.removeprefix(_ARTICLE))[-1])
    # The last letter of Fatima is a “t” in front of another word.
    forms = (left, f"{left}t") if word.endswith("ة") else (left,)
    return tuple(f"{mark}~{form}" for form in forms if len(form) > 1)


def articled(word: str) -> tuple[str, ...]:
    """The word, and with the article if it is Arabic and has none, or without: Arabic writes both as one."""
    if not word or _script(word[0]) != "ARABIC":
        return (word,)
    bare = word.removeprefix(_ARTICLE)
    return (word, _ARTICLE + word if bare == word else bare)


@lru_cache(maxsize=5_000)
def sort_text(value: str) -> str:
    """`value` as it is put in order: without marks, in Latin letters, so that scripts stand side by side."""
    return " ".join(anyascii(unicodedata.normalize("NFKC", value)).casefold().split())


def _normal(text: str) -> str:
    lowered = unicodedata.normalize("NFKC", text).casefold()
    return _APOSTROPHE.sub("", _UNSEEN.sub("", unicodedata.normalize("NFKC", lowered)))


def _fold(word: str) -> str:
    if _script(word[0]) == _LATIN:
        # A click or a glottal stop has no letter of ASCII and stays as it is.
        return ("".join(_WORD.findall(anyascii(word).casefold())) or word)[:_LONGEST_TERM]
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare).translate(_ARABIC_LETTERS)[:_LONGEST_TERM]


@lru_cache(maxsize=5_000)
def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0]


def _stemmer(algorithm: str) -> Any:
    """This thread's own stemmer: they keep state while they work."""
    made = _local.__dict__.setdefault("stemmers", {})
    if algorithm not in made:
        made[algorithm] = snowballstemmer.stemmer(algorithm)
    return made[algorithm]
