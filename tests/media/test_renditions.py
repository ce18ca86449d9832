"""Renditions are public with what shows them, and for no longer."""

import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import uuid4

import PIL.Image
import pytest

from media import renditions, services, storage
from media.models import Image, PublicRendition
from media.renditions import draft_sources, keep, orphans, publish, sources, standing_sources
from tests.factories.media import ImageFactory, picture, upload

SMALL = "fill-20x20|format-webp"
OTHER = "fill-10x10|format-jpeg"
KEY = uuid4()

pytestmark = pytest.mark.django_db
Files = Callable[[], list[str]]
Committed = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Committed) -> Committed:
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def public(files: Files) -> Files:
    return lambda: [path for path in files() if path.startswith("public/")]


def age(var: Path, seconds: float) -> None:
    for path in var.rglob("*.*"):
        os.utime(path, (time.time() - seconds, time.time() - seconds))


def test_publish_makes_a_file_that_nobody_can_guess(public: Files) -> None:
    image = ImageFactory(file=upload(picture(), "maria.jpg"))

    row = publish(image, SMALL, KEY)

    assert public() == [f"public/{row.name}"]
    assert row.path == f"/media/{row.name}"
    assert len(row.name) == len("x" * 24 + ".webp")
    assert Path(image.file.name).stem not in row.name
    assert (row.width, row.height, row.type) == (20, 20, "image/webp")
    with storage.public().open(row.name) as file, PIL.Image.open(file) as made:
        assert (made.format, made.size) == ("WEBP", (20, 20))


def test_publish_twice_gives_one_row(public: Files) -> None:
    image = ImageFactory()

    assert publish(image, SMALL, KEY) == publish(Image.objects.get(), SMALL, KEY)

    assert PublicRendition.objects.count() == len(public()) == 1


def test_publish_names_each_thing_its_own_file() -> None:
    image = ImageFactory()

    assert publish(image, SMALL, KEY).name != publish(image, SMALL, uuid4()).name


def test_publish_makes_a_new_file_for_new_pixels_and_a_new_focus() -> None:
    image = ImageFactory()
    first = publish(image, SMALL, KEY)

    image.file = upload(picture(colour=(0, 0, 0)))
    image.save()
    second = publish(image, SMALL, KEY)
    image.focal_point_x = image.focal_point_y = image.focal_point_width = image.focal_point_height = 5
    image.save()
    third = publish(image, SMALL, KEY)

    assert len({first.name, second.name, third.name}) == 3


def test_publish_brings_a_lost_file_back_under_its_name(public: Files) -> None:
    image = ImageFactory()
    row = publish(image, SMALL, KEY)
    storage.public().delete(row.name)

    publish(image, SMALL, KEY)

    assert public() == [f"public/{row.name}"]


def test_publish_yields_to_a_faster_process(public: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    image = ImageFactory()
    encode = renditions.encode

    def overtaken(*args: Any) -> Any:
        monkeypatch.setattr(renditions, "encode", encode)
        publish(image, SMALL, KEY)
        return encode(*args)

    monkeypatch.setattr(renditions, "encode", overtaken)
    row = publish(image, SMALL, KEY)

    assert row == PublicRendition.objects.get()
    assert public() == [f"public/{row.name}"]


def test_publish_killed_before_its_row_leaves_an_orphan_that_is_swept(
    public: Files, var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = ImageFactory()

    def killed(**_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(PublicRendition.objects, "create", killed)
        with pytest.raises(KeyboardInterrupt):
            publish(image, SMALL, KEY)
    assert len(public()) == 1
    assert not PublicRendition.objects.exists()
    assert list(orphans()) == []  # its row may still be on the way

    row = publish(image, SMALL, KEY)
    age(var, 7200)
    assert len(list(orphans())) == 1
    assert row.name not in orphans()
    assert services.sweep() == 1
    assert public() == [f"public/{row.name}"]
    assert services.sweep() == 0


def test_keep_removes_all_others_of_that_key(public: Files, committed: Committed) -> None:
    image = ImageFactory()
    kept, elsewhere = publish(image, SMALL, KEY), publish(image, SMALL, uuid4())
    publish(image, OTHER, KEY)

    with committed():
        keep({KEY: [kept.name]})

    assert set(PublicRendition.objects.all()) == {kept, elsewhere}
    assert public() == sorted(f"public/{row.name}" for row in (kept, elsewhere))


def test_deleting_an_image_removes_what_is_public_of_it(files: Files, committed: Committed) -> None:
    image = ImageFactory()
    publish(image, SMALL, KEY)
    publish(image, OTHER, uuid4())

    with committed():
        image.delete()

    assert files() == []
    assert not PublicRendition.objects.exists()


def test_sources_are_published_and_typed() -> None:
    image = ImageFactory(file=upload(picture(size=(600, 900))))

    shown = sources(image, KEY)

    assert shown is not None
    assert [(source.width, source.type) for source in shown.sources] == [
        (480, "image/jpeg"),
        (480, "image/webp"),
        (160, "image/jpeg"),
        (160, "image/webp"),
    ]
    assert shown.main.type == "image/jpeg"
    assert set(shown.names) == set(PublicRendition.objects.values_list("name", flat=True))
    assert [source.path for source in shown.sources] == [f"/media/{name}" for name in shown.names]


def test_sources_have_no_metadata() -> None:
    exif = PIL.Image.Exif()
    exif[0x010E] = "Villa Aurora"
    image = ImageFactory(file=upload(picture(exif=exif, comment=b"Villa Aurora")))

    shown = sources(image, KEY, [*renditions.PORTRAIT, *renditions.LOGO, *renditions.WIDE])

    assert shown is not None
    for name in shown.names:
        with storage.public().open(name) as file:
            content = file.read()
        assert b"Aurora" not in content
        assert b"Exif" not in content


def test_sources_of_a_lost_original_are_none() -> None:
    image = ImageFactory()
    storage.private().delete(image.file.name)

    assert sources(image, KEY) is None
    assert draft_sources(image) is None


def test_draft_sources_publish_nothing(public: Files) -> None:
    shown = draft_sources(ImageFactory(), [SMALL, OTHER])

    assert shown is not None
    assert [source.path.split("/")[1:4] for source in shown.sources] == [["admin", "files", "renditions"]] * 2
    assert [(source.width, source.type) for source in shown.sources] == [
        (20, "image/webp"),
        (10, "image/jpeg"),
    ]
    assert shown.names == ()
    assert public() == []


def test_standing_sources_are_all_that_is_published_or_none(public: Files) -> None:
    image = ImageFactory()
    made = sources(image, KEY, [SMALL])

    assert standing_sources(image, KEY, [SMALL]) == made
    for key, specs in ((KEY, [SMALL, OTHER]), (uuid4(), [SMALL])):
        assert standing_sources(image, key, specs) is None
    assert len(public()) == 1
