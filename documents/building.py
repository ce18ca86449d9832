"""What builders of documents are made from: the common fields, pictures and references."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation
from wagtail_localize.models import Translation as Localized

from documents.document import ORIGIN, Document, Picture, PictureSource, ThingRef
from documents.kinds import kinds
from documents.translations import Translation, TranslationStatus
from media import renditions
from media.models import Image
from media.remembering import remembered
from pages.chrome import address
from pages.fields import PUBLIC
from pages.models import BasePage
from pages.publicity import publicity
from pages.versions import other_versions, source_of

Sources = Callable[[Image, UUID, Sequence[str]], renditions.Picture | None]
_sources: ContextVar[Sources] = ContextVar("sources", default=renditions.sources)
_looked_at: ContextVar[set[str]] = ContextVar("looked_at")


def document_of(page: BasePage, shown: Collection[str] = (PUBLIC,)) -> Document:
    """The document of one page as it stands, saved or not: what a preview shows. `shown` is as in `as_chosen`."""
    kind = kinds.of(page)
    if kind is None:
        raise LookupError(f"{type(page).__name__} is no kind of the catalogue.")
    page.source = source_of(page)
    with override(page.locale.language_code):
        made = kind.builder(page)
    if (made.title, made.slug) != (page.title, page.slug):
        raise ValueError(f"{type(made).__name__} {made.id} needs the title and the slug of its page.")
    return made.as_chosen(page.source, shown).without_contact()


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


def translations_of(source: BasePage, pages: Collection[BasePage]) -> dict[str, Translation]:
    """Where else a thing can be read, and how far each translation is."""
    key = source.translation_key
    localized = read_localized([key])[key] if len(pages) > 1 else {}
    return {
        page.locale.language_code: Translation(
            status=_status(source, page, localized.get(page.locale_id)), url=ORIGIN + address(page)
        )
        for page in sorted(pages, key=lambda page: page.locale.language_code)
    }


def read_localized(keys: Collection[UUID]) -> dict[UUID, dict[int, Any]]:
    """Read at once how far these things are translated, each by the language that it is translated into."""
    known = remembered("translations")
    unknown = [key for key in keys if key not in known]
    known.update({key: {} for key in unknown})
    if unknown:
        language = OuterRef(OuterRef("target_locale"))
        done = StringTranslation.objects.filter(
            translation_of=OuterRef("string"), context=OuterRef("context"), locale=language, has_error=False
        )
        missing = StringSegment.objects.filter(~Exists(done), source=OuterRef("source"))
        found = Localized.objects.filter(source__object_id__in=unknown).annotate(is_partial=Exists(missing))
        for each in found.select_related("source"):
            known[each.source.object_id][each.target_locale_id] = each
    return known


def _status(source: BasePage, page: BasePage, localized: Any) -> TranslationStatus:
    if page.pk == source.pk:
        return TranslationStatus.SOURCE
    if localized is None or not localized.enabled:  # written as a page
        return TranslationStatus.OUTDATED if page.is_behind else TranslationStatus.COMPLETE
    if localized.is_partial:
        return TranslationStatus.PARTIAL
    stale = source.last_published_at and source.last_published_at > localized.source.last_updated_at
    return TranslationStatus.OUTDATED if stale else TranslationStatus.COMPLETE


@contextmanager
def looking() -> Iterator[set[str]]:
    """Collect what is looked at meanwhile: what cannot be shown now is waited for, too."""
    found: set[str] = set()
    token = _looked_at.set(found)
    try:
        yield found
    finally:
        _looked_at.reset(token)


def drafting() -> AbstractContextManager[None]:
    """Build for an editor's eyes: pictures come from private files, and nothing is published."""
    return _with_pictures_from(lambda image, _key, specs: renditions.draft_sources(image, specs))


def reading() -> AbstractContextManager[None]:
    """Build for members' eyes: with the pictures that the public has already, and nothing is published."""
    return _with_pictures_from(renditions.standing_sources)


@contextmanager
def _with_pictures_from(sources: Sources) -> Iterator[None]:
    token = _sources.set(sources)
    try:
        yield
    finally:
        _sources.reset(token)


def picture(image: Image | None, key: UUID, specs: Sequence[str], alt: str = "") -> Picture | None:
    """`image` made public for as long as the thing `key` shows it; None if its file is lost."""
    if image:
        _looked_at.get(set()).add(f"image:{image.pk}")
    made = image and _sources.get()(image, key, specs)
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


def picture_above(page: BasePage) -> Picture | None:
    """The wide picture at the top of a page, with what it shows in the page's language."""
    return picture(page.source.hero_image, page.translation_key, renditions.WIDE, alt=page.hero_alt)


def owner_of(page: BasePage, owners: type[Page]) -> Page | None:
    """The nearest page of this type above the source: whoever owns a page stands above it in the tree."""
    paths, known = paths_above(page.source), remembered("pages above")
    if known.keys() >= set(paths):
        return next((known[path] for path in reversed(paths) if isinstance(known[path], owners)), None)
    above: Page | None = owners._default_manager.filter(path__in=paths).order_by("-depth").first()
    return above


def paths_above(page: Page) -> list[str]:
    """The tree paths of all pages above this one, the highest first."""
    return [page.path[:end] for end in range(Page.steplen, len(page.path), Page.steplen)]


def read_above(pages: Iterable[Page]) -> list[Page]:
    """Read at once what stands above these pages, for the batch."""
    known = remembered("pages above")
    known.update(dict.fromkeys(path for page in pages for path in paths_above(page)))
    known.update({page.path: page for page in Page.objects.filter(path__in=known).specific()})
    return [page for page in known.values() if page]


def thing_ref(page: Page | None, locale: str) -> ThingRef | None:
    """A labelled reference to another thing, in `locale`, the site's first language or its own: the first public one.

    None if it is not public. Whoever looks at it depends on `thing:<key>`, whether or not it can be shown now.
    """
    if page is None:
        return None
    _looked_at.get(set()).add(f"thing:{page.translation_key}")
    found = remembered("things named")
    if (page.pk, locale) not in found:
        found[page.pk, locale] = _public_ref(page, locale)
    return found[page.pk, locale]


def _public_ref(page: Page, locale: str) -> ThingRef | None:
    now, wanted = timezone.now(), (locale, settings.LANGUAGE_CODE)
    versions = {version.locale.language_code: version for version in (*other_versions(page, wanted), page)}
    for code in dict.fromkeys((*wanted, page.locale.language_code)):
        found = publicity(versions[code].specific, now) if code in versions else None
        if found and found.is_public(now):
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
