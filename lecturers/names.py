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


def own_words(source: "LecturerPage") -> set[str]:
    """The parts of the name that the pseudonym hides, as editors know it; initials and particles tell nothing."""
    known = [source.given_name, source.family_name, source.person.name if source.person else ""]
    words = {word for name in known for word in re.split(r"[\s\-.,]+", name) if len(word) > 2}
    public = {without_accents(word) for word in re.split(r"[\s\-.,]+", source.title)}
    return {word for word in words if without_accents(word) not in public}


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
    for word in sorted(words):
        plain = anyascii(word)
        if re.search(rf"\b{re.escape(plain)}" + (r"\b" if len(plain) < _TELLING else ""), anyascii(text)):
            yield word


def _in_address(address: str, words: set[str]) -> Iterator[str]:
    parts = re.split(r"[\W_]+", address.casefold())
    shown = {*parts, *map(without_accents, parts)}
    for word in sorted(words):
        if shown & {without_accents(word), slugify(word), slugify(word, allow_unicode=True)}:
            yield word
