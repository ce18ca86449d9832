"""Words that editors ask for as topics: the list of them, and the decision about one."""

from collections.abc import Iterable
from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, Count, QuerySet, When
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
from topics.forms import DecisionForm, language
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


class DecideView(WagtailAdminTemplateMixin, FormView):
    """Who asked for a word, what it may mean, and the three things that can become of it."""

    template_name = "topics/admin/proposal.html"
    page_title = capfirst(KeywordProposal._meta.verbose_name)
    header_icon = "tag"
    form_class = DecisionForm

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

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        state, topic = State(form.cleaned_data["decision"]), form.cleaned_data["topic"]
        try:
            proposing.decide(
                self.proposal,
                state,
                cast(User, self.request.user),
                topic=topic if state == State.MERGED else None,
                reply=form.cleaned_data["reply"] if state == State.DECLINED else "",
                synonym=form.cleaned_data["synonym"],
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, gettext("“%s” is decided.") % self.proposal.text)
        return redirect("proposed_topics:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = self.proposal
        return super().get_context_data(
            proposal=proposal,
            proposers=proposal.proposers.select_related("page", "by"),
            near=_labels(vocabulary.current().nearest(proposal.text, proposal.language)),
            **kwargs,
        )


def _labels(concepts: Iterable[vocabulary.Concept]) -> list[str]:
    return [concept.label(language()) for concept in concepts]


def _named(name: str) -> Any:
    field: Any = KeywordProposal._meta.get_field(name)
    return capfirst(field.verbose_name)
