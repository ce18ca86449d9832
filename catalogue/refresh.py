"""From committed changes to the log: expand, build without a lock, then number and write in one short transaction."""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from catalogue import log
from catalogue.models import Dependency, Dirty, Entry, Thing
from catalogue.projection import Projection, project
from catalogue.querysets import TOMBSTONE
from media import renditions

logger = logging.getLogger(__name__)

#: At most this many things are written, and so locked, in one transaction.
BATCH = 200
#: How many things the request that caused a change brings to the catalogue itself; the worker does the rest.
IN_REQUEST = 20


class AfterCommit:
    """What a request does itself, right after its commit: its own changes, and nobody else's."""

    def __init__(self) -> None:
        self.refs: set[str] = set()

    def bring(self) -> None:
        refresh(IN_REQUEST, self.refs)


def refresh(limit: int = BATCH, refs: Collection[str] | None = None) -> int:
    """Bring at most `limit` changed things to the catalogue, of those that `refs` concern; returns how many.

    Safe to run twice, at the same time and to be killed anywhere: a mark goes only with the write that it
    asked for, and a projection that has been overtaken is thrown away and built anew.
    """
    mine = Dirty.objects.all() if refs is None else Dirty.objects.filter(ref__in=refs)
    expanded = _expand(mine)
    if refs is not None:
        mine = Dirty.objects.filter(ref__in={*refs, *expanded[:limit]})
    builds = mine.filter(ref__startswith="build:").order_by("-urgent", "pk").values_list("ref", flat=True)
    done = 0
    for _attempt in range(3):
        chosen = list(dict.fromkeys(builds[: 5 * limit]))[: limit - done]
        if not chosen:
            break
        marks = dict(Dirty.objects.filter(ref__in=chosen).values_list("pk", "ref"))
        keys = [UUID(ref[6:]) for ref in chosen]
        at = timezone.now()
        projections = project(Thing.objects.filter(pk__in=keys), at)
        written = _write(projections)
        settled = written | (set(keys) - {projection.key for projection in projections})
        Dirty.objects.filter(pk__in=[pk for pk, ref in marks.items() if UUID(ref[6:]) in settled]).delete()
        done += len(settled)
        if len(settled) == len(keys):
            break
    return done


def things_of(ref: str) -> set[UUID]:
    """The keys of every thing whose documents `ref` has a part in."""
    scheme, _, name = ref.partition(":")
    if scheme == "all":
        return set(Thing.objects.values_list("pk", flat=True))
    if scheme not in ("page", "tree", "thing", "person"):
        return set(Dependency.objects.filter(on=ref).values_list("thing_id", flat=True))
    if scheme == "thing":
        keys = {UUID(name)}
    elif scheme == "person":  # what others say of them ends with what they say themselves
        keys = set(Dependency.objects.filter(on=ref).values_list("thing_id", flat=True))
    else:
        where = Q(pk=name) if scheme == "page" else at_or_below(name)
        keys = set(Page.objects.filter(where).values_list("translation_key", flat=True))
    refs = [ref, *(f"thing:{key}" for key in keys)]
    for some in (refs[at : at + BATCH] for at in range(0, len(refs), BATCH)):  # SQLite takes only so many at once
        keys |= set(Dependency.objects.filter(on__in=some).values_list("thing_id", flat=True))
    return keys


def at_or_below(pk: int | str) -> Q:
    """A page and what is below it, and the same of its aliases, which share its privacy."""
    where, pks = Q(pk__in=()), [int(pk)]
    while pks:
        for path in Page.objects.filter(pk__in=pks).values_list("path", flat=True):
            where |= Q(path__startswith=path)
        pks = list(Page.objects.filter(alias_of__in=pks).values_list("pk", flat=True))
    return where


def _expand(marks: QuerySet[Dirty]) -> list[str]:
    """Turn each mark into one for every thing that it concerns, and say which these are."""
    expanded: dict[str, None] = {}
    for mark in marks.exclude(ref__startswith="build:").order_by("-urgent", "pk")[:BATCH]:
        builds = [f"build:{key}" for key in Thing.objects.only("pk").in_bulk(things_of(mark.ref))]
        with transaction.atomic():
            Dirty.objects.bulk_create(Dirty(ref=ref, urgent=mark.urgent) for ref in builds)
            mark.delete()
        expanded |= dict.fromkeys(builds)
    return list(expanded)


