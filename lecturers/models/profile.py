"""Profiles of lecturers with a migrant background, who decide themselves what is public about them."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from lecturers import choices, panels
from lecturers.forms import LecturerForm
from lecturers.models.bank import LecturerIndexPage
from lecturers.names import own_words, telling
from media.models import Image
from network.models import OrganisationPage
from pages.chrome import address
from pages.fields import ChoiceListField, visibility
from pages.languages import CEFR, COUNTRY_CHOICES, LANGUAGE_CHOICES
from pages.models import BasePage
from pages.reasons import Reason, Withheld
from people.models import Person, Purpose, Scope
from people.services import valid_consent
from publishing.serving import CataloguePage
from topics.models import Topical

TELLS = _("Its name, its address or its texts show the person's own name, which the pseudonym is to hide.")
UNSAID = _("The profile is under a pseudonym. Tick “this is a pseudonym” here, too, once the name here is one.")


class LecturerPage(Topical, CataloguePage):
    """One lecturer's profile. It may be drafted freely; it is public only while a valid consent says so.

    The title is the name that everybody sees: a full name, a given name alone, or a pseudonym.
    """

    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lecturer_pages",
        verbose_name=_("person"),
        help_text=_("Who this is. The person's consent is recorded there; without one, nothing here becomes public."),
    )
    is_pseudonym = models.BooleanField(
        _("this is a pseudonym"),
        default=False,
        help_text=_("The name above is not the person's own. The address of the page must not show the own name then."),
    )
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    given_name_visibility = visibility("given_name")
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    family_name_visibility = visibility("family_name")
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    pronouns_visibility = visibility("pronouns")
    honorific = models.CharField(_("title before the name"), max_length=40, blank=True, help_text=_("Such as Dr."))
    honorific_visibility = visibility("honorific")
    headline = models.CharField(
        _("headline"), max_length=100, blank=True, help_text=_("In a few words: who this is as a teacher.")
    )
    bio = RichTextField(
        _("about the person"),
        blank=True,
        features=["bold", "italic", "link", "ul", "ol", "h3"],
        help_text=_("What they teach, from which experience, and what students take away."),
    )
    photo = models.ForeignKey(
        Image,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("portrait"),
        help_text=_("Shown only while the person's consent to showing the portrait is valid. Initials do as well."),
    )
    country = models.CharField(_("country"), max_length=2, choices=COUNTRY_CHOICES, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    city_visibility = visibility("city")
    modes = ChoiceListField(_("teaches"), options=choices.MODES)
    formats = ChoiceListField(_("formats"), options=choices.FORMATS)
    contact_mode = models.CharField(
        _("how to get in touch"), max_length=12, choices=choices.CONTACT_MODES, default="organisation"
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(panels.PERSON, heading=_("Person")),
            ObjectList(panels.TEACHING, heading=_("Teaching")),
            ObjectList(panels.PLACE, heading=_("Place and contact")),
            ObjectList([*CataloguePage.promote_panels, *CataloguePage.settings_panels], heading=_("Publication")),
        ],
        base_form_class=LecturerForm,
    )
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *(
            SynchronizedField(name, overridable=False)
            for name in [
                "person",
                "is_pseudonym",
                "given_name",
                "given_name_visibility",
                "family_name",
                "family_name_visibility",
                "pronouns",
                "pronouns_visibility",
                "honorific",
                "honorific_visibility",
                "photo",
                "country",
                "city",
                "city_visibility",
                "modes",
                "formats",
                "contact_mode",
                "languages",
            ]
        ),
    ]
    parent_page_types = ["network.OrganisationPage", "network.NetworkIndexPage"]
    subpage_types: list[str] = []
    template = "lecturers/lecturer_page.html"

    class Meta:
        verbose_name = _("lecturer")
        verbose_name_plural = _("lecturers")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        bank = LecturerIndexPage.objects.live().filter(locale=self.locale).first()
        return super().get_context(request, *args, **kwargs) | {"bank_url": address(bank) if bank else ""}

    def withheld(self, at: datetime) -> Withheld | None:
        if self.person_id is None:
            return Withheld(
                Reason.UNPUBLISHED, "no-person", _("No person is chosen, so nobody's consent can be found.")
            )
        consent = valid_consent(self.person_id, Purpose.PROFILE, at)
        ledger = reverse("persons:inspect", args=[self.person_id])
        if consent is None:
            return Withheld(
                Reason.UNPUBLISHED, "consent", _("No valid consent to the publication is recorded."), mend=ledger
            )
        if consent.scope == Scope.PSEUDONYM and not self.is_pseudonym:
            message = _("The consent covers a pseudonym only, and this name is not marked as one.")
            return Withheld(Reason.UNPUBLISHED, "scope", message, mend=ledger)
        return None

    def version_withheld(self) -> Withheld | None:
        """Under a pseudonym every language says for itself that its name is one: nobody else can read all scripts."""
        if self.source is None or not self.source.is_pseudonym:
            return None
        if not self.is_pseudonym:
            return Withheld(Reason.UNPUBLISHED, "pseudonym", UNSAID)
        tells = any(telling(self, own_words(self.source)))
        return Withheld(Reason.UNPUBLISHED, "name", TELLS) if tells else None

    def left_out(self, at: datetime) -> list[Withheld]:
        if not self.photo_id or self.person_id is None or valid_consent(self.person_id, Purpose.PHOTO, at):
            return []
        message = _("The portrait is not shown, because no valid consent to showing it is recorded.")
        ledger = reverse("persons:inspect", args=[self.person_id])
        return [Withheld(Reason.UNPUBLISHED, "photo", message, mend=ledger)]

    def depends_on(self) -> list[str]:
        return [f"person:{self.person_id}"] if self.person_id else []

    def public_until(self, at: datetime) -> datetime | None:
        """The end of the first consent to run out. When it is the portrait's, the next build shows none."""
        if self.person_id is None:
            return None
        purposes = (Purpose.PROFILE, Purpose.PHOTO) if self.photo_id else (Purpose.PROFILE,)
        consents = [valid_consent(self.person_id, purpose, at) for purpose in purposes]
        return min((c.ends_at for c in consents if c and c.ends_at), default=None)


class LecturerLanguage(Orderable):
    """A language that a lecturer speaks, how well, and what for."""

    page = ParentalKey(LecturerPage, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(_("language"), max_length=12, choices=LANGUAGE_CHOICES)
    level = models.CharField(_("level"), max_length=6, choices=CEFR, default="C1")
    teaches = models.BooleanField(_("teaches in it"), default=True)
    interprets = models.BooleanField(_("can interpret"), default=False)

    panels = panels.LANGUAGE

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "language"], name="lecturer_language_once")]


class Affiliation(TranslatableMixin, Orderable):
    """An organisation that a lecturer belongs or belonged to; only the role is translated."""

    page = ParentalKey(LecturerPage, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(
        OrganisationPage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("organisation in the network"),
    )
    name = models.CharField(
        _("or another organisation"), max_length=255, blank=True, help_text=_("If it is not in the network.")
    )
    role = models.CharField(_("role"), max_length=100, blank=True)
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("to"), null=True, blank=True)
    is_primary = models.BooleanField(_("main one"), default=False)

    panels = panels.AFFILIATION
    override_translatable_fields = [SynchronizedField("name", overridable=False)]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass

    def clean(self) -> None:
        super().clean()
        if not self.organisation and not self.name:
            raise ValidationError({"name": _("Choose an organisation of the network or write the name of another.")})
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("The end is before the beginning.")})
