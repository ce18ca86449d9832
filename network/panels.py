"""The editors' form of an organisation, tab by tab."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
    TitleFieldPanel,
)

from network.identifiers import REGISTERS
from pages.models import PICTURE_PANEL
from publishing.panels import EachOnceFormSet, EachOncePanel, PublicityPanel
from topics.models import Topical


class IdentifiersFormSet(EachOnceFormSet):
    """A register knows an organisation under one number."""

    def clean(self) -> None:
        super().clean()
        known: set[str] = set()
        for row in self.forms:
            scheme = "" if self._should_delete_form(row) else row.cleaned_data.get("scheme")
            if scheme in known:
                row.add_error(
                    "scheme", _("%s stands here twice. Keep the one that is right.") % REGISTERS[scheme].label
                )
            elif scheme:
                known.add(scheme)


class IdentifiersPanel(EachOncePanel):
    """Numbers of registers."""

    formset = IdentifiersFormSet


ABOUT = [
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
            *Topical.topic_panels,
            FieldPanel("founded"),
        ],
        _("What it is"),
    ),
    PICTURE_PANEL,
    MultiFieldPanel([FieldPanel("offers"), FieldPanel("seeks")], _("Working together")),
    EachOncePanel(
        "memberships",
        heading=_("Networks"),
        label=_("network"),
        help_text=_("Networks on this site that you belong to. Their pages list you, and yours names them."),
    ),
]
REACH = [
    MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel("country", help_text=_("Where the organisation is registered or mainly works.")),
                    FieldPanel("city"),
                ]
            ),
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        ],
        _("Where to find it"),
    ),
    MultiFieldPanel([FieldPanel("languages"), FieldPanel("countries_served")], _("For whom")),
    MultiFieldPanel(
        [FieldPanel("website", help_text=_("The address of your own site, such as https://www.example.org."))],
        _("On the web"),
    ),
    InlinePanel("links", heading=_("Other links"), label=_("link")),
    IdentifiersPanel(
        "identifiers",
        heading=_("Identifiers"),
        label=_("identifier"),
        help_text=_("Numbers under which registers know you, such as the Erasmus+ OID. You can leave all of it empty."),
    ),
]
CONTACT = [
    MultiFieldPanel(
        [PageChooserPanel("contact", "lecturers.LecturerPage"), FieldPanel("contact_visibility")],
        _("Contact person"),
    ),
    MultiFieldPanel(
        [FieldPanel("role_mailbox"), FieldPanel("registry_number")],
        _("Private: only editors see this"),
    ),
]
