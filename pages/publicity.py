"""The one rule of what is public: live, every ancestor live, unrestricted, in its time, and consented."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from pages.models import BasePage
from pages.reasons import Reason, Withheld

DELETED = Withheld(Reason.DELETED, "deleted", _("The page has been deleted."))
_DRAFT = Withheld(Reason.UNPUBLISHED, "draft", _("The page is not published."))
_ANCESTOR = Withheld(Reason.UNPUBLISHED, "ancestor", _("A page above it in the tree is not published."))
_ORPHAN = Withheld(Reason.DELETED, "orphan", _("The page that it was translated from has been deleted."))
_EXPIRED = Withheld(Reason.EXPIRED, "expired", _("Its time, or that of a page above it, is over."))
_COLUMNS = ("pk", "live", "expired", "go_live_at", "expire_at")
_RESTRICTED = Withheld(Reason.RESTRICTED, "restricted", _("It, or a page above it, is private."))


@dataclass(frozen=True)
class Publicity:
    """The first obstacle between a page and the public, if any, and the time in which it is public."""

    obstacle: Withheld | None = None
    starts: datetime | None = None
    ends: datetime | None = None


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
    return of_source if of_source.obstacle else _both(found, of_source)


def _alone(page: Page, at: datetime) -> Publicity:
    """Judge a page and its ancestors. Whether somebody consents is asked of the source, what a text tells of each."""
    line = list(Page.objects.filter(path__in=line_of(page)).values(*_COLUMNS))
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
    elif page.get_view_restrictions().exists():
        obstacle = _RESTRICTED
    elif isinstance(page, BasePage):
        obstacle = (person and person.withheld(at)) or page.version_withheld()
    if obstacle:
        return Publicity(obstacle)
    own_end = person and person.public_until(at)
    starts = [row["go_live_at"] for row in line if row["go_live_at"]]
    return Publicity(None, max(starts, default=None), min([*ends, *filter(None, [own_end])], default=None))


def _both(one: Publicity, other: Publicity) -> Publicity:
    starts, ends = filter(None, (one.starts, other.starts)), filter(None, (one.ends, other.ends))
    return Publicity(None, max(starts, default=None), min(ends, default=None))


def is_public(page: Page, at: datetime | None = None) -> bool:
    """Whether everybody may see `page` at `at`, now by default."""
    at = at or timezone.now()
    found = publicity(page.specific, at)
    return found.obstacle is None and (found.starts is None or found.starts <= at)
