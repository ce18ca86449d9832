"""Who may record, withdraw and read consent, and what the ledger looks like."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import Consent, GivenBy, Person, Purpose, User
from people.services import valid_consent, withdraw_consent
from tests.factories.people import consent, editor, group, new_person, new_user
from tests.people.addresses import on_paper, record_url, withdraw_url

pytestmark = pytest.mark.django_db


class TestRights:
    """Seeing persons is neither recording, nor withdrawing, nor reading the ledger."""

    @pytest.fixture
    def reader(self, client: Client, person: Person) -> User:
        user = editor("people.view_person", "people.change_person", "people.see_every_person")
        client.force_login(user)
        return user

    def test_without_the_right_nothing_is_recorded(self, client: Client, reader: User, person: Person) -> None:
        for address in (reverse("persons:choose_text", args=[person.pk]), record_url(person)):
            assert client.get(address).status_code == 302
            assert client.post(address, on_paper()).status_code in {302, 405}
        assert not Consent.objects.exists()

    def test_without_the_right_nothing_is_withdrawn(self, client: Client, reader: User, person: Person) -> None:
        consent(person)
        assert client.get(withdraw_url(person)).status_code == 302
        client.post(withdraw_url(person), {"channel": "email"})
        assert valid_consent(person.pk, "profile") is not None

    def test_nothing_is_offered_that_is_not_allowed(self, client: Client, reader: User, person: Person) -> None:
        consent(person, proof="In folder 7")
        page = client.get(reverse("persons:inspect", args=[person.pk])).content.decode()
        assert "given on" in page
        for hidden in (withdraw_url(person), reverse("persons:choose_text", args=[person.pk]), "In folder 7"):
            assert hidden not in page
        assert client.get(reverse("consents:index")).status_code == 302

    def test_each_right_opens_its_own_door(self, client: Client, reader: User, person: Person) -> None:
        consent(person)
        group("Editors", "people.add_consent")
        assert client.post(record_url(person), on_paper()).status_code == 302
        assert Consent.objects.count() == 2
        client.post(withdraw_url(person), {"channel": "email"})
        assert Consent.objects.valid().exists()
        group("Editors", "people.change_consent")
        client.post(withdraw_url(person), {"channel": "email"})
        assert not Consent.objects.valid().exists()

    def test_a_form_from_elsewhere_is_refused(self, admin: User, person: Person) -> None:
        consent(person)
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(admin)
        assert strict.post(withdraw_url(person), {"channel": "email"}).status_code == 403
        assert strict.post(record_url(person), on_paper()).status_code == 403
        assert valid_consent(person.pk, "profile") is not None

    def test_the_form_for_groups_offers_them(self, client: Client, admin: User) -> None:
        page = client.get(reverse("wagtailusers_groups:add")).content.decode()
        for permission in Permission.objects.filter(content_type__model__in=["person", "consent"]):
            assert f'value="{permission.pk}"' in page, permission.codename

    def test_visitors_are_asked_to_sign_in(self, client: Client, person: Person) -> None:
        for address in (withdraw_url(person), record_url(person), reverse("consents:index")):
            response = client.get(address)
            assert response.status_code == 302
            assert reverse("wagtailadmin_login") in response["Location"]


class TestTheLedger:
    def test_is_listed_and_filtered(self, client: Client, admin: User, person: Person) -> None:
        consent(person)
        withdraw_consent(new_person(name="Nobody"), by=None)
        consent(other := new_person(name="Zoe Silent"), Purpose.PHOTO)
        withdraw_consent(other, by=None)
        listing = client.get(reverse("consents:index")).content.decode()
        assert "Amina Example" in listing
        assert "Zoe Silent" in listing
        photos = client.get(reverse("consents:index"), {"purpose": "photo"}).content.decode()
        assert "Zoe Silent" in photos
        assert "Amina Example" not in photos

    def test_says_on_which_day_a_consent_ends(self, client: Client, admin: User, person: Person) -> None:
        consent(person, expires_at=datetime(2031, 5, 3, 12, tzinfo=UTC))
        assert "May 3, 2031" in client.get(reverse("consents:index")).content.decode()

    def test_shows_an_editor_their_own_persons_only(self, client: Client, person: Person) -> None:
        consent(person)
        user = editor("people.view_person", "people.view_consent", of="Sunrise editors")
        consent(new_person(name="Our Own", managed_by=user.groups.get()))
        client.force_login(user)
        listing = client.get(reverse("consents:index")).content.decode()
        assert "Our Own" in listing
        assert "Amina Example" not in listing

    def test_asks_the_same_number_of_questions_for_one_and_twenty(
        self,
        client: Client,
        admin: User,
        person: Person,
        django_assert_num_queries: Any,
        django_assert_max_num_queries: Any,
    ) -> None:
        consent(person, given_by=GivenBy.ON_BEHALF, proof="x", recorded_by=new_user())
        for address in (reverse("consents:index"), reverse("persons:inspect", args=[person.pk])):
            client.get(address)
        counts = []
        for address in (reverse("consents:index"), reverse("persons:inspect", args=[person.pk])):
            with django_assert_max_num_queries(40) as asked:
                client.get(address)
            counts.append((address, len(asked)))
        for _ in range(19):
            consent(person, given_by=GivenBy.ON_BEHALF, proof="x", recorded_by=new_user())
        for address, count in counts:
            with django_assert_num_queries(count):
                client.get(address)

    @pytest.mark.parametrize("path", ["new/", "edit/1/", "delete/1/", "inspect/1/"])
    def test_has_no_form(self, client: Client, admin: User, person: Person, path: str) -> None:
        consent(person)
        address = reverse("consents:index") + path
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
        assert Consent.objects.count() == 1

    def test_every_state_is_told_in_words(self, client: Client, admin: User, person: Person) -> None:
        consent(person, days_ago=9)
        consent(person, days_ago=8)
        consent(person, Purpose.PHOTO, days_ago=7, expires_at=timezone.now() - timedelta(days=1))
        page = client.get(reverse("persons:inspect", args=[person.pk])).content.decode()
        for words in ("valid", "replaced by a later consent", "ended on its date"):
            assert f"– {words}" in page
