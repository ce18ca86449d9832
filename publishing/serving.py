"""Pages that are things of the catalogue: they answer the public only while their entry lives."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel
from wagtail.models import Page

from catalogue.models import Entry, Thing
from documents import contact
from documents.building import document_of, drafting
from documents.document import Document
from documents.kinds import kinds
from pages.chrome import address
from pages.models import ADDRESS_PANELS, TRUST_PANEL, BasePage
from pages.reasons import MEMBERS_ONLY
from pages.versions import source_of
from publishing.forms import PublicPageForm

#: What the catalogue says of a thing that nothing keeps back, or that it has not judged yet.
SHOWN = ("", "unbuilt")


class CataloguePage(BasePage):
    """A page of a kind. Its template is given the public document, never the page's own fields."""

    doc: Document

    promote_panels = [TRUST_PANEL, MultiFieldPanel(ADDRESS_PANELS, _("Address"))]
    base_form_class = PublicPageForm

    class Meta:
        abstract = True

    @property
    def listed_as(self) -> str:
        """The kind in whose list this page is found."""
        kind = kinds.of(self)
        return kind.name if kind else ""

    @property
    def members_url(self) -> str:
        """Where members who are signed in read this thing, if its kind is for them, too."""
        return ""

    @cached_property
    def withheld_as(self) -> str:
        """The code of what keeps this page from the public although Wagtail calls it live; empty if nothing does."""
        things = Thing.objects.filter(pk=self.translation_key).exclude(withheld__in=SHOWN)
        return (self.live and things.values_list("withheld", flat=True).first()) or ""

    @property
    def status_string(self) -> str:
        if self.withheld_as == MEMBERS_ONLY.code:
            return gettext("live, for members")
        return gettext("live, not public") if self.withheld_as else super().status_string

    def get_url(self, *args: Any, **kwargs: Any) -> str | None:
        """None while nobody would find it there: the admin offers no link to it, and tells no draft's address."""
        return None if self.withheld_as or not self.live else super().get_url(*args, **kwargs)

    url = property(get_url)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().serve(request, *args, **kwargs)
        if self.doc.robots:
            response.headers["X-Robots-Tag"] = self.doc.robots
        return response

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        self.source = source_of(self)
        with drafting():
            draft = document_of(self)
        self.doc = draft.as_read()
        return super().serve_preview(request, mode_name)

    def open_elsewhere(self) -> list[Page]:
        """None if this is the source: what it keeps for itself no language has."""
        return [] if source_of(self) == self else super().open_elsewhere()

    def addresses(self) -> dict[str, str]:
        """Only the languages in which it is public."""
        return {code: translation.url for code, translation in self.doc.translations.items()}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The frame, said by the document too: what it does not say is not public."""
        doc = self.doc
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        told = {"title": context["title"], "description": self.search_description or doc.summary}
        places = contact.dialled(doc)
        return context | {
            **{name: contact.without(text, places) for name, text in told.items()},
            "doc": doc,
            "canonical_url": doc.url,
            "robots": doc.robots,
            "jsonld": doc.linked_data(),
        }


def send_to_its_language(
    page: Page, request: HttpRequest, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> HttpResponse | None:
    """Under a language that the site does not have yet Wagtail serves the first one: that has an address of its own."""
    if page.locale.language_code == get_language():
        return None
    asked = request.META.get("QUERY_STRING", "")
    return redirect(address(page) + (f"?{asked}" if asked else ""))


def answer_while_public(
    page: Page, request: HttpRequest, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> HttpResponse | None:
    """Let a page of a kind be served only while its entry lives; asked before Wagtail looks at privacy.

    A stand-in for a missing translation sends on to a language that there is. Raises Http404 when there is
    no entry: a form that asks for a password would confirm that somebody is listed here.
    """
    if not isinstance(page, CataloguePage):
        return None
    entries = {entry.locale: entry for entry in Entry.objects.public().filter(thing=page.translation_key)}
    entry = entries.get(page.locale.language_code)
    if entry is None and page.alias_of_id and entries:
        return redirect(next(iter(entries.values())).path)
    if entry is None:
        raise Http404
    page.doc = entry.document()
    return None
