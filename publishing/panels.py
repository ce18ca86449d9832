"""What an editor is told about whether the public sees a page."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.models import Page

from catalogue.models import Entry
from catalogue.projection import source_of
from pages.publicity import publicity


class PublicityPanel(Panel):
    """Says whether the page is public, in which languages and until when, or what is missing."""

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
            found = publicity(source_of(page), timezone.now())
            entries = Entry.objects.public().filter(thing=page.translation_key).order_by("locale")
            return context | {"publicity": found, "entries": entries}
