"""The one rule of what is public: live, every ancestor live, unrestricted, in its time, and consented."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageViewRestriction

from media.remembering import portions, remembered
from pages.models import BasePage
from pages.reasons import MEMBERS_ONLY, Reason, Withheld

DELETED = Withheld(Reason.DELETED, "deleted", _("The page has been deleted."))
_DRAFT = Withheld(Reason.UNPUBLISHED, "draft", _("The page is not published."))
_ANCESTOR = Withheld(Reason.UNPUBLISHED, "ancestor", _("A page above it in the tree is not published."))
_ORPHAN = Withheld(Reason.DELETED, "orphan", _("The page that it was translated from has been deleted."))
_EXPIRED = Withheld(Reason.EXPIRED, "expired", _("Its time, or that of a page above it, is over."))
_COLUMNS = ("pk", "path", "alias_of", "live", "expired", "go_live_at", "expire_at", "private")
_RESTRICTED = Withheld(Reason.RESTRICTED, "restricted", _("It, or a page above it, is private."))


@dataclass(frozen=True)
class Publicity:
    """The first obstacle between a page and the public, if any, and the time in which it is public."""

    obstacle: Withheld | None = None
    starts: datetime | None = None
    ends: datetime | None = None

    def is_public(self, at: datetime) -> bool:
        """Whether everybody may see at `at` what was judged for that moment."""
        return self.obstacle is None and self._has_begun(at)

    def is_for_members(self, at: datetime) -> bool:
        """Whether members who are signed in may: what is public, and what is kept from the public for them alone."""
        return self.obstacle in (None, MEMBERS_ONLY) and self._has_begun(at)

    def _has_begun(self, at: datetime) -> bool:
        return self.starts is None or self.starts <= at


def line_of(page: Page) -> list[str]:
    """The tree paths of a page and its ancestors below the invisible root."""
    step = Page.steplen
    return [page.path[:end] for end in range(2 * step, len(page.path) + 1, step)]


def publicity(page: Page, at: datetime, of_source: Publicity | None = None) -> Publicity:
    """Judge `page`, which must be the specific page, and its source, as the database has them now.

    `of_source` is what was found of the source a moment ago, for whoever judges every language.
    """
    found = _alone(page, at)
    source = page.source if isinstance(page, BasePage) else page
    if found.obstacle or source == page:
        return found
    if source is None:
        return Publicity(_ORPHAN)
    of_source = of_source or _alone(source, at)
    return of_source if of_source.obstacle not in (None, MEMBERS_ONLY) else _both(found, of_source)


def _alone(page: Page, at: datetime) -> Publicity:
    """Judge a page and its ancestors. Whether somebody consents is asked of the source, what a text tells of each."""
    rows = read_lines([page])[page.path]
    line = [row for row in rows if len(row["path"]) > Page.steplen]
    person = page if isinstance(page, BasePage) and page.source == page else None
    ends = [row["expire_at"] for row in line if row["expire_at"]]
    obstacle = None
    closed = [row for row in line if not row["live"]]
    if any(row["expired"] for row in closed):
        obstacle = _EXPIRED
    elif closed:
        obstacle = _DRAFT if any(row["pk"] == page.pk for row in closed) else _ANCESTOR
    elif any(end <= at for end in ends):
        obstacle = _EXPIRED
    elif any(map(_is_private, rows)):
        obstacle = _RESTRICTED
    elif isinstance(page, BasePage):
        wish = person.withheld(at) if person else None
        obstacle = wish if wish not in (None, MEMBERS_ONLY) else page.version_withheld() or wish
    if obstacle not in (None, MEMBERS_ONLY):
        return Publicity(obstacle)
    own_end = person and person.public_until(at)
    starts = [row["go_live_at"] for row in line if row["go_live_at"]]
    return Publicity(obstacle, max(starts, default=None), min([*ends, *filter(None, [own_end])], default=None))


def read_lines(pages: Iterable[Page]) -> dict[str, list[dict[str, Any]]]:
    """Read at once what each page and its ancestors, the invisible root first, say for themselves; by path."""
    known = remembered("pages as they are judged")
    lines = {page.path: [page.path[: Page.steplen], *line_of(page)] for page in pages}
    unknown = {path for line in lines.values() for path in line} - known.keys()
    known.update(dict.fromkeys(unknown))
    for portion in portions(unknown):
        known.update({row["path"]: row for row in _rows().filter(path__in=portion)})
    return {path: [row for above in line if (row := known[above])] for path, line in lines.items()}


def _rows() -> QuerySet[Page, dict[str, Any]]:
    restrictions = PageViewRestriction.objects.filter(page=OuterRef("pk"))
    return Page.objects.annotate(private=Exists(restrictions)).values(*_COLUMNS)


def _is_private(row: dict[str, Any]) -> bool:
    """An alias is as private as what it stands for, which is what Wagtail says, too."""
    while row["alias_of"]:
        row = _rows().get(pk=row["alias_of"])
    return bool(row["private"])


def _both(one: Publicity, source: Publicity) -> Publicity:
    starts, ends = filter(None, (one.starts, source.starts)), filter(None, (one.ends, source.ends))
    return Publicity(source.obstacle, max(starts, default=None), min(ends, default=None))


def is_public(page: Page, at: datetime | None = None) -> bool:
    """Whether everybody may see `page` at `at`, now by default."""
    at = at or timezone.now()
    return publicity(page.specific, at).is_public(at)