def _write(projections: Sequence[Projection]) -> set[UUID]:
    """Write those that nothing has overtaken and whose references are known; returns their keys.

    Of one that refers to something for the first time only that is written, so that a change of the other finds it,
    and it is built again: it may have been built before such a change.
    Locks held by others are skipped, never waited for: whoever holds one has left a mark of its own.
    """
    wanted = {projection.key: projection for projection in projections}
    with transaction.atomic():
        locked = Thing.objects.select_for_update(skip_locked=True).filter(pk__in=wanted).order_by("pk")
        valid = [thing for thing in locked if thing.version == wanted[thing.key].version]
        first = _write_dependencies([wanted[thing.key] for thing in valid])
        things = [thing for thing in valid if thing.key not in first]
        current = [wanted[thing.key] for thing in things]
        entries = _changed_entries(current)
        _write_things(things, wanted)
        # Under the things' locks, or the pictures of a newer version would go.
        renditions.keep({projection.key: projection.pictures for projection in current})
        number = log.take(len(entries)) if entries else 0  # from here on all other writers wait
        for seq, entry in enumerate(entries, number):
            entry.seq = seq
        old = [entry for entry in entries if entry.pk is not None]
        Entry.objects.bulk_create([entry for entry in entries if entry.pk is None])
        for entry in old:  # a bulk update takes several times as long
            entry.save(update_fields=_FIELDS)
    return {projection.key for projection in current}


_FIELDS = [f.name for f in Entry._meta.concrete_fields if f.name not in ("id", "thing", "kind", "locale")]


def _write_things(things: Sequence[Thing], projections: Mapping[UUID, Projection]) -> None:
    """Write the things' own rows. Whoever else is building one is overtaken, though nothing may have changed.

    Their view is older than this one, and their mark may have been the only one.
    """
    codes: dict[str, list[UUID]] = {}
    for thing in things:
        obstacle = projections[thing.key].obstacle
        codes.setdefault(obstacle.code if obstacle else "", []).append(thing.key)
    for code, keys in codes.items():
        Thing.objects.filter(pk__in=keys).update(withheld=code, version=F("version") + 1)


def standing_entries(projections: Iterable[Projection]) -> dict[tuple[UUID, str], Entry]:
    """What the catalogue holds of these things, by thing and language."""
    entries = Entry.objects.filter(thing__in=[projection.key for projection in projections]).defer("payload")
    return {(entry.thing_id, entry.locale): entry for entry in entries}


def _changed_entries(projections: Iterable[Projection]) -> list[Entry]:
    wanted = {projection.key: projection for projection in projections}
    kinds = dict(Thing.objects.filter(pk__in=wanted).values_list("pk", "kind"))
    standing = standing_entries(projections)
    changed = []
    for key, projection in wanted.items():
        for locale, fields in projection.entries.items():
            entry = standing.pop((key, locale), None) or Entry(thing_id=key, kind=kinds[key], locale=locale)
            if entry.etag != fields["etag"] or entry.removed_at or entry.unnumbered:
                changed.append(_set(entry, fields, removed_at=None, removed_reason="", unnumbered=False))
            elif entry.schema_version != fields["schema_version"]:
                Entry.objects.filter(pk=entry.pk).update(schema_version=fields["schema_version"])
    ended = [entry for entry in standing.values() if entry.removed_at is None or entry.unnumbered]
    return changed + [_ended(entry, wanted[entry.thing_id]) for entry in ended]


def _ended(entry: Entry, projection: Projection) -> Entry:
    reason = projection.reason(entry)
    at = entry.removed_at or timezone.now()
    return _set(entry, TOMBSTONE, removed_at=at, removed_reason=reason, unnumbered=False)


def _set(entry: Entry, fields: Any, **more: Any) -> Entry:
    for name, value in {**fields, **more}.items():
        setattr(entry, name, value)
    return entry


def _write_dependencies(projections: Sequence[Projection]) -> set[UUID]:
    """Write what these refer to; returns the keys of those that refer to something for the first time."""
    wanted = {(p.key, on) for p in projections for on in p.dependencies}
    rows = Dependency.objects.filter(thing__in=[p.key for p in projections]).values_list("thing", "on", "pk")
    standing = {(key, on): pk for key, on, pk in rows}
    new = sorted(wanted - standing.keys())
    first = {key for key, _on in new}
    Dependency.objects.bulk_create((Dependency(thing_id=key, on=on) for key, on in new), ignore_conflicts=True)
    old = [pk for (key, on), pk in standing.items() if (key, on) not in wanted and key not in first]
    Dependency.objects.filter(pk__in=old).delete()
    return first
