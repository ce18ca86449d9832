"""Words that editors ask for as topics: the list of them, and the decision about one."""

from collections.abc import Iterable
from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, Count, QuerySet, When
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from people.models import User
from topics import proposing, vocabulary
from topics.forms import DeclineForm, MeaningForm, language
from topics.models import KeywordProposal

State = KeywordProposal.State
MAY_DECIDE = "topics.change_keywordproposal"


class ProposalIndexView(generic.IndexView):
    """What waits for a decision first, and what most pages ask for before the rest."""

    add_url = None

    def get_base_queryset(self) -> QuerySet[Any]:
        waits = Case(When(state=State.OPEN, then=0), default=1)
        return KeywordProposal.objects.annotate(waits=waits, pages=Count("proposers")).select_related("topic")

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.order_by("waits", "-pages", "proposed_at", "pk")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("text", label=_named("text"), url_name="proposed_topics:decide"),
            Column("language", label=_named("language"), accessor="get_language_display"),
            Column("pages", label=_("Pages")),
            Column("state", label=_named("state"), accessor="get_state_display"),
            DateColumn("proposed_at", label=_named("proposed_at"), width="12%"),
        ]


class ProposalView(WagtailAdminTemplateMixin, FormView):
    """What can become of one word, and who asks for it."""

    page_title = capfirst(KeywordProposal._meta.verbose_name)
    header_icon = "tag"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(MAY_DECIDE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def proposal(self) -> KeywordProposal:
        return get_object_or_404(KeywordProposal, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.proposal.text

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        plural = capfirst(KeywordProposal._meta.verbose_name_plural)
        return [
            {"url": reverse("proposed_topics:index"), "label": plural},
            {"url": "", "label": self.proposal.text},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposers = self.proposal.proposers.select_related("page", "by")
        return super().get_context_data(proposal=self.proposal, proposers=proposers, **kwargs)

    def decided(self, form: Form, state: State, **more: Any) -> HttpResponse:
        """Decide so, or show the form again if somebody else was faster."""
        try:
            proposing.decide(self.proposal, state, cast(User, self.request.user), **more)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, gettext("“%s” is decided.") % self.proposal.text)
        return redirect("proposed_topics:index")


class DecideView(ProposalView):
    """The three things that can become of a word; two of them have pages of their own."""

    template_name = "topics/admin/proposal.html"
    form_class = MeaningForm

    def form_valid(self, form: MeaningForm) -> HttpResponse:
        return self.decided(form, State.MERGED, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        near = _labels(vocabulary.current().nearest(self.proposal.text, self.proposal.language))
        return super().get_context_data(near=near, **kwargs)


class DeclineView(ProposalView):
    """See what will happen, say why if there is something to say, and confirm."""

    template_name = "topics/admin/decline.html"
    form_class = DeclineForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.proposal.state != State.OPEN:
            return redirect("proposed_topics:decide", self.proposal.pk)
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"reply": self.proposal.reply}

    def form_valid(self, form: DeclineForm) -> HttpResponse:
        return self.decided(form, State.DECLINED, **form.cleaned_data)


class TakeUpView(ProposalView):
    """A declined word waits for a decision again; nothing is asked, for it can be declined again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        proposing.take_up(self.proposal)
        messages.success(request, gettext("“%s” waits for a decision again.") % self.proposal.text)
        return redirect("proposed_topics:decide", self.proposal.pk)


def _labels(concepts: Iterable[vocabulary.Concept]) -> list[str]:
    return [concept.label(language()) for concept in concepts]


def _named(name: str) -> Any:
    field: Any = KeywordProposal._meta.get_field(name)
    return capfirst(field.verbose_name)
