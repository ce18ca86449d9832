"""Pages that list things of one kind from the catalogue, and own none of them."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse

from pages.models import BasePage
from search.listing import Listing


class ListingPage(BasePage):
    """A list of one kind, with its search and its facets; a plain GET form asks it."""

    lists: ClassVar[str]

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list; with status 400 when the address cannot be understood."""
        listing = Listing.of(request, self.lists, self.locale.language_code)
        response: HttpResponse = super().serve(request, *args, listing=listing, **kwargs)
        response.status_code = listing.status
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        listing = kwargs.get("listing") or Listing.of(request, self.lists, self.locale.language_code)
        return {**super().get_context(request, *args, **kwargs), **listing.context()}
