"""The report that explains the order of a search by relevance, for whoever may enter the admin."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from catalogue.models import Entry
from documents.kinds import kinds
from search.explaining import Explanation, explain
from search.fallback import languages
from search.parameters import RELEVANCE
from search.query import DEFAULT_LIMIT, InvalidQuery, Query
from search.reading import Look
from search.reports import language_choices, list_name
from search.text import LONGEST, query_string


class RankingForm(forms.Form):
    """What is searched, and for what; whatever else the address asks is kept."""

    q = forms.CharField(label=_("Words"), max_length=LONGEST, required=False)
    list = forms.ChoiceField(
        label=_("List"),
        choices=lambda: [("", _("All of them")), *((kind.name, capfirst(list_name(kind.name))) for kind in kinds)],
        required=False,
    )
    locale = forms.ChoiceField(label=_("Language"), choices=lambda: [*language_choices().items()], required=False)


class Ranked(NamedTuple):
    """A result, with its place in the list."""

    number: int
    entry: Entry
    explanation: Explanation


class RankingReportView(WagtailAdminTemplateMixin, TemplateView):
    """Reads the query string of a list, and besides which `list` it is. All that it shows is public."""

    page_title = _("Why results stand where they do")
    header_icon = "search"
    template_name = "search/ranking.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **_answer(self.request)}


def _answer(request: HttpRequest) -> dict[str, Any]:
    """Everything that the template shows, by the names that it documents."""
    kind = kinds.get(request.GET.get("list", ""))
    name = kind.name if kind else None
    implied = {"locale": _language(), "fallback": "any"}

    def ask() -> Query:
        asked = Query.parse(query_string(request), name, strict=False, implied=implied)
        as_list = asked.sort == RELEVANCE and asked.limit
        return asked if as_list else asked.but(sort=RELEVANCE, limit=asked.limit or DEFAULT_LIMIT)

    try:
        look = Look.asked(ask)
    except InvalidQuery as error:
        return {"form": _form(Query.parse("", name, implied=implied)), "problems": error.problems}
    query, page = look.query, look.page()
    return {
        "form": _form(query),
        "kept": [(name, value) for name, value in query.said() if name not in RankingForm.base_fields],
        "clear_url": f"?{urlencode({'q': query.text, 'locale': query.language, 'list': query.kind or ''})}",
        "q": query.text,
        "ranked": list(_ranked(look)),
        "did_you_mean": {"label": page.did_you_mean, "url": _url(query, text=page.did_you_mean)},
        "next_url": _url(query, cursor=page.next_cursor) if page.next_cursor else "",
        "first_url": _url(query, cursor=None) if query.cursor else "",
    }


def _ranked(look: Look) -> Iterator[Ranked]:
    asked, scores = look.wording(), look.scores()
    if asked is None:
        return
    texts = dict(Entry.objects.filter(pk__in=[item.entry.pk for item, _score in scores]).values_list("pk", "text"))
    first = int(look.query.cursor.after) if look.query.cursor else 0
    for number, (item, score) in enumerate(scores, first + 1):
        entry = item.entry
        yield Ranked(number, entry, explain(score, asked, texts.get(entry.pk, {}), entry.locale))


def _form(query: Query) -> RankingForm:
    return RankingForm(initial={"q": query.text, "list": query.kind or "", "locale": query.language})


def _url(query: Query, **changes: Any) -> str:
    return f"{query.url(**changes)}&{urlencode({'list': query.kind or ''})}"


def _language() -> str:
    """The editor's language, if the site has it."""
    spoken = get_language() or ""
    return spoken if spoken in languages() else settings.LANGUAGE_CODE
