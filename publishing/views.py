"""Pages and pictures: given out only while an entry that may show them is public."""

from django.db.models import Exists, OuterRef, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page, Site
from wagtail.views import authenticate_with_password
from wagtail.views import serve as wagtail_serve

from catalogue.models import Entry, Thing
from documents.document import NOT_KEPT
from documents.kinds import kinds
from media import storage
from media.models import PublicRendition
from pages.chrome import slug_of
from pages.models import BasePage


@csrf_exempt  # it changes nothing: whoever sends something is told so, and not that a token is missing
@require_http_methods([method.value for method in BasePage.allowed_http_methods])
def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Wagtail's own view, told beforehand where the page is, which takes two queries however deep it lies."""
    roots = [root for root in Site.get_site_root_paths() if root.language_code == get_language()]
    if len(roots) == 1:  # with several sites, which one this is depends on the host
        page = _page_at(roots[0].root_path + path)
        request._wagtail_route_for_request = (page, [], {})  # type: ignore[attr-defined]
    response: HttpResponseBase = wagtail_serve(request, path)
    return response


def _page_at(url_path: str) -> Page:
    """The live page there. One that is kept from the public is missed like one that never was, and as fast."""
    public = Entry.objects.public().filter(thing=OuterRef("translation_key"))
    shown = Exists(public.filter(page_pk=OuterRef("pk"))) | (Q(alias_of__isnull=False) & Exists(public))
    no_thing = ~Exists(Thing.objects.filter(pk=OuterRef("translation_key")))
    there = Page.objects.filter(slug=slug_of(url_path), url_path=url_path, live=True)
    found = there.filter(shown | no_thing).only("content_type_id").first()
    if found is None or found.specific_class is None:
        raise Http404
    return found.specific_class._default_manager.select_related("locale").get(pk=found.pk)


def password(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponseBase:
    """Wagtail's own view, for the pages only that do ask for this password: it would tell of any other, too."""
    page = get_object_or_404(Page.objects.live(), pk=page_id)
    asks = page.get_view_restrictions().filter(pk=page_view_restriction_id, restriction_type="password").exists()
    if not asks or kinds.of(page):
        raise Http404
    response: HttpResponseBase = authenticate_with_password(request, page_view_restriction_id, page_id)
    return response


@csrf_exempt
@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """One rendition. Its name is never used for anything else, so the name is its ETag."""
    shown = Entry.objects.public().values("thing")
    rendition = PublicRendition.objects.filter(name=name, key__in=shown).first()
    if rendition is None or not storage.public().exists(rendition.name):
        raise Http404
    response: HttpResponseBase = FileResponse(storage.public().open(rendition.name), content_type=rendition.type)
    response.headers["Cache-Control"] = "public, max-age=30, must-revalidate"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Robots-Tag"] = NOT_KEPT  # an image search would collect the portraits of us all
    return response
