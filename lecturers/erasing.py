"""What goes with a profile's page: Wagtail and wagtail-localize would keep its name, its words and its portraits."""

from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_delete, pre_delete
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from lecturers.models import LecturerPage
from media.models import Image
from publishing.translating import forget_strings


def connect() -> None:
    """Listen for pages that are deleted, by whomever."""
    pre_delete.connect(_remember_portraits, LecturerPage, dispatch_uid="erasing")
    post_delete.connect(_erase, LecturerPage, dispatch_uid="erasing")


def _remember_portraits(instance: LecturerPage, **_: Any) -> None:
    former = {revision.content.get("photo") for revision in instance.revisions.all()}
    instance._portraits = {instance.photo_id, *former} - {None}


def _erase(instance: LecturerPage, **_: Any) -> None:
    label = f"{LecturerPage._meta.object_name} {instance.pk}"
    PageLogEntry.objects.filter(page_id=instance.pk).update(label=label, data={})
    for image in Image.objects.filter(pk__in=instance._portraits):
        if all(_is_of(reference, instance) for reference in ReferenceIndex.get_references_to(image)):
            image.delete()
    if not any(call[1] is forget_strings for call in connection.run_on_commit):  # once for many pages
        transaction.on_commit(forget_strings, robust=True)


def _is_of(reference: ReferenceIndex, page: Page) -> bool:
    return reference.base_content_type.model_class() is Page and reference.object_id == str(page.pk)
