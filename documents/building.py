"""What builders of documents are made from: the common fields, pictures and references."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import Translation as Localized

from documents.document import ORIGIN, Picture, PictureSource, ThingRef, Translation, TranslationStatus
from documents.kinds import kinds
from media import renditions
from media.models import Image
from pages.chrome import address
from pages.models import BasePage
from pages.publicity import publicity

_drafting: ContextVar[bool] = ContextVar("drafting", default=False)
_looked_at: ContextVar[set[str]] = ContextVar("looked_at")
_found: ContextVar[dict[tuple[int, str], ThingRef | None]] = ContextVar("found")


def common(page: BasePage) -> dict[str, Any]:
    """The fields of `Document`, for one page in its language."""
    source, kind = page.source, kinds.of(page)
    moments = [m for p in (page, source) for m in (p.last_published_at, p.first_published_at) if m]
    return {
        "id": page.translation_key,
        "type": kind.name if kind else "",
        "locale": page.locale.language_code,
        "title": page.title,
        "slug": page.slug,
        "url": ORIGIN + address(page),
        "summary": page.summary,
        "updated_at": max(moments, default=page.latest_revision_created_at or datetime(2000, 1, 1, tzinfo=UTC)),
        "confirmed_on": source.confirmed_on,
        "license": source.licence,
        "attribution": page.title,
    }


def translations_of(source: BasePage, pages: Iterable[BasePage]) -> dict[str, Translation]:
    """Where else a thing can be read, and how far each translation is."""
    localized = {
        found.target_locale_id: found
        for found in Localized.objects.filter(source__object_id=source.translation_key).select_related("source")
    }
    return {
        page.locale.language_code: Translation(
            status=_status(source, page, localized.get(page.locale_id)), url=ORIGIN + address(page)
        )
        for page in sorted(pages, key=lambda page: page.locale.language_code)
    }


def _status(source: BasePage, page: BasePage, localized: Localized | None) -> TranslationStatus:
    if page.pk == source.pk:
        return TranslationStatus.SOURCE
    if localized is None:
        return TranslationStatus.COMPLETE
    total, done = localized.get_progress()
    if done < total:
        return TranslationStatus.PARTIAL
    stale = source.last_published_at and source.last_published_at > localized.source.last_updated_at
    return TranslationStatus.OUTDATED if stale else TranslationStatus.COMPLETE


@contextmanager
def looking() -> Iterator[set[str]]:
    """Collect what is looked at meanwhile: what cannot be shown now is waited for, too. Nothing is judged twice."""
    found: set[str] = set()
    tokens = _looked_at.set(found), _found.set({})
    try:
        yield found
    finally:
        _looked_at.reset(tokens[0])
        _found.reset(tokens[1])


@contextmanager
def drafting() -> Iterator[None]:
    """Build for an editor's eyes: pictures come from private files, and nothing is published."""
    token = _drafting.set(True)
    try:
        yield
    finally:
        _drafting.reset(token)


def picture(image: Image | None, key: UUID, specs: Sequence[str], alt: str = "") -> Picture | None:
    """`image` made public for as long as the thing `key` shows it; None if its file is lost."""
    if image:
        _looked_at.get(set()).add(f"image:{image.pk}")
    made = image and (
        renditions.draft_sources(image, specs) if _drafting.get() else renditions.sources(image, key, specs)
    )
    if not image or not made:
        return None
    sources = [PictureSource(url=ORIGIN + s.path, width=s.width, height=s.height, type=s.type) for s in made.sources]
    return Picture(
        url=ORIGIN + made.main.path,
        width=made.main.width,
        height=made.main.height,
        alt=alt or image.alt_text,
        credit=image.rights_holder,
        sources=sources,
        names=list(made.names),
    )


def owner_of(page: BasePage, owners: QuerySet[Any]) -> Page | None:
    """The nearest of `owners` above the source: whoever owns a page stands above it in the tree."""
    above = owners.filter(path__in=[page.source.path[:end] for end in range(4, len(page.source.path), 4)])
    return above.order_by("-depth").first()


def thing_ref(page: Page | None, locale: str) -> ThingRef | None:
    """A labelled reference to another thing, in `locale`, the site's first language or its own: the first public one.

    None if it is not public. Whoever looks at it depends on `thing:<key>`, whether or not it can be shown now.
    """
    if page is None:
        return None
    _looked_at.get(set()).add(f"thing:{page.translation_key}")
    found = _found.get({})
    if (page.pk, locale) not in found:
        found[page.pk, locale] = _public_ref(page, locale)
    return found[page.pk, locale]


def _public_ref(page: Page, locale: str) -> ThingRef | None:
    now, wanted = timezone.now(), (locale, settings.LANGUAGE_CODE)
    others = page.get_translations().filter(locale__language_code__in=wanted, alias_of=None).select_related("locale")
    versions = {version.locale.language_code: version for version in (*others, page)}
    for code in dict.fromkeys((*wanted, page.locale.language_code)):
        found = publicity(versions[code].specific, now) if code in versions else None
        if found and found.obstacle is None and (found.starts is None or found.starts <= now):
            return _labelled(versions[code], found.ends)
    return None


def _labelled(shown: Page, until: datetime | None) -> ThingRef:
    kind = kinds.of(shown)
    return ThingRef(
        id=shown.translation_key,
        type=kind.name if kind else "",
        title=shown.title,
        url=ORIGIN + address(shown),
        facet_values=[str(shown.translation_key)],
        words=[shown.title],
        until=until,
    )
