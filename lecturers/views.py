"""What whoever is signed in reads of the bank, in the admin: nothing of it is public, or kept by anybody."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from documents.document import NOT_KEPT
from documents.members import Shown, read_for_members
from lecturers.document import LecturerDocument
from lecturers.members import MembersForm, read_page

_kept_by_nobody = cache_control(private=True, no_store=True)


@method_decorator(_kept_by_nobody, name="dispatch")
class MembersView(WagtailAdminTemplateMixin, TemplateView):
    """Everybody whom members may see, by what the address asks."""

    page_title = _("Lecturers for members")
    header_icon = "group"
    template_name = "lecturers/members.html"
    http_method_names = ["get", "head", "options"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = MembersForm(self.request.GET)
        asked = form.cleaned_data if form.is_valid() else {}
        page, found = read_page(asked, self.request.GET.get("p"))
        kept = urlencode({name: value for name, value in asked.items() if value})
        return {**super().get_context_data(**kwargs), "form": form, "page": page, "found": found, "kept": kept}


@require_safe
@_kept_by_nobody
def profile(request: HttpRequest, key: UUID) -> HttpResponse:
    """One profile as the public page shows it, with what is for members; `?locale=` chooses among its languages."""
    wanted = request.GET.get("locale", "")
    language = wanted if wanted in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE
    shown = read_for_members([key], language).get(key)
    if shown is None or not isinstance(shown.document, LecturerDocument):
        raise Http404
    with override(shown.document.locale):  # as on public pages, everything is in the language of the profile
        response = render(request, "lecturers/members_profile.html", _context(request, shown, shown.document))
    response.headers["X-Robots-Tag"] = NOT_KEPT
    return response


def _context(request: HttpRequest, shown: Shown, document: LecturerDocument) -> dict[str, Any]:
    """Everything that the public page has, with addresses of members' own, no licence to share it, and nothing for
    machines."""
    address = request.build_absolute_uri(reverse("members_profile", args=[document.id]))
    translations = {
        code: translation.model_copy(update={"url": f"{address}?locale={code}"})
        for code, translation in document.translations.items()
    }
    page: Any = shown.page
    page.doc = document.model_copy(update={"url": address, "translations": translations, "license": ""})
    return page.get_context(request) | {"robots": NOT_KEPT, "jsonld": {}, "members_only": shown.members_only}
