"""Posts: what the organisations of the network, and the network itself, have to tell."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import RichTextField
from wagtail_localize.fields import SynchronizedField

from lecturers.models import LecturerPage
from network.choices import RICH
from network.models import OrganisationPage
from pages.chrome import lists
from pages.models import PICTURE_PANEL, BasePage
from pages.rows import Row
from publishing.panels import PublicityPanel
from publishing.serving import CataloguePage
from search.serving import ListingPage
from topics.models import Topical

if TYPE_CHECKING:
    from blog.document import PostDocument


class BlogIndexPage(ListingPage):
    """The blog: lists every public post. Those that stand beneath it are the network's own."""

    lists = "post"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["blog.PostPage"]
    max_count_per_parent = 1
    template = "blog/blog_index_page.html"

    class Meta:
        verbose_name = _("blog")
        verbose_name_plural = _("blogs")


class PostPage(Topical, CataloguePage):
    """One post. It belongs to the organisation that it stands beneath."""

    doc: "PostDocument"

    date = models.DateField(_("date"), default=localdate, help_text=_("Lists show the newest first."))
    body = RichTextField(_("text"), features=[*RICH, "blockquote"])
    canonical_url = models.URLField(
        _("first published at"),
        blank=True,
        help_text=_("If it stood on another site before: its address there, to which search engines are sent."),
    )

    content_panels = [
        PublicityPanel(),
        MultiFieldPanel(
            [TitleFieldPanel("title"), FieldPanel("summary"), FieldPanel("body"), *Topical.topic_panels],
            _("In words"),
        ),
        InlinePanel(
            "authors",
            heading=_("Authors"),
            label=_("author"),
            help_text=_("A lecturer is named here only while the public sees their profile."),
        ),
        MultiFieldPanel([FieldPanel("date"), FieldPanel("canonical_url")], _("When and where")),
        PICTURE_PANEL,
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *(SynchronizedField(name, overridable=False) for name in ("date", "canonical_url", "authors")),
    ]
    made_from = ("hero_image", "topic_tags", "authors__lecturer", "authors__organisation")
    parent_page_types = ["network.OrganisationPage", "blog.BlogIndexPage"]
    subpage_types: list[str] = []
    template = "blog/post_page.html"

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {
            "blog_url": lists(self).get("post", ""),
            "canonical_url": self.doc.canonical_url or self.doc.url,
        }


class PostAuthor(Row):
    """Who wrote a post: a lecturer of the bank, an organisation, or somebody known by name alone.

    The row goes with the page that it points to, so that nobody who has left stays behind as a name.
    """

    page = ParentalKey(PostPage, on_delete=models.CASCADE, related_name="authors")
    lecturer = models.ForeignKey(
        LecturerPage,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("lecturer of the bank"),
    )
    organisation = models.ForeignKey(
        OrganisationPage,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("or an organisation in the network"),
    )
    name = models.CharField(
        _("or somebody else"), max_length=120, blank=True, help_text=_("As they want to be named in public.")
    )

    panels = [FieldRowPanel([FieldPanel("lecturer"), FieldPanel("organisation")]), FieldPanel("name")]

    class Meta(Row.Meta):
        verbose_name = _("author")

    def clean(self) -> None:
        super().clean()
        if sum(map(bool, (self.lecturer_id, self.organisation_id, self.name))) != 1:
            raise ValidationError(
                {"name": _("Choose a lecturer or an organisation, or write a name: one of the three.")}
            )
