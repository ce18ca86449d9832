"""The sweep removes what belongs to nothing, and nothing else."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from wagtail.models import UploadedFile

from media import storage
from media.renditions import publish
from media.services import sweep
from tests.factories.media import DocumentFactory, ImageFactory, picture, upload

pytestmark = pytest.mark.django_db
Files = Callable[[], list[str]]


def age_all(var: Path, days: float = 2) -> None:
    for path in var.rglob("*"):
        if path.is_file():
            os.utime(path, (time.time() - days * 86400,) * 2)


def test_sweep_removes_private_files_without_a_row(files: Files, var: Path) -> None:
    image = ImageFactory()
    DocumentFactory()
    publish(image, "fill-20x20", uuid4())
    image.get_rendition("fill-10x10")
    kept = files()
    for folder in ("originals", "renditions", "documents", "wagtail_uploads"):
        storage.private().save(f"{folder}/left.jpg", ContentFile(b"left by a process that was killed"))
    age_all(var)

    assert sweep() == 4

    assert files() == kept


def test_sweep_leaves_young_files_alone(files: Files) -> None:
    storage.private().save("originals/new.jpg", ContentFile(b"its row is being written"))

    assert sweep() == 0
    assert len(files()) == 1


def test_sweep_on_empty_folders_does_nothing() -> None:
    assert sweep() == 0


def test_sweep_forgets_uploads_that_were_never_finished(files: Files, var: Path) -> None:
    UploadedFile.objects.create(file=upload(picture(), "maria.jpg"))
    assert "maria" not in files()[0]
    assert files()[0].startswith("private/wagtail_uploads/")
    sweep()
    assert UploadedFile.objects.count() == len(files()) == 1

    age_all(var)
    sweep()

    assert not UploadedFile.objects.exists()
    assert files() == []


def test_sweep_forgets_uploads_whose_file_is_lost() -> None:
    unfinished = UploadedFile.objects.create(file=upload(picture()))
    storage.private().delete(unfinished.file.name)

    sweep()

    assert not UploadedFile.objects.exists()
