"""Suggestions while an editor types, and merging one topic into another."""

from typing import Any

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
from wagtail.snippets.views.snippets import DeleteView, EditView, IndexView

from topics import vocabulary
from topics.forms import MergeForm, as_tag, language
from topics.models import Topic
from topics.querysets import TopicQuerySet
from topics.services import Merge


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
        if obstacle := self.object.why_kept():
            messages.error(self.request, obstacle)
            return redirect("topics_merge", self.object.pk)
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
        merge.carry_out()
        texts = {"topic": str(self.topic), "target": str(merge.target)}
        messages.success(self.request, gettext("“%(topic)s” is now part of “%(target)s”.") % texts)
        return redirect("wagtailsnippets_topics_topic:edit", merge.target.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(topic=self.topic, **kwargs)
