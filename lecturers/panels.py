"""The editors' form of a profile, tab by tab, in words for people who do not work with computers all day."""

from typing import Any

from django.forms import RadioSelect, Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.admin.widgets import AdminPageChooser

from lecturers import validators
from lecturers.forms import OfferFormSet
from network.models import OrganisationPage
from publishing.panels import EachOncePanel, PublicityPanel, RowsPanel
from topics.models import Topical

HIDEABLE = ("given_name", "family_name", "honorific", "pronouns")


class OffersPanel(RowsPanel):
    """Lectures are given in the languages of the profile, which are what there is to choose from."""

    formset = OfferFormSet


class OrganisationChooser(AdminPageChooser):
    """A class, for a widget made while the models are still loading could not ask for them."""

    choose_one_text = _("Choose an organisation")
    choose_another_text = _("Choose another organisation")
    link_to_chosen_text = _("Open this organisation")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(target_models=[OrganisationPage], **kwargs)


class TimeZoneSelect(Select):
    """Offers the names of today, and the former one that a profile may have."""

    def __init__(self) -> None:
        super().__init__(choices=[("", "—"), *((name, name) for name in validators.time_zones())])

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        known = dict(self.choices)
        self.choices = [*self.choices, *((former, former) for former in value if former not in known)]
        return super().optgroups(name, value, attrs)


PERSON = [
    PublicityPanel(),
    MultiFieldPanel([FieldPanel("person"), FieldPanel("audience", widget=RadioSelect)], _("Who it is, and consent")),
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
    MultiFieldPanel(
        [
            *Topical.topic_panels,
            FieldPanel("keywords", help_text=_("Up to ten, one a line: what no topic of the list says.")),
        ],
        _("What they teach"),
    ),
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
            ),
            FieldPanel("levels", help_text=_("Who they like to teach.")),
            FieldRowPanel([FieldPanel("group_min"), FieldPanel("group_max")], help_text=_("How many people at once.")),
            FieldPanel("fee", help_text=_("What an invitation costs. Visitors can look for it.")),
        ],
        _("How they teach"),
    ),
]
LECTURES = [
    OffersPanel(
        "offers",
        heading=_("Lectures that are ready"),
        label=_("lecture"),
        help_text=_("What can be booked as it is. Visitors find the person by these words, too."),
    ),
    RowsPanel(
        "talks",
        heading=_("Past talks"),
        label=_("talk"),
        help_text=_("A few are enough. They are shown in the order in which they stand here."),
    ),
]
PLACE = [
    MultiFieldPanel(
        [
            FieldPanel("country", help_text=_("Where they live now. Everybody sees it, and can look for it.")),
            FieldRowPanel([FieldPanel("region"), FieldPanel("region_visibility")]),
            FieldRowPanel([FieldPanel("city"), FieldPanel("city_visibility")]),
            FieldPanel("travels_to", help_text=_("Countries that they would come to.")),
        ],
        _("Place"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("months", help_text=_("When they can usually be invited. Everybody sees it.")),
            FieldPanel("weekdays"),
            FieldPanel(
                "time_zone",
                widget=TimeZoneSelect(),
                help_text=_("Where these days begin and end, and online lectures are given."),
            ),
        ],
        _("Time"),
    ),
]
CONTACT = [
    MultiFieldPanel(
        [
            FieldPanel("contact_mode", help_text=_("An e-mail address is never shown, whatever you choose.")),
            FieldPanel(
                "paused_until",
                help_text=_("Until this day the profile can be read, but nobody is offered a way to ask."),
            ),
        ],
        _("Contact"),
    ),
    InlinePanel(
        "affiliations",
        heading=_("Organisations they belong to"),
        label=_("affiliation"),
        help_text=_("Where they work, study or volunteer. Everybody sees it."),
    ),
    EachOncePanel(
        "endorsements",
        heading=_("Endorsed by"),
        label=_("endorsement"),
        help_text=_(
            "Organisations of the network that vouch for this person. Only an organisation's own editors can add it, "
            "and it is named only while it is public itself."
        ),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("orcid"), FieldPanel("orcid_visibility")]),
            InlinePanel("links", heading=_("Links"), label=_("link")),
            FieldPanel("links_visibility", heading=_("Who sees the links")),
        ],
        _("Elsewhere: the person chooses who sees it"),
    ),
]
SEARCH_ENGINES = MultiFieldPanel(
    [
        FieldPanel(
            "indexable",
            help_text=_("Only if the person wants to be found by their name on the whole internet."),
        )
    ],
    _("Search engines"),
)
LANGUAGE = [
    FieldRowPanel([FieldPanel("language"), FieldPanel("level")]),
    FieldRowPanel([FieldPanel("teaches"), FieldPanel("interprets")]),
]
AFFILIATION = [
    FieldRowPanel([FieldPanel("organisation", widget=OrganisationChooser), FieldPanel("name")]),
    FieldRowPanel(
        [
            FieldPanel("role", help_text=_("What they do there, such as “board member”.")),
            FieldPanel("is_primary", help_text=_("The one that is named first.")),
        ]
    ),
    FieldRowPanel([FieldPanel("start"), FieldPanel("end", help_text=_("Empty if they still belong to it."))]),
]
OFFER = [
    FieldPanel("title"),
    FieldPanel("abstract", help_text=_("A few sentences, for somebody who plans a course.")),
    FieldPanel("learning_outcomes", help_text=_("One a line: what they know or can do afterwards.")),
    FieldPanel("needs", help_text=_("Such as a projector, tables for four, or an interpreter.")),
    FieldPanel("duration"),
    FieldPanel("languages", help_text=_("Those of the profile. Save the page to choose from new ones.")),
    FieldPanel("topics"),
]
TALK = [
    FieldPanel("title"),
    FieldRowPanel([FieldPanel("date"), FieldPanel("language")]),
    FieldRowPanel(
        [
            FieldPanel("organisation", help_text=_("Who had invited them, as everybody may know.")),
            FieldPanel("url", help_text=_("Where it can be read about or watched.")),
        ]
    ),
]
ENDORSEMENT = [FieldRowPanel([FieldPanel("organisation", widget=OrganisationChooser), FieldPanel("date")])]
LINK = [FieldRowPanel([FieldPanel("url"), FieldPanel("label", help_text=_("Such as “Articles in a newspaper”."))])]
