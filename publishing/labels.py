"""Names of things as facets show them."""

from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings

from catalogue import log
from catalogue.models import Entry
from documents.document import Labels


def titles_of(kind: str) -> Labels:
    """A facet's labels: every public thing of `kind` by its key, named in the locale or the best other one."""

    def labels(locale: str) -> Mapping[str, str]:
        return _titles(kind, locale, log.seen())

    return labels


@lru_cache(maxsize=64)
def _titles(kind: str, locale: str, state: log.State) -> Mapping[str, str]:
    rank = {settings.LANGUAGE_CODE: 1, locale: 2}
    rows = Entry.objects.public().filter(kind=kind).values_list("thing_id", "locale", "title")
    return {str(key): title for key, _locale, title in sorted(rows, key=lambda row: rank.get(row[1], 0))}
