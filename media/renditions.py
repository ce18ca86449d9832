"""Public renditions: made when a document shows an image, gone when it no longer does.

A file is written before its row and removed after it, so that whatever is killed in between leaves at most
a file without a row: nobody is served it, and `sweep` removes it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.images.models import IMAGE_FORMAT_EXTENSIONS, Filter, SourceImageIOError

from media import storage
from media.models import Image, PublicRendition

GRACE = timedelta(hours=1)

PORTRAIT = (
    "fill-480x480|format-jpeg",
    "fill-480x480|format-webp",
    "fill-160x160|format-jpeg",
    "fill-160x160|format-webp",
)
LOGO = ("max-480x240|format-png", "max-480x240|format-webp")
WIDE = (
    "max-1600x1200|format-jpeg",
    "max-1600x1200|format-webp",
    "max-800x600|format-jpeg",
    "max-800x600|format-webp",
)


@dataclass(frozen=True)
class Source:
    """One file of a picture; `path` has no host."""

    path: str
    width: int
    height: int
    type: str


@dataclass(frozen=True)
class Picture:
    """The files that show one image, for `<img>` the first; `names` is what `keep` wants to hear."""

    sources: tuple[Source, ...]
    names: tuple[str, ...] = ()

    @property
    def main(self) -> Source:
        return self.sources[0]


def publish(image: Image, spec: str, key: UUID) -> PublicRendition:
    """Make the rendition `spec` of `image` for the thing `key`, or find it if it is there.

    Encoding takes up to a second: call it outside a transaction. What is published for a thing that is
    withdrawn meanwhile goes with the next `keep`.
    """
    wanted = _wanted(image, spec, key)
    row = PublicRendition.objects.filter(**wanted).first()
    if row is None:
        return create(wanted)
    if not storage.public().exists(row.name):
        storage.public().save(row.name, encode(image, spec).f)
    return row


def create(wanted: dict[str, Any]) -> PublicRendition:
    made = encode(wanted["image"], wanted["spec"])
    name = storage.random_name(IMAGE_FORMAT_EXTENSIONS[made.format_name])
    storage.public().save(name, made.f)
    width, height = made.get_size()
    try:
        with transaction.atomic():
            return PublicRendition.objects.create(**wanted, name=name, width=width, height=height)
    except IntegrityError:  # another process was faster
        storage.public().delete(name)
        return PublicRendition.objects.get(**wanted)


def share(image: Image, specs: Sequence[str], keys: Collection[UUID]) -> None:
    """What `publish` would make of `image` for each of these things, encoded once; each has files of its own."""
    for spec in specs:
        made = encode(image, spec)
        width, height = made.get_size()
        rows = []
        for key in keys:
            name = storage.random_name(IMAGE_FORMAT_EXTENSIONS[made.format_name])
            storage.public().save(name, ContentFile(made.f.getvalue()))
            rows.append(PublicRendition(**_wanted(image, spec, key), name=name, width=width, height=height))
        PublicRendition.objects.bulk_create(rows)


def sources(image: Image, key: UUID, specs: Sequence[str] = PORTRAIT) -> Picture | None:
    """Publish `specs` of `image` for the thing `key`; None if the original is lost."""
    try:
        rows = [publish(image, spec, key) for spec in specs]
    except SourceImageIOError:
        return None
    return Picture(
        sources=tuple(Source(row.path, row.width, row.height, row.type) for row in rows),
        names=tuple(row.name for row in rows),
    )


def draft_sources(image: Image, specs: Sequence[str] = PORTRAIT) -> Picture | None:
    """The same for a preview: files that only editors can see, and nothing is published."""
    try:
        rows = image.get_renditions(*specs).values()
    except SourceImageIOError:
        return None
    return Picture(tuple(Source(row.url, row.width, row.height, storage.content_type(row.file.name)) for row in rows))


def keep(key: UUID, names: Collection[str]) -> None:
    """Remove what the thing `key` no longer shows: all but `names`.

    What just goes with its image is not waited for. Call it in a transaction.
    """
    old = PublicRendition.objects.filter(key=key).exclude(name__in=names).select_for_update(skip_locked=True)
    PublicRendition.objects.filter(pk__in=[row.pk for row in old]).delete()


def orphans() -> Iterator[str]:
    """Names of public files that no row claims and that are too old to be waiting for one."""
    rows = PublicRendition.objects.values_list("name", flat=True)
    return storage.unclaimed(storage.public(), "", rows, timezone.now() - GRACE)


def remove_file(instance: PublicRendition, **kwargs: Any) -> None:
    """The file goes when its row is gone, also when the row went with its image."""
    storage.delete_after_commit(storage.public(), instance.name)


def _wanted(image: Image, spec: str, key: UUID) -> dict[str, Any]:
    """What tells one rendition from every other."""
    source = image.get_file_hash() + Filter(spec).get_cache_key(image)
    return {"key": key, "image": image, "spec": spec, "source": source}


def encode(image: Image, spec: str) -> Any:
    """The rendition as Willow's image file, which knows its size and its format."""
    return Filter(spec).run(image, BytesIO())
