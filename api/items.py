"""One thing by its id or name: which of its languages to give, or why there is nothing to give."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from api.problems import Problem
from catalogue.models import Entry, standing, versions
from documents.kinds import Kind
from search import text
from search.query import Query
from search.text import InvalidText

#: What the log will say of those whose time has passed.
_EXPIRED = "expired"
_LONGEST_SLUG = 255
#: What an item is written and judged by.
NEEDED = (
    *("thing_id", "kind", "locale", "seq", "etag", "path", "slug", "payload", "updated_at", "visible_from"),
    *("visible_until", "removed_at", "removed_reason"),
)


@dataclass(frozen=True)
class Found:
    """The entry that a question about one thing is answered with."""

    entry: Entry
    is_fallback: bool


def by_key(kind: Kind, key: str, query: Query, at: datetime, read: Callable[[UUID], list[Entry]] = versions) -> Found:
    """The thing with this id. Raises Problem when there is none."""
    entries = [entry for entry in read(_uuid(kind, key)) if entry.kind == kind.name]
    return _in_language(_public(kind, entries, at), query)


#: The same, for whoever asks whether it has changed: read in two thirds of the time.
glanced_at = partial(by_key, read=standing)


def by_slug(kind: Kind, slug: str, query: Query, at: datetime) -> Found:
    """The thing with this name in one of its addresses. What was removed has never been: a name is personal."""
    try:
        named = Entry.objects.public(at).filter(kind=kind.name, slug=text.clean(slug, _LONGEST_SLUG)).exclude(slug="")
    except InvalidText:
        raise _unknown(kind) from None
    rows = Entry.objects.public(at).filter(kind=kind.name, thing__in=named.values("thing")).only(*NEEDED)
    entries = list(rows)
    keys = {e.thing_id for e in entries if e.slug == slug and e.locale == query.locale}
    keys = keys or {e.thing_id for e in entries if e.slug == slug}
    if not keys:
        raise _unknown(kind)
    if len(keys) > 1:
        raise Problem("ambiguous-slug", ids=sorted(map(str, keys)))
    return _in_language([e for e in entries if e.thing_id in keys], query)


def _uuid(kind: Kind, key: str) -> UUID:
    try:
        found = UUID(key)
    except ValueError:
        raise _unknown(kind) from None
    if str(found) != key.lower():
        raise _unknown(kind)
    return found


def _unknown(kind: Kind) -> Problem:
    return Problem("not-found", f"There is no such {kind.name}.")


def _public(kind: Kind, entries: Sequence[Entry], at: datetime) -> list[Entry]:
    """Those that are public; otherwise raises what has become of the thing."""
    public = [entry for entry in entries if entry.is_public(at)]
    if public:
        return public
    ended = [entry for entry in entries if entry.removed_at or (entry.visible_until and entry.visible_until <= at)]
    if not ended:
        raise _unknown(kind)
    last = max(ended, key=lambda entry: entry.removed_at or entry.visible_until or at)
    raise Problem("gone", f"This {kind.name} is no longer public.", reason=last.removed_reason or _EXPIRED)


def _in_language(public: Sequence[Entry], query: Query) -> Found:
    by_locale = {entry.locale: entry for entry in public}
    best = next((code for code in query.languages if code in by_locale), None)
    if best is None:
        locales = sorted(by_locale)
        raise Problem("language-missing", f"It exists in: {', '.join(locales)}.", locales=locales)
    return Found(by_locale[best], is_fallback=query.locale not in (None, best))
