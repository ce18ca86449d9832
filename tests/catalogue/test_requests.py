"""What the request that causes a change does itself, and what it leaves to the worker."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from catalogue import log
from catalogue import refresh as refreshing
from catalogue.checking import check, settle
from catalogue.marking import touch
from catalogue.models import Dirty, Entry
from catalogue.projection import Projection, project
from catalogue.refresh import IN_REQUEST
from lecturers.models import LecturerPage
from network.models import OrganisationPage
from tests.catalogue.reading import ended, entry, leave, said, standing
from tests.factories.pages import lecturer, organisation, publish


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


@pytest.mark.django_db(transaction=True)
def test_a_request_brings_its_own_change(org: OrganisationPage) -> None:
    page = lecturer(parent=org)
    assert list(standing(page)) == ["en"]
    assert not Dirty.objects.exists()
    with transaction.atomic():
        leave(page)
        assert standing(page) == {}
    assert not Entry.objects.filter(unnumbered=True).exists()


def roll_back(action: Callable[[], Any]) -> None:
    """Do it in a transaction, or a savepoint, that comes to nothing."""
    with transaction.atomic():
        action()
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_has_changed_nothing(org: OrganisationPage) -> None:
    page = lecturer(parent=org)
    before = log.state()
    roll_back(page.unpublish)
    assert (log.state(), list(standing(page)), Dirty.objects.count()) == (before, ["en"], 0)


@pytest.mark.django_db(transaction=True)
def test_a_savepoint_that_is_rolled_back_takes_only_its_own_marks(org: OrganisationPage) -> None:
    first, second = lecturer("First", parent=org), lecturer("Second", parent=org)
    with transaction.atomic():
        roll_back(first.unpublish)
        second.unpublish()
    assert (list(standing(first)), list(standing(second)), Dirty.objects.count()) == (["en"], [], 0)


@pytest.mark.django_db(transaction=True)
def test_a_failed_build_does_not_fail_the_request(
    org: OrganisationPage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def killed(*args: Any) -> None:
        raise RuntimeError

    page = lecturer(parent=org)
    with monkeypatch.context() as dying:
        dying.setattr(refreshing, "project", killed)
        page.unpublish()
    assert standing(page) == {}
    assert Dirty.objects.exists()
    assert ended(page) == {"en": "unpublished"}


@pytest.mark.django_db(transaction=True)
def test_one_change_is_refreshed_once(org: OrganisationPage, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[Any, ...]] = []
    monkeypatch.setattr(refreshing, "refresh", lambda *given: calls.append(given))
    with transaction.atomic():
        for n in range(3):
            organisation(f"Organisation {n}")
    assert calls == [(IN_REQUEST, set(Dirty.objects.values_list("ref", flat=True)))]


@pytest.mark.django_db(transaction=True)
def test_a_request_leaves_the_changes_of_others_to_them(org: OrganisationPage) -> None:
    other = lecturer("Omar Example", parent=org)
    other.headline = "New"
    with transaction.atomic():
        publish(other)
        connection.run_on_commit.clear()
    page = lecturer("Nadia Example", parent=org)
    assert list(standing(page)) == ["en"]
    assert "New" not in said(standing(other)["en"])
    assert Dirty.objects.exists()
    assert "New" in said(entry(other))


@pytest.mark.django_db(transaction=True)
def test_a_request_leaves_most_of_a_large_change_to_the_worker(org: OrganisationPage) -> None:
    with transaction.atomic():
        for n in range(IN_REQUEST + 5):
            lecturer(f"Lecturer {n}", parent=org)
    assert Entry.objects.public().filter(kind="lecturer").count() in (IN_REQUEST, IN_REQUEST - 1)
    settle()
    assert Entry.objects.public().filter(kind="lecturer").count() == IN_REQUEST + 5
    assert check() == []
