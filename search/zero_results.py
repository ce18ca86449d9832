"""Searches that find nothing are counted, so that editors learn what is missing. Who asked is never written down."""

import re
import unicodedata
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from search import analysis
from search.models import ZeroResultQuery
from search.query import Query

#: So many are remembered, and each for so long since it was asked for the last time.
MOST = 5_000
KEPT = timedelta(days=90)
_LONGEST = 100
#: What names somebody, rather than something that is missing.
_ADDRESS = re.compile(r"@|\d(?:[\W_]*\d){5}")


def note(query: Query) -> None:
    """Count a search that has found nothing. Filters are left aside: without them there may have been something."""
    words = " ".join(analysis.words(query.text))
    if (
        not words
        or len(words) > _LONGEST
        or _ADDRESS.search(unicodedata.normalize("NFKC", query.text))
        or query.facets
        or query.updated_since
        or query.since
        or query.before
    ):
        return
    name = {"kind": query.kind or "", "locale": query.language, "words": words}
    today = timezone.localdate()
    try:
        with transaction.atomic():
            if not ZeroResultQuery.objects.filter(**name).update(times=F("times") + 1, last_asked=today):
                _make_room()
                ZeroResultQuery.objects.get_or_create(**name, defaults={"last_asked": today})
    except DatabaseError:
        return  # a reader is not refused because nobody can count


def _make_room() -> None:
    """What was asked for least, and not lately, gives way: nobody can fill the memory with nonsense."""
    least = ZeroResultQuery.objects.order_by("times", "last_asked", "pk").first()
    if least and ZeroResultQuery.objects.count() >= MOST:
        least.delete()


def forget() -> None:
    """Drop what nobody has asked for in a while."""
    ZeroResultQuery.objects.filter(last_asked__lt=timezone.localdate() - KEPT).delete()
