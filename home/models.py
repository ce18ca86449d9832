"""The front door of each language."""

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from catalogue.models import Entry
from pages.chrome import lists
from pages.models import BasePage
from publishing.forms import PublicPageForm
from search.listing import documents, few
from search.parameters import Count
from search.query import Query
from search.reading import Look

#: How many topics the front page shows as doors.
DOORS = 10
#: How many lecturers it introduces, and of how many.
FEATURED, OF = 3, 24
#: How many of the newest posts it shows.
POSTS = 3


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
    base_form_class = PublicPageForm
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With doors to topics, some lecturers, the newest posts and numbers, as `home_page.html` names them."""
        locale = self.locale.language_code
        addresses = lists(self)
        bank, network, blog = (addresses.get(kind, "") for kind in ("lecturer", "organisation", "post"))
        implied = {"locale": locale, "fallback": "any", "facets": "topic,country,language", "limit": str(OF)}
        everybody = Query.parse("", "lecturer", implied=implied)
        own = Query("lecturer", locale=locale, limit=OF, count=Count.NONE)
        found, readable, posts = Look.at_now(everybody).pages([everybody, own, few("post", locale, limit=POSTS)])
        # First of all those who can be read in the language of this page, and nobody whom engines may not find on it.
        featured = {item.key: item for item in (*readable.items, *found.items) if '"indexable":true' in item.payload}
        frame = super().get_context(request, *args, **kwargs)
        return {
            **frame,
            "title": self.seo_title,  # its own is a name for the tree; to others it is the network itself
            "jsonld": self._linked_data(frame["canonical_url"], bank),
            "bank_url": bank,
            "network_url": network,
            "blog_url": blog,
            "topics": [
                {"slug": t.value, "label": t.label, "count": t.count, "url": reverse("topic", args=[t.value])}
                for t in found.facets["topic"][:DOORS]
                if t.count
            ],
            "featured": documents(list(featured.values())[:FEATURED], locale),
            "posts": documents(posts.items, locale) if blog else [],
            "numbers": {
                "lecturers": found.total,
                "organisations": Entry.objects.public().filter(kind="organisation").values("thing").distinct().count(),
                "countries": sum(1 for value in found.facets["country"] if value.count),
                "languages": sum(1 for value in found.facets["language"] if value.count),
            },
        }

    def _linked_data(self, url: str, bank: str) -> dict[str, Any]:
        """A `WebSite` (schema.org) that can be searched."""
        search = {
            "@type": "SearchAction",
            "target": f"{settings.PUBLIC_URL}{bank}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        }
        name = gettext("Migrant Teaching Network")
        site = {"@type": "WebSite", "name": name, "url": url, "inLanguage": self.locale.language_code}
        return {"@context": "https://schema.org", **site, **({"potentialAction": search} if bank else {})}
