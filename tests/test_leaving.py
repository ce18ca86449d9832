"""However a lecturer stops being public, she is gone from everything, in every language, at once."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from lecturers.models import LecturerPage
from media.models import PublicRendition
from people.models import Purpose
from people.services import load_consent_texts, withdraw_consent
from tests.factories import pages
from tests.factories.media import ImageFactory

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "Quokkamara"
ASKED = "zibbleton"


@pytest.fixture
def lecturer() -> Any:
    """A lecturer with a portrait, public in English and Finnish, beneath an organisation of her own."""
    load_consent_texts()
    pages.site_tree(["en", "fi"])
    organisation = pages.organisation("Sunrise Association")
    page = pages.lecturer(
        f"Nadia {WORD}",
        parent=organisation,
        person=pages.person_with_consent("Nadia", Purpose.PROFILE, Purpose.PHOTO),
        photo=ImageFactory(),
        headline=f"Teaches {ASKED} to {WORD}",
    )
    pages.translated(page, "fi", headline=f"Opettaa {ASKED} {WORD}")
    return LecturerPage.objects.get(pk=page.pk)


def unpublish(page: LecturerPage) -> None:
    page.unpublish()


def unpublish_the_organisation(page: LecturerPage) -> None:
    page.get_parent().unpublish()


def restrict(page: LecturerPage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def restrict_the_organisation(page: LecturerPage) -> None:
    PageViewRestriction.objects.create(
        page=page.get_parent(), restriction_type=PageViewRestriction.PASSWORD, password="opensesame"
    )


def expire(page: LecturerPage) -> None:
    page.expire_at = timezone.now() + timedelta(seconds=0.3)
    page.save_revision().publish()
    time.sleep(0.3)


def expire_and_be_unpublished(page: LecturerPage) -> None:
    expire(page)
    call_command("publish_scheduled")


def delete(page: LecturerPage) -> None:
    page.delete()


def delete_the_organisation(page: LecturerPage) -> None:
    page.get_parent().specific.delete()


def withdraw(page: LecturerPage) -> None:
    assert page.person
    withdraw_consent(page.person, by=None)


WAYS: list[tuple[Callable[[LecturerPage], None], str]] = [
    (unpublish, "unpublished"),
    (unpublish_the_organisation, "unpublished"),
    (restrict, "restricted"),
    (restrict_the_organisation, "restricted"),
    (expire, "expired"),
    (expire_and_be_unpublished, "expired"),
    (delete, "deleted"),
    (delete_the_organisation, "deleted"),
    (withdraw, "unpublished"),
]


@pytest.mark.parametrize(("leave", "reason"), WAYS, ids=[way.__name__ for way, _reason in WAYS])
def test_who_leaves_is_gone_from_everything(lecturer: LecturerPage, client: Client, leave: Any, reason: str) -> None:
    addresses = shown_at(client, lecturer)
    photos = [rendition.path for rendition in PublicRendition.objects.filter(key=lecturer.translation_key)]
    assert photos
    assert all(client.get(path).getvalue() for path in photos)
    files = [settings.VAR_DIR / "public" / path.rpartition("/")[2] for path in photos]

    leave(lecturer)

    assert shown_at(client, lecturer) == []
    gone = client.get(f"/api/v1/lecturers/{lecturer.translation_key}")
    assert (gone.status_code, gone.json()["reason"]) == (410, reason)
    assert client.get(f"/api/v1/lecturers/by-slug/{lecturer.slug}").status_code == 404
    for address in addresses:
        if lecturer.slug in address:
            assert client.get(address).status_code in (404, 410), address
    assert all(client.get(path).status_code == 404 for path in photos)
    call_command("worker", once="follow-changes")
    call_command("worker", once="reconcile")
    call_command("worker", once="follow-changes")
    assert not any(file.exists() for file in files)
    assert WORD.encode() not in client.get(f"/api/v1/lecturers/{lecturer.translation_key}").content


def shown_at(client: Client, lecturer: LecturerPage) -> list[str]:
    """Every address, of those that list or show lecturers, at which her word can be read."""
    tried = [
        f"{prefix}{path}"
        for prefix in ("/en", "/fi")
        for path in (
            "/",
            "/lecturers/",
            f"/lecturers/?q={ASKED}",
            "/lecturers/?country=FI",
            "/network/sunrise-association/",
            f"/network/sunrise-association/{lecturer.slug}/",
        )
    ]
    tried += [f"/api/v1/lecturers{query}" for query in ("", f"?q={ASKED}", "?locale=fi", "?country=FI&facets=country")]
    tried += [f"/api/v1/lecturers/{lecturer.translation_key}", f"/api/v1/lecturers/by-slug/{lecturer.slug}"]
    return [path for path in tried if WORD in client.get(path, follow=True).content.decode().replace(f"q={WORD}", "")]
