"""From a thing to its documents: reads pages, writes nothing but pictures, takes no lock."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError
from django.utils import translation
from wagtail.models import Page

from catalogue.models import Entry, Thing
from documents.building import translations_of
from documents.document import Document, Picture, references
from documents.kinds import Kind, kinds
from pages.chrome import address
from pages.models import BasePage
from pages.publicity import DELETED, Publicity, publicity
from pages.reasons import Reason, Withheld

logger = logging.getLogger(__name__)
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
        gone = not Page.objects.filter(pk=entry.page_pk).exists()
        return Reason.DELETED if gone else Reason.UNPUBLISHED


def project(thing: Thing, at: datetime) -> Projection:
    """Build every language of `thing` as it should be public at `at`.

    A document that cannot be built is withheld rather than left standing: an old one might show what a
    person has since hidden.
    """
    source = Page.objects.filter(pk=thing.source_id).specific().first()
    if source is None:
        return Projection(thing.key, thing.version, DELETED)
    dependencies = frozenset(source.depends_on())
    found = publicity(source, at)
    if found.obstacle:
        return Projection(thing.key, thing.version, found.obstacle, dependencies=dependencies)
    try:
        return _projected(thing, source, _public_pages(source, found, at), dependencies)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("The document of thing %s could not be built.", thing.key)
        return Projection(thing.key, thing.version, BROKEN, dependencies=dependencies)


def document_of(page: BasePage) -> Document:
    """The document of one page as it stands, saved or not: what a preview shows."""
    kind = kinds.of(page)
    if kind is None:
        raise LookupError(f"{type(page).__name__} is no kind of the catalogue.")
    with translation.override(page.locale.language_code):
        return kind.builder(page).as_chosen(page.source)


def source_of(page: BasePage) -> BasePage:
    """The page that `page` is a translation of, which may be itself."""
    thing = Thing.objects.filter(pk=page.translation_key).exclude(source=page.pk).first()
    found = thing and Page.objects.filter(pk=thing.source_id).specific().first()
    return found or page


def _public_pages(source: BasePage, judged: Publicity, at: datetime) -> list[tuple[BasePage, Publicity]]:
    others = source.get_translations().filter(live=True, alias_of=None).select_related("locale").specific()
    every = [(source, judged), *((page, publicity(page, at)) for page in others)]
    return [(page, found) for page, found in every if found.obstacle is None]


def _projected(
    thing: Thing, source: BasePage, pages: list[tuple[BasePage, Publicity]], dependencies: frozenset[str]
) -> Projection:
    kind = kinds[thing.kind]
    translations = translations_of(source, [page for page, _found in pages])
    entries: dict[str, dict[str, Any]] = {}
    pictures: set[str] = set()
    on = set(dependencies)
    for page, found in pages:
        page.source = source
        document = document_of(page).model_copy(update={"translations": translations})
        pictures |= {n for ref in references(document) if isinstance(ref, Picture) for n in ref.names}
        on |= document.dependencies()
        ends = min(filter(None, (found.ends, pages[0][1].ends)), default=None)
        entries[document.locale] = _fields(kind, page, document, found.starts, ends)
    return Projection(thing.key, thing.version, None, entries, frozenset(on), frozenset(pictures))


def _fields(
    kind: Kind, page: BasePage, document: Document, starts: datetime | None, ends: datetime | None
) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "page_pk": page.pk,
        "path": address(page),
        "slug": document.slug,
        "title": document.title,
        "payload": document.payload(),
        "facets": document.facets(),
        "text": document.texts(),
        "sort": document.orders(),
        "visible_from": starts,
        "visible_until": ends,
        "updated_at": document.updated_at,
        "schema_version": kind.schema_version,
    }
    fields["etag"] = hashlib.sha256(repr(sorted(fields.items())).encode()).hexdigest()[:32]
    return fields
