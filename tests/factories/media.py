"""Images and documents for tests, and the bytes they are made of."""

import zipfile
from io import BytesIO
from typing import Any

import PIL.Image
from django.core.files.uploadedfile import SimpleUploadedFile
from factory.declarations import LazyFunction, Sequence
from factory.django import DjangoModelFactory

from media.models import Document, Image

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n"


def picture(
    format: str = "JPEG",  # noqa: A002 - Pillow's own word
    size: tuple[int, int] = (64, 48),
    mode: str = "RGB",
    colour: Any = (200, 30, 60),
    **options: Any,
) -> bytes:
    """A picture of one colour."""
    return encoded(PIL.Image.new(mode, size, colour), format, **options)


def encoded(image: PIL.Image.Image, format: str = "JPEG", **options: Any) -> bytes:  # noqa: A002
    out = BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def upload(content: bytes, name: str = "picture.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def package(entries: dict[str, bytes]) -> bytes:
    """A zip file, as most office formats are."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


class ImageFactory(DjangoModelFactory[Image]):
    """A small red picture; `file` takes any upload."""

    title = Sequence(lambda n: f"Picture {n}")
    alt_text = "A red wall"
    file = LazyFunction(lambda: upload(picture()))

    class Meta:
        model = Image


class DocumentFactory(DjangoModelFactory[Document]):
    """A PDF of one empty object."""

    title = Sequence(lambda n: f"Paper {n}")
    file = LazyFunction(lambda: upload(PDF, "paper.pdf"))

    class Meta:
        model = Document
