"""Nobody is public without a valid consent, and everybody who withdraws one is gone at once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from blog.models import PostAuthor
from catalogue.checking import check, follow_time, reconcile, settle
from catalogue.models import Entry, Thing
from lecturers.models import LecturerPage
from media.models import PublicRendition
from network.models import OrganisationPage
from people.models import Consent, Person, Purpose, Scope
from people.services import withdraw_consent
from tests.catalogue.reading import ended, entry, hours_pass, leave, payload, public, said, standing
from tests.factories.media import ImageFactory
from tests.factories.pages import lecturer, person_with_consent, post, publish, translated
from tests.factories.people import consent


@pytest.fixture
def nadia(org: OrganisationPage) -> LecturerPage:
    person = person_with_consent("Nadia Personcanary", Purpose.PROFILE, Purpose.PHOTO)
    person.email, person.phone, person.notes = "canary@example.org", "+358 canary", "canary notes"
    person.save()
    page = lecturer("Nadia Example", parent=org, person=person, photo=ImageFactory(), given_name="Givencanary")
    settle()
    return page


def test_what_only_editors_know_of_a_person_is_in_no_entry(nadia: LecturerPage) -> None:
    assert "canary" not in said(entry(nadia)).lower()


def test_without_consent_nothing_is_public(org: OrganisationPage) -> None:
    page = lecturer(parent=org, person=Person.objects.create(name="Somebody"))
    assert public(page) == {}
    assert Thing.objects.get(pk=page.translation_key).withheld == "consent"


def test_a_first_consent_wakes_the_page(org: OrganisationPage) -> None:
    page = lecturer(parent=org, person=Person.objects.create(name="Somebody"))
    settle()
    consent(page.person)
    assert list(public(page)) == ["en"]


def test_withdrawing_ends_every_language_at_once(nadia: LecturerPage) -> None:
    fi = translated(nadia, "fi")
    settle()
    leave(nadia)
    assert standing(nadia) == {}
    assert ended(fi) == {"en": "unpublished", "fi": "unpublished"}
    assert not PublicRendition.objects.filter(key=nadia.translation_key).exists()
    assert check() == []


def test_a_person_is_ended_on_all_of_their_pages(nadia: LecturerPage, org: OrganisationPage) -> None:
    second = lecturer("Second Profile", parent=org, person=nadia.person)
    settle()
    leave(nadia)
    assert standing(nadia) == standing(second) == {}


def test_a_consent_given_again_brings_the_page_back(nadia: LecturerPage) -> None:
    leave(nadia)
    before = ended(nadia)
    consent(Person.objects.get(), days_ago=0)
    assert before == {"en": "unpublished"}
    assert list(public(nadia)) == ["en"]
    assert check() == []


def test_a_consent_ends_by_itself(org: OrganisationPage) -> None:
    until = timezone.now() + timedelta(hours=1)
    page = lecturer(parent=org, person=person_with_consent("Somebody", expires_at=until))
    assert entry(page).visible_until == until
    assert not Entry.objects.public(until).filter(thing=page.translation_key).exists()


def test_an_expired_consent_is_numbered_by_the_reconciler(org: OrganisationPage) -> None:
    page = lecturer(parent=org, person=Person.objects.create(name="Somebody"))
    consent(page.person, expires_at=timezone.now() + timedelta(hours=1))
    shown = entry(page)
    hours_pass(2)
    assert standing(page) == {}
    assert Entry.objects.get(pk=shown.pk).seq == shown.seq
    assert reconcile() == 1
    assert ended(page) == {"en": "unpublished"}
    assert Entry.objects.get(pk=shown.pk).seq > shown.seq
    assert (reconcile(), check()) == (0, [])


def test_a_consent_for_a_pseudonym_shows_nobody_under_another_name(org: OrganisationPage) -> None:
    person = person_with_consent("Realname Canary", scope=Scope.PSEUDONYM)
    page = lecturer("Realname Canary", parent=org, person=person)
    assert public(page) == {}
    assert Thing.objects.get(pk=page.translation_key).withheld == "scope"
    page.title, page.slug, page.is_pseudonym = "Violet", "violet", True
    publish(page)
    assert payload(entry(page))["pseudonym"] is True
    assert "canary" not in said(entry(page)).lower()


def test_narrowing_a_consent_to_a_pseudonym_ends_the_page(nadia: LecturerPage) -> None:
    consent(Person.objects.get(), days_ago=0, scope=Scope.PSEUDONYM)
    assert standing(nadia) == {}
    assert ended(nadia) == {"en": "unpublished"}


def test_the_portrait_alone_can_be_withdrawn(nadia: LecturerPage) -> None:
    shown = payload(entry(nadia))["photo"]
    assert shown["alt"] == "Nadia Example"
    leave(nadia, Purpose.PHOTO)
    assert list(standing(nadia)) == ["en"]
    assert payload(entry(nadia))["photo"] is None
    assert not PublicRendition.objects.filter(key=nadia.translation_key).exists()
    assert check() == []


def test_the_file_of_a_withdrawn_portrait_is_no_longer_served(nadia: LecturerPage, client: Client) -> None:
    address = payload(entry(nadia))["photo"]["url"].removeprefix("https://testserver")
    assert client.get(address).getvalue()
    leave(nadia)
    assert client.get(address).status_code == 404
    settle()
    assert client.get(address).status_code == 404


def test_a_portrait_without_consent_is_never_made_public(org: OrganisationPage) -> None:
    page = lecturer("Nadia Example", parent=org, photo=ImageFactory())
    assert payload(entry(page))["photo"] is None
    assert not PublicRendition.objects.exists()
    consent(page.person, Purpose.PHOTO)
    assert payload(entry(page))["photo"]["sources"]


def test_a_portrait_whose_consent_has_ended_goes_and_the_profile_stays(org: OrganisationPage) -> None:
    person = person_with_consent("Somebody")
    consent(person, Purpose.PHOTO, expires_at=timezone.now() + timedelta(hours=1))
    page = lecturer("Nadia Example", parent=org, person=person, photo=ImageFactory())
    assert payload(entry(page))["photo"]
    hours_pass(2)
    reconcile()
    assert payload(entry(page))["photo"] is None
    assert entry(page).visible_until is None
    assert (reconcile(), check()) == (0, [])


def test_another_person_on_the_page_is_another_consent(nadia: LecturerPage) -> None:
    fi = translated(nadia, "fi")
    settle()
    first, second = Person.objects.get(), person_with_consent("Other")
    nadia.person = second
    publish(nadia)
    settle()
    withdraw_consent(first, by=None)
    assert sorted(public(fi)) == ["en", "fi"]
    assert check() == []
    withdraw_consent(second, by=None)
    assert standing(fi) == {}


def test_erasing_a_person_takes_their_consents_with_it(nadia: LecturerPage) -> None:
    person = Person.objects.get()
    LecturerPage.objects.get(pk=nadia.pk).delete()
    person.delete()
    assert not Consent.objects.filter(person=person.pk).exists()
    assert ended(nadia) == {"en": "deleted"}


def test_an_old_translation_is_judged_by_the_consent_of_its_source(nadia: LecturerPage) -> None:
    fi = translated(nadia, "fi")
    LecturerPage.objects.filter(pk=fi.pk).update(person=None)
    Page.objects.get(pk=fi.pk).specific.save()
    assert sorted(public(nadia)) == ["en", "fi"]


def test_a_consent_that_ends_by_itself_ends_what_others_say_of_the_person(org: OrganisationPage) -> None:
    """At that moment for readers; what remains of the others' page is back with the worker's next look at the clock."""
    person = person_with_consent("Amina Halla", expires_at=timezone.now() + timedelta(hours=1))
    amina = lecturer("Amina Halla", parent=org, person=person)
    told = post(parent=org, authors=[PostAuthor(lecturer=amina)])
    assert "Amina Halla" in said(entry(told))
    hours_pass(2)
    assert standing(told) == standing(amina) == {}
    follow_time()
    assert "Amina Halla" not in said(entry(told))
    assert (ended(amina), check()) == ({"en": "unpublished"}, [])
