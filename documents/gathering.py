"""What a batch of pages is made from, read at once: with it, judging and building them asks for hardly anything."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, prefetch_related_objects
from wagtail.models import Page

from documents.building import read_above, read_localized
from media.remembering import portions
from media.renditions import read_renditions
from pages.models import BasePage
from pages.publicity import read_lines
from pages.versions import read_sources, read_versions
from people.services import read_consents


def gather(source_pks: Mapping[UUID, int | None], at: datetime) -> None:
    """Read for the batch what these things, by the numbers of their source pages, are judged by and made from.

    What is not found here, such as whom a text links to, is asked when it is needed, and once.
    """
    sources = [page for page in read_sources(source_pks).values() if page]
    pages = [*sources, *read_versions(source_pks)]
    named = [*_named_by(pages), *read_above(sources)]
    others = {page.translation_key for page in named} - source_pks.keys()
    near = [*named, *_sources_of(others), *read_versions(others)]
    prefetch_related_objects(near, "locale")
    read_lines([*pages, *near])
    read_consents({name for page in [*pages, *near] for name in _persons(page)}, at)
    read_localized(source_pks)
    read_renditions(source_pks)


def _sources_of(keys: Collection[UUID]) -> list[Page]:
    return [page for page in read_sources(BasePage.source_pks(keys)).values() if page]


def _named_by(pages: Iterable[Page]) -> Iterator[Page]:
    """Read the relations that pages of each type are made from, and say which pages these lead to."""
    alike: dict[type[Page], list[Page]] = defaultdict(list)
    for page in pages:
        alike[type(page)].append(page)
    for model, some in alike.items():
        for portion in portions(some):
            prefetch_related_objects(portion, "locale")
            for relation in getattr(model, "made_from", ()):
                yield from (one for one in _read(portion, relation) if isinstance(one, Page))


def _read(owners: Sequence[Model], relation: str) -> Sequence[Model]:
    """Read what a relation leads to, such as `person`, `talks` or `affiliations__organisation`."""
    name, _, further = relation.partition("__")
    if type(owners[0])._meta.get_field(name).one_to_many:
        found: Sequence[Model] = _read_rows(owners, name)
    else:
        prefetch_related_objects(owners, name)
        found = [one for owner in owners if (one := getattr(owner, name))]
    return _read(found, further) if found and further else found


def _read_rows(pages: Sequence[Any], name: str) -> list[Model]:
    """The same as Django's prefetching, which makes a queryset for each list of each page, in half the time."""
    relation = pages[0]._meta.get_field(name)
    rows = list(relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": pages}))
    lists: dict[int, list[Model]] = {page.pk: [] for page in pages}
    for row in rows:
        lists[getattr(row, relation.field.attname)].append(row)
    for page in pages:
        vars(page).setdefault("_cluster_related_objects", {})[name] = lists[page.pk]
    return rows


def _persons(page: Page) -> Iterator[str]:
    refs = page.depends_on() if isinstance(page, BasePage) else ()
    return (ref.removeprefix("person:") for ref in refs if ref.startswith("person:"))
