"""What keeps the folders clean."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import UploadedFile

from media import renditions, storage
from media.models import Document, Image, Rendition

PATIENCE = timedelta(days=1)

CLAIMS = {"originals": Image, "renditions": Rendition, "documents": Document, "wagtail_uploads": UploadedFile}


def sweep() -> int:
    """Remove every file that belongs to nothing, and uploads that were never finished. Safe to repeat."""
    swept = 0
    for name in renditions.orphans():
        storage.public().delete(name)
        swept += 1
    abandon_uploads()
    for folder, model in CLAIMS.items():
        claims = model._base_manager.values_list("file", flat=True)
        for name in storage.unclaimed(storage.private(), folder, claims, timezone.now() - PATIENCE):
            storage.private().delete(name)
            swept += 1
    return swept


def abandon_uploads() -> None:
    """Forget what waits for a form that nobody has filled in since yesterday: it was never cleaned."""
    for upload in UploadedFile.objects.iterator():
        files = upload.file.storage
        if not files.exists(upload.file.name):
            upload.delete()
        elif files.get_modified_time(upload.file.name) < timezone.now() - PATIENCE:
            upload.file.delete(save=False)
            upload.delete()
