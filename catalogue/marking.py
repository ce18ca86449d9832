"""The cause marks: what changes or ends publicity says so here, in its own transaction."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from catalogue.models import Dependency, Dirty, Entry, Thing
from catalogue.refresh import AfterCommit, at_or_below
from documents.kinds import kinds
from pages.models import BasePage
from pages.publicity import publicity
from pages.reasons import Reason


def touch(*refs: str, urgent: bool = False) -> None:
    """Say that what `refs` name has changed, so that everything made from it is built anew.

    `refs` are such as `topic:5`, `page:12`, `thing:<uuid>`. Call it in the transaction of the change. The
    urgent ones, people's own wishes, come first.
    """
    if not refs:
        return
    with transaction.atomic():
        Dirty.objects.bulk_create(Dirty(ref=ref, urgent=urgent) for ref in refs)
        calls = (getattr(call[1], "__self__", None) for call in connection.run_on_commit)
        after_commit = next((call for call in calls if isinstance(call, AfterCommit)), None)
        if after_commit is None:
            after_commit = AfterCommit()
            transaction.on_commit(after_commit.bring, robust=True)
        after_commit.refs.update(refs)


@transaction.atomic
def page_changed(page: Page, *, tree: bool) -> None:
    """A page was saved. `tree` says that what lies below it is concerned, too.

    If it may not be public now, its entries and those below it end in this very transaction.
    """
    page = page.specific
    keep_thing(page)
    obstacle = publicity(page, timezone.now()).obstacle
    if obstacle:
        end_pages(Page.objects.filter(at_or_below(page.pk) if tree else Q(pk=page.pk)), obstacle.reason)
    touch(*([f"tree:{page.pk}"] if tree else []), f"page:{page.pk}", urgent=True)


@transaction.atomic
def page_deleted(page: Page) -> None:
    """A page is about to be deleted. If it is a source, every language goes with it."""
    Thing.objects.filter(pk=page.translation_key).update(version=F("version") + 1)
    end_pages(Page.objects.filter(pk=page.pk), Reason.DELETED)
    aliases = Page.objects.filter(alias_of=page).values_list("pk", flat=True)
    touch(f"thing:{page.translation_key}", *(f"tree:{pk}" for pk in aliases), urgent=True)


@transaction.atomic
def reconsider(ref: str) -> None:
    """Judge again everything that `ref` decides about: end what may no longer be public, wake what may."""
    for thing in Thing.objects.filter(dependencies__on=ref).order_by("pk").select_for_update(of=("self",)):
        source = Page.objects.filter(pk=thing.source_id).specific().first()
        obstacle = source and publicity(source, timezone.now()).obstacle
        Thing.objects.filter(pk=thing.pk).update(version=F("version") + 1)
        if obstacle:
            thing.entries.all().end(obstacle.reason)
    touch(ref, urgent=True)


@transaction.atomic
def withdraw(keys: Iterable[UUID], reason: Reason) -> None:
    """End these things in every language at once. What is still allowed comes back with the next build."""
    things = Thing.objects.filter(pk__in=list(keys))
    things.update(version=F("version") + 1)
    Entry.objects.filter(thing__in=things).end(reason)
    touch(*(f"thing:{thing.key}" for thing in things), urgent=True)


def end_pages(pages: QuerySet[Page], reason: Reason) -> None:
    """End the entries of `pages`, and in every language those of the things that they are the source of.

    A thing whose lock somebody else holds is left to that one's own mark: waiting for many locks is how two
    editors block each other for good.
    """
    mine = Q(source__in=pages) | Q(entries__page_pk__in=pages.values("pk"))
    keys = set(Thing.objects.filter(mine).values_list("pk", flat=True))
    free = list(Thing.objects.filter(pk__in=keys).select_for_update(skip_locked=True).values_list("pk", flat=True))
    Thing.objects.filter(pk__in=free).update(version=F("version") + 1)
    entries = Entry.objects.filter(thing__in=free)
    entries.filter(Q(thing__source__in=pages) | Q(page_pk__in=pages.values("pk"))).end(reason)


def keep_thing(page: Page) -> None:
    """Keep a row for the thing that `page` belongs to, public or not, and overtake whoever is building it."""
    kind = kinds.of(page)
    if kind is None or page.alias_of_id is not None:
        return
    told = {"kind": kind.name, "source_id": page.pk}
    thing, _new = Thing.objects.get_or_create(pk=page.translation_key, defaults=told)
    Thing.objects.filter(pk=thing.pk).update(version=F("version") + 1)
    if thing.source_id == page.pk and isinstance(page, BasePage):
        edges = [Dependency(thing=thing, on=on) for on in page.depends_on()]
        Dependency.objects.bulk_create(edges, ignore_conflicts=True)
