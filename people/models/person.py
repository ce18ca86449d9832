import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from media.atomic import AtomicModel
from people.querysets import PersonQuerySet


class Person(AtomicModel):
    """Somebody whom the network knows: one UUID for profile, authorship, portfolio and consent.

    All of it is for editors only; what the public reads stands on the person's pages. An editor sees the
    persons that one of their groups manages, and those of every group with `see_every_person`. A person
    whom no group manages is seen only with that permission (see `PersonQuerySet.for_user`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(
        _("name"),
        max_length=200,
        help_text=_("For editors only. What the public reads is chosen on the profile."),
    )
    email = models.EmailField(_("e-mail address"), blank=True, help_text=_("Never shown to the public."))
    phone = models.CharField(_("telephone"), max_length=50, blank=True, help_text=_("Never shown to the public."))
    notes = models.TextField(_("notes"), blank=True, help_text=_("For editors only. The person may ask to read them."))
    support_needs = models.TextField(
        _("support needs"),
        blank=True,
        help_text=_("What makes teaching possible for them, such as a ramp, breaks or large print. For editors only."),
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
        verbose_name=_("account"),
        help_text=_("The person's own account, if they have one."),
    )
    managed_by = models.ForeignKey(
        Group,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("managed by"),
        help_text=_("The editors who may see this person. Left empty: the editors of the whole network only."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PersonQuerySet.as_manager()

    # Only when read `with_consent()`.
    profile_scope: str | None
    profile_until: datetime | None

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["name", "id"]
        permissions = [("see_every_person", "Can see the persons of every group")]

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"<Person {self.pk}>"

    @property
    def ref(self) -> str:
        """What everything that depends on this person's consent calls them."""
        return f"person:{self.pk}"

    @property
    def consent_state(self) -> str:
        """What the person has agreed to now, in a few words; a query each unless read `with_consent()`."""
        known = self if hasattr(self, "profile_scope") else type(self).objects.with_consent().get(pk=self.pk)
        scope, until = known.profile_scope, known.profile_until
        if scope is None:
            return gettext("no consent to be listed")
        states = {
            "pseudonym": gettext("may be listed under a pseudonym"),
            "network": gettext("may be shown to members"),
            "public": gettext("may be listed publicly"),
        }
        state = states[scope]
        if until is None:
            return state
        day = formats.date_format(timezone.localtime(until), "DATE_FORMAT")
        return gettext("%(state)s until %(day)s") % {"state": state, "day": day}
