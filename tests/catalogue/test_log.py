"""The log: numbers, tombstones, and time."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from catalogue import log
from catalogue.checking import rebuild, reconcile, settle
from catalogue.models import Entry, Head
from documents.kinds import kinds
from lecturers.models import LecturerPage
from network.models import OrganisationPage
from pages.reasons import Reason
from publishing.labels import titles_of
from tests.catalogue.reading import ended, entry, leave, public, standing
from tests.factories.pages import lecturer, organisation, publish, translated


@pytest.fixture
def nadia(org: OrganisationPage) -> LecturerPage:
    page = lecturer("Nadia Canary", parent=org, headline="Canary", city="Canary", city_visibility="public")
    settle()
    return page


def test_a_tombstone_says_nothing(nadia: LecturerPage) -> None:
    leave(nadia)
    for settled in (False, True):
        if settled:
            settle()
        row = Entry.objects.get(thing=nadia.translation_key)
        assert (row.kind, row.locale, row.removed_reason) == ("lecturer", "en", "unpublished")
        assert (row.title, row.path, row.slug, row.payload, row.etag) == ("",) * 5
        assert (row.facets, row.text, row.sort) == ({}, {}, {})
        assert "canary" not in str(Entry.objects.filter(pk=row.pk).values()[0]).lower()


def test_an_end_holds_at_once_and_is_numbered_afterwards(nadia: LecturerPage) -> None:
    before = log.state()
    leave(nadia)
    between = log.state()
    assert (between.seq, between.unnumbered) == (before.seq, 1)
    assert not Entry.objects.since(before.seq).exists()
    assert not Entry.objects.since(0).filter(thing=nadia.translation_key).exists()
    settle()
    after = log.state()
    assert (after.seq, after.unnumbered) == (before.seq + 1, 0)
    assert [e.removed_reason for e in Entry.objects.since(before.seq)] == ["unpublished"]


def test_every_step_has_another_etag(nadia: LecturerPage) -> None:
    tags = [log.state().etag("q")]
    leave(nadia)
    tags.append(log.state().etag("q"))
    settle()
    tags.append(log.state().etag("q"))
    assert len({*tags, log.state().etag("another q")}) == 4


def test_numbers_only_rise_and_each_is_used_once(nadia: LecturerPage, org: OrganisationPage) -> None:
    given: list[int] = []
    for title in ("One", "Two", "Three"):
        org.title = title
        publish(org)
        settle()
        given.append(entry(org).seq)
        given.append(entry(nadia).seq)
    assert len(set(given)) == 6
    assert max(given) == log.head().seq
    assert min(given[4:]) > max(given[2:4]) > min(given[2:4]) > max(given[:2])


def test_what_has_not_changed_takes_no_number(nadia: LecturerPage) -> None:
    before = log.state()
    publish_again = LecturerPage.objects.get(pk=nadia.pk)
    publish_again.save()
    settle()
    assert rebuild() >= 2
    assert log.state() == before


def test_a_whole_batch_takes_as_many_numbers_as_it_changes(nadia: LecturerPage, org: OrganisationPage) -> None:
    before = log.head().seq
    org.slug = "dawn"
    publish(org)
    settle()
    assert log.head().seq == before + 2
    assert sorted(e.kind for e in Entry.objects.since(before)) == ["lecturer", "organisation"]


def test_an_empty_database_begins_an_epoch_that_stays(db: None) -> None:
    Head.objects.all().delete()
    first = log.state()
    assert (first.seq, first.unnumbered, first.boundary) == (0, 0, "")
    assert log.state().epoch == first.epoch == str(log.head().epoch)
    Head.objects.all().delete()
    assert log.state().epoch != first.epoch


def test_taken_numbers_follow_one_another(db: None) -> None:
    before = log.head().seq
    assert (log.take(3), log.take(1), log.head().seq) == (before + 1, before + 4, before + 4)


def test_the_state_is_one_query(nadia: LecturerPage, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        log.state()


def test_a_boundary_that_has_passed_is_part_of_the_state(nadia: LecturerPage) -> None:
    now = timezone.now()
    Entry.objects.filter(thing=nadia.translation_key).update(
        visible_from=now - timedelta(hours=2), visible_until=now + timedelta(hours=1)
    )
    assert log.state(now).boundary == (now - timedelta(hours=2)).isoformat()
    assert log.state(now + timedelta(hours=1)).boundary == (now + timedelta(hours=1)).isoformat()
    assert log.state(now - timedelta(hours=3)).boundary == ""


def test_time_is_a_condition_of_every_read(nadia: LecturerPage) -> None:
    now, hour = timezone.now(), timedelta(hours=1)
    Entry.objects.filter(thing=nadia.translation_key).update(visible_from=now, visible_until=now + hour)
    row = Entry.objects.get(thing=nadia.translation_key)
    for at, shown in ((now - hour, False), (now, True), (now + hour / 2, True), (now + hour, False)):
        assert Entry.objects.public(at).filter(pk=row.pk).exists() is shown
        assert row.is_public(at) is shown


def test_the_reader_sees_what_is_over_before_the_worker_does(nadia: LecturerPage) -> None:
    row = Entry.objects.get(thing=nadia.translation_key)
    Page.objects.filter(pk=nadia.pk).update(expire_at=timezone.now())
    Entry.objects.filter(pk=row.pk).update(visible_until=timezone.now())
    assert standing(nadia) == {}
    reconcile()
    assert ended(nadia) == {"en": "expired"}
    assert Entry.objects.get(pk=row.pk).seq > row.seq


def test_a_reason_once_given_stays(nadia: LecturerPage) -> None:
    Entry.objects.filter(thing=nadia.translation_key).end(Reason.ERASED)
    assert standing(nadia) == {}
    LecturerPage.objects.get(pk=nadia.pk).delete()
    assert ended(nadia) == {"en": "erased"}


def test_what_was_ended_and_is_still_allowed_comes_back(nadia: LecturerPage) -> None:
    Entry.objects.filter(thing=nadia.translation_key).end(Reason.RESTRICTED)
    reconcile()
    assert list(public(nadia)) == ["en"]
    assert Entry.objects.get(thing=nadia.translation_key).removed_reason == ""


def test_a_new_schema_numbers_only_what_it_changes(nadia: LecturerPage) -> None:
    kind, before = kinds["lecturer"], entry(nadia)
    untouched = Entry.objects.get(kind="organisation").seq
    Entry.objects.filter(kind="organisation").update(schema_version="older")
    Entry.objects.filter(kind="lecturer").update(schema_version="older", etag="of an older document")
    reconcile()
    after = entry(nadia)
    assert (after.schema_version, after.seq > before.seq) == (kind.schema_version, True)
    other = Entry.objects.get(kind="organisation")
    assert (other.schema_version, other.seq) == (kinds["organisation"].schema_version, untouched)
    assert reconcile() == 0


def test_a_document_of_an_older_release_is_shown_until_it_is_built_anew(nadia: LecturerPage, client: Client) -> None:
    older = entry(nadia).payload.replace('{"id"', '{"shoe_size":"39","id"', 1)
    Entry.objects.filter(thing=nadia.translation_key).update(payload=older, schema_version="older")
    assert client.get(nadia.url).status_code == 200


def test_facets_name_things_only_while_they_are_public(nadia: LecturerPage, org: OrganisationPage) -> None:
    named = titles_of("organisation")
    log.state()
    assert named("fi") == {str(org.translation_key): "Sunrise Association"}
    translated(org, "fi", title="Auringonnousu ry")
    settle()
    log.state()
    assert named("fi") == {str(org.translation_key): "Auringonnousu ry"}
    other = organisation("Harbour University")
    settle()
    log.state()
    assert sorted(named("nl").values()) == ["Harbour University", "Sunrise Association"]
    other.unpublish()
    log.state()
    assert list(named("nl").values()) == ["Sunrise Association"]
