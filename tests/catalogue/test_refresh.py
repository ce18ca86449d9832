"""From a mark to the log: what is built, what is thrown away, and what survives a crash."""

import logging
import sqlite3
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from wagtail.models import Page

from catalogue import log
from catalogue import refresh as refreshing
from catalogue.checking import check, reconcile, settle
from catalogue.marking import touch
from catalogue.models import Dependency, Dirty, Entry, Thing
from catalogue.projection import Projection, project
from catalogue.refresh import refresh, things_of
from documents.building import document_of
from home.models import HomePage
from lecturers.models import LecturerPage
from network.models import OrganisationPage
from pages.versions import find_source, source_of
from people.models import Person
from tests.catalogue.reading import ended, entry, leave, public, said, standing
from tests.factories.pages import lecturer, network, organisation, publish, translated
from tests.factories.people import consent


@pytest.fixture
def nadia(org: OrganisationPage) -> LecturerPage:
    return lecturer("Nadia Example", parent=org)


@pytest.fixture
def after_building(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], None]:
    """Have something happen once, after the next thing was built and before it is written."""

    def arrange(happens: Callable[[], Any]) -> None:
        waiting = [happens]

        def building(*args: Any) -> list[Projection]:
            projections = project(*args)
            while waiting:
                waiting.pop()()
            return projections

        monkeypatch.setattr(refreshing, "project", building)

    return arrange


def break_down(page: LecturerPage) -> None:
    """Give the page a country that its builder has no name for."""
    LecturerPage.objects.filter(pk=page.pk).update(country="ZZ")
    touch(f"page:{page.pk}")


def test_what_cannot_be_built_is_withheld_and_the_others_go_on(
    nadia: LecturerPage, org: OrganisationPage, caplog: pytest.LogCaptureFixture
) -> None:
    other = lecturer("Omar Example", parent=org)
    settle()
    break_down(nadia)
    org.title = "Sunset Association"
    publish(org)
    with caplog.at_level(logging.ERROR, "catalogue"):
        assert public(nadia) == {}
    assert f"thing {nadia.translation_key} could not be built" in caplog.text
    assert Thing.objects.get(pk=nadia.translation_key).withheld == "error"
    assert "Sunset" in said(entry(other))


def test_what_could_not_be_built_is_tried_again(nadia: LecturerPage) -> None:
    break_down(nadia)
    settle()
    LecturerPage.objects.filter(pk=nadia.pk).update(country="FI")
    reconcile()
    assert list(public(nadia)) == ["en"]
    assert check() == []


