"""Organisations: migrant NGOs, higher-education institutions and those around them."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from documents.building import owner_of
from media.models import Image
from network import panels
from network.choices import NETWORK, ORGANISATION_TYPES, RICH
from network.forms import OrganisationForm
from network.identifiers import REGISTERS, SCHEMES
from pages.chrome import lists
from pages.fields import NETWORK as FOR_NETWORK
from pages.fields import PUBLIC, VISIBILITIES, ChoiceListField, visibility
from pages.languages import country_choices, language_choices
from pages.models import BasePage
from pages.publicity import is_public
from pages.reasons import Reason, Withheld
from pages.rows import Row
from publishing.serving import CataloguePage
from search.listing import few, owned_by, read
from topics.models import Topical

if TYPE_CHECKING:
    from network.document import OrganisationDocument


def degrees(name: Any, most: int, help_text: Any = "") -> models.DecimalField:
    """A part of a position, to some ten metres."""
    return models.DecimalField(
        name,
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-most), MaxValueValidator(most)],
        help_text=help_text,
    )


class OrganisationPage(Topical, CataloguePage):
    """One organisation. Whatever stands beneath it in the tree is its own."""

    doc: "OrganisationDocument"

    organisation_type = models.CharField(_("type"), max_length=20, choices=ORGANISATION_TYPES, default="ngo")
    legal_name = models.CharField(
        _("legal name"),
        max_length=255,
        blank=True,
        help_text=_("As registered, if it differs from the name."),
    )
    short_name = models.CharField(
        _("short name"), max_length=60, blank=True, help_text=_("Such as an abbreviation, for lists.")
    )
    description = RichTextField(
        _("description"), blank=True, features=RICH, help_text=_("Who you are, what you do and for whom.")
    )
    logo = models.ForeignKey(
        Image, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("logo")
    )
    founded = models.PositiveSmallIntegerField(
        _("founded in"), null=True, blank=True, validators=[MinValueValidator(1000)], help_text=_("The year.")
    )
    offers = models.TextField(
        _("offers"), blank=True, max_length=600, help_text=_("What others can have from you: rooms, courses, speakers.")
    )
    seeks = models.TextField(
        _("seeks"), blank=True, max_length=600, help_text=_("What you look for: partners, lecturers, places to meet.")
    )
    website = models.URLField(_("website"), blank=True)
    country = models.CharField(_("country"), max_length=2, choices=country_choices, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    latitude = degrees(
        _("latitude"), 90, _("Only where visitors are welcome: everybody can find the place. Leave a shelter's empty.")
    )
    longitude = degrees(_("longitude"), 180)
    countries_served = ChoiceListField(_("countries served"), options=country_choices())
    languages = ChoiceListField(
        _("languages of service"),
        options=language_choices(),
        help_text=_("In which people are understood at your place."),
    )
    contact = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("contact person"),
        help_text=_("A lecturer of the bank who has agreed to it. Named only while the public sees their profile."),
    )
    contact_visibility = visibility([each for each in VISIBILITIES if each[0] != FOR_NETWORK])
    role_mailbox = models.EmailField(
        _("mailbox"), blank=True, help_text=_("An address of the organisation, not of a person. It is never shown.")
    )
    registry_number = models.CharField(
        _("registry number"),
        max_length=60,
        blank=True,
        help_text=_("As an association or a company. It is never shown."),
    )
    claimed = models.BooleanField(
        _("looked after by the organisation itself"),
        default=False,
        help_text=_("Somebody who works there keeps this page up to date."),
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(panels.ABOUT, heading=_("Organisation")),
            ObjectList(panels.REACH, heading=_("Place and links")),
            ObjectList(panels.CONTACT, heading=_("Contact")),
            ObjectList(
                [*CataloguePage.promote_panels, FieldPanel("claimed"), *CataloguePage.settings_panels],
                heading=_("Publication"),
            ),
        ],
        base_form_class=OrganisationForm,
    )
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "organisation_type",
                "legal_name",
                "short_name",
                "logo",
                "founded",
                "website",
                "country",
                "city",
                "latitude",
                "longitude",
                "countries_served",
                "languages",
                "contact",
                "contact_visibility",
                "role_mailbox",
                "registry_number",
                "claimed",
                "memberships",
                "links",
                "identifiers",
            )
        ),
    ]
    made_from = ("logo", "hero_image", "topic_tags", "memberships__network", "links", "identifiers", "contact")
    parent_page_types = ["network.NetworkIndexPage"]
    template = "network/organisation_page.html"

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def clean(self) -> None:
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": _("A position has a latitude and a longitude. Give both or none.")})
        if self.founded and self.founded > localdate().year:
            raise ValidationError({"founded": _("This year is still to come.")})

    def left_out(self, at: datetime) -> list[Withheld]:
        if not self.contact or self.contact_visibility != PUBLIC:
            return []
        if not self.contact.specific.wishes_contact:
            message = _("The contact person is not named, because they wish no contact through this site.")
            return [Withheld(Reason.UNPUBLISHED, "contact", message)]
        if is_public(self.contact, at):
            return []
        message = _("The contact person is not named, because the public does not see their profile.")
        return [Withheld(Reason.UNPUBLISHED, "contact", message)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With some of what the organisation owns, of each kind under its collection's name; a network's members."""
        key, locale = self.translation_key, self.locale.language_code
        shown = owned_by(key, locale)
        if self.doc.organisation_type.code == NETWORK:
            shown["members"] = few("organisation", locale, limit=24, network=str(key))
        context = super().get_context(request, *args, **kwargs)
        addresses = lists(self)
        more = {"network_url": addresses.get("organisation", ""), "contact_url": self._contact_url(addresses)}
        return context | read(shown, locale, addresses) | more

    def _contact_url(self, addresses: Mapping[str, str]) -> str:
        """The list in which to find a contact person whom search engines may not be told of: that of the organisation's
        own lecturers, or of those who name it."""
        contact, person = self.doc.contact, self.source.contact
        address = addresses.get(contact.type) if contact and not contact.indexable else None
        if not address or not person:
            return ""
        owner = owner_of(person.specific, OrganisationPage)
        is_own = owner and owner.translation_key == self.translation_key
        return f"{address}?{urlencode({'organisation': self.translation_key} if is_own else {'q': self.title})}"


