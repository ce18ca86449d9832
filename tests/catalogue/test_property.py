"""Whatever editors do, in whatever order, and whenever a process dies: nothing private is public.

`PROPERTY_EXAMPLES` says how many stories are told (10); more than that are new ones on each run.
"""

import logging
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from wagtail.models import Page, PageViewRestriction

from catalogue import refresh as refreshing
from catalogue.checking import check, reconcile, settle
from catalogue.models import Dirty, Entry, Head
from media import renditions
from media.models import Image
from people.models import Person, Purpose, Scope
from people.services import withdraw_consent
from tests.catalogue.snapshot import Snapshot
from tests.catalogue.world import Truth, World, words
from tests.factories.pages import publish
from tests.factories.people import consent

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "10"))
INDEX = st.integers(0, 11)
FATE = st.sampled_from(["lives", "lives", "killed", "fails before writing", "fails after writing"])


@contextmanager
def fate(of: str) -> Iterator[None]:
    """What becomes of the process that has committed a change."""

    def dies(*args: Any) -> None:
        raise RuntimeError("The process has died.")

    with ExitStack() as stack:
        if of == "killed":
            stack.enter_context(patch.object(refreshing, "refresh", lambda *given: 0))
        elif of == "fails before writing":
            stack.enter_context(patch.object(refreshing, "_write", dies))
        elif of == "fails after writing":
            stack.enter_context(patch.object(renditions, "keep", dies))
        yield


