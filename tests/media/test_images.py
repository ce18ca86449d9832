"""Every way into the database leads through the cleaning, and nothing stays behind."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import PIL.Image
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import connection, transaction

from media import fields, uploads
from media.models import Document, Image
from tests.factories.media import PDF, DocumentFactory, ImageFactory, picture, upload

NAME = "maria-papadopoulou.jpg"
WORDS = "Villa Aurora"

pytestmark = pytest.mark.django_db


def telling() -> bytes:
    return picture(comment=WORDS.encode(), size=(90, 30))


def by_creating() -> Image:
    return ImageFactory(file=upload(telling(), NAME))


def by_assigning() -> Image:
    image: Any = Image(title="x")
    image.file = upload(telling(), NAME)
    image.save()
    return image


def by_saving_the_file() -> Image:
    image = Image(title="x")
    image.file.save(NAME, ContentFile(telling()), save=False)
    image.save()
    return image


def by_replacing() -> Image:
    image = ImageFactory()
    image.file = upload(telling(), NAME)
    image.save()
    return image


@pytest.mark.parametrize("way", [by_creating, by_assigning, by_saving_the_file, by_replacing])
def test_image_is_cleaned_whichever_way_it_comes_in(way: Callable[[], Image]) -> None:
    image = Image.objects.get(pk=way().pk)

    with image.open_file() as file:
        content = file.read()
    assert WORDS.encode() not in content
    assert PIL.Image.open(BytesIO(content)).size == (image.width, image.height) == (90, 30)
    assert image.file_size == len(content)
    kept = image.file_hash
    image._set_file_hash()
    assert image.file_hash == kept


def test_image_file_name_says_nothing(files: Callable[[], list[str]]) -> None:
    image = ImageFactory(file=upload(telling(), NAME))
    image.get_rendition("fill-20x20|format-webp")
    DocumentFactory(file=upload(PDF, "maria-papadopoulou.pdf"))

    stored = files()

    assert len(stored) == 3
    assert [path.rsplit("/", 1)[0] for path in stored] == [
        f"private/{folder}" for folder in ("documents", "originals", "renditions")
    ]
    assert "maria" not in "".join(stored)
    assert all(len(path.rsplit("/", 1)[1].split(".")[0]) >= 24 for path in stored)


@pytest.mark.parametrize("content", [b"<svg/>", b"<html>", b"nothing"])
def test_image_refuses_at_the_model_what_is_no_picture(content: bytes, files: Callable[[], list[str]]) -> None:
    with pytest.raises(ValidationError):
        ImageFactory(file=upload(content))

    assert files() == []
    assert not Image.objects.exists()


def test_document_refuses_at_the_model_what_is_not_listed(files: Callable[[], list[str]]) -> None:
    with pytest.raises(ValidationError):
        DocumentFactory(file=upload(b"<html>", "page.html"))

    assert files() == []


def test_document_notes_its_size(files: Callable[[], list[str]]) -> None:
    document = Document.objects.get(pk=DocumentFactory().pk)

    assert document.file_size == len(PDF)
    assert len(document.file_hash) == 40


def test_image_is_decoded_before_the_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    outside, depths = len(connection.savepoint_ids), []

    def watched(content: File, clean: Any = uploads.clean_image) -> Any:
        if not isinstance(content, uploads.CleanImage):
            depths.append(len(connection.savepoint_ids))
        return clean(content)

    monkeypatch.setattr(fields, "clean_image", watched)
    ImageFactory()

    assert depths == [outside]


def test_replaced_file_goes_with_its_renditions(
    files: Callable[[], list[str]], django_capture_on_commit_callbacks: Any
) -> None:
    image = ImageFactory()
    image.get_rendition("fill-20x20")

    with django_capture_on_commit_callbacks(execute=True):
        image.file = upload(picture(colour=(0, 0, 0)))
        image.save()

    assert files() == [f"private/{image.file.name}"]
    assert not image.renditions.exists()


def test_replaced_file_stays_when_the_change_is_rolled_back(
    files: Callable[[], list[str]], django_capture_on_commit_callbacks: Any
) -> None:
    image = ImageFactory()
    before = image.file.name

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        image.file = upload(picture(colour=(0, 0, 0)))
        image.save()
        transaction.set_rollback(True)

    assert Image.objects.get().file.name == before
    assert f"private/{before}" in files()


def test_saving_without_a_new_file_keeps_it(files: Callable[[], list[str]]) -> None:
    image = ImageFactory()
    before = files()

    image.title = "Another title"
    image.save()

    assert files() == before
    assert Image.objects.get().title == "Another title"


@pytest.mark.parametrize("factory", [ImageFactory, DocumentFactory])
def test_deletion_removes_the_private_files(
    factory: Any, files: Callable[[], list[str]], django_capture_on_commit_callbacks: Any
) -> None:
    item = factory()
    if isinstance(item, Image):
        item.get_rendition("fill-20x20")

    with django_capture_on_commit_callbacks(execute=True):
        item.delete()

    assert files() == []


def test_alt_text_is_what_the_picture_shows() -> None:
    image = ImageFactory(title="IMG_2041", alt_text="Two women read a timetable")

    assert image.get_rendition("fill-20x20").alt == "Two women read a timetable"
    assert ImageFactory(title="IMG_2042", alt_text="").get_rendition("fill-20x20").alt == ""
