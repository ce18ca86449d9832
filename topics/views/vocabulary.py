"""Suggestions while an editor types, and merging one topic into another."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import BaseColumn, BulkActionsCheckboxColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, IndexView

from people.models import User
from topics import proposing, vocabulary
from topics.forms import MergeForm, TopicForm, as_tag, language
from topics.models import ENGLISH, KeywordProposal, Topic, TopicLabel
from topics.querysets import TopicQuerySet
from topics.services import Merge, why_kept
from topics.views.proposals import MAY_DECIDE, State


def autocomplete(request: HttpRequest) -> JsonResponse:
    """Topics for what was typed: `value` is entered, `label` says by which other word it was found."""
    suggestions = vocabulary.current().suggest(request.GET.get("term", ""), language())
    return JsonResponse(
        [{"value": as_tag(s.label), "label": f"{s.label} ({s.via})" if s.via else s.label} for s in suggestions],
        safe=False,
    )


class TopicIndexView(IndexView):
    """All topics with their labels in the editor's language, one by one: what is in use is merged, not deleted."""

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]

    def search_queryset(self, queryset: TopicQuerySet) -> TopicQuerySet:
        """By any word, as the editor's own topic field finds them."""
        if not self.is_searching:
            return queryset
        found = vocabulary.current().suggest(self.search_query, language(), limit=50)
        return queryset.filter(slug__in=[suggestion.concept.slug for suggestion in found])


class TopicCreateView(CreateView):
    """A new topic. With `?proposal=` one that editors have asked for: its word is filled in, their pages get it."""

    @cached_property
    def proposal(self) -> KeywordProposal | None:
        asked = self.request.GET.get("proposal")
        if asked is None:
            return None
        if not self.request.user.has_perm(MAY_DECIDE):
            raise PermissionDenied
        return get_object_or_404(KeywordProposal, pk=int(asked) if asked.isdecimal() else 0, state=State.OPEN)

    def get_initial_form_instance(self) -> Any:
        if self.proposal is None:
            return None
        languages = dict.fromkeys((self.proposal.language, ENGLISH))
        text = {self.proposal.language: self.proposal.text}
        topic: Any = Topic()
        topic.labels = [TopicLabel(language=code, preferred=text.get(code, "")) for code in languages]
        return topic

    def get_add_url(self) -> str:
        return f"{super().get_add_url()}?proposal={self.proposal.pk}" if self.proposal else super().get_add_url()

    def get_success_url(self) -> str:
        return reverse("proposed_topics:index") if self.proposal else super().get_success_url()

    def form_valid(self, form: TopicForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)

    def save_instance(self) -> Topic:
        topic: Topic = super().save_instance()
        if self.proposal:
            proposing.decide(self.proposal, State.PROMOTED, cast(User, self.request.user), topic=topic)
        return topic


class TopicEditView(EditView):
    """The edit view with a way to merge, under the topic's name in the editor's language."""

    def get_page_subtitle(self) -> str:
        return vocabulary.labels(language()).get(self.object.slug, self.object.name)

    @property
    def header_more_buttons(self) -> list[Button]:
        merge = Button(
            _("Merge"), url=reverse("topics_merge", args=[self.object.pk]), icon_name="resubmit", priority=15
        )
        return [*super().header_more_buttons, *([] if self.object.merged_into_id else [merge])]


class TopicDeleteView(DeleteView):
    """Deletes what nothing uses, and sends the editor to merging otherwise."""

    def form_valid(self, form: Any) -> HttpResponse:
        if obstacle := why_kept(self.object):
            messages.error(self.request, obstacle)
            where = "wagtailsnippets_topics_topic:edit" if self.object.merged_into_id else "topics_merge"
            return redirect(where, self.object.pk)
        return super().form_valid(form)


class MergeView(WagtailAdminTemplateMixin, FormView):
    """Choose the target, see what will happen, confirm."""

    template_name = "topics/admin/merge.html"
    page_title = _("Merge a topic into another")
    header_icon = "tag"
    form_class = MergeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("topics.change_topic"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def topic(self) -> Topic:
        return get_object_or_404(Topic.objects.in_use().labelled(language()), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.topic)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing, edit = (f"wagtailsnippets_topics_topic:{view}" for view in ("list", "edit"))
        return [
            {"url": reverse(listing), "label": Topic._meta.verbose_name_plural},
            {"url": reverse(edit, args=[self.topic.pk]), "label": str(self.topic)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "topic": self.topic}

    def form_valid(self, form: MergeForm) -> HttpResponse:
        """The first time show what the merge will do; when that is confirmed, do it."""
        merge = Merge(self.topic, form.cleaned_data["target"])
        try:
            merge.check()
        except ValidationError as error:
            form.add_error("target", error)
            return self.form_invalid(form)
        if "confirmed" not in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, merge=merge))
        try:
            merge.carry_out()
        except ValidationError as error:
            form.add_error("target", error)
            return self.form_invalid(form)
        texts = {"topic": str(self.topic), "target": str(merge.target)}
        messages.success(self.request, gettext("“%(topic)s” is now part of “%(target)s”.") % texts)
        return redirect("wagtailsnippets_topics_topic:edit", merge.target.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(topic=self.topic, **kwargs)