class Membership(Row):
    """A network that an organisation belongs to."""

    page = ParentalKey(OrganisationPage, on_delete=models.CASCADE, related_name="memberships")
    network = models.ForeignKey(
        OrganisationPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("network on this site")
    )

    class Meta(Row.Meta):
        verbose_name = _("network")
        constraints = [models.UniqueConstraint(fields=["page", "network"], name="membership_once")]

    def clean(self) -> None:
        super().clean()
        chosen = OrganisationPage.objects.filter(pk=self.network_id).first()
        if chosen and chosen.organisation_type != NETWORK:
            message = _("“%(name)s” is no network. Choose an organisation whose type is “Network”.")
            raise ValidationError({"network": ValidationError(message, params={"name": chosen.title})})


class OrganisationLink(Row):
    """Another place on the web where the organisation can be found."""

    page = ParentalKey(OrganisationPage, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("what it is"), max_length=60, blank=True, help_text=_("Such as “Mastodon”."))
    url = models.URLField(_("address"))

    panels = [FieldRowPanel([FieldPanel("label"), FieldPanel("url")])]

    class Meta(Row.Meta):
        verbose_name = _("link")


class OrganisationIdentifier(Row):
    """A name that a register has given an organisation."""

    page = ParentalKey(OrganisationPage, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("register"), max_length=20, choices=SCHEMES)
    value = models.CharField(_("identifier"), max_length=100)

    class Meta(Row.Meta):
        verbose_name = _("identifier")
        constraints = [models.UniqueConstraint(fields=["page", "scheme", "value"], name="identifier_once")]

    def clean(self) -> None:
        super().clean()
        if self.scheme in REGISTERS and self.value:
            try:
                self.value = REGISTERS[self.scheme].normal(self.value)
            except ValidationError as error:
                raise ValidationError({"value": error}) from error

    @property
    def address(self) -> str:
        """Where the register shows it, empty if it does not."""
        return REGISTERS[self.scheme].address.format(self.value)
