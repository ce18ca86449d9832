"""Pages that list things of one kind from the catalogue, and own none of them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from catalogue.models import Entry
from pages.models import BasePage
from publishing.forms import PublicPageForm
from search.listing import Listing, may_be_indexed, wish_for_engines


class ListingPage(BasePage):
    """A list of one kind, with its search and its facets; a plain GET form asks it."""

    lists: ClassVar[str]
    base_form_class = PublicPageForm

    class Meta:
        abstract = True

    def lists_what_stays_open(self) -> bool:
        """Privacy ends with the tree: what only stands in the list is closed by nothing."""
        beneath = self.get_descendants().values("translation_key")
        return Entry.objects.public().filter(kind=self.lists).exclude(thing__in=beneath).exists()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list; with status 400 when the address cannot be understood. Editors may ask why it stands as it does."""
        if _asks_why(request):
            return redirect(_ranking(self.lists, self.locale.language_code, request))
        listing = Listing.of(request, self.lists, self.locale.language_code)
        response: HttpResponse = super().serve(request, *args, listing=listing, **kwargs)
        response.status_code = listing.status
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        listing = kwargs.get("listing") or Listing.of(request, self.lists, self.locale.language_code)
        frame = super().get_context(request, *args, **kwargs)
        robots = wish_for_engines(listing.documents)
        return {**frame, **listing.context(), "robots": robots, "jsonld": self._linked_data(frame, listing)}

    def _linked_data(self, frame: Mapping[str, Any], listing: Listing) -> dict[str, Any]:
        """A `CollectionPage` (schema.org) of what is shown, but of nobody who does not want search engines to know."""
        urls = [doc.url for doc in listing.documents if may_be_indexed(doc)]
        items = [{"@type": "ListItem", "position": n, "url": url} for n, url in enumerate(urls, start=1)]
        return {
            "@context": "https://schema.org",
            "@type": "CollectionPage",
            "name": self.title,
            "url": frame["canonical_url"],
            "inLanguage": self.locale.language_code,
            "mainEntity": {"@type": "ItemList", "itemListElement": items},
        }


def _asks_why(request: HttpRequest) -> bool:
    """Whether an editor asks with `explain=1`. Who sends no cookie of a session is not even asked who they are, so that
    the answer stays everybody's."""
    asks = request.GET.get("explain") == "1" and settings.SESSION_COOKIE_NAME in request.COOKIES
    return asks and request.user.has_perm("wagtailadmin.access_admin")


def _ranking(kind: str, locale: str, request: HttpRequest) -> str:
    """Where the list of a kind that this request asks for is explained."""
    asked = request.GET.copy()
    asked.pop("explain", None)
    asked["list"] = kind
    asked.setdefault("locale", locale)
    return f"{reverse('ranking')}?{asked.urlencode()}"
