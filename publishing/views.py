"""Pictures: given out only while an entry that may show them is public."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from catalogue.models import Entry
from media import storage
from media.models import PublicRendition


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
    return response
