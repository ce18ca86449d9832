"""The two doors to private files, one for editors, one for documents that readers download; and their tags."""

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_safe
from taggit.models import Tag
from wagtail import hooks

from media import storage
from media.models import Document, Image, PublicRendition, Rendition
from media.permissions import document_policy, image_policy

SANDBOX = "sandbox; default-src 'none'"
SEEING = ["choose", "change", "delete"]
MOST_TAGS = 10


def file(request: HttpRequest, path: str) -> FileResponse:
    """A private file for an editor who may see it. Only names that a row holds are ever opened."""
    if "\0" in path:  # PostgreSQL would raise, SQLite finds nothing
        raise Http404
    document = Document.objects.filter(file=path).first()
    image = Image.objects.filter(file=path).first() or Image.objects.filter(renditions__file=path).first()
    policy, owner = (document_policy, document) if document else (image_policy, image)
    if owner is None or not (
        _is_public(path) or policy.user_has_any_permission_for_instance(request.user, SEEING, owner)
    ):
        raise Http404
    response = sent(path, attachment=document is not None)
    response["Cache-Control"] = "private, no-store"
    return response


def _is_public(path: str) -> bool:
    """Whether the public has this very rendition of the picture as it is now: a translator's preview shows it."""
    rendition = Rendition.objects.filter(file=path).select_related("image").first()
    if rendition is None:
        return False
    source = rendition.image.get_file_hash() + rendition.focal_point_key
    published = PublicRendition.objects.filter(image=rendition.image_id, spec=rendition.filter_spec, source=source)
    return published.exists()


def tags(request: HttpRequest) -> JsonResponse:
    """What somebody may mean who has typed so much of a tag: tags of files that they may see, and no others."""
    typed = request.GET.get("term", "").replace("\0", "")
    images = image_policy.instances_user_has_any_permission_for(request.user, SEEING)
    documents = document_policy.instances_user_has_any_permission_for(request.user, SEEING)
    seen = Tag.objects.filter(Q(media_images__in=images) | Q(media_documents__in=documents), name__istartswith=typed)
    names = seen.order_by("name").values_list("name", flat=True).distinct()
    return JsonResponse(list(names[:MOST_TAGS]) if typed else [], safe=False)


@csrf_exempt
@require_safe
def document(request: HttpRequest, document_id: int, name: str) -> HttpResponseBase:
    """A document for whoever has been given its address, unless its collection is restricted."""
    found = get_object_or_404(Document, pk=document_id)
    if found.filename != name:
        raise Http404
    for restrict in hooks.get_hooks("before_serve_document"):
        refusal = restrict(found, request)
        if isinstance(refusal, HttpResponse):
            return refusal
    return download(request, found)


def download(request: HttpRequest, found: Document) -> HttpResponseBase:
    @condition(etag_func=lambda request: f'"{found.file_hash}"')
    def answer(request: HttpRequest) -> FileResponse:
        return sent(str(found.file.name), attachment=True, filename=found.download_name)

    response = answer(request)
    patch_cache_control(response, private=True, no_cache=True)
    return response


def sent(path: str, *, attachment: bool, filename: str = "") -> FileResponse:
    """A stored file, with headers that keep a browser from running anything in it."""
    try:
        content = storage.private().open(path)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        content, as_attachment=attachment, filename=filename, content_type=storage.content_type(path)
    )
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response
