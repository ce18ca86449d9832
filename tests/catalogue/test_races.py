"""Several editors at the same moment, on PostgreSQL. `RACE_PUBLISHES` says how many publications race (200)."""

import os
import random
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from wagtail.models import Page

from catalogue import log
from catalogue import refresh as refreshing
from catalogue.checking import check, settle
from catalogue.models import Dirty, Entry, Thing
from catalogue.projection import Projection, project
from lecturers.models import LecturerPage
from network.models import OrganisationPage
from tests.catalogue.crowd import Follower, at_once, small_network, write
from tests.catalogue.reading import entry, leave, public, standing
from tests.factories.pages import lecturer, network, organisation, publish, site_tree

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PUBLISHES = int(os.environ.get("RACE_PUBLISHES", "200"))
WRITERS = 8


@pytest.fixture
def while_building(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], None]:
    """Call something in each thread that has built a thing and not yet written it."""

    def arrange(happens: Callable[[], Any]) -> None:
        def building(*args: Any) -> list[Projection]:
            projections = project(*args)
            happens()
            return projections

        monkeypatch.setattr(refreshing, "project", building)

    return arrange


@pytest.mark.parametrize("pause", ["none", "before the withdrawal", "before the writing"])
def test_a_consent_withdrawn_during_the_first_build_never_becomes_public(
    while_building: Callable[[Callable[[], Any]], None], pause: str
) -> None:
    site_tree()
    built = threading.Barrier(2, timeout=20)
    chance = random.Random(pause)
    pages = [lecturer(f"Lecturer {n}", parent=network(), live=False) for n in range(10)]
    settle()
    publisher = threading.local()

    def stop() -> None:
        if getattr(publisher, "is_me", False):
            publisher.is_me = False
            built.wait()
            time.sleep(chance.random() / 50 if pause == "before the writing" else 0)

    def publish_first(page: LecturerPage) -> None:
        publisher.is_me = True
        publish(page)

    def withdraw_meanwhile(page: LecturerPage) -> None:
        built.wait()
        time.sleep(chance.random() / 50 if pause == "before the withdrawal" else 0)
        leave(page)
        assert standing(page) == {}

    while_building(stop)
    for page in pages:
        at_once(partial(publish_first, page), partial(withdraw_meanwhile, page))
        assert standing(page) == {}
        assert public(page) == {}
    assert check() == []


def test_a_consent_withdrawn_while_the_page_is_being_saved_never_stays_public() -> None:
    site_tree()
    chance = random.Random(1)
    for n in range(15):
        page = lecturer(f"Lecturer {n}", parent=network(), live=False)

        def withdraw_soon(page: LecturerPage = page) -> None:
            time.sleep(chance.random() / 10)
            leave(page)
            assert standing(page) == {}

        at_once(partial(publish, page), withdraw_soon)
        assert standing(page) == {}
    settle()
    assert not Entry.objects.public().exists()
    assert check() == []


def test_an_overtaken_projection_is_thrown_away(while_building: Callable[[Callable[[], Any]], None]) -> None:
    page_pk = small_network(1)[0]
    slow, released = threading.Event(), threading.Event()
    me = threading.local()

    def stop() -> None:
        if getattr(me, "is_slow", False):
            me.is_slow = False
            slow.set()
            assert released.wait(20)

    def publish_as(headline: str, is_slow: bool) -> None:
        me.is_slow = is_slow
        page = LecturerPage.objects.get(pk=page_pk)
        page.headline = headline
        publish(page)

    def overtake() -> None:
        assert slow.wait(20)
        publish_as("Second", False)
        released.set()

    while_building(stop)
    at_once(lambda: publish_as("First", True), overtake)
    page = LecturerPage.objects.get(pk=page_pk)
    assert '"headline":"Second"' in entry(page).payload
    assert not Dirty.objects.exists()
    assert check() == []


