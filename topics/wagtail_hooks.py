"""The vocabulary in the admin: for those who may change topics, which are the network's editors."""

from django.forms import Select
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from topics.forms import TopicForm, language
from topics.models import KeywordProposal, Topic
from topics.querysets import TopicQuerySet
from topics.slugs import counted
from topics.views import vocabulary as views
from topics.views.proposals import DecideView, DeclineView, ProposalIndexView, TakeUpView

NAMES = InlinePanel(
    "labels",
    heading=_("What it is called"),
    label=_("name"),
    min_num=1,
    help_text=_("One name for each language you can give. English is needed, the others help people find it."),
    panels=[
        FieldRowPanel([FieldPanel("language"), FieldPanel("preferred")]),
        FieldPanel("alternatives"),
        FieldPanel("definition"),
    ],
)
PLACE = MultiFieldPanel(
    [FieldPanel("broader", widget=Select), FieldPanel("related"), FieldPanel("notation")],
    heading=_("Its place among the topics"),
)
MATCHES = InlinePanel(
    "matches",
    heading=_("The same topic in other vocabularies"),
    label=_("match"),
    help_text=_("For exchange with other systems. Leave it empty if you do not know any."),
    panels=[FieldRowPanel([FieldPanel("scheme"), FieldPanel("closeness")]), FieldPanel("uri")],
)


class TopicViewSet(SnippetViewSet):
    """Topics under the menu of their own."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_order = 280
    add_to_admin_menu = True
    index_view_class = views.TopicIndexView
    add_view_class = views.TopicCreateView
    edit_view_class = views.TopicEditView
    delete_view_class = views.TopicDeleteView
    copy_view_enabled = False
    list_display = [
        "__str__",
        Column("broader_label", label=_("Belongs under"), sort_key="broader_label"),
        Column("pages", label=_("Pages"), sort_key="pages"),
        DateColumn("updated_at", label=_("Last changed"), sort_key="updated_at", width="12%"),
    ]
    list_per_page = 100
    ordering = ["label"]
    search_fields = ["name"]
    edit_handler = ObjectList(
        [
            NAMES,
            PLACE,
            MATCHES,
        ],
        base_form_class=TopicForm,
    )

    def get_queryset(self, request: HttpRequest) -> TopicQuerySet:
        return counted(Topic.objects.in_use().labelled(language()))


class ProposalViewSet(ModelViewSet):
    """Words that editors ask for as topics, to decide about."""

    model = KeywordProposal
    name = "proposed_topics"
    url_prefix = "topics/proposed"
    icon = "tag"
    menu_label = capfirst(KeywordProposal._meta.verbose_name_plural)
    menu_order = 281
    add_to_admin_menu = True
    index_view_class = ProposalIndexView
    list_filter = ["state", "language"]
    list_per_page = 50
    search_fields = ["text"]
    search_backend_name = None
    form_fields: list[str] = []

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", DecideView.as_view(), name="decide"),
            path("<int:pk>/decline/", DeclineView.as_view(), name="decline"),
            path("<int:pk>/take-up/", TakeUpView.as_view(), name="take_up"),
        ]

    def register_admin_url_finder(self) -> None:
        """A decision is no form of the row."""


register_snippet(TopicViewSet)


@hooks.register("register_admin_viewset")
def proposals() -> ProposalViewSet:
    return ProposalViewSet()


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """What the admin asks besides the snippet's own views."""
    return [
        path("topics/autocomplete/", views.autocomplete, name="topics_autocomplete"),
        path("topics/<int:pk>/merge/", views.MergeView.as_view(), name="topics_merge"),
    ]
