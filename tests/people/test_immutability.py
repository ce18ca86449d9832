"""Nothing in the ledger can be rewritten, whichever way is tried."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from people.models import Consent, ConsentText, GivenBy, LedgerError, Person, Purpose, Scope
from people.services import withdraw_consent
from tests.factories.people import consent, new_person, new_user, text

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def assign(name: str, value: Any) -> Callable[[Consent], Any]:
    """An attempt to give one field of a recorded consent another value."""

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
    Consent(pk=entry.pk, person=new_person(), purpose=entry.purpose, text=entry.text, given_by="self").save()


def bulk_update(entry: Consent) -> None:
    entry.scope = Scope.PSEUDONYM
    Consent.objects.bulk_update([entry], ["scope"])


#: Every way in which Django can change or remove a row that is there.
REWRITES: list[Callable[[Consent], Any]] = [
    assign("person", lambda entry: new_person()),
    assign("purpose", Purpose.PHOTO),
    assign("scope", Scope.PSEUDONYM),
    assign("text", lambda entry: text(language="fi")),
    assign("given_at", lambda entry: entry.given_at - DAY),
    assign("given_by", GivenBy.ON_BEHALF),
    assign("channel", "paper"),
    assign("proof", "I say so"),
    assign("proof_file", "consents/forged.pdf"),
    assign("recorded_by", lambda entry: new_user()),
    assign("recorded_at", lambda entry: entry.recorded_at - DAY),
    assign("expires_at", lambda entry: timezone.now() + DAY),
    assign("withdrawn_by", lambda entry: new_user()),
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
    @pytest.mark.parametrize("attempt", REWRITES, ids=lambda attempt: attempt.__name__)
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
        clerk = new_user()
        consent(person, given_by=GivenBy.ON_BEHALF, proof="Letter of 3 May", recorded_by=clerk)
        clerk.delete()
        entry = Consent.objects.get()
        assert (entry.recorded_by, entry.proof) == (None, "Letter of 3 May")
        withdraw_consent(person, by=None)
        assert not Consent.objects.valid().exists()

    def test_erasing_the_person_erases_the_entries(self, person: Person) -> None:
        consent(person)
        consent(new_person(name="Somebody else"))
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
