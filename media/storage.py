"""Where files lie: in private what editors upload, in public what a document shows."""

import mimetypes
import os
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache, partial
from os import PathLike
from pathlib import Path, PurePosixPath
from typing import ClassVar

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

# Named here because the machine's own table may know neither AVIF nor WebP.
IMAGE_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


class VarStorage(FileSystemStorage):
    """Files in a folder of `settings.VAR_DIR`, which is asked each time."""

    folder: ClassVar[str]

    @property
    def base_location(self) -> Path:
        return settings.VAR_DIR / self.folder

    @property
    def location(self) -> str:
        return _resolved(self.base_location)


class PrivateStorage(VarStorage):
    """Files that only editors see, each under a random name: a file's own name may name a person."""

    folder = "private"

    def generate_filename(self, filename: str | PathLike[str]) -> str:
        path = PurePosixPath(super().generate_filename(filename))
        return str(path.with_name(random_name(path.suffix)))

    def url(self, name: str | None) -> str:
        return reverse("media_file", args=[name])


class PublicStorage(VarStorage):
    """Files under names that nobody can guess, served while something public shows them."""

    folder = "public"

    def url(self, name: str | None) -> str:
        return f"/media/{name}"


@cache
def _resolved(folder: Path) -> str:
    return str(folder.resolve())


def private() -> Storage:
    return storages["private"]


def public() -> Storage:
    return storages["public"]


def random_name(suffix: str) -> str:
    """An unguessable file name; `suffix` is dropped if it could say more than a type."""
    known = suffix.lower() if suffix[1:].isalnum() and suffix.isascii() and len(suffix) <= 6 else ""
    return secrets.token_urlsafe(18) + known


def save_under(names: Sequence[str], content: bytes) -> None:
    """Write one public file under each of these names; where the file system allows, all are names of the same file."""
    files = public()
    for name in names:
        if name == names[0] or not _linked(files.path(names[0]), files.path(name)):
            files.save(name, ContentFile(content))


def _linked(path: str, other: str) -> bool:
    try:
        os.link(path, other)
    except OSError:  # it has no links, or the file has as many as it may
        return False
    return True


def content_type(name: str) -> str:
    return (
        IMAGE_TYPES.get(PurePosixPath(name).suffix)
        or mimetypes.guess_type(name, strict=False)[0]
        or "application/octet-stream"
    )


def delete_after_commit(storage: Storage, name: str) -> None:
    """Remove a file once its row is gone for good. What fails here is found by the sweep."""
    transaction.on_commit(partial(storage.delete, name), robust=True)


def unclaimed(storage: Storage, folder: str, claims: QuerySet, before: datetime) -> Iterator[str]:
    """Files in `folder` older than `before` that no row claims; `claims` is a flat list of names.

    A file is written before its row: a young one may still be waiting for it.
    """
    if not storage.exists(folder or "."):
        return
    claimed = set(claims)
    for file in storage.listdir(folder)[1]:
        name = f"{folder}/{file}" if folder else file
        if name not in claimed and storage.get_modified_time(name) < before:
            yield name