class Story(RuleBasedStateMachine):
    """Editors at work on a small network."""

    snapshot: Snapshot
    world: World

    def __init__(self) -> None:
        super().__init__()
        self.snapshot.restore()
        Head.objects.update(epoch=uuid4())  # as after every restored backup
        self.quiet = False
        self.lately: set[str] = set()
        self.position = 0
        self.seen: dict[tuple[UUID, str], tuple[int, str]] = {}

    def page(self, index: int) -> Any:
        things = self.world.things
        return things[index % len(things)] if things else None

    def lecturer(self, index: int) -> Any:
        lecturers = self.world.lecturers
        return lecturers[index % len(lecturers)] if lecturers else None

    def owner(self, index: int) -> Any:
        owners = self.world.owners
        return owners[index % len(owners)] if owners else None

    def person(self, index: int) -> Person:
        persons = Person.objects.order_by("created_at")
        return persons[index % len(persons)]

    @rule(at=INDEX, of=FATE)
    def write(self, at: int, of: str) -> None:
        if page := self.page(at):
            page.title, page.headline = self.world.word("title"), self.world.word("headline")
            with fate(of):
                publish(page)

    @rule(at=INDEX)
    def draft(self, at: int) -> None:
        if page := self.page(at):
            page.title, page.headline = self.world.word("draft"), self.world.word("draft")
            page.save_revision()

    @rule(at=INDEX, of=FATE)
    def unpublish(self, at: int, of: str) -> None:
        if page := self.page(at):
            with fate(of):
                page.unpublish()

    @rule(of=FATE)
    def unpublish_all_lecturers(self, of: str) -> None:
        with fate(of), transaction.atomic():
            for page in self.world.lecturers:
                page.unpublish()

    @rule(at=INDEX, of=FATE)
    def schedule(self, at: int, of: str) -> None:
        if page := self.page(at):
            page.go_live_at = timezone.now() - timedelta(seconds=1)
            page.save_revision(approved_go_live_at=page.go_live_at)
            with fate(of):
                call_command("publish_scheduled")

    @rule(at=INDEX, of=FATE, publish_scheduled=st.booleans())
    def expire(self, at: int, of: str, publish_scheduled: bool) -> None:
        if page := self.page(at):
            page.expire_at = timezone.now() + timedelta(seconds=0.2)
            with fate(of):
                publish(page)
            settle()  # the worker comes before the time is over
            time.sleep(max(0, (page.expire_at - timezone.now()).total_seconds()))
            if publish_scheduled:
                with fate(of):
                    call_command("publish_scheduled")

    @rule(at=INDEX)
    def come_back(self, at: int) -> None:
        if page := self.page(at):
            page.expire_at = None
            publish(page)

    @rule(at=INDEX, to=INDEX, of=FATE)
    def move(self, at: int, to: int, of: str) -> None:
        page, owner = self.lecturer(at), self.owner(to)
        if page and owner and owner.locale_id == page.locale_id and page.get_parent() != owner:
            with fate(of):
                page.move(owner, pos="last-child")

    @rule(at=INDEX, of=FATE)
    def change_address(self, at: int, of: str) -> None:
        if page := self.page(at):
            page.slug = self.world.word("slug").lower()
            with fate(of):
                publish(page)

    @rule(at=INDEX, depth=st.integers(2, 5), of=FATE)
    def restrict(self, at: int, depth: int, of: str) -> None:
        if page := self.page(at):
            above = Page.objects.get(path=page.path[: 4 * min(depth, page.depth)])
            if not above.alias_of_id:
                with fate(of):
                    PageViewRestriction.objects.create(page=above, restriction_type="login")

    @precondition(lambda self: PageViewRestriction.objects.exists())
    @rule(of=FATE)
    def lift(self, of: str) -> None:
        with fate(of):
            PageViewRestriction.objects.all()[0].delete()

    @rule(at=INDEX, of=FATE)
    def delete(self, at: int, of: str) -> None:
        if (page := self.page(at)) and len(self.world.things) > 3:
            with fate(of):
                page.delete()

    @rule(at=INDEX, of=FATE)
    def translate(self, at: int, of: str) -> None:
        if page := self.page(at):
            with fate(of):
                self.world.translate(page)

    @rule(at=INDEX, field=st.sampled_from(["city", "given_name"]), choice=st.booleans(), of=FATE)
    def choose(self, at: int, field: str, choice: bool, of: str) -> None:
        if page := self.lecturer(at):
            setattr(page, f"{field}_visibility", "public" if choice else "hidden")
            with fate(of):
                publish(page)

    @rule(at=INDEX, purpose=st.sampled_from(Purpose.values), of=FATE)
    def withdraw(self, at: int, purpose: str, of: str) -> None:
        with fate(of):
            withdraw_consent(self.person(at), purpose, by=None)

    @rule(at=INDEX, purpose=st.sampled_from(Purpose.values), scope=st.sampled_from(Scope.values), of=FATE)
    def agree(self, at: int, purpose: str, scope: str, of: str) -> None:
        with fate(of):
            consent(self.person(at), purpose, days_ago=0, scope=scope)

    @rule(of=FATE)
    def rename_topic(self, of: str) -> None:
        label = self.world.topic.labels.order_by("pk")[1]
        label.preferred = self.world.word("topic")
        with fate(of):
            label.save()

    @rule(of=FATE, gone=st.booleans())
    def change_image(self, of: str, gone: bool) -> None:
        if image := Image.objects.first():
            image.rights_holder = self.world.word("credit")
            with fate(of):
                image.delete() if gone else image.save()

    @rule(at=INDEX, live=st.booleans())
    def change_quietly(self, at: int, live: bool) -> None:
        if page := self.page(at):
            self.quiet = True
            Page.objects.filter(pk=page.pk).update(live=live)

    @rule(limit=st.integers(1, 4), of=FATE)
    def follow(self, limit: int, of: str) -> None:
        with fate(of):
            try:
                refreshing.refresh(limit)
            except RuntimeError:
                assert of.startswith("fails")

    @rule()
    def look_after(self) -> None:
        reconcile()
        settle()
        self.quiet = False

    @invariant()
    def nothing_private_is_public(self) -> None:
        truth = Truth(self.world)
        entries = list(Entry.objects.public())
        if not self.quiet:
            assert [e for e in entries if e.page_pk not in truth.pages] == [], "public without a right to it"
        self.lately |= truth.allowed
        if not (self.quiet or Dirty.objects.exists()):
            self.lately = truth.allowed
        assert words(*[list(vars(entry).values()) for entry in entries]) <= self.lately
        assert not [e for e in Entry.objects.exclude(removed_at=None) if words(*vars(e).values())]

    @invariant()
    def the_log_only_grows(self) -> None:
        for entry in Entry.objects.filter(unnumbered=False).order_by("seq"):
            key = (entry.thing_id, entry.locale)
            seq, etag = self.seen.get(key, (0, ""))
            assert (entry.seq > self.position) if entry.seq != seq else (entry.etag == etag)
            self.seen[key] = (entry.seq, entry.etag)
        self.position = max([self.position, *(seq for seq, _etag in self.seen.values())])

    def teardown(self) -> None:
        self.look_after()
        assert check() == []
        assert reconcile() == 0
        self.nothing_private_is_public()
        assert {e.page_pk for e in Entry.objects.public()} == set(Truth(self.world).pages)
        allowed = Truth(self.world).allowed
        for address, found in self.answers(Client()):
            assert found <= allowed, f"{address} tells {found - allowed}"

    def answers(self, client: Client) -> Iterator[tuple[str, set[str]]]:
        """The words of this world in every public answer there is."""
        pages = [page.get_url() for page in Page.objects.filter(depth__gt=1, live=True)]
        lists = [f"/api/v1/{name}?lang={locale}" for name in ("lecturers", "organisations") for locale in ("en", "fi")]
        items = [f"{address.partition('?')[0]}/{key}" for address in lists for key in self.world.sources]
        for address in [*filter(None, pages), *lists, *sorted(set(items))]:
            answer = client.get(address)
            assert answer.status_code < 500, address
            yield address, words(answer.content.decode(), dict(answer.headers))


@pytest.fixture
def story(transactional_db: None, var: object, monkeypatch: pytest.MonkeyPatch) -> type[Story]:
    monkeypatch.setattr(logging.getLogger("django.db.backends.base"), "disabled", True)
    Story.world = World()
    settle()
    Story.snapshot = Snapshot()
    return Story


def test_no_story_ends_with_something_private_in_public(story: type[Story]) -> None:
    run_state_machine_as_test(
        story,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=14,
            deadline=None,
            database=None,
            derandomize=EXAMPLES <= 10,
            suppress_health_check=list(HealthCheck),
        ),
    )
