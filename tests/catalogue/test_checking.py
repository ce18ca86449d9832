"""Proof and repair: what no signal announces is found."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from catalogue.checking import check, rebuild, reconcile, settle
from catalogue.models import Dependency, Dirty, Entry, Head, Thing
from lecturers.models import LecturerLanguage, LecturerPage
from network.models import OrganisationPage
from tests.catalogue.reading import ended, entry, public, standing
from tests.factories.pages import lecturer, network, organisation, translated


@pytest.fixture
def nadia(org: OrganisationPage) -> LecturerPage:
    page = lecturer("Nadia Example", parent=org)
    settle()
    return page


@pytest.mark.postgres
def test_rows_that_were_given_no_place_stay_as_they_were_made(org: OrganisationPage) -> None:
    """Equals come as the plan reads them: through an index in the order of before, from the table the updated last."""
    page = lecturer(parent=org, languages=[("en", "C1"), ("fi", "B2"), ("ar", "native")])
    settle()
    assert LecturerLanguage.objects.filter(page=page, sort_order=None).count() == 3
    LecturerLanguage.objects.filter(page=page, language="en").update(level="C1")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off")
    assert check() == []


def differences() -> list[str]:
    return [f"{drift.locale} {drift.what}" for drift in check()]


def quietly(page: Page, **fields: object) -> None:
    """Change columns of a page past every signal."""
    Page.objects.filter(pk=page.pk).update(**fields)


def test_a_catalogue_at_rest_has_no_drift(nadia: LecturerPage) -> None:
    assert (check(), reconcile(), Dirty.objects.count()) == ([], 0, 0)


@pytest.mark.parametrize(
    ("fields", "drift"),
    [
        ({"live": False}, "en still public"),
        ({"title": "Another Name"}, "en differs"),
        ({"slug": "another"}, "en differs"),
        ({"expire_at": timezone.now() - timedelta(hours=1)}, "en still public"),
    ],
    ids=["live", "title", "slug", "expire_at"],
)
def test_a_quiet_update_of_a_page_is_found(nadia: LecturerPage, fields: dict[str, object], drift: str) -> None:
    quietly(nadia, **fields)
    assert differences() == [drift]
    assert reconcile() == 1
    settle()
    assert (check(), reconcile()) == ([], 0)


@pytest.mark.parametrize("language", ["en", "fi"])
def test_a_page_that_comes_quietly_is_found(nadia: LecturerPage, language: str) -> None:
    page = translated(nadia, "fi", live=False) if language == "fi" else lecturer("Omar", parent=network(), live=False)
    settle()
    quietly(page, live=True)
    assert f"{language} missing" in differences()
    reconcile()
    assert language in public(page)
    assert (check(), reconcile()) == ([], 0)


@pytest.mark.parametrize("above", ["organisation", "index"])
def test_an_ancestor_that_closes_and_opens_quietly_is_found(
    nadia: LecturerPage, org: OrganisationPage, above: str
) -> None:
    fi = translated(nadia, "fi")
    settle()
    page = org if above == "organisation" else network()
    quietly(page, live=False)
    reconcile()
    assert sorted(ended(nadia)) == ["en", "fi"]
    assert (check(), reconcile()) == ([], 0)
    quietly(page, live=True)
    reconcile()
    assert sorted(public(fi)) == ["en", "fi"]
    assert (check(), reconcile()) == ([], 0)


def test_a_translation_beneath_a_quietly_closed_page_is_found(nadia: LecturerPage) -> None:
    translated(nadia, "fi")
    settle()
    quietly(network("fi"), live=False)
    reconcile()
    assert list(public(nadia)) == ["en"]
    quietly(network("fi"), live=True)
    reconcile()
    assert sorted(public(nadia)) == ["en", "fi"]


def test_a_page_that_no_signal_told_of_is_found(nadia: LecturerPage) -> None:
    Thing.objects.all().delete()
    assert sorted(drift.what for drift in check()) == ["unknown thing", "unknown thing"]
    reconcile()
    assert list(public(nadia)) == ["en"]
    assert check() == []


def test_only_the_full_check_finds_a_quiet_restriction(nadia: LecturerPage) -> None:
    PageViewRestriction.objects.bulk_create([PageViewRestriction(page=nadia, restriction_type="login")])
    assert reconcile() == 0
    assert differences() == ["en still public"]
    rebuild()
    assert standing(nadia) == {}
    assert check() == []


def test_an_end_whose_mark_was_lost_is_numbered(nadia: LecturerPage) -> None:
    nadia.unpublish()
    Dirty.objects.all().delete()
    before = Entry.objects.get(thing=nadia.translation_key).seq
    assert reconcile() == 1
    settle()
    assert Entry.objects.get(thing=nadia.translation_key).seq > before


def test_a_thing_whose_mark_was_lost_before_its_first_build_is_built(org: OrganisationPage) -> None:
    page = lecturer(parent=org)
    Dirty.objects.all().delete()
    reconcile()
    assert list(public(page)) == ["en"]


def test_rebuilding_brings_back_what_was_lost(nadia: LecturerPage) -> None:
    Entry.objects.all().delete()
    Dependency.objects.all().delete()
    assert sorted(differences()) == ["en missing", "en missing"]
    assert rebuild() == 2
    assert entry(nadia).title == "Nadia Example"
    assert check() == []
    assert Dependency.objects.filter(on=f"person:{nadia.person_id}").exists()


def test_a_catalogue_is_rebuilt_from_nothing(nadia: LecturerPage) -> None:
    before = dict(Entry.objects.values_list("title", "etag"))
    for model in (Entry, Dependency, Thing, Head):
        model.objects.all().delete()
    rebuild()
    assert dict(Entry.objects.values_list("title", "etag")) == before
    assert check() == []


def test_pages_of_others_are_left_alone_by_a_repair(nadia: LecturerPage) -> None:
    other = organisation("Harbour University")
    settle()
    before = entry(other).seq
    quietly(nadia, live=False)
    reconcile()
    settle()
    assert entry(other).seq == before


def test_the_command_says_where_the_catalogue_stands(nadia: LecturerPage, capsys: pytest.CaptureFixture[str]) -> None:
    nadia.unpublish()
    call_command("catalogue", "status")
    told = capsys.readouterr().out
    assert "lecturer en: 0 public, 1 ended" in told
    assert "waiting: 2 marks" in told
    call_command("catalogue", "rebuild")
    assert "2 things built" in capsys.readouterr().out
    call_command("catalogue", "check", skip_checks=False)
    assert "No drift" in capsys.readouterr().out


def test_the_command_fails_where_there_is_drift(nadia: LecturerPage, capsys: pytest.CaptureFixture[str]) -> None:
    quietly(nadia, live=False)
    with pytest.raises(CommandError, match="1 differences"):
        call_command("catalogue", "check")
    assert f"{nadia.translation_key} en: still public" in capsys.readouterr().out
