"""Proof and repair: what the catalogue holds against what it ought to hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.models import Page

from catalogue.marking import keep_thing, touch
from catalogue.models import Dirty, Entry, Thing
from catalogue.projection import Projection, project
from catalogue.querysets import EntryQuerySet
from catalogue.refresh import BATCH, refresh, standing_entries
from documents.kinds import kinds
from media.remembering import portions
from pages.publicity import is_public


@dataclass(frozen=True)
class Drift:
    """One difference between the catalogue and the pages."""

    key: UUID
    locale: str
    what: str

    def __str__(self) -> str:
        return f"{self.key} {self.locale or '-'}: {self.what}"


def check() -> list[Drift]:
    """Every difference, found by building everything anew. A catalogue at rest has none."""
    at = timezone.now()
    drift = [Drift(page.translation_key, "", "unknown thing") for page in unknown()]
    for things in portions(Thing.objects.order_by("pk").iterator(), BATCH):
        drift += _differences(project(things, at))
    return drift


def follow_time() -> None:
    """Mark what has ended by itself, and with it whatever names it."""
    passed = Entry.objects.filter(removed_at=None, visible_until__lte=timezone.now())
    touch(*(f"thing:{key}" for key in set(passed.values_list("thing_id", flat=True)[:BATCH])), urgent=True)


def reconcile() -> int:
    """Mark what no signal announced and what time alone has changed; returns how many marks that made.

    Cheap enough for every minute: it looks at columns of pages, not at documents.
    """
    for page in unknown():
        keep_thing(page)
    now = timezone.now()
    shown = Entry.objects.filter(removed_at=None)
    over = Q(live=False) | Q(expire_at__lte=now)
    as_shown = Page.objects.exclude(over).filter(pk=OuterRef("page_pk"), title=OuterRef("title"), slug=OuterRef("slug"))
    stale = shown.filter(~Exists(as_shown) | Q(visible_until__lte=now)) | Entry.objects.filter(unnumbered=True)
    keys = {*stale.values_list("thing_id", flat=True), *_missing(shown)}
    closed = Page.objects.filter(over, depth__gt=1, numchild__gt=0).values_list("pk", "path")
    below = {pk: Page.objects.filter(path__startswith=path) for pk, path in closed}
    hidden = [pk for pk, pages in below.items() if shown.filter(page_pk__in=pages.values("pk")).exists()]
    outdated = shown.exclude(schema_version__in=[kind.schema_version for kind in kinds])
    old = outdated.values_list("thing_id", flat=True)[:BATCH]
    refs = {*(f"thing:{key}" for key in keys), *(f"tree:{pk}" for pk in hidden), *(f"build:{key}" for key in old)}
    touch(*sorted(refs), urgent=True)
    return len(refs)


def rebuild() -> int:
    """Build every thing anew; only what differs takes a number. Returns how many were built."""
    for page in unknown():
        keep_thing(page)
    touch("all:")
    return settle()


def settle() -> int:
    """Refresh until nothing is marked; returns how many things were brought."""
    total = 0
    while Dirty.objects.exists():
        total += refresh()
    return total


def unknown() -> Iterator[Page]:
    for kind in kinds:
        known = Thing.objects.filter(pk=OuterRef("translation_key"))
        found = kind.page_model._default_manager.filter(~Exists(known), alias_of=None)
        yield from found.order_by("pk")


def _missing(shown: EntryQuerySet) -> Iterator[UUID]:
    """Things with a page that has come into the open and has no entry."""
    waiting = Thing.objects.filter(withheld__in=("", "unbuilt", "draft", "ancestor", "expired", "error"))
    pages = Page.objects.filter(live=True, alias_of=None, translation_key__in=waiting.values("pk"))
    without = pages.filter(~Exists(shown.filter(page_pk=OuterRef("pk"))))
    yield from (page.translation_key for page in without.specific().iterator() if is_public(page))


def _differences(projections: Sequence[Projection]) -> Iterator[Drift]:
    standing = standing_entries(projections)
    wanted = {(p.key, locale): fields for p in projections for locale, fields in p.entries.items()}
    for (key, locale), fields in wanted.items():
        entry = standing.pop((key, locale), None)
        if entry is None or not (entry.removed_at is None and entry.etag == fields["etag"]):
            yield Drift(key, locale, "missing" if entry is None or entry.removed_at else "differs")
    for (key, locale), entry in standing.items():
        if entry.removed_at is None:
            yield Drift(key, locale, "still public")
