"""What is valid when, and which consents are refused."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from people.models import Consent, GivenBy, Person, Purpose, Scope
from people.services import record_consent, valid_consent, withdraw_consent
from tests.factories.people import consent, new_person, new_user, text

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


class TestValidity:
    def test_nothing_given_is_nothing_valid(self, person: Person) -> None:
        assert valid_consent(person.pk, Purpose.PROFILE) is None

    def test_from_the_moment_it_is_given(self, person: Person, now: datetime) -> None:
        given = consent(person, given_at=now)
        assert valid_consent(person.pk, Purpose.PROFILE, now) == given
        assert valid_consent(person.pk, Purpose.PROFILE, now - timedelta(microseconds=1)) is None

    def test_until_the_moment_it_ends(self, person: Person, now: datetime) -> None:
        given = consent(person, expires_at=now + DAY)
        assert valid_consent(person.pk, Purpose.PROFILE, now + DAY - timedelta(microseconds=1)) == given
        assert valid_consent(person.pk, Purpose.PROFILE, now + DAY) is None
        assert given.ends_at == now + DAY

    def test_until_the_moment_it_is_withdrawn_and_still_valid_before(self, person: Person, now: datetime) -> None:
        given = consent(person, expires_at=now + DAY)
        withdraw_consent(person, by=None, at=now)
        assert valid_consent(person.pk, Purpose.PROFILE, now) is None
        assert valid_consent(person.pk, Purpose.PROFILE, now - timedelta(seconds=1)) == given
        given.refresh_from_db()
        assert given.ends_at == now

    def test_one_purpose_says_nothing_about_another(self, person: Person) -> None:
        consent(person, Purpose.PHOTO)
        assert valid_consent(person.pk, Purpose.PROFILE) is None

    def test_one_person_says_nothing_about_another(self, person: Person) -> None:
        consent(new_person())
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
        expired = consent(new_person(), days_ago=3, expires_at=now - DAY)
        withdrawn = consent(other := new_person())
        withdraw_consent(other, by=None)
        states = {entry.pk: str(entry.state) for entry in Consent.objects.with_state()}
        expected = {replaced: "replaced", valid: "valid", expired: "expired", withdrawn: "withdrawn"}
        assert states == {entry.pk: state for entry, state in expected.items()}
        assert set(Consent.objects.valid()) == {valid}

    def test_persons_know_their_consent_in_one_query(
        self, person: Person, now: datetime, django_assert_num_queries: Any
    ) -> None:
        consent(person, scope=Scope.PSEUDONYM, expires_at=datetime(2031, 5, 3, 12, tzinfo=now.tzinfo))
        consent(new_person(name="Zoe"))
        consent(new_person(name="Zoo"), scope=Scope.NETWORK)
        new_person(name="Zz")
        with django_assert_num_queries(1):
            states = [each.consent_state for each in Person.objects.with_consent()]
        assert states == [
            "may be listed under a pseudonym until May 3, 2031",
            "may be listed publicly",
            "may be shown to members",
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
            consent(person, given_by=GivenBy.SELF, recorded_by=new_user())

    def test_the_person_records_their_own(self) -> None:
        account = new_user()
        given = consent(new_person(account=account), given_by=GivenBy.SELF, recorded_by=account)
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


def test_names_stay_out_of_representations_and_addresses_out_of_the_names() -> None:
    person = new_person(name="Amina Hidden", email="amina@example.org")
    account = new_user(name="Amina Hidden", email="amina@example.org")
    shown = f"{person!r} {account!r} {consent(person)} {person.consents.get()!r}"
    assert "Amina" not in shown
    assert "@" not in shown
