"""What a profile has several of: languages, organisations, lectures, talks, endorsements, links."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from lecturers import panels, validators
from lecturers.models.profile import LecturerPage
from network.models import OrganisationPage
from pages.fields import ChoiceListField
from pages.languages import CEFR, language_choices
from pages.rows import Row
from topics.slugs import TopicSlugsField


class LecturerLanguage(Row):
    """A language that a lecturer speaks, how well, and what for."""

    page = ParentalKey(LecturerPage, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(_("language"), max_length=12, choices=language_choices)
    level = models.CharField(_("level"), max_length=6, choices=CEFR, default="C1")
    teaches = models.BooleanField(_("teaches in it"), default=True)
    interprets = models.BooleanField(_("can interpret"), default=False)

    panels = panels.LANGUAGE

    class Meta(Row.Meta):
        verbose_name = _("language")
        constraints = [models.UniqueConstraint(fields=["page", "language"], name="lecturer_language_once")]


class Affiliation(TranslatableMixin, Row):
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
    texts = ("name", "role")
    override_translatable_fields = [
        SynchronizedField("organisation", overridable=False),
        SynchronizedField("name", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Row.Meta):
        verbose_name = _("affiliation")

    def clean(self) -> None:
        super().clean()
        if not self.organisation and not self.name:
            raise ValidationError({"name": _("Choose an organisation of the network or write the name of another.")})
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("The end is before the beginning.")})


class Offer(TranslatableMixin, Row):
    """A lecture that is ready to be given; its words are translated, the rest is the same in every language."""

    page = ParentalKey(LecturerPage, on_delete=models.CASCADE, related_name="offers")
    title = models.CharField(_("title"), max_length=150)
    abstract = models.TextField(_("what it is about"), max_length=1500, blank=True)
    duration = models.PositiveSmallIntegerField(
        _("length in minutes"), null=True, blank=True, validators=[MinValueValidator(5)]
    )
    languages = ChoiceListField(_("languages"), options=language_choices())
    topics = TopicSlugsField(_("topics"))
    learning_outcomes = models.TextField(_("what participants learn"), max_length=1000, blank=True)
    needs = models.TextField(_("what is needed"), max_length=500, blank=True)

    panels = panels.OFFER
    #: What is translated, and searched for the name that a pseudonym hides.
    texts = ("title", "abstract", "learning_outcomes", "needs")

    class Meta(TranslatableMixin.Meta, Row.Meta):
        verbose_name = _("lecture")


class Talk(Row):
    """A lecture that was given. The person puts them in order."""

    page = ParentalKey(LecturerPage, on_delete=models.CASCADE, related_name="talks")
    title = models.CharField(_("title"), max_length=200)
    date = models.DateField(_("date"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=12, choices=language_choices, blank=True)
    organisation = models.CharField(_("invited by"), max_length=255, blank=True)
    url = models.CharField(_("address"), max_length=500, blank=True, validators=[validators.web_address])

    panels = panels.TALK
    texts = ("title", "organisation", "url")

    class Meta(Row.Meta):
        verbose_name = _("talk")

    def clean(self) -> None:
        super().clean()
        if self.date and self.date > timezone.localdate():
            raise ValidationError({"date": _("This day is still to come. List a talk once it has been given.")})


class Endorsement(Row):
    """A partner organisation, not the profile's own, that vouches; only its editors can say so (see the form)."""

    page = ParentalKey(LecturerPage, on_delete=models.CASCADE, related_name="endorsements")
    organisation = models.ForeignKey(
        OrganisationPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("organisation in the network")
    )
    date = models.DateField(_("since"), default=timezone.localdate)

    panels = panels.ENDORSEMENT

    class Meta(Row.Meta):
        verbose_name = _("endorsement")
        constraints = [models.UniqueConstraint(fields=["page", "organisation"], name="endorsed_once")]


class Link(Row):
    """A page elsewhere that is about the person or by them."""

    page = ParentalKey(LecturerPage, on_delete=models.CASCADE, related_name="links")
    url = models.CharField(_("address"), max_length=500, validators=[validators.web_address])
    label = models.CharField(_("what it is"), max_length=100, blank=True)

    panels = panels.LINK
    texts = ("label", "url")

    class Meta(Row.Meta):
        verbose_name = _("link")
