"""Parts of the editors' forms: what they are told about the public, and rows that stay unique."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import InlinePanel, Panel
from wagtail.models import Page

from catalogue.models import Entry
from pages.models import BasePage
from pages.publicity import publicity
from pages.reasons import MEMBERS_ONLY, Withheld
from pages.versions import source_of
from publishing.access import may_mend
from publishing.forms import RowsFormSet

#: What is published is public in less, unless something is wrong.
_SOON = timedelta(minutes=5)


class PublicityPanel(Panel):
    """Says whether the page is public, in which languages and until when, or all that is missing."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Does the public see this?"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "publishing/publicity_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            page = Page.objects.get(pk=self.instance.pk).specific
            source = source_of(page)
            entries = Entry.objects.public().filter(thing=page.translation_key).order_by("locale")
            names, missing = dict(settings.LANGUAGES), list(obstacles(source))
            return context | {
                "page": page,
                "source": source if source != page else None,
                "publicity": publicity(source, timezone.now()),
                "missing": missing,
                "for_members": missing[:1] == [MEMBERS_ONLY],
                "here_not": publicity(page, timezone.now()).obstacle,
                "may_mend": may_mend(self.request.user, source),
                "shown": [(names.get(entry.locale, entry.locale), entry.locale, entry.path) for entry in entries],
                "here": any(entry.locale == page.locale.language_code for entry in entries),
                "late": page.last_published_at and page.last_published_at < timezone.now() - _SOON,
                "scheduled": page.scheduled_revision,
                "left_out": source.left_out(timezone.now()),
            }


def obstacles(source: BasePage) -> Iterator[Withheld]:
    """The first obstacle, and with it what the person's own wish would be next."""
    at = timezone.now()
    first = publicity(source, at).obstacle
    if first:
        yield first
        second = source.withheld(at)
        if second and second not in (first, MEMBERS_ONLY):
            yield second


class EachOnceFormSet(RowsFormSet):
    """Says plainly that the same thing was entered twice."""

    def get_unique_error_message(self, unique_check: Any) -> Any:
        return self.get_form_error()

    def get_form_error(self) -> Any:
        return _("This stands here twice. Remove one of the two.")


class RowsPanel(InlinePanel):
    """Rows of a page, in a form set of ours."""

    formset = RowsFormSet

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = self.formset
        return options


class EachOncePanel(RowsPanel):
    """Rows of which no two may be the same."""

    formset = EachOnceFormSet
