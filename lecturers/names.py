"""Where a profile under a pseudonym still shows the person's own name."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.text import slugify

from pages.languages import without_accents

if TYPE_CHECKING:
    from lecturers.models import LecturerPage

#: The public texts of a profile, each of which a translation has of its own.
TEXTS = ("seo_title", "headline", "summary", "bio", "search_description", "keywords")


def own_words(page: "LecturerPage") -> set[str]:
    """The parts of the name that the pseudonym hides, as editors know it; initials and particles tell nothing."""
    known = [page.given_name, page.family_name, page.person.name if page.person else ""]
    words = {word for name in known for word in re.split(r"[\s\-.,]+", name) if len(word) > 2}
    public = {without_accents(word) for word in re.split(r"[\s\-.,]+", page.title)}
    return {word for word in words if without_accents(word) not in public}


def telling(page: "LecturerPage", words: set[str]) -> Iterator[tuple[str, str]]:
    """Each field of one version that shows one of `words`, with the word. Addresses know no capitals."""
    yield from (("slug", word) for word in _in_address(page.slug, words))
    yield from telling_values({name: getattr(page, name) for name in TEXTS}, words)


def telling_values(values: Mapping[str, Any], words: set[str]) -> Iterator[tuple[str, str]]:
    """The same of the fields of a row."""
    for name, value in values.items():
        text = "\n".join(map(str, value)) if isinstance(value, list) else str(value)
        found = _in_address(text, words) if "://" in text else _in_text(text, words)
        yield from ((name, word) for word in found)


def _in_text(text: str, words: set[str]) -> list[str]:
    return [word for word in sorted(words) if re.search(rf"\b{re.escape(word)}\b", text)]


def _in_address(address: str, words: set[str]) -> list[str]:
    parts = re.split(r"[\W_]+", address.casefold())
    shown = {*parts, *map(without_accents, parts)}
    return [
        word
        for word in sorted(words)
        if shown & {without_accents(word), slugify(word), slugify(word, allow_unicode=True)}
    ]
