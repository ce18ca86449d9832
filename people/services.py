"""Everything that writes to the consent ledger."""

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from media.remembering import remembered
from people.models import Channel, Consent, ConsentText, GivenBy, Person, Purpose, Scope, User

TEXTS = Path(__file__).parent / "consent_texts"


def valid_consent(person_id: UUID | str, purpose: str, at: datetime | None = None) -> Consent | None:
    """The consent that rules for this person and purpose at that moment (now), or None."""
    known = remembered("consents").get(str(person_id))
    if known is not None:
        return known.get(purpose)
    return Consent.objects.valid(at).for_person(person_id).for_purpose(purpose).first()


def read_consents(persons: Iterable[UUID | str], at: datetime) -> None:
    """Read at once the consents that rule for these persons at that moment, for the batch.

    Each says when it ends, and that is the end of what is shown by it.
    """
    found: dict[str, dict[str, Consent]] = {str(person): {} for person in persons}
    for consent in Consent.objects.valid(at).filter(person__in=found):
        found[str(consent.person_id)][consent.purpose] = consent
    remembered("consents").update(found)


@transaction.atomic
def record_consent(
    person: Person,
    purpose: str,
    text: ConsentText,
    *,
    scope: str = Scope.PUBLIC,
    given_by: str = GivenBy.SELF,
    given_at: datetime | None = None,
    channel: str = Channel.FORM,
    proof: str = "",
    proof_file: File | None = None,
    recorded_by: User | None = None,
    expires_at: datetime | None = None,
) -> Consent:
    """Add a consent to the ledger; from now on it replaces every earlier one of this person and purpose.

    Raises ValidationError, by field, when it breaks a rule of the ledger. `recorded_by` is empty only when
    the person acted without an account, for instance by a link sent to them.
    """
    _lock(person)
    consent = Consent(
        person=person,
        purpose=purpose,
        text=text,
        scope=scope,
        given_by=given_by,
        given_at=given_at or timezone.now(),
        channel=channel,
        proof=proof,
        proof_file=proof_file or "",
        recorded_by=recorded_by,
        expires_at=expires_at,
    )
    consent.save()
    log(person, "people.record_consent", user=recorded_by, data={"purpose": purpose, "text": str(text)})
    return consent


@transaction.atomic
def withdraw_consent(
    person: Person,
    purpose: str | None = None,
    *,
    by: User | None,
    at: datetime | None = None,
    channel: str = Channel.FORM,
) -> list[Consent]:
    """End every consent of the person for the purpose (for all purposes when None), and say which these were.

    Without a consent to be listed, nothing of the person is public, whatever else they agreed to.
    """
    _lock(person)
    at = at or timezone.now()
    open_consents = Consent.objects.unended(at).for_person(person.pk)
    if purpose is not None:
        open_consents = open_consents.for_purpose(purpose)
    ended = list(open_consents)
    for consent in ended:
        consent.withdrawn_at, consent.withdrawn_by, consent.withdrawal_channel = at, by, channel
        consent.save()
    for name in sorted({consent.purpose for consent in ended}):
        log(person, "people.withdraw_consent", user=by, data={"purpose": name})
    return ended


def _lock(person: Person) -> None:
    """Two consents or withdrawals of one person happen one after the other."""
    Person.objects.select_for_update().get(pk=person.pk)


@transaction.atomic
def load_consent_texts(folder: Path = TEXTS) -> int:
    """Bring the texts shipped as files into the database, and say how many were new or changed.

    A text that somebody has agreed to is never changed: a file that differs from it raises LedgerError.
    """
    return sum(_load(path) for path in sorted(folder.glob("*.md")))


def _load(path: Path) -> bool:
    name = re.fullmatch(r"([a-z]+)\.(\d+)\.([A-Za-z-]+)\.md", path.name)
    if not name or name[1] not in Purpose.values:
        raise ValueError(
            f"{path.name}: expected <purpose>.<version>.<language>.md with a purpose among {', '.join(Purpose.values)}."
        )
    title, _, body = path.read_text(encoding="utf-8").strip().partition("\n")
    key = {"purpose": name[1], "version": int(name[2]), "language": name[3]}
    text = ConsentText.objects.filter(**key).first() or ConsentText(**key)
    before = text.title, text.text
    text.title, text.text = title.removeprefix("# ").strip(), body.strip()
    if (text.title, text.text) == before:
        return False
    text.save()
    return True
