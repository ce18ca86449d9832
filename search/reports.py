"""The report of searches that found nothing."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from documents.kinds import kinds
from pages.languages import language_names
from search.fallback import languages
from search.models import ZeroResultQuery

#: Asked for once, it may be a slip, or a name.
_TOLD = 2


class ZeroResultFilterSet(WagtailFilterSet):
    locale = ChoiceFilter(label=_("Language"), choices=lambda: [*language_choices().items()])

    class Meta:
        model = ZeroResultQuery
        fields = ["locale"]


class ZeroResultsReportView(ReportView):
    """What people look for and do not find, the most wanted first; nothing that was asked for only once."""

    page_title = _("Searches that found nothing")
    header_icon = "search"
    index_url_name = "zero_results"
    index_results_url_name = "zero_results_results"
    model = ZeroResultQuery
    default_ordering = ["-times", "words"]
    filterset_class = ZeroResultFilterSet
    list_export = ["words", "kind", "locale", "times", "last_asked"]
    columns = [
        Column("words", label=_("Words"), sort_key="words"),
        Column("kind", label=_("List"), accessor=lambda row: list_name(row.kind)),
        Column("locale", label=_("Language"), accessor=lambda row: language_choices().get(row.locale, row.locale)),
        Column("times", label=_("Times"), sort_key="times"),
        Column(
            "last_asked", label=_("Last asked"), sort_key="last_asked", accessor=lambda row: date_format(row.last_asked)
        ),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return self.order_queryset(ZeroResultQuery.objects.filter(times__gte=_TOLD))


def list_name(name: str) -> str:
    """What the things of a kind are called, in the editor's language."""
    kind = kinds.get(name)
    return str(kind.page_model._meta.verbose_name_plural) if kind else name


def language_choices() -> dict[str, str]:
    """The languages of the site, named in the editor's."""
    names = language_names(get_language() or settings.LANGUAGE_CODE)
    return {code: names[code] for code in languages()}