def test_what_changes_while_it_is_first_referred_to_is_shown_as_it_is_now(
    while_building: Callable[[Callable[[], Any]], None],
) -> None:
    page = LecturerPage.objects.get(pk=small_network(1)[0])
    there = OrganisationPage.objects.get(title="Harbour University")
    titles = iter(["Harbour College"])

    def rename() -> None:
        for title in titles:
            there.title = title
            at_once(partial(publish, there))

    while_building(rename)
    page.move(there, pos="last-child")
    assert '"title":"Harbour College"' in entry(page).payload
    assert not Dirty.objects.exists()
    assert check() == []


def until(over: threading.Event, action: Callable[[int], Any]) -> int:
    """Do it again and again; how often it was done."""
    number = 0
    while not over.is_set():
        action(number)
        number += 1
    return number


def test_unpublishing_many_beside_other_editors_blocks_nobody() -> None:
    pks = small_network(100)
    here, there = OrganisationPage.objects.order_by("pk")
    moved = [lecturer(f"Moving {n}", parent=here) for n in range(5)]
    over = threading.Event()

    def unpublish_all() -> None:
        try:
            with transaction.atomic():
                for page in LecturerPage.objects.filter(pk__in=pks).order_by("pk"):
                    page.unpublish()
        finally:
            over.set()

    def rename(number: int) -> None:
        page = OrganisationPage.objects.get(pk=there.pk)
        page.title = f"Harbour {number}"
        publish(page)

    def move(number: int) -> None:
        page = Page.objects.get(pk=moved[number % 5].pk)
        page.move(there if page.get_parent().pk == here.pk else here, pos="last-child")

    def change(number: int) -> None:
        page = LecturerPage.objects.get(pk=pks[-1 - number % 20])
        if page.live:
            page.headline = f"Version {number}"
            publish(page)

    did = at_once(unpublish_all, *(partial(until, over, action) for action in (rename, move, change)))
    assert min(did[1:]) > 0
    settle()
    assert check() == []
    gone = LecturerPage.objects.filter(pk__in=pks, live=False).values("translation_key")
    assert not Entry.objects.public().filter(thing__in=gone).exists()


def test_people_leave_while_editors_unpublish_them() -> None:
    pages = [LecturerPage.objects.get(pk=pk) for pk in small_network(30)]

    def unpublish_all() -> None:
        with transaction.atomic():
            for page in pages:
                page.unpublish()

    def leave_all() -> None:
        for page in reversed(pages):
            leave(page)

    at_once(unpublish_all, leave_all)
    settle()
    assert not Entry.objects.public().filter(kind="lecturer").exists()
    assert check() == []


def test_a_reader_of_the_log_misses_nothing_of_many_writers() -> None:
    pks = small_network(24)
    follower = Follower()
    done: list[int] = []

    def write_some(seed: int) -> None:
        write(seed, PUBLISHES // WRITERS, pks)
        done.append(seed)

    at_once(
        lambda: follower.follow_until(lambda: len(done) == WRITERS),
        *(partial(write_some, seed) for seed in range(WRITERS)),
    )
    settle()
    follower.follow()
    assert list(follower.problems()) == []
    assert follower.position == log.head().seq == max(Entry.objects.values_list("seq", flat=True))
    assert check() == []


def test_two_workers_share_what_there_is() -> None:
    pks = small_network(20)
    LecturerPage.objects.filter(pk__in=pks).update(headline="Another")
    Dirty.objects.create(ref="all:")
    before = log.head().seq
    at_once(settle, settle, settle)
    assert log.head().seq == before + len(pks)
    assert set(Thing.objects.values_list("withheld", flat=True)) == {""}
    assert check() == []


def test_many_first_publications_under_one_organisation() -> None:
    site_tree()
    owners = [organisation(f"Organisation {n}") for n in range(WRITERS)]

    def publish_some(owner: Page) -> None:
        for n in range(3):
            lecturer(f"Lecturer {n}", parent=Page.objects.get(pk=owner.pk))

    at_once(*(partial(publish_some, owner) for owner in owners))
    settle()
    assert Entry.objects.public().filter(kind="lecturer").count() == 3 * WRITERS
    assert check() == []
