"""Recording consent in the admin, by real requests."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import Consent, ConsentText, GivenBy, Person, Purpose, Scope, User
from people.services import valid_consent, withdraw_consent
from tests.factories.media import PDF
from tests.factories.people import consent, editor, group, new_person, text
from tests.people.addresses import on_paper, record_url, withdraw_url

pytestmark = pytest.mark.django_db


class TestRecording:
    def test_begins_with_the_choice_of_the_text(self, client: Client, admin: User, person: Person) -> None:
        ConsentText.objects.create(purpose="profile", version=2, language="en", title="Newer", text="Words.")
        page = client.get(reverse("persons:choose_text", args=[person.pk])).content.decode()
        for shown in ConsentText.objects.all():
            assert reverse("persons:record", args=[person.pk, shown.pk]) in page
        assert page.count("an older version") == 1

    @pytest.mark.parametrize("language", ["en", "fi", "ar"])
    def test_shows_the_exact_words(self, client: Client, admin: User, person: Person, language: str) -> None:
        response = client.get(record_url(person, language=language))
        page = response.content.decode()
        for _, words in text(language=language).blocks():
            for line in [words] if isinstance(words, str) else words:
                assert line.replace("'", "&#x27;") in page
        assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page

    def test_on_behalf_with_proof(self, client: Client, admin: User, person: Person) -> None:
        given_at = (timezone.localtime() - timedelta(days=2)).replace(second=0, microsecond=0)
        response = client.post(
            record_url(person, language="fi"),
            on_paper(
                scope="pseudonym",
                given_at=given_at.strftime("%Y-%m-%d %H:%M"),
                expires_at=(given_at + timedelta(days=700)).strftime("%Y-%m-%d %H:%M"),
                proof_file=SimpleUploadedFile("scan.pdf", PDF),
            ),
        )
        assert response.status_code == 302, response.context["form"].errors
        entry = Consent.objects.get()
        assert (entry.person, entry.purpose, entry.scope) == (person, Purpose.PROFILE, Scope.PSEUDONYM)
        assert (entry.text, entry.given_at) == (text(language="fi"), given_at)
        assert (entry.given_by, entry.channel, entry.proof) == ("on_behalf", "paper", "Signed, in folder 7")
        assert (entry.recorded_by, entry.expires_at) == (admin, given_at + timedelta(days=700))
        with entry.proof_file.open() as stored:
            assert stored.read() == PDF

    def test_shows_afterwards_what_holds_now(self, client: Client, admin: User, person: Person) -> None:
        page = client.post(record_url(person), on_paper(), follow=True).content.decode()
        assert "The consent is recorded." in page
        assert "given on" in page
        assert "Signed, in folder 7" in page
        assert "Recorded by Ada Admin" in page
        assert withdraw_url(person) in page

    @pytest.mark.parametrize("proof", ["", "   "])
    def test_on_behalf_without_proof_saves_nothing_and_says_why(
        self, client: Client, admin: User, person: Person, proof: str
    ) -> None:
        response = client.post(record_url(person), on_paper(proof=proof))
        assert response.status_code == 200
        assert "needs a proof: write how it can be checked" in response.content.decode()
        assert not Consent.objects.exists()

    def test_what_the_form_does_not_show_is_not_taken(self, client: Client, admin: User, person: Person) -> None:
        other = new_person()
        smuggled = {"given_by": "self", "person": other.pk, "purpose": "photo", "recorded_by": "", "text": "photo.1.en"}
        client.post(record_url(person), on_paper(**smuggled, withdrawn_at="2026-01-01"))
        entry = Consent.objects.get()
        assert (entry.given_by, entry.person, entry.purpose, entry.recorded_by, entry.text.pk) == (
            GivenBy.ON_BEHALF,
            person,
            Purpose.PROFILE,
            admin,
            "profile.1.en",
        )
        assert entry.withdrawn_at is None

    @pytest.mark.parametrize(
        ("fields", "error"),
        [
            ({"given_at": "2126-01-01 10:00"}, "cannot be given in the future"),
            ({"expires_at": "2020-01-01 10:00"}, "would end before it was given"),
            ({"given_at": "the other day"}, "Enter a valid date/time"),
            ({"scope": "everything"}, "Select a valid choice"),
            ({"channel": "form"}, "Select a valid choice"),
            ({"proof": "a\0b"}, "Null characters are not allowed"),
        ],
    )
    def test_mistakes_are_explained_and_nothing_is_saved(
        self, client: Client, admin: User, person: Person, fields: dict[str, str], error: str
    ) -> None:
        response = client.post(record_url(person), on_paper(**fields))
        assert error in response.content.decode()
        assert not Consent.objects.exists()

    def test_a_paper_older_than_the_withdrawal_is_refused(self, client: Client, admin: User, person: Person) -> None:
        consent(person, days_ago=9)
        withdraw_consent(person, by=None)
        yesterday = (timezone.localtime() - timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
        response = client.post(record_url(person), on_paper(given_at=yesterday))
        assert "The person has withdrawn since" in response.content.decode()
        assert valid_consent(person.pk, "profile") is None
        assert client.post(record_url(person), on_paper()).status_code == 302
        assert valid_consent(person.pk, "profile") is not None

    def test_the_consent_that_will_be_replaced_is_named(self, client: Client, admin: User, person: Person) -> None:
        assert "replaces the one" not in client.get(record_url(person)).content.decode()
        consent(person, scope=Scope.PSEUDONYM)
        page = client.get(record_url(person)).content.decode()
        assert "replaces the one" in page
        assert "under a pseudonym only" in page

    def test_a_portrait_has_no_scope(self, client: Client, admin: User, person: Person) -> None:
        assert 'name="scope"' not in client.get(record_url(person, "photo")).content.decode()
        client.post(record_url(person, "photo"), on_paper(scope="pseudonym"))
        assert Consent.objects.get().scope == Scope.PUBLIC

    def test_ones_own_consent_needs_no_proof(self, client: Client) -> None:
        user = editor("people.view_person", "people.add_consent", of="Lecturers")
        person = new_person(account=user, managed_by=group("Lecturers"))
        client.force_login(user)
        assert 'name="proof"' not in client.get(record_url(person)).content.decode()
        client.post(record_url(person), {"scope": "pseudonym"})
        entry = Consent.objects.get()
        assert (entry.given_by, entry.recorded_by, entry.scope) == (GivenBy.SELF, user, Scope.PSEUDONYM)

    @pytest.mark.parametrize("text_id", ["profile.9.en", "nonsense", "'"])
    def test_a_made_up_text_is_not_found(self, client: Client, admin: User, person: Person, text_id: str) -> None:
        address = reverse("persons:record", args=[person.pk, text_id])
        assert client.get(address).status_code == 404
        assert client.post(address, on_paper()).status_code == 404
