"""Where a profile under a pseudonym still shows the person's own name."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from anyascii import anyascii
from django.utils.text import slugify

from pages.fields import HIDDEN
from pages.languages import without_accents

if TYPE_CHECKING:
    from lecturers.models import LecturerPage

#: The public texts of a profile, each of which a translation has of its own.
TEXTS = ("title", "seo_title", "headline", "summary", "bio", "search_description", "keywords")
#: The rows that say something in public, each with its `texts`.
ROWS = ("affiliations", "offers", "talks", "links")
#: A name of so many letters is known by its beginning, whatever a language appends; a shorter one begins other words.
_TELLING = 5
#: An initial or a particle, such as “de”, is no longer.
_SHORT = 2
#: Scripts in which one sign is a syllable or a word, and no blank stands between words (Kana, Han, Hangul).
_SYLLABLES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BETWEEN = re.compile(r"[\s\-.,]+")


def own_words(source: "LecturerPage") -> set[str]:
    """What the name that the pseudonym hides, as editors know it, is known by."""
    given, family = source.given_name, source.family_name
    names = (given, family, f"{given} {family}", f"{family} {given}", source.person.name if source.person else "")
    public = {without_accents(word) for word in _BETWEEN.split(source.title)}
    return {form for name in names for form in _forms(name) if without_accents(form) not in public}


def _forms(name: str) -> Iterator[str]:
    """Its parts, of which initials and particles tell nothing; all of it together if no part says more than those."""
    parts = [part for part in _BETWEEN.split(name) if part]
    yield from (part for part in parts if len(part) > _SHORT or _SYLLABLES.match(part))
    if len(parts) > 1 and all(len(part) <= _SHORT for part in parts):
        yield from (" ".join(parts), "".join(parts))


def telling(page: "LecturerPage", words: set[str]) -> Iterator[tuple[str, str]]:
    """Each field of one version that shows one of `words`, with the word. Addresses know no capitals."""
    yield from (("slug", word) for word in _in_address(page.slug, words))
    yield from telling_values({name: getattr(page, name) for name in TEXTS}, words)


def rows_telling(page: "LecturerPage", words: set[str]) -> Iterator[tuple[str, str]]:
    """The same of its rows as they are saved."""
    for relation in ROWS:
        if relation != "links" or page.links_visibility != HIDDEN:
            for row in getattr(page, relation).all():
                yield from telling_values({name: getattr(row, name) for name in row.texts}, words)


def telling_values(values: Mapping[str, Any], words: set[str]) -> Iterator[tuple[str, str]]:
    """The same of some texts, or lists of texts, by their names."""
    for name, value in values.items():
        text = "\n".join(map(str, value)) if isinstance(value, list) else str(value)
        found = {*_in_text(text, words), *(_in_address(text, words) if "://" in text else ())}
        yield from ((name, word) for word in sorted(found))


def _in_text(text: str, words: set[str]) -> Iterator[str]:
    latin = anyascii(text)
    for word in sorted(words):
        plain = anyascii(word)
        end = r"\b" if len(plain) < _TELLING else ""
        is_read = len(plain) > _SHORT and re.search(rf"\b{re.escape(plain)}{end}", latin)
        if is_read or (_SYLLABLES.match(word) and re.search(word if len(word) > 1 else rf"\b{word}\b", text)):
            yield word


def _in_address(address: str, words: set[str]) -> Iterator[str]:
    parts = [part for part in re.split(r"[\W_]+", address.casefold()) if part]
    shown = [f"-{'-'.join(form)}-" for form in (parts, map(without_accents, parts))]
    for word in sorted(words):
        forms = (without_accents(word), slugify(word), slugify(word, allow_unicode=True))
        if any(f"-{form}-" in each for form in forms if form for each in shown):
            yield word
