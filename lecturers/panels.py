"""The editors' form of a profile, tab by tab, in words for people who do not work with computers all day."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.admin.widgets import AdminPageChooser

from network.models import OrganisationPage
from publishing.panels import EachOncePanel, PublicityPanel
from topics.models import Topical

HIDEABLE = ("given_name", "family_name", "honorific", "pronouns")


class OrganisationChooser(AdminPageChooser):
    """A class, for a widget made while the models are still loading could not ask for them."""

    choose_one_text = _("Choose an organisation")
    choose_another_text = _("Choose another organisation")
    link_to_chosen_text = _("Open this organisation")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(target_models=[OrganisationPage], **kwargs)


PERSON = [
    PublicityPanel(),
    MultiFieldPanel([FieldPanel("person")], _("Who it is, and consent")),
    MultiFieldPanel(
        [
            TitleFieldPanel(
                "title",
                heading=_("Name"),
                placeholder="",
                help_text=_("A full name, a given name alone, or a pseudonym."),
            ),
            FieldPanel(
                "is_pseudonym",
                help_text=_(
                    "The name above is not the person's own. Nothing that the public reads may show the own name then, "
                    "the address of the page included."
                ),
            ),
        ],
        _("Name that everybody sees"),
    ),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel(name), FieldPanel(f"{name}_visibility")]) for name in HIDEABLE],
        _("More about the name: the person chooses who sees it"),
    ),
    FieldPanel("photo"),
]
TEACHING = [
    MultiFieldPanel([FieldPanel("headline"), FieldPanel("summary"), FieldPanel("bio")], _("In words")),
    MultiFieldPanel(Topical.topic_panels, _("What they teach")),
    EachOncePanel(
        "languages",
        heading=_("Languages"),
        label=_("language"),
        help_text=_("Every language that they speak. Visitors find them by those that they teach in."),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel("modes", help_text=_("How they can be with the students.")),
                    FieldPanel("formats", help_text=_("What they can be invited for.")),
                ]
            )
        ],
        _("How they teach"),
    ),
]
PLACE = [
    MultiFieldPanel(
        [
            FieldPanel("country", help_text=_("Where they live now. Everybody sees it, and can look for it.")),
            FieldRowPanel([FieldPanel("city"), FieldPanel("city_visibility")]),
        ],
        _("Place"),
    ),
    InlinePanel(
        "affiliations",
        heading=_("Organisations they belong to"),
        label=_("affiliation"),
        help_text=_("Where they work, study or volunteer. Everybody sees it."),
    ),
    MultiFieldPanel(
        [FieldPanel("contact_mode", help_text=_("An e-mail address is never shown, whatever you choose."))],
        _("Contact"),
    ),
]
LANGUAGE = [
    FieldRowPanel([FieldPanel("language"), FieldPanel("level")]),
    FieldRowPanel([FieldPanel("teaches"), FieldPanel("interprets")]),
]
AFFILIATION = [
    FieldRowPanel(
        [
            FieldPanel("organisation", widget=OrganisationChooser),
            FieldPanel("name"),
        ]
    ),
    FieldRowPanel(
        [
            FieldPanel("role", help_text=_("What they do there, such as “board member”.")),
            FieldPanel("is_primary", help_text=_("The one that is named first.")),
        ]
    ),
    FieldRowPanel([FieldPanel("start"), FieldPanel("end", help_text=_("Empty if they still belong to it."))]),
]
