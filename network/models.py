"""Organisations: migrant NGOs, higher-education institutions and those around them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail_localize.fields import SynchronizedField

from media.models import Image
from network.identifiers import REGISTERS, SCHEMES
from pages.chrome import address
from pages.languages import COUNTRY_CHOICES
from pages.models import BasePage
from publishing.forms import CataloguePageForm
from publishing.panels import EachOncePanel, PublicityPanel
from publishing.serving import CataloguePage
from search.listing import owned_by
from search.serving import ListingPage

ORGANISATION_TYPES = [
    ("migrant-ngo", _("Migrant-led NGO")),
    ("ngo", _("NGO")),
    ("hei", _("Higher-education institution")),
    ("network", _("Network")),
    ("public-body", _("Public body")),
]
RICH = ["bold", "italic", "link", "ul", "ol", "h2", "h3"]


class NetworkIndexPage(ListingPage):
    """The list of the network's organisations, which own everything that stands beneath them."""

    lists = "organisation"
    parent_page_types = ["home.HomePage"]
    max_count_per_parent = 1
    template = "network/network_index_page.html"


class OrganisationPage(CataloguePage):
    """One organisation. Whatever stands beneath it in the tree is its own."""

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
    website = models.URLField(_("website"), blank=True)
    country = models.CharField(_("country"), max_length=2, choices=COUNTRY_CHOICES, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)

    content_panels = [
        PublicityPanel(),
        MultiFieldPanel(
            [
                TitleFieldPanel("title", heading=_("Name"), placeholder="", help_text=_("As people know it.")),
                FieldRowPanel([FieldPanel("short_name"), FieldPanel("legal_name")]),
            ],
            _("Name"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("organisation_type", help_text=_("What describes you best.")),
                FieldPanel("summary"),
                FieldPanel("description"),
                FieldPanel("logo", help_text=_("It is shown on your page and in lists.")),
            ],
            _("What it is"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("website", help_text=_("The address of your own site, such as https://www.example.org.")),
                FieldRowPanel(
                    [
                        FieldPanel("country", help_text=_("Where the organisation is registered or mainly works.")),
                        FieldPanel("city"),
                    ]
                ),
            ],
            _("Where to find it"),
        ),
        EachOncePanel(
            "identifiers",
            heading=_("Identifiers"),
            label=_("identifier"),
            help_text=_(
                "Numbers under which registers know you, such as the Erasmus+ OID. You can leave all of it empty."
            ),
        ),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Organisation")),
            ObjectList([*CataloguePage.promote_panels, *CataloguePage.settings_panels], heading=_("Publication")),
        ],
        base_form_class=CataloguePageForm,
    )
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "legal_name",
                "short_name",
                "website",
                "country",
                "city",
                "organisation_type",
                "logo",
            )
        ),
    ]
    parent_page_types = ["network.NetworkIndexPage"]
    template = "network/organisation_page.html"

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With some of what the organisation owns, of each kind under its collection's name."""
        context = super().get_context(request, *args, **kwargs)
        context["network_url"] = address(self.get_parent())
        return context | owned_by(self.translation_key, self.locale.language_code)


class OrganisationIdentifier(Orderable):
    """A name that a register has given an organisation."""

    page = ParentalKey(OrganisationPage, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("register"), max_length=20, choices=SCHEMES)
    value = models.CharField(_("identifier"), max_length=100)

    class Meta(Orderable.Meta):
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
