"""The pages of one thing: one in each language, and the one among them that the others were made from."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from wagtail.models import Page

from media.remembering import PORTION, remembered


def find_source(page: Any) -> Any:
    """The page that `page` is a translation of, which may be itself; None if it was deleted."""
    key, known = page.translation_key, remembered("sources")
    if key in known:
        return page if known[key] == page else known[key]
    pk = page.source_pks([key]).get(key, page.pk)
    return page if pk == page.pk else read_sources({key: pk})[key]


def source_of(page: Any) -> Any:
    """The source of a page for editors, who see a translation whose source was deleted as it stands alone."""
    return page.source or page


def other_versions(page: Page, locales: Collection[str] = ()) -> list[Page]:
    """The other live pages of a thing, in these languages or in all. Aliases, which only stand in, are none."""
    known = remembered("versions").get(page.translation_key)
    if known is None:
        wanted = {"locale__language_code__in": locales} if locales else {}
        return list(_live(page.get_translations()).filter(alias_of=None, **wanted))
    spoken = [version for version in known if not locales or version.locale.language_code in locales]
    return [version for version in spoken if version.pk != page.pk and isinstance(version, type(page))]


def read_sources(pks: Mapping[UUID, int | None]) -> dict[UUID, Page | None]:
    """Read the pages of these numbers at once, each the source of the thing that it is given by."""
    known = remembered("sources")
    unknown = {key: pk for key, pk in pks.items() if key not in known}
    if unknown:
        found = {page.pk: page for page in Page.objects.filter(pk__in=unknown.values()).specific()}
        known.update({key: found.get(pk) for key, pk in unknown.items()})
    return {key: known[key] for key in pks}


def read_versions(keys: Collection[UUID]) -> list[Page]:
    """Read the live pages of these things at once, for the batch; returns those that are no source that it has."""
    known = remembered("sources")
    sources = {key: source for key in keys if (source := known.get(key))}
    found = {key: [s] if (s := sources.get(key)) and s.live and not s.alias_of_id else [] for key in keys}
    others = Page.objects.filter(translation_key__in=found).exclude(pk__in=[source.pk for source in sources.values()])
    # Were it asked for in SQL that they are no aliases, SQLite would look through all pages that are none.
    read = [page for page in _live(others).iterator(chunk_size=PORTION) if page.alias_of_id is None]
    for version in read:
        found[version.translation_key].append(version)
    remembered("versions").update(found)
    return read


def _live(pages: Any) -> Any:
    return pages.filter(live=True).specific().select_related("locale", for_specific_subqueries=True)
