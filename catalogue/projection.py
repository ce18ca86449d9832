"""From a thing to its documents: reads pages, writes nothing but pictures, takes no lock."""

import hashlib
import logging
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError
from wagtail.models import Page

from catalogue.models import Entry, Thing
from documents.building import document_of, looking, translations_of
from documents.document import Document, Picture, references
from documents.gathering import gather
from documents.kinds import Kind, kinds
from media.remembering import batch
from pages.chrome import address
from pages.models import BasePage
from pages.publicity import DELETED, Publicity, publicity
from pages.reasons import Reason, Withheld
from pages.versions import other_versions, read_sources

logger = logging.getLogger(__name__)
_NOT_ITS_FAULT = (OperationalError, InterfaceError)
BROKEN = Withheld(Reason.UNPUBLISHED, "error", "Its document could not be built; the log says why.")


@dataclass(frozen=True)
class Projection:
    """What the catalogue ought to hold of one thing: fields of an `Entry` by language, or why there is none."""

    key: UUID
    version: int
    obstacle: Withheld | None = None
    entries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    dependencies: frozenset[str] = frozenset()
    pictures: frozenset[str] = frozenset()

    def reason(self, entry: Entry) -> Reason:
        """Why `entry`, which is not in this projection, has ended."""
        if entry.removed_reason:
            return Reason(entry.removed_reason)
        if self.obstacle:
            return self.obstacle.reason
        return Reason.UNPUBLISHED if Page.objects.filter(pk=entry.page_pk).exists() else Reason.DELETED


def project(things: Collection[Thing], at: datetime) -> list[Projection]:
    """Build every language of these things as it should be public at `at`.

    A document that cannot be built is withheld, and with that of the source all others, rather than left standing:
    an old one might show what a person has since hidden.
    """
    with batch():
        if len(things) > 1:
            gather({thing.key: thing.source_id for thing in things}, at)
        return [_project(thing, at) for thing in things]


def _project(thing: Thing, at: datetime) -> Projection:
    source = read_sources({thing.key: thing.source_id})[thing.key]
    if source is None:
        return Projection(thing.key, thing.version, DELETED)
    found = publicity(source, at)
    if found.obstacle:
        return Projection(thing.key, thing.version, found.obstacle, dependencies=frozenset(source.depends_on()))
    with looking() as on:
        on |= set(source.depends_on())
        try:
            return _projected(thing, source, list(_public_pages(source, found, at)), on)
        except _NOT_ITS_FAULT:
            raise
        except Exception:
            logger.exception("The document of thing %s could not be built.", thing.key)
            return Projection(thing.key, thing.version, BROKEN, dependencies=frozenset(on))


def _public_pages(source: BasePage, judged: Publicity, at: datetime) -> Iterator[tuple[BasePage, Publicity]]:
    yield source, judged
    for page in other_versions(source):
        page.source = source
        if not (found := publicity(page, at, judged)).obstacle:
            yield page, found


def _projected(thing: Thing, source: BasePage, pages: list[tuple[BasePage, Publicity]], on: set[str]) -> Projection:
    translations = translations_of(source, [page for page, _found in pages])
    entries: dict[str, dict[str, Any]] = {}
    pictures: set[str] = set()
    for page, found in pages:
        try:
            document = document_of(page).model_copy(update={"translations": translations})
            entries[document.locale] = _fields(kinds[thing.kind], page, document, found)
        except Exception as error:
            if page == source or isinstance(error, _NOT_ITS_FAULT):
                raise
            logger.exception("The document of thing %s could not be built in %s.", thing.key, page.locale.language_code)
            return _projected(thing, source, [other for other in pages if other[0] != page], on)
        pictures |= {n for ref in references(document) if isinstance(ref, Picture) for n in ref.names}
        on |= document.dependencies()
    return Projection(thing.key, thing.version, None, entries, frozenset(on), frozenset(pictures))


def _fields(kind: Kind, page: BasePage, document: Document, found: Publicity) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "page_pk": page.pk,
        "path": address(page),
        "slug": document.slug,
        "title": document.title,
        "payload": document.payload(),
        "facets": document.facets(),
        "text": document.texts(),
        "sort": document.orders(),
        "visible_from": found.starts,
        "visible_until": min(filter(None, (found.ends, document.ends())), default=None),
        "updated_at": document.updated_at,
    }
    fields["etag"] = hashlib.sha256(repr(sorted(fields.items())).encode()).hexdigest()[:32]
    return {**fields, "schema_version": kind.schema_version}
