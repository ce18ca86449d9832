"""Where a profile under a pseudonym still shows the person's own name."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from anyascii import anyascii
from django.utils.text import slugify

from pages.languages import without_accents

if TYPE_CHECKING:
    from lecturers.models import LecturerPage

#: The public texts of a profile, each of which a translation has of its own.
TEXTS = ("title", "seo_title", "headline", "summary", "bio", "search_description")


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
    address = set(slugify(page.slug, allow_unicode=True).split("-")) | {
        without_accents(part) for part in page.slug.split("-")
    }
    for word in sorted(words):
        if address & {without_accents(word), slugify(word), slugify(word, allow_unicode=True)}:
            yield "slug", word
        plain = anyascii(word)
        shown = re.compile(rf"\b{re.escape(plain)}" + (r"\b" if len(plain) < _TELLING else ""))
        yield from ((name, word) for name in TEXTS if shown.search(anyascii(getattr(page, name))))
