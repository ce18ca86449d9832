"""Withdrawing consent in the admin, by real requests."""

import pytest
from django.test import Client

from people.models import Consent, Person, Purpose, Scope, User
from people.services import valid_consent
from tests.factories.pages import lecturer, organisation, publish, site_tree
from tests.factories.people import consent, editor, group, new_person
from tests.people.addresses import withdraw_url

pytestmark = pytest.mark.django_db


class TestWithdrawing:
    def test_says_exactly_what_will_happen_and_does_nothing_yet(
        self, client: Client, admin: User, person: Person
    ) -> None:
        consent(person)
        page = client.get(withdraw_url(person)).content.decode()
        assert "Within a second the profile disappears from this site in every language" in page
        assert "They are asked to look at least once an hour" in page
        assert "It cannot be undone" in page
        assert "to be listed publicly" in page
        assert valid_consent(person.pk, "profile") is not None

    def test_takes_effect_with_the_click(self, client: Client, admin: User, person: Person) -> None:
        entry, photo = consent(person), consent(person, Purpose.PHOTO)
        page = client.post(withdraw_url(person), {"channel": "phone"}, follow=True).content.decode()
        assert valid_consent(person.pk, "profile") is None
        assert valid_consent(person.pk, "photo") == photo
        entry.refresh_from_db()
        assert (entry.withdrawn_by, entry.withdrawal_channel) == (admin, "phone")
        assert "It takes effect at once" in page
        assert "Nothing about this person is public" in page
        assert "by telephone" in page

    def test_of_the_portrait_says_that_the_profile_stays(self, client: Client, admin: User, person: Person) -> None:
        consent(person), consent(person, Purpose.PHOTO)
        page = client.get(withdraw_url(person, "photo")).content.decode()
        assert "The profile itself stays" in page
        assert "the profile disappears" not in page
        client.post(withdraw_url(person, "photo"), {"channel": "email"})
        assert valid_consent(person.pk, "profile") is not None
        assert valid_consent(person.pk, "photo") is None

    def test_of_a_profile_for_members_speaks_of_them(self, client: Client, admin: User, person: Person) -> None:
        site_tree()
        consent(person)
        profile = lecturer(parent=organisation(), person=person, audience="network")
        page = client.get(withdraw_url(person)).content.decode()
        assert "disappears at once for members of the network" in page
        assert "the profile is not shown to them" in page
        assert "What remains public" not in page
        profile.audience = "public"
        publish(profile)
        assert "What remains public" in client.get(withdraw_url(person, "all")).content.decode()
        consent(person, days_ago=0, scope=Scope.NETWORK)
        page = client.get(withdraw_url(person, "all")).content.decode()
        assert "disappears at once for members of the network" in page
        assert "What remains public" not in page
        assert "The profile itself stays" in client.get(withdraw_url(person, "photo")).content.decode()

    def test_of_everything(self, client: Client, admin: User, person: Person) -> None:
        consent(person), consent(person, Purpose.PHOTO)
        assert "everything Amina Example has agreed to" in client.get(withdraw_url(person, "all")).content.decode()
        client.post(withdraw_url(person, "all"), {"channel": "email"})
        assert not Consent.objects.valid().exists()

    def test_twice_is_no_error(self, client: Client, admin: User, person: Person) -> None:
        consent(person)
        client.post(withdraw_url(person), {"channel": "email"})
        first = Consent.objects.get().withdrawn_at
        page = client.post(withdraw_url(person), {"channel": "phone"}, follow=True).content.decode()
        assert "no consent left to withdraw" in page
        assert Consent.objects.get().withdrawn_at == first

    @pytest.mark.parametrize("channel", ["", "pigeon"])
    def test_needs_to_know_how(self, client: Client, admin: User, person: Person, channel: str) -> None:
        consent(person)
        assert client.post(withdraw_url(person), {"channel": channel}).status_code == 200
        assert valid_consent(person.pk, "profile") is not None

    def test_an_unknown_purpose_is_not_found(self, client: Client, admin: User, person: Person) -> None:
        assert client.post(withdraw_url(person, "newsletter"), {"channel": "email"}).status_code == 404

    def test_of_ones_own_takes_one_click(self, client: Client) -> None:
        user = editor("people.view_person", "people.change_consent", of="Lecturers")
        person = new_person(account=user, managed_by=group("Lecturers"))
        consent(person)
        client.force_login(user)
        assert 'name="channel"' not in client.get(withdraw_url(person)).content.decode()
        client.post(withdraw_url(person))
        entry = Consent.objects.get()
        assert (entry.withdrawn_by, entry.withdrawal_channel) == (user, "form")
        assert valid_consent(person.pk, "profile") is None
