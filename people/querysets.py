"""All reads of people and of the consent ledger, and the refusal to rewrite it in bulk."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.utils import timezone


class LedgerError(Exception):
    """Somebody tried to rewrite or remove what was consented to."""


def _refuse(what: str) -> NoReturn:
    raise LedgerError(
        f"The consent ledger takes no {what}: it would go past its rules and its signals. "
        "Use record_consent() and withdraw_consent() of people.services; to erase a person, delete the person."
    )


class LedgerQuerySet(models.QuerySet[Any]):
    """Refuses every bulk write."""

    def update(self, **kwargs: Any) -> NoReturn:
        _refuse("bulk update")

    def delete(self) -> NoReturn:
        _refuse("deletion")

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse("bulk creation")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse("bulk update")


class ConsentQuerySet(LedgerQuerySet):
    """The ledger. Of several consents of one person for one purpose, the one given last rules alone."""

    def for_person(self, person_id: Any) -> Self:
        return self.filter(person_id=person_id)

    def for_purpose(self, purpose: str) -> Self:
        return self.filter(purpose=purpose)

    def unended(self, at: datetime) -> Self:
        """Given by `at`, and then neither withdrawn nor expired; perhaps replaced by a later one."""
        return self.filter(
            Q(withdrawn_at=None) | Q(withdrawn_at__gt=at),
            Q(expires_at=None) | Q(expires_at__gt=at),
            given_at__lte=at,
        )

    def valid(self, at: datetime | None = None) -> Self:
        """The consents that rule at that moment: at most one for each person and purpose."""
        at = at or timezone.now()
        return self.unended(at).exclude(Exists(self._later(at)))

    def with_state(self, at: datetime | None = None) -> Self:
        """Each with `state`: withdrawn, expired, replaced by a later one, or valid."""
        at = at or timezone.now()
        return self.annotate(
            state=Case(
                When(withdrawn_at__lte=at, then=Value("withdrawn")),
                When(expires_at__lte=at, then=Value("expired")),
                When(Exists(self._later(at)), then=Value("replaced")),
                default=Value("valid"),
            )
        )

    def _later(self, at: datetime) -> models.QuerySet[Any]:
        given = OuterRef("given_at")
        return self.model._base_manager.filter(
            Q(given_at__gt=given) | Q(given_at=given, pk__gt=OuterRef("pk")),
            person=OuterRef("person"),
            purpose=OuterRef("purpose"),
            given_at__lte=at,
        )


class ConsentTextQuerySet(LedgerQuerySet):
    """The texts that people agree to, in their versions and languages."""

    def newest(self) -> Self:
        """Only the highest version of each purpose and language."""
        newer = self.model._base_manager.filter(
            purpose=OuterRef("purpose"), language=OuterRef("language"), version__gt=OuterRef("version")
        )
        return self.exclude(Exists(newer))

    def shown(self, purpose: str, languages: Collection[str]) -> Any:
        """The newest text of the purpose in the first of these languages that has one, or None."""
        by_language = {text.language: text for text in self.newest().filter(purpose=purpose)}
        return next((by_language[language] for language in languages if language in by_language), None)


class PersonQuerySet(models.QuerySet[Any]):
    def for_user(self, user: Any) -> Self:
        """The persons whom this account may see, and change as far as it may change persons at all."""
        if not any(user.has_perm(f"people.{action}_person") for action in ("view", "add", "change", "delete")):
            return self.none()
        if user.has_perm("people.see_every_person"):
            return self
        return self.filter(managed_by__in=user.groups.all())

    def with_consent(self, at: datetime | None = None) -> Self:
        """Each with `profile_scope`, `profile_until`, `photo_scope` and `photo_until` (scope None: no consent)."""
        ledger = self.model._meta.get_field("consents").related_model.objects
        columns: dict[str, Subquery] = {}
        for purpose in ("profile", "photo"):
            valid = ledger.valid(at).for_purpose(purpose).filter(person=OuterRef("pk"))
            columns[f"{purpose}_scope"] = Subquery(valid.values("scope")[:1])
            columns[f"{purpose}_until"] = Subquery(valid.values("expires_at")[:1])
        return self.annotate(**columns)