def test_a_translation_that_cannot_be_built_ends_alone_and_the_source_takes_all_with_it(
    nadia: LecturerPage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    translated(nadia, "fi")
    settle()
    for broken, left in (("fi", ["en"]), ("en", [])):
        texts = {"en": "", "fi": ""}
        del texts[broken]
        monkeypatch.setattr("lecturers.document.rich_text", lambda _text, locale, texts=texts: texts[locale])
        touch(f"page:{nadia.pk}")
        with caplog.at_level(logging.ERROR, "catalogue"):
            assert list(public(nadia)) == left
        assert [entry.document().translations.keys() for entry in standing(nadia).values()] == [{"en"}][: len(left)]
        assert Thing.objects.get(pk=nadia.translation_key).withheld == ("" if left else "error")
    assert f"{nadia.translation_key} could not be built in fi" in caplog.text


def test_a_database_that_is_gone_is_not_the_documents_fault(
    nadia: LecturerPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle()

    def gone(*args: Any, **kwargs: Any) -> None:
        raise OperationalError

    touch(f"page:{nadia.pk}")
    with monkeypatch.context() as broken:
        broken.setattr("documents.building.publicity", gone)
        with pytest.raises(OperationalError):
            refresh()
    assert list(standing(nadia)) == ["en"]
    assert Dirty.objects.exists()
    settle()
    assert check() == []


def test_a_projection_that_was_overtaken_is_thrown_away(
    nadia: LecturerPage, after_building: Callable[[Callable[[], Any]], None]
) -> None:
    after_building(lambda: leave(nadia))
    assert public(nadia) == {}
    assert not Entry.objects.filter(thing=nadia.translation_key).exists()
    assert check() == []


def test_an_older_view_is_not_written_after_a_newer_one(
    nadia: LecturerPage, after_building: Callable[[Callable[[], Any]], None]
) -> None:
    """The withdrawal did not see the page's transaction, and its own refresh came first."""
    edges = Dependency.objects.filter(thing=nadia.translation_key)

    def withdrawn_unseen() -> None:
        hidden = list(edges)
        edges.delete()
        leave(nadia)
        Dependency.objects.bulk_create(hidden)
        settle()

    after_building(withdrawn_unseen)
    settle()
    assert standing(nadia) == {}
    assert check() == []


def test_an_end_that_comes_during_the_build_keeps_its_reason(
    nadia: LecturerPage, after_building: Callable[[Callable[[], Any]], None]
) -> None:
    settle()
    nadia.headline = "New"
    publish(nadia)
    after_building(lambda: Page.objects.get(pk=nadia.pk).delete())
    assert ended(nadia) == {"en": "deleted"}


def test_a_refresh_that_dies_after_writing_is_done_again(nadia: LecturerPage, monkeypatch: pytest.MonkeyPatch) -> None:
    write = refreshing._write
    settle()
    nadia.headline = "Another"
    publish(nadia)

    def killed(*args: Any) -> None:
        write(*args)
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(refreshing, "_write", killed)
        with pytest.raises(KeyboardInterrupt):
            refresh()
    seq = log.head().seq
    assert Dirty.objects.exists()
    settle()
    assert (log.head().seq, check()) == (seq, [])


def test_marks_go_only_with_what_they_asked_for(nadia: LecturerPage, org: OrganisationPage) -> None:
    for n in range(5):
        lecturer(f"Lecturer {n}", parent=org)
    assert refresh(3) == 3
    assert Entry.objects.count() == 3
    assert Dirty.objects.exists()
    assert settle() == 4
    assert (Entry.objects.count(), refresh()) == (7, 0)


def test_what_people_wish_comes_first(home: HomePage) -> None:
    pages = [organisation(f"Organisation {n}") for n in range(3)]
    settle()
    for page in pages[:2]:
        touch(f"page:{page.pk}")
    touch(f"page:{pages[2].pk}", urgent=True)
    Page.objects.filter(pk__in=[page.pk for page in pages]).update(draft_title="")
    Entry.objects.all().update(etag="")
    refresh(1)
    assert [bool(entry_of(page).etag) for page in pages] == [False, False, True]


def entry_of(page: Page) -> Entry:
    return Entry.objects.get(thing=page.translation_key)


def test_a_mark_for_nothing_is_no_trouble(home: HomePage) -> None:
    touch("topic:0", "page:0", "thing:00000000-0000-4000-8000-000000000000", "tree:0", "image:0")
    touch("build:00000000-0000-4000-8000-000000000000")
    settle()
    assert not Dirty.objects.exists()


def test_a_thing_knows_what_it_was_made_from(nadia: LecturerPage, org: OrganisationPage) -> None:
    settle()
    mine = {nadia.translation_key}
    assert things_of(f"person:{nadia.person_id}") == mine
    assert things_of(f"page:{nadia.pk}") == mine
    assert things_of(f"thing:{org.translation_key}") == mine | {org.translation_key}
    assert things_of("all:") == mine | {org.translation_key}
    assert mine < things_of(f"tree:{network().pk}")


def test_a_person_knows_their_page_before_anything_is_built(nadia: LecturerPage) -> None:
    assert things_of(f"person:{nadia.person_id}") == {nadia.translation_key}


def test_dependencies_follow_the_document(nadia: LecturerPage) -> None:
    settle()
    before = nadia.person_id
    nadia.person = other = Person.objects.create(name="Other")
    publish(nadia)
    settle()
    assert things_of(f"person:{before}") == set()
    consent(other)
    assert list(public(nadia)) == ["en"]


def test_a_source_is_found_and_missed(nadia: LecturerPage) -> None:
    fi = translated(nadia, "fi")
    assert find_source(nadia) == source_of(nadia) == nadia
    assert find_source(fi) == nadia
    assert document_of(fi).locale == "fi"
    Page.objects.get(pk=nadia.pk).delete()
    fi = LecturerPage.objects.get(pk=fi.pk)
    assert (find_source(fi), source_of(fi)) == (None, fi)
    assert document_of(LecturerPage.objects.get(pk=fi.pk)).title == fi.title


def test_only_things_have_documents(home: HomePage) -> None:
    with pytest.raises(LookupError, match="HomePage is no kind"):
        document_of(home)


def test_a_change_of_everything_fits_into_any_sqlite(home: HomePage) -> None:
    """Some builds of SQLite take fewer values in one statement than there are things."""
    Thing.objects.bulk_create(Thing(key=uuid4(), kind="organisation") for _ in range(1200))
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        before = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 1000)
    touch("all:", f"tree:{home.pk}")
    refresh(1, {"all:"})
    assert settle() == 1199
    if connection.vendor == "sqlite":
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, before)
    assert set(Thing.objects.values_list("withheld", flat=True)) == {"deleted"}
