"""The front door of each language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from pages.models import BasePage


class HomePage(BasePage):
    """Says in one sentence what the network is, and opens the doors to what it has."""

    hero_title = models.CharField(
        _("first line"),
        max_length=120,
        blank=True,
        help_text=_("The first thing a visitor reads. The summary follows it."),
    )

    content_panels = [*Page.content_panels, FieldPanel("hero_title"), FieldPanel("summary")]
    parent_page_types = ["wagtailcore.Page"]
    template = "home/home_page.html"
