from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media.atomic import AtomicModel
from media.attachments import check_document
from media.storage import IMAGE_TYPES, private
from media.uploads import check_size, open_image
from people.models.person import Person
from people.querysets import ConsentQuerySet, ConsentTextQuerySet, LedgerError

PROOF_BYTES = 10 * 1024 * 1024


class Purpose(models.TextChoices):
    """What a consent is for; each has its own text and is withdrawn on its own."""

    PROFILE = "profile", _("to be listed publicly")
    PHOTO = "photo", _("to show the portrait")


class Scope(models.TextChoices):
    PUBLIC = "public", _("public")
    PSEUDONYM = "pseudonym", _("public, under a pseudonym only")
    NETWORK = "network", _("only for members of the network who are signed in")


class GivenBy(models.TextChoices):
    SELF = "self", _("by the person")
    ON_BEHALF = "on_behalf", _("recorded by an editor, with proof")


class Channel(models.TextChoices):
    """How the person told us."""

    FORM = "form", _("by a form on this site")
    PAPER = "paper", _("on paper")
    EMAIL = "email", _("by e-mail")
    MEETING = "meeting", _("in a meeting")
    PHONE = "phone", _("by telephone")


class State(models.TextChoices):
    """What `ConsentQuerySet.with_state()` says of each entry."""

    VALID = "valid", _("valid")
    REPLACED = "replaced", _("replaced by a later consent")
    EXPIRED = "expired", _("ended on its date")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ConsentText(AtomicModel):
    """The exact words that somebody agrees to. Fixed as soon as the ledger refers to them."""

    id = models.CharField(primary_key=True, max_length=50, editable=False)  # "profile.1.en", as the file is called
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    version = models.PositiveIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=12)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["purpose", "-version", "language"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.pk

    def save(self, *args: Any, **kwargs: Any) -> None:
        key = f"{self.purpose}.{self.version}.{self.language}"
        if self._state.adding:
            self.pk = key
            kwargs["force_insert"] = True
        if self.pk != key or Consent.objects.filter(text=self.pk).exists():
            raise LedgerError(f"Consent text {self.pk} stays as it is. Add a new version instead.")
        super().save(*args, **kwargs)

    def blocks(self) -> Iterator[tuple[str, str | list[str]]]:
        """The text as (kind, words), kind being heading, list (of items) or paragraph."""
        for block in self.text.split("\n\n"):
            if block.startswith("## "):
                yield "heading", block[3:].strip()
            elif block.startswith("- "):
                yield "list", [item.strip() for item in block[2:].split("\n- ")]
            elif block.strip():
                yield "paragraph", block.strip()


def check_proof(proof: File) -> None:
    """A scan or a saved message, and really one."""
    name = str(proof.name)
    check_size(proof, PROOF_BYTES)
    if PurePath(name).suffix.lower() in IMAGE_TYPES:
        open_image(proof)
    else:
        check_document(proof, name)


class Consent(AtomicModel):
    """One entry of the ledger: who agreed to which words, when, how, and until when.

    Nothing but the withdrawal may be written afterwards, and that once. An entry goes only when its person
    is erased.
    """

    WITHDRAWAL: ClassVar[frozenset[str]] = frozenset({"withdrawn_at", "withdrawn_by", "withdrawal_channel"})

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents", verbose_name=_("person"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    scope = models.CharField(_("scope"), max_length=20, choices=Scope.choices, default=Scope.PUBLIC)
    text = models.ForeignKey(
        ConsentText, on_delete=models.PROTECT, related_name="consents", verbose_name=_("text that was shown")
    )
    given_at = models.DateTimeField(_("given at"), default=timezone.now)
    given_by = models.CharField(_("given by"), max_length=20, choices=GivenBy.choices)
    channel = models.CharField(_("how"), max_length=20, choices=Channel.choices, default=Channel.FORM)
    proof = models.TextField(
        _("proof"),
        blank=True,
        help_text=_(
            "How somebody else could check it: where the signed paper lies, which message says so, who was there."
        ),
    )
    proof_file = models.FileField(
        _("proof document"),
        blank=True,
        storage=private,
        upload_to="consents",
        validators=[check_proof],
        help_text=_("A scan or a saved message (PDF, JPEG, PNG). Only editors who may see this person can open it."),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    expires_at = models.DateTimeField(
        _("ends at"), null=True, blank=True, help_text=_("Leave this empty when the person named no end.")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawal_channel = models.CharField(max_length=20, choices=Channel.choices, blank=True, editable=False)

    objects = ConsentQuerySet.as_manager()
    state: str  # only when read `with_state()`

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at", "-pk"]
        default_permissions = ("add", "change", "view")
        indexes = [models.Index(fields=["person", "purpose", "given_at"], name="consent_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(given_by="on_behalf") | ~Q(proof=""), name="consent_on_behalf_has_proof"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("given_at")), name="consent_expires_after_given"),
            models.CheckConstraint(condition=Q(withdrawn_at__gte=F("given_at")), name="consent_withdrawn_after_given"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.person_id})"

    @property
    def state_label(self) -> str:
        """Its state in words, when it was read `with_state()`."""
        return str(State(self.state).label)

    @property
    def ends_at(self) -> datetime | None:
        """When it ends or ended, as far as is known; None when it has no end."""
        return min((end for end in (self.expires_at, self.withdrawn_at) if end), default=None)

    def clean(self) -> None:
        errors: dict[str, Any] = {}
        if self.given_at and self.given_at > timezone.now():
            errors["given_at"] = _("A consent cannot be given in the future.")
        if self.given_at and self.expires_at and self.expires_at <= self.given_at:
            errors["expires_at"] = _("This consent would end before it was given.")
        if self.text_id and self.text.purpose != self.purpose:
            errors["text"] = _("This text is about another purpose.")
        if self.given_by == GivenBy.ON_BEHALF and not self.proof.strip():
            errors["proof"] = _("A consent that somebody else records needs a proof: write how it can be checked.")
        if self.given_by == GivenBy.SELF and self.recorded_by_id not in {None, self.person.account_id}:
            errors["given_by"] = _(
                "Only the person can record this consent as their own. Record it on behalf, with proof."
            )
        if not errors and self._precedes_withdrawal():
            errors["given_at"] = _(
                "The person has withdrawn since. A withdrawal ends everything given before it: ask for a new consent."
            )
        if errors:
            raise ValidationError(errors)

    def _precedes_withdrawal(self) -> bool:
        ledger = Consent.objects.for_person(self.person_id).for_purpose(self.purpose)
        return ledger.filter(withdrawn_at__gte=self.given_at).exclude(pk=self.pk).exists()

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            stored = Consent._base_manager.select_for_update().filter(pk=self.pk).first() if self.pk else None
            if stored is None:
                self._check_new()
            else:
                self._refuse_rewriting(stored)
            super().save(*args, **kwargs)

    def _check_new(self) -> None:
        if any(getattr(self, name) for name in self.WITHDRAWAL):
            raise LedgerError("A consent is recorded first and withdrawn afterwards, with withdraw_consent().")
        self.full_clean()

    def _refuse_rewriting(self, stored: "Consent") -> None:
        changed = {
            field.name
            for field in self._meta.concrete_fields
            if field.value_from_object(self) != field.value_from_object(stored)
        }
        if changed and stored.withdrawn_at is None and changed <= self.WITHDRAWAL and self.withdrawn_at:
            if self.withdrawn_at > timezone.now():
                raise LedgerError("A withdrawal takes effect at once; it cannot be dated in the future.")
        elif changed:
            raise LedgerError(
                f"Consent {self.pk} is recorded and cannot be rewritten ({', '.join(sorted(changed))}). "
                "Withdraw it, once, or record a new one."
            )

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise LedgerError("A single consent cannot be deleted. Withdraw it, or erase the person.")
