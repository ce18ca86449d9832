"""Where else to look: the header `Link` of answers."""

import re
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.encoding import iri_to_uri

from catalogue.models import Entry
from documents.document import with_origin
from documents.kinds import Kind
from documents.vocabularies import Vocabulary
from search.query import Query
from search.reading import Page

#: Where the API is mounted.
ROOT = "/api/v1"

# In a document's text every quotation mark is escaped, so that these can only be the fields themselves.
_LICENSE = re.compile(r'"license":"([A-Za-z0-9.+-]+)"')
_TRANSLATION = re.compile(r'"([a-z-]+)":\{"status":"[a-z]+","url":"([^"]+)"\}')


def of_item(kind: Kind, entry: Entry, beside: Iterable[Entry]) -> str:
    return _header(
        [
            (item_url(kind, entry.thing_id), 'rel="canonical"'),
            *(
                (address, f'rel="alternate"; type="text/html"; hreflang="{locale}"')
                for locale, address in _pages(entry).items()
            ),
            *_licence([entry, *beside]),
        ]
    )


def _pages(entry: Entry) -> dict[str, str]:
    """Where people read it: in this language first, then in every other in which it is public."""
    return {entry.locale: page_url(entry)} | dict(_TRANSLATION.findall(with_origin(entry.payload)))


def of_listing(path: str, query: Query, page: Page, beside: Iterable[Entry]) -> str:
    address = _absolute(f"{ROOT}/{path}")
    targets = [(address + query.url().removesuffix("?"), 'rel="canonical"')]
    if page.next_cursor:
        targets.append((address + query.url(cursor=page.next_cursor), 'rel="next"'))
    return _header([*targets, *_licence([*(found.entry for found in page.items), *beside])])


def of_suggestions(query: Query) -> str:
    return _header([(_absolute(f"{ROOT}/suggest") + query.url().removesuffix("?"), 'rel="canonical"')])


def page_url(entry: Entry) -> str:
    """Where people read it."""
    return _absolute(entry.path)


def item_url(kind: Kind, key: object) -> str:
    """The one address of a thing in the API."""
    return _absolute(f"{ROOT}/{kind.collection}/{key}")


def of_vocabulary(path: str) -> str:
    """`path` is that of the vocabulary, or of one of its values."""
    address = _absolute(f"{ROOT}/{path}")
    linked = (f"{address}?format=skos", 'rel="alternate"; type="application/ld+json"')
    return _header([(address, 'rel="canonical"'), linked])


def vocabulary_url(vocabulary: Vocabulary, key: str = "") -> str:
    """The address of a vocabulary or of one of its values, which is its name as linked data too."""
    return _absolute(f"{ROOT}/{vocabulary.name}{'/' if key else ''}{key}")


def _licence(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """The licence of what is given, if it is the same for all of it."""
    licences = {licence for entry in entries for licence in _LICENSE.findall(entry.payload)}
    if len(licences) == 1:
        yield f"https://spdx.org/licenses/{licences.pop()}", 'rel="license"'


def _absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"


def _header(targets: Iterable[tuple[str, str]]) -> str:
    described = (_absolute(f"{ROOT}/openapi.json"), 'rel="service-desc"')
    return ", ".join(f"<{iri_to_uri(address)}>; {what}" for address, what in [*targets, described])
