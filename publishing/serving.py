"""Pages that are things of the catalogue: they answer the public only while their entry lives."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from catalogue.models import Entry
from catalogue.projection import document_of, source_of
from documents.building import drafting
from documents.document import with_origin
from pages.models import BasePage


class CataloguePage(BasePage):
    """A page of a kind. Its template is given the public document, never the page's own fields."""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The document of this page's entry; another language's address when this is only its stand-in.

        Raises Http404 when there is no entry: what is not in the catalogue is not public.
        """
        entries = {e.locale: e for e in Entry.objects.public().filter(thing=self.translation_key)}
        entry = entries.get(self.locale.language_code)
        if entry is None and self.alias_of_id and entries:
            return redirect(next(iter(entries.values())).path)
        if entry is None:
            raise Http404
        return super().serve(request, *args, doc=entry.document(), **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        self.source = source_of(self)
        with drafting():
            draft = document_of(self)
        request.doc = type(draft).model_validate_json(with_origin(draft.payload()))
        return super().serve_preview(request, mode_name)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["doc"] = kwargs.get("doc") or getattr(request, "doc", None)
        return context
