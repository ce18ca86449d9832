"""Public renditions: made when a document shows an image, gone when it no longer does.

A file is written before its row and removed after it, so that whatever is killed in between leaves at most
a file without a row: nobody is served it, and `sweep` removes it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
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
from media.remembering import remembered

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
class Encoded:
    """What a file will hold, and how it ends."""

    content: bytes
    suffix: str
    width: int
    height: int


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
    row = _standing(image, spec, key)
    if row is None:
        row = create(_wanted(image, spec, key))
        if (known := remembered("renditions").get(key)) is not None:
            known[image.pk, spec, row.source] = row
        return row
    if not storage.public().exists(row.name):
        storage.public().save(row.name, ContentFile(encode(image, spec).content))
    return row


def read_renditions(keys: Collection[UUID]) -> None:
    """Read at once which renditions these things have, for the batch."""
    found: dict[UUID, dict[Any, PublicRendition]] = {key: {} for key in keys}
    for row in PublicRendition.objects.filter(key__in=found):
        found[row.key][row.image_id, row.spec, row.source] = row
    remembered("renditions").update(found)


def create(wanted: dict[str, Any]) -> PublicRendition:
    made = encode(wanted["image"], wanted["spec"])
    name = storage.random_name(made.suffix)
    storage.public().save(name, ContentFile(made.content))
    try:
        with transaction.atomic():
            return PublicRendition.objects.create(**wanted, name=name, width=made.width, height=made.height)
    except IntegrityError:  # another process was faster
        storage.public().delete(name)
        return PublicRendition.objects.get(**wanted)


def share(image: Image, encoded: Mapping[str, Encoded], keys: Collection[UUID]) -> None:
    """What `publish` would make of `image` for each of these things; each has files of its own.

    `encoded` is what `encode` makes of the image, by spec: once for everybody.
    """
    rows = []
    for spec, made in encoded.items():
        names = [storage.random_name(made.suffix) for _key in keys]
        storage.save_under(names, made.content)
        for key, name in zip(keys, names, strict=True):
            wanted = _wanted(image, spec, key)
            rows.append(PublicRendition(**wanted, name=name, width=made.width, height=made.height))
    PublicRendition.objects.bulk_create(rows)


def sources(image: Image, key: UUID, specs: Sequence[str] = PORTRAIT) -> Picture | None:
    """Publish `specs` of `image` for the thing `key`; None if the original is lost."""
    try:
        rows = [publish(image, spec, key) for spec in specs]
    except SourceImageIOError:
        return None
    return _picture(rows)


def standing_sources(image: Image, key: UUID, specs: Sequence[str] = PORTRAIT) -> Picture | None:
    """What is published of `image` for the thing `key` already; None unless all of it is."""
    try:
        rows = [row for spec in specs if (row := _standing(image, spec, key))]
    except SourceImageIOError:
        return None
    return _picture(rows) if len(rows) == len(specs) else None


def draft_sources(image: Image, specs: Sequence[str] = PORTRAIT) -> Picture | None:
    """The same for a preview: files that only editors can see, and nothing is published."""
    try:
        rows = image.get_renditions(*specs).values()
    except SourceImageIOError:
        return None
    return Picture(tuple(Source(row.url, row.width, row.height, storage.content_type(row.file.name)) for row in rows))


def keep(names: Mapping[UUID, Collection[str]]) -> None:
    """Remove what each of these things no longer shows: all but its `names`.

    What just goes with its image is not waited for. Call it in a transaction.
    """
    had = PublicRendition.objects.filter(key__in=names).values_list("pk", "key", "name")
    if old := [pk for pk, key, name in had if name not in names[key]]:
        free = PublicRendition.objects.filter(pk__in=old).select_for_update(skip_locked=True)
        PublicRendition.objects.filter(pk__in=[row.pk for row in free]).delete()


def orphans() -> Iterator[str]:
    """Names of public files that no row claims and that are too old to be waiting for one."""
    rows = PublicRendition.objects.values_list("name", flat=True)
    return storage.unclaimed(storage.public(), "", rows, timezone.now() - GRACE)


def remove_file(instance: PublicRendition, **kwargs: Any) -> None:
    """The file goes when its row is gone, also when the row went with its image."""
    storage.delete_after_commit(storage.public(), instance.name)


def _picture(rows: Sequence[PublicRendition]) -> Picture:
    return Picture(
        sources=tuple(Source(row.path, row.width, row.height, row.type) for row in rows),
        names=tuple(row.name for row in rows),
    )


def _standing(image: Image, spec: str, key: UUID) -> PublicRendition | None:
    wanted = _wanted(image, spec, key)
    known = remembered("renditions").get(key)
    if known is None:
        return PublicRendition.objects.filter(**wanted).first()
    return known.get((image.pk, spec, wanted["source"]))


def _wanted(image: Image, spec: str, key: UUID) -> dict[str, Any]:
    """What tells one rendition from every other."""
    sources = remembered("sources of renditions")
    if (image.pk, spec) not in sources:
        sources[image.pk, spec] = image.get_file_hash() + Filter(spec).get_cache_key(image)
    return {"key": key, "image": image, "spec": spec, "source": sources[image.pk, spec]}


def encode(image: Image, spec: str) -> Encoded:
    made = Filter(spec).run(image, BytesIO())
    return Encoded(made.f.getvalue(), IMAGE_FORMAT_EXTENSIONS[made.format_name], *made.get_size())
