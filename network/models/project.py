"""Projects: what organisations of the network do together for a while, and who pays for it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import RichTextField
from wagtail_localize.fields import SynchronizedField

from network.choices import RICH
from network.models.organisation import OrganisationPage
from pages.chrome import lists
from pages.models import PICTURE_PANEL, BasePage
from pages.rows import Row
from publishing.panels import PublicityPanel
from publishing.serving import CataloguePage
from search.serving import ListingPage
from topics.models import Topical


class ProjectIndexPage(ListingPage):
    """The list of projects. Those that stand beneath it are the network's own."""

    lists = "project"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["network.ProjectPage"]
    max_count_per_parent = 1
    template = "network/project_index_page.html"

    class Meta:
        verbose_name = _("list of projects")
        verbose_name_plural = _("lists of projects")


class ProjectPage(Topical, CataloguePage):
    """One project of several partners."""

    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    programme = models.CharField(
        _("programme"), max_length=120, blank=True, help_text=_("Who funds it, such as Erasmus+ KA220-ADU.")
    )
    reference_number = models.CharField(_("reference number"), max_length=60, blank=True)
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("to"), null=True, blank=True)
    aims = RichTextField(_("aims"), blank=True, features=RICH)
    activities = RichTextField(_("activities"), blank=True, features=RICH)
    results = RichTextField(
        _("results"), blank=True, features=RICH, help_text=_("What came of it, with links to where it can be read.")
    )
    funder_line = models.CharField(
        _("funder line"), max_length=250, blank=True, help_text=_("As the funder asks for it.")
    )
    disclaimer = models.TextField(_("disclaimer"), max_length=800, blank=True)

    content_panels = [
        PublicityPanel(),
        MultiFieldPanel(
            [
                TitleFieldPanel("title", placeholder=""),
                FieldPanel("acronym"),
                FieldPanel("summary"),
                *Topical.topic_panels,
            ],
            _("What it is"),
        ),
        MultiFieldPanel([FieldPanel("aims"), FieldPanel("activities"), FieldPanel("results")], _("In words")),
        PICTURE_PANEL,
        InlinePanel("partners", heading=_("Partners"), label=_("partner")),
        MultiFieldPanel([FieldRowPanel([FieldPanel("start"), FieldPanel("end")])], _("When")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("programme"), FieldPanel("reference_number")]),
                FieldPanel("funder_line"),
                FieldPanel("disclaimer"),
            ],
            _("Funding"),
        ),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *(
            SynchronizedField(name, overridable=False)
            for name in ("acronym", "programme", "reference_number", "start", "end", "partners")
        ),
    ]
    made_from = ("hero_image", "topic_tags", "partners__organisation")
    parent_page_types = ["network.OrganisationPage", "network.ProjectIndexPage"]
    subpage_types: list[str] = []
    template = "network/project_page.html"

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def clean(self) -> None:
        super().clean()
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("The end is before the beginning.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"projects_url": lists(self).get("project", "")}


class ProjectPartner(Row):
    """An organisation that takes part: one of the network, or another known by name alone."""

    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        OrganisationPage,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("organisation in the network"),
    )
    name = models.CharField(
        _("or another organisation"), max_length=255, blank=True, help_text=_("If it is not in the network.")
    )
    coordinates = models.BooleanField(_("coordinates the project"), default=False)

    panels = [FieldRowPanel([FieldPanel("organisation"), FieldPanel("name")]), FieldPanel("coordinates")]

    class Meta(Row.Meta):
        verbose_name = _("partner")

    def clean(self) -> None:
        super().clean()
        if bool(self.organisation_id) == bool(self.name):
            raise ValidationError({"name": _("Choose an organisation of the network or write the name of another.")})
