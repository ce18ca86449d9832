"""What members of the network who are signed in read: made when they ask, of what is published, and kept nowhere."""

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from documents.building import document_of, reading, translations_of
from documents.document import Document
from documents.gathering import gather
from media.remembering import batch
from pages.fields import SEEN_BY_MEMBERS
from pages.models import BasePage
from pages.publicity import Publicity, publicity
from pages.reasons import MEMBERS_ONLY
from pages.versions import other_versions, read_sources

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shown:
    """A thing as members read it in one language, `page` being its page there, and `pages` all that they may read."""

    page: BasePage
    document: Document
    members_only: bool
    pages: list[BasePage]


def read_for_members(keys: Collection[UUID], locale: str) -> dict[UUID, Shown]:
    """Those of these things that members may see now, in `locale` or else in the language of their source."""
    at, found = timezone.now(), {}
    with batch(), reading():
        pks = BasePage.source_pks(keys)
        gather(pks, at)
        for key, source in read_sources(pks).items():
            if source and (shown := _shown(source, locale, at)):
                found[key] = shown
    return found


def _shown(source: BasePage, locale: str, at: datetime) -> Shown | None:
    judged = publicity(source, at)
    if not judged.is_for_members(at):
        return None
    pages = [source, *_translations(source, judged, at)]
    page = next((each for each in pages if each.locale.language_code == locale), source)
    try:
        document = document_of(page, SEEN_BY_MEMBERS)
    except (OperationalError, InterfaceError):  # the database, not the document
        raise
    except Exception:
        logger.exception("The document of thing %s could not be built for members.", source.translation_key)
        return None
    read = document.model_copy(update={"translations": translations_of(source, pages)}).as_read()
    return Shown(page, read, judged.obstacle == MEMBERS_ONLY, pages)


def _translations(source: BasePage, judged: Publicity, at: datetime) -> Iterator[BasePage]:
    for page in other_versions(source):
        page.source = source
        if publicity(page, at, judged).is_for_members(at):
            yield page
