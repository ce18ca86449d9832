"""What is valid when, and that nothing in the ledger can be rewritten."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from people.models import Consent, ConsentText, GivenBy, LedgerError, Person, Purpose, Scope
from people.services import consent_until, record_consent, valid_consent, withdraw_consent
from tests.factories.people import PersonFactory, UserFactory, consent, text

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def person() -> Person:
    return PersonFactory()


@pytest.fixture
def now() -> datetime:
    return timezone.now()


class TestValidity:
    def test_nothing_given_is_nothing_valid(self, person: Person) -> None:
        assert valid_consent(person.pk, Purpose.PROFILE) is None
        assert consent_until(person.pk, Purpose.PROFILE) is None

    def test_from_the_moment_it_is_given(self, person: Person, now: datetime) -> None:
        given = consent(person, given_at=now)
        assert valid_consent(person.pk, Purpose.PROFILE, now) == given
        assert valid_consent(person.pk, Purpose.PROFILE, now - timedelta(microseconds=1)) is None

    def test_until_the_moment_it_ends(self, person: Person, now: datetime) -> None:
        given = consent(person, expires_at=now + DAY)
        assert valid_consent(person.pk, Purpose.PROFILE, now + DAY - timedelta(microseconds=1)) == given
        assert valid_consent(person.pk, Purpose.PROFILE, now + DAY) is None
        assert consent_until(person.pk, Purpose.PROFILE, now) == now + DAY

    def test_until_the_moment_it_is_withdrawn_and_still_valid_before(self, person: Person, now: datetime) -> None:
        given = consent(person, expires_at=now + DAY)
        withdraw_consent(person, by=None, at=now)
        assert valid_consent(person.pk, Purpose.PROFILE, now) is None
        assert valid_consent(person.pk, Purpose.PROFILE, now - timedelta(seconds=1)) == given
        assert consent_until(person.pk, Purpose.PROFILE, now - timedelta(seconds=1)) == now

    def test_one_purpose_says_nothing_about_another(self, person: Person) -> None:
        consent(person, Purpose.PHOTO)
        assert valid_consent(person.pk, Purpose.PROFILE) is None

    def test_one_person_says_nothing_about_another(self, person: Person) -> None:
        consent(PersonFactory())
        assert valid_consent(person.pk, Purpose.PROFILE) is None

    def test_the_consent_given_last_rules_alone(self, person: Person) -> None:
        consent(person, days_ago=2, scope=Scope.PUBLIC)
        narrower = consent(person, days_ago=1, scope=Scope.PSEUDONYM)
        assert list(Consent.objects.valid()) == [narrower]

    def test_a_wider_consent_does_not_come_back_when_the_narrower_one_ends(self, person: Person, now: datetime) -> None:
        consent(person, days_ago=2, scope=Scope.PUBLIC)
        consent(person, days_ago=1, scope=Scope.PSEUDONYM, expires_at=now + DAY)
        assert valid_consent(person.pk, Purpose.PROFILE, now + 2 * DAY) is None

    def test_of_two_given_at_the_same_moment_the_later_entry_rules(self, person: Person, now: datetime) -> None:
        consent(person, given_at=now)
        second = consent(person, given_at=now)
        assert list(Consent.objects.valid(now)) == [second]

    def test_a_paper_found_later_does_not_replace_a_newer_consent(self, person: Person) -> None:
        newer = consent(person, days_ago=1)
        consent(person, days_ago=30)
        assert valid_consent(person.pk, Purpose.PROFILE) == newer

    def test_states(self, person: Person, now: datetime) -> None:
        replaced = consent(person, days_ago=9)
        valid = consent(person, days_ago=8)
        expired = consent(PersonFactory(), days_ago=3, expires_at=now - DAY)
        withdrawn = consent(other := PersonFactory())
        withdraw_consent(other, by=None)
        states = {entry.pk: str(entry.state) for entry in Consent.objects.with_state()}
        expected = {replaced: "replaced", valid: "valid", expired: "expired", withdrawn: "withdrawn"}
        assert states == {entry.pk: state for entry, state in expected.items()}
        assert set(Consent.objects.valid()) == {valid}

    def test_persons_know_their_consent_in_one_query(
        self, person: Person, now: datetime, django_assert_num_queries: Any
    ) -> None:
        consent(person, scope=Scope.PSEUDONYM, expires_at=datetime(2031, 5, 3, 12, tzinfo=now.tzinfo))
        consent(PersonFactory(name="Zoe"))
        PersonFactory(name="Zz")
        with django_assert_num_queries(1):
            states = [each.consent_state for each in Person.objects.with_consent()]
        assert states == [
            "may be listed under a pseudonym until May 3, 2031",
            "may be listed publicly",
            "no consent to be listed",
        ]
        assert person.consent_state == states[0]


class TestRules:
    def test_not_in_the_future(self, person: Person, now: datetime) -> None:
        with pytest.raises(ValidationError, match="future"):
            consent(person, given_at=now + timedelta(minutes=1))

    def test_not_ended_before_it_begins(self, person: Person, now: datetime) -> None:
        with pytest.raises(ValidationError, match="end before"):
            consent(person, given_at=now, expires_at=now)

    def test_not_with_a_text_about_something_else(self, person: Person) -> None:
        with pytest.raises(ValidationError, match="another purpose"):
            record_consent(person, Purpose.PHOTO, text(Purpose.PROFILE))

    @pytest.mark.parametrize("proof", ["", "  \n "])
    def test_not_on_behalf_without_proof(self, person: Person, proof: str) -> None:
        with pytest.raises(ValidationError, match="needs a proof"):
            consent(person, given_by=GivenBy.ON_BEHALF, proof=proof)

    def test_nobody_records_the_consent_of_another_as_their_own(self, person: Person) -> None:
        with pytest.raises(ValidationError, match="on behalf"):
            consent(person, given_by=GivenBy.SELF, recorded_by=UserFactory())

    def test_the_person_records_their_own(self) -> None:
        account = UserFactory()
        given = consent(PersonFactory(account=account), given_by=GivenBy.SELF, recorded_by=account)
        assert given.recorded_by == account

    def test_unknown_purposes_and_scopes_are_refused(self, person: Person) -> None:
        with pytest.raises(ValidationError, match="not a valid choice"):
            consent(person, scope="everything")
        with pytest.raises(ValidationError, match="not a valid choice"):
            record_consent(person, "newsletter", text())

    def test_a_withdrawal_ends_what_was_given_before_it_even_if_entered_later(self, person: Person) -> None:
        consent(person, days_ago=9)
        withdraw_consent(person, Purpose.PROFILE, by=None)
        with pytest.raises(ValidationError, match="withdrawn since"):
            consent(person, days_ago=1)
        assert valid_consent(person.pk, Purpose.PROFILE) is None
        assert consent(person, Purpose.PHOTO, days_ago=1), "another purpose was not withdrawn"
        again = record_consent(person, Purpose.PROFILE, text())
        assert valid_consent(person.pk, Purpose.PROFILE) == again

    @pytest.mark.parametrize(
        "values",
        [
            {"given_by": "on_behalf", "proof": ""},
            {"expires_at": models.F("given_at")},
            {"withdrawn_at": models.F("given_at") - DAY},
        ],
    )
    def test_the_database_itself_refuses_what_breaks_them(self, person: Person, values: dict[str, Any]) -> None:
        consent(person)
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent._base_manager.update(**values)


def rewrites() -> list[Callable[[Consent], Any]]:
    """Every way in which Django can change or remove a row that is there."""

    def assign(name: str, value: Any) -> Callable[[Consent], Any]:
        def attempt(entry: Consent) -> None:
            setattr(entry, name, value(entry) if callable(value) else value)
            entry.save()

        attempt.__name__ = f"assign {name}"
        return attempt

    def assign_one_field(entry: Consent) -> None:
        entry.scope = Scope.PSEUDONYM
        entry.save(update_fields=["scope"])

    def future_withdrawal(entry: Consent) -> None:
        entry.withdrawn_at = timezone.now() + DAY
        entry.save()

    def withdrawal_and_more(entry: Consent) -> None:
        entry.withdrawn_at, entry.scope = timezone.now(), Scope.PSEUDONYM
        entry.save()

    def another_in_its_place(entry: Consent) -> None:
        Consent(pk=entry.pk, person=PersonFactory(), purpose=entry.purpose, text=entry.text, given_by="self").save()

    def bulk_update(entry: Consent) -> None:
        entry.scope = Scope.PSEUDONYM
        Consent.objects.bulk_update([entry], ["scope"])

    return [
        assign("person", lambda entry: PersonFactory()),
        assign("purpose", Purpose.PHOTO),
        assign("scope", Scope.PSEUDONYM),
        assign("text", lambda entry: text(language="fi")),
        assign("given_at", lambda entry: entry.given_at - DAY),
        assign("given_by", GivenBy.ON_BEHALF),
        assign("channel", "paper"),
        assign("proof", "I say so"),
        assign("proof_file", "consents/forged.pdf"),
        assign("recorded_by", lambda entry: UserFactory()),
        assign("recorded_at", lambda entry: entry.recorded_at - DAY),
        assign("expires_at", lambda entry: timezone.now() + DAY),
        assign("withdrawn_by", lambda entry: UserFactory()),
        assign_one_field,
        future_withdrawal,
        withdrawal_and_more,
        another_in_its_place,
        bulk_update,
        lambda entry: entry.delete(),
        lambda entry: Consent.objects.update(scope=Scope.PSEUDONYM),
        lambda entry: Consent.objects.filter(pk=entry.pk).update(withdrawn_at=timezone.now()),
        lambda entry: Consent.objects.filter(pk=entry.pk).delete(),
        lambda entry: entry.person.consents.all().delete(),
        lambda entry: entry.person.consents.update(scope=Scope.PSEUDONYM),
        lambda entry: Consent.objects.update_or_create(pk=entry.pk, defaults={"scope": Scope.PSEUDONYM}),
        lambda entry: Consent.objects.bulk_create([Consent(person=entry.person, purpose="photo", text=text("photo"))]),
    ]


class TestImmutability:
    @pytest.mark.parametrize("attempt", rewrites(), ids=lambda attempt: attempt.__name__)
    def test_nothing_is_rewritten(self, person: Person, attempt: Callable[[Consent], Any]) -> None:
        entry = consent(person)
        before = list(Consent.objects.values())
        with pytest.raises(LedgerError, match=r"(ledger|recorded|deleted|future)"), transaction.atomic():
            attempt(entry)
        assert list(Consent.objects.values()) == before

    @pytest.mark.parametrize("change", [{"withdrawn_at": None}, {"withdrawal_channel": "phone"}])
    def test_a_withdrawal_is_final(self, person: Person, change: dict[str, Any]) -> None:
        consent(person)
        (entry,) = withdraw_consent(person, by=None)
        for name, value in change.items():
            setattr(entry, name, value)
        with pytest.raises(LedgerError, match="cannot be rewritten"):
            entry.save()

    def test_a_consent_is_not_born_withdrawn(self, person: Person) -> None:
        entry = Consent(person=person, purpose="profile", text=text(), given_by="self", withdrawn_at=timezone.now())
        with pytest.raises(LedgerError, match="recorded first"):
            entry.save()

    def test_saving_what_has_not_changed_is_harmless(self, person: Person) -> None:
        entry = consent(person)
        entry.save()
        assert Consent.objects.get() == entry

    def test_an_erased_account_leaves_the_entry(self, person: Person) -> None:
        clerk = UserFactory()
        consent(person, given_by=GivenBy.ON_BEHALF, proof="Letter of 3 May", recorded_by=clerk)
        clerk.delete()
        entry = Consent.objects.get()
        assert (entry.recorded_by, entry.proof) == (None, "Letter of 3 May")
        withdraw_consent(person, by=None)
        assert not Consent.objects.valid().exists()

    def test_erasing_the_person_erases_the_entries(self, person: Person) -> None:
        consent(person)
        consent(PersonFactory(name="Somebody else"))
        person.delete()
        assert [entry.person.name for entry in Consent.objects.all()] == ["Somebody else"]


class TestTextsInTheLedger:
    def test_words_that_somebody_agreed_to_stay(self, person: Person) -> None:
        agreed = consent(person).text
        agreed.text = "You have agreed to something else."
        with pytest.raises(LedgerError, match="new version"):
            agreed.save()
        with pytest.raises(ProtectedError):
            agreed.delete()
        with pytest.raises(LedgerError):
            ConsentText.objects.filter(pk=agreed.pk).update(text="")

    def test_no_text_takes_the_place_of_another(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            ConsentText(purpose="profile", version=1, language="en", title="x", text="y").save()
        moved = text()
        moved.version = 9
        with pytest.raises(LedgerError):
            moved.save()

    def test_words_that_nobody_has_seen_may_be_mended(self) -> None:
        mended = text()
        mended.title = "A better title"
        mended.save()
        assert text().title == "A better title"


def test_names_stay_out_of_representations_and_addresses_out_of_the_names() -> None:
    person = PersonFactory(name="Amina Hidden", email="amina@example.org")
    account = UserFactory(name="Amina Hidden", email="amina@example.org")
    shown = f"{person!r} {account!r} {consent(person)} {person.consents.get()!r}"
    assert "Amina" not in shown
    assert "@" not in shown
