"""What a query filters by, in terms and ranges of an index's fields: each engine says the same in its own language."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from search import days
from search.engine import Hit
from search.fallback import ANY_LANGUAGE, order
from search.query import Query, Selection
from search.record import identifier, microseconds, shown


@dataclass(frozen=True)
class AnyOf:
    """The field has one of these terms."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Within:
    """The field has a number, and it is in this range, ends included."""

    field: str
    lowest: int | None = None
    highest: int | None = None


@dataclass(frozen=True)
class Not:
    """The condition does not hold."""

    condition: "Condition"


@dataclass(frozen=True)
class Either:
    """Every condition of one of these cases holds."""

    cases: tuple[tuple["Condition", ...], ...]


Condition = AnyOf | Within | Not | Either


def filters(query: Query, gone: Collection[Hit]) -> Iterator[Condition]:
    """What holds of everything that a query may show, whatever is chosen of the facets."""
    if query.languages == order(query.languages[0], [ANY_LANGUAGE]):
        yield AnyOf("shown", (shown(query.kind, query.languages[0]),))
    else:
        yield _best_language(query.languages)
        if query.kind:
            yield AnyOf("kind", (query.kind,))
    if query.updated_since:
        yield Within("updated_at", lowest=microseconds(query.updated_since))
    if query.since:
        yield Within(days.LAST, lowest=query.since.toordinal())
    if query.before:
        yield Within(days.FIRST, highest=query.before.toordinal() - 1)
    if gone:
        yield Not(AnyOf("id", tuple(identifier(hit.key, hit.locale) for hit in gone)))


def begun_by(at: datetime) -> Condition:
    """What is not yet public at `at` is left out."""
    return Not(Within("visible_from", lowest=microseconds(at) + 1))


def lasting_at(at: datetime) -> Condition:
    """What is no longer public at `at` is left out."""
    return Not(Within("visible_until", highest=microseconds(at)))


def chosen(query: Query, without: Collection[str] = ()) -> Iterator[Condition]:
    """What is chosen of the facets; `without` leaves out some of them, to see what else there is."""
    for name, selection in query.facets.items():
        if name not in without:
            yield from _selected(f"facet_{name}", selection)


def _selected(field: str, selection: Selection) -> Iterator[Condition]:
    if selection.any:
        yield AnyOf(field, selection.any)
    yield from (AnyOf(field, (value,)) for value in selection.all)
    if selection.none:
        yield Not(AnyOf(field, selection.none))


def _best_language(languages: tuple[str, ...]) -> Condition:
    """Each thing in the first of these languages that it is public in, and in no other."""

    def case(number: int, code: str) -> tuple[Condition, ...]:
        better = (Not(AnyOf("has", languages[:number])),) if number else ()
        return (AnyOf("locale", (code,)), *better)

    return Either(tuple(case(number, code) for number, code in enumerate(languages)))
