"""A model and what its signals write are one transaction."""

from typing import Any
from uuid import uuid4

import pytest
from django.db.models.signals import post_delete, post_save

from media.models import PublicRendition
from media.renditions import publish
from tests.factories.media import ImageFactory

pytestmark = pytest.mark.django_db


def refuse(**_: Any) -> None:
    raise RuntimeError


def test_a_row_is_not_saved_when_its_effects_fail() -> None:
    image = ImageFactory()
    row = PublicRendition(name="x", image=image, spec="fill-9x9", key=uuid4(), source="s", width=9, height=9)
    post_save.connect(refuse, sender=PublicRendition)
    try:
        with pytest.raises(RuntimeError):
            row.save()
    finally:
        post_save.disconnect(refuse, sender=PublicRendition)

    assert not PublicRendition.objects.exists()


def test_a_row_is_not_deleted_when_its_effects_fail() -> None:
    row = publish(ImageFactory(), "fill-9x9", uuid4())
    post_delete.connect(refuse, sender=PublicRendition)
    try:
        with pytest.raises(RuntimeError):
            row.delete()
    finally:
        post_delete.disconnect(refuse, sender=PublicRendition)

    assert PublicRendition.objects.filter(name=row.name).exists()
