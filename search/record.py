"""An entry as engines index it: the names of their fields, and what stands in them."""

import math
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from catalogue.models import Entry
from documents.kinds import Kind, kinds
from search import analysis, days, ordering, quality, weights
from search.engine import Hit
from search.fallback import ANY_LANGUAGE, best, languages, order
from search.wording import Said

#: Part of every index's name: raise it when the fields of all, or what stands in them, change.
VERSION = 5

#: What an entry is found by as a whole.
TERMS = ("kind", "locale", "has", "shown")
MOMENTS = ("updated_at", "visible_from", "visible_until")
DAYS = (days.FIRST, days.LAST)
TEXTS = tuple(f"text_{name}" for name in weights.CLASSES)
#: The orders of the days, and what each makes of the points of a thing's words, together with the parts of its quality.
SHUFFLES = tuple(f"shuffle_{number}" for number in range(ordering.SHUFFLES))
RANKS = tuple(f"rank_{number}" for number in range(ordering.SHUFFLES))
QUALITIES = tuple(f"quality_{part}" for part in weights.QUALITY)
Record = dict[str, str | list[str] | int | float]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def facet_names() -> Sequence[str]:
    """Every facet of some kind, and the kind itself."""
    return _facet_names(tuple(kinds))


def sort_names() -> Sequence[str]:
    """Every value that some kind is sorted by."""
    return _sort_names(tuple(kinds))


@lru_cache(maxsize=4)
def _facet_names(kinds: Sequence[Kind]) -> Sequence[str]:
    return sorted({"kind", *(name for kind in kinds for name in kind.facets)})


@lru_cache(maxsize=4)
def _sort_names(kinds: Sequence[Kind]) -> Sequence[str]:
    return sorted({name for kind in kinds for name in kind.sorts})


def shape() -> tuple[object, ...]:
    """Everything that decides what an index has in it, besides the catalogue."""
    table = (*weights.QUALITY.items(), weights.NEUTRAL, *weights.AGES, weights.TIE)
    return (VERSION, analysis.VERSION, *facet_names(), *sort_names(), *weights.CLASSES, *table, *languages())


def record(entry: Entry, said: Said, public_in: Collection[str], at: datetime) -> Record:
    """One entry, with the languages in which its thing is public, and those whose readers it is the best for.

    Texts come as terms with blanks between them, moments as numbers, quality as it is at `at`.
    """
    made: Record = {
        "kind": entry.kind,
        "locale": entry.locale,
        "has": list(public_in),
        "shown": _shown(entry.kind, entry.locale, tuple(public_in)),
    }
    for name, values in {**entry.facets, "kind": [entry.kind]}.items():
        made[f"facet_{name}"] = list(values)
    for name in MOMENTS:
        if moment := getattr(entry, name):
            made[name] = microseconds(moment)
    if found := days.ends(entry.sort):
        made |= zip(DAYS, found, strict=True)
    for name, terms in said.terms.items():
        made[f"text_{name}"] = terms
    made["begins"] = " ".join(said.begins)
    valueless = ordering.sort_key("", entry.thing_id)
    for name in sort_names():
        value = entry.sort.get(name)
        made[f"sort_{name}"] = ordering.sort_key(value, entry.thing_id) if value else valueless
    factors = quality.factors(entry.sort.get("quality", {}), at)
    made |= {f"quality_{part}": factor for part, factor in factors.items()}
    whole = math.prod(factors.values())
    for number, place in enumerate(ordering.shuffled(entry.thing_id)):
        made[SHUFFLES[number]] = place * weights.TIE
        made[RANKS[number]] = whole * (1 + place * weights.TIE)
    return made


def of_the_day(key: UUID, shuffle: int) -> float:
    """What the order of a day makes of the points of a thing."""
    return 1 + ordering.shuffled(key)[shuffle] * weights.TIE


@lru_cache(maxsize=1_000)
def _shown(kind: str, locale: str, public_in: tuple[str, ...]) -> list[str]:
    """For whom `locale` is the best of these languages, if any will do, as terms."""
    readers = [code for code in languages() if best(order(code, [ANY_LANGUAGE]), public_in) == locale]
    return [shown(each, code) for each in (kind, None) for code in readers]


def shown(kind: str | None, locale: str) -> str:
    """The term for what readers of `locale` are shown of a kind, or of all kinds, if any language will do."""
    return f"{kind or ''}/{locale}"


def identifier(key: UUID, locale: str) -> str:
    """The name of one entry in an index."""
    return f"{key.hex}/{locale}"


def named(name: str) -> Hit:
    """What has this name."""
    key, locale = name.split("/")
    return Hit(UUID(key), locale)


def microseconds(moment: datetime) -> int:
    """A moment as the number that stands for it; nothing of ours is older than 1970."""
    return max(0, (moment - _EPOCH) // timedelta(microseconds=1))
