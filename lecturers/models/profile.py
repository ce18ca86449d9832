"""Profiles of lecturers with a migrant background, who decide themselves what is public about them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail_localize.fields import SynchronizedField

from lecturers import choices, panels, validators
from lecturers.forms import LecturerForm
from lecturers.names import own_words, rows_telling, telling
from media.models import Image
from network.models import OrganisationPage
from pages.chrome import lists
from pages.fields import NETWORK, PUBLIC, ChoiceListField, visibility
from pages.languages import country_choices
from pages.models import BasePage
from pages.reasons import MEMBERS_ONLY, Reason, Withheld
from pages.versions import source_of
from people.models import Person, Purpose, Scope
from people.services import valid_consent
from publishing.serving import CataloguePage
from topics.fields import WordsField
from topics.models import Topical

if TYPE_CHECKING:
    from lecturers.document import LecturerDocument

#: What is the same in every language, and no translator's to change.
THE_PERSONS = (
    "person audience is_pseudonym given_name given_name_visibility family_name family_name_visibility pronouns "
    "pronouns_visibility honorific honorific_visibility photo keywords orcid orcid_visibility links links_visibility "
    "country region region_visibility city city_visibility languages modes formats levels group_min group_max fee "
    "travels_to months weekdays time_zone talks endorsements contact_mode paused_until indexable"
).split()
TELLS = _("Its name, its address or its texts show the person's own name, which the pseudonym is to hide.")
UNSAID = _("The profile is under a pseudonym. Tick “this is a pseudonym” here, too, once the name here is one.")


class LecturerPage(Topical, CataloguePage):
    """One lecturer's profile. It may be drafted freely; it is public only while a valid consent says so.

    The title is the name that everybody sees: a full name, a given name alone, or a pseudonym.
    """

    doc: "LecturerDocument"

    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lecturer_pages",
        verbose_name=_("person"),
        help_text=_("Who this is. The person's consent is recorded there; without one, nothing here becomes public."),
    )
    audience = models.CharField(
        _("who sees the profile"),
        max_length=8,
        choices=choices.AUDIENCES,
        default=PUBLIC,
        help_text=_(
            "What the person wishes, as far as their consent goes. What is for members is in no public list, search, "
            "partner site or search engine; whoever is signed in here finds it under “For members”."
        ),
    )
    is_pseudonym = models.BooleanField(
        _("this is a pseudonym"),
        default=False,
        help_text=_("The name above is not the person's own. The address of the page must not show the own name then."),
    )
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    given_name_visibility = visibility()
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    family_name_visibility = visibility()
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    pronouns_visibility = visibility()
    honorific = models.CharField(_("title before the name"), max_length=40, blank=True, help_text=_("Such as Dr."))
    honorific_visibility = visibility()
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
    keywords = WordsField(_("own keywords"), default=list, blank=True, validators=[validators.keywords])
    orcid = models.CharField(_("ORCID iD"), max_length=40, blank=True, validators=[validators.orcid])
    orcid_visibility = visibility()
    links_visibility = visibility()
    country = models.CharField(_("country"), max_length=2, choices=country_choices, blank=True)
    region = models.CharField(_("region"), max_length=100, blank=True)
    region_visibility = visibility()
    city = models.CharField(_("city"), max_length=100, blank=True)
    city_visibility = visibility()
    modes = ChoiceListField(_("teaches"), options=choices.MODES)
    formats = ChoiceListField(_("formats"), options=choices.FORMATS)
    levels = ChoiceListField(_("for whom"), options=choices.LEVELS)
    group_min = models.PositiveSmallIntegerField(_("smallest group"), null=True, blank=True)
    group_max = models.PositiveSmallIntegerField(_("largest group"), null=True, blank=True)
    fee = models.CharField(_("fee"), max_length=12, choices=choices.FEES, blank=True)
    travels_to = ChoiceListField(_("travels to"), options=country_choices())
    months = ChoiceListField(_("months"), options=choices.MONTHS)
    weekdays = ChoiceListField(_("days of the week"), options=choices.WEEKDAYS)
    time_zone = models.CharField(_("time zone"), max_length=50, blank=True, validators=[validators.time_zone])
    contact_mode = models.CharField(
        _("how to get in touch"), max_length=12, choices=choices.CONTACT_MODES, default="organisation"
    )
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    indexable = models.BooleanField(_("search engines may show this profile"), default=False)

    edit_handler = TabbedInterface(
        [
            ObjectList(panels.PERSON, heading=_("Person")),
            ObjectList(panels.TEACHING, heading=_("Teaching")),
            ObjectList(panels.LECTURES, heading=_("Lectures and talks")),
            ObjectList(panels.PLACE, heading=_("Place and time")),
            ObjectList(panels.CONTACT, heading=_("Contact and links")),
            ObjectList(
                [*CataloguePage.promote_panels, panels.SEARCH_ENGINES, *CataloguePage.settings_panels],
                heading=_("Publication"),
            ),
        ],
        base_form_class=LecturerForm,
    )
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *(SynchronizedField(name, overridable=False) for name in THE_PERSONS),
    ]
    hidden_rows = ("affiliations",)
    made_from = (
        "person",
        "photo",
        "topic_tags",
        "languages",
        "links",
        "affiliations__organisation",
        "endorsements__organisation",
        "offers",
        "talks",
    )
    parent_page_types = ["network.OrganisationPage", "network.NetworkIndexPage"]
    subpage_types: list[str] = []
    template = "lecturers/lecturer_page.html"

    class Meta:
        verbose_name = _("lecturer")
        verbose_name_plural = _("lecturers")

    @property
    def members_url(self) -> str:
        return reverse("members_profile", args=[self.translation_key])

    @property
    def wishes_contact(self) -> bool:
        """As the person says for every language."""
        return bool(source_of(self).contact_mode != choices.NO_CONTACT)

    def belongs_to(self, organisation: OrganisationPage) -> bool:
        """Whether the profile stands beneath it, or names it as one that the person has not left."""
        source, key = source_of(self), organisation.translation_key
        above = OrganisationPage.objects.ancestor_of(source).filter(translation_key=key)
        named = [row for row in source.affiliations.all() if row.end is None or row.end >= localdate()]
        return above.exists() or any(row.organisation and row.organisation.translation_key == key for row in named)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        addresses = lists(self)
        return super().get_context(request, *args, **kwargs) | {
            "bank_url": addresses.get("lecturer", ""),
            "network_url": addresses.get("organisation", ""),
        }

    def clean(self) -> None:
        super().clean()
        if self.group_min and self.group_max and self.group_max < self.group_min:
            raise ValidationError({"group_max": _("The largest group is smaller than the smallest.")})

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
        return MEMBERS_ONLY if self.audience == NETWORK or consent.scope == Scope.NETWORK else None

    def version_withheld(self) -> Withheld | None:
        """Under a pseudonym every language says for itself that its name is one: nobody else can read all scripts."""
        if self.source is None or not self.source.is_pseudonym:
            return None
        if not self.is_pseudonym:
            return Withheld(Reason.UNPUBLISHED, "pseudonym", UNSAID)
        words = own_words(self.source)
        tells = any(telling(self, words)) or any(rows_telling(self, words))
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
