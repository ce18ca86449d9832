"""Reads of the catalogue, in its own words."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from pages.reasons import Reason

if TYPE_CHECKING:
    from catalogue.models import Entry  # noqa: F401 - the type of the rows, in quotes below

#: What is left of an entry that has ended: besides these, its key, kind, language, reason and number.
TOMBSTONE: dict[str, Any] = {
    **dict.fromkeys(("etag", "path", "slug", "title", "payload", "schema_version"), ""),
    **{name: {} for name in ("facets", "text", "sort")},
    **dict.fromkeys(("visible_from", "visible_until")),
}


class EntryQuerySet(models.QuerySet["Entry"]):
    def public(self, at: datetime | None = None) -> "EntryQuerySet":
        """What everybody may see at `at`, now by default."""
        at = at or timezone.now()
        begun = Q(visible_from=None) | Q(visible_from__lte=at)
        lasts = Q(visible_until=None) | Q(visible_until__gt=at)
        return self.filter(begun, lasts, removed_at=None)

    def since(self, seq: int) -> "EntryQuerySet":
        """The log after `seq`, tombstones included, in commit order."""
        return self.filter(seq__gt=seq, unnumbered=False).order_by("seq")

    def end(self, reason: Reason) -> int:
        """Make tombstones of these at once. Their numbers come after the commit."""
        now = timezone.now()
        return self.filter(removed_at=None).update(removed_at=now, removed_reason=reason, unnumbered=True, **TOMBSTONE)
