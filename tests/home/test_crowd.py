"""`manage.py demo --lecturers`: many more lecturers, written in bulk, who are like those that were made one by one."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page

from catalogue import checking
from catalogue.models import Dependency, Dirty, Entry
from home.demo import crowd
from home.demo.making import identifier
from lecturers.models import LecturerPage
from media import storage
from media.models import PublicRendition
from people.models import Consent, Person, Purpose
from people.services import valid_consent, withdraw_consent
from tests.factories.pages import publish

pytestmark = pytest.mark.django_db
MANY = 8


@pytest.fixture(scope="module")
def crowded(made: str, django_db_blocker: DjangoDbBlocker) -> None:
    """A crowd in two batches, beside the demo and for as long as that."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(crowd, "BATCH", MANY - 2)
        call_command("demo", lecturers=MANY, stdout=StringIO())


@pytest.fixture
def many(crowded: None, demo: str) -> list[LecturerPage]:
    keys = [identifier("lecturer", f"crowd-{number}") for number in range(MANY)]
    return list(LecturerPage.objects.filter(translation_key__in=keys).order_by("pk"))


def test_the_catalogue_holds_what_building_one_by_one_gives(many: list[LecturerPage]) -> None:
    assert len(many) == MANY
    assert not Dirty.objects.exists()
    assert checking.check() == []
    assert Entry.objects.public().filter(thing__in=[page.translation_key for page in many]).count() == MANY


def test_what_they_refer_to_is_known_before_they_are_built(
    many: list[LecturerPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or each would be built twice: whatever changed meanwhile would not find it."""
    edges = Dependency.objects.filter(thing=identifier("lecturer", f"crowd-{MANY + 3}")).values_list("on", flat=True)
    with monkeypatch.context() as unbuilt:
        unbuilt.setattr(crowd, "settle", lambda: None)
        crowd.make([MANY + 3])
    foretold = set(edges.all())
    assert Dirty.objects.exists()
    checking.settle()
    assert set(edges.all()) == foretold
    assert {on.partition(":")[0] for on in foretold} >= {"person", "topic"}
    assert checking.check() == []


def test_publishing_one_as_an_editor_does_changes_only_when(many: list[LecturerPage]) -> None:
    page = many[3]
    before = json.loads(Entry.objects.get(thing=page.translation_key).payload)
    publish(page)
    checking.settle()
    after = json.loads(Entry.objects.get(thing=page.translation_key).payload)
    assert after.pop("updated_at") >= before.pop("updated_at")
    assert after == before
    assert before["topics"]
    assert before["languages"]
    assert before["organisation"] or page.get_parent().specific_class.__name__ == "NetworkIndexPage"


def test_the_tree_is_whole(many: list[LecturerPage]) -> None:
    assert Page.find_problems() == ([], [], [], [], [])
    for page in many:
        assert page.get_parent().get_children().filter(pk=page.pk).exists()
        assert page.url_path == f"{page.get_parent().url_path}{page.slug}/"
        assert page.content_type.model_class() is LecturerPage


def test_everybody_consents_and_can_withdraw(many: list[LecturerPage], client: Client) -> None:
    page = next(page for page in many if page.photo_id)
    assert all(valid_consent(page.person_id, Purpose.PROFILE) for page in many)
    assert valid_consent(page.person_id, Purpose.PHOTO)
    address = f"/api/v1/lecturers/{page.translation_key}"
    shown = client.get(address).json()["data"]
    picture = client.get(shown["photo"]["url"].removeprefix("https://testserver"))
    assert b"".join(picture.streaming_content)[:3] == b"\xff\xd8\xff"  # a JPEG
    withdraw_consent(page.person, by=None)
    assert client.get(address).status_code == 410


def test_each_has_pictures_of_its_own(many: list[LecturerPage]) -> None:
    rows = PublicRendition.objects.filter(key__in=[page.translation_key for page in many])
    assert rows.count() == 4 * sum(1 for page in many if page.photo_id) == len(set(rows.values_list("name", flat=True)))
    assert all((Path(storage.public().path(row.name))).stat().st_size > 100 for row in rows)


def test_they_differ(many: list[LecturerPage]) -> None:
    for field in ("title", "headline", "bio"):
        assert len({getattr(page, field) for page in many}) > MANY // 2, field


def test_asking_again_adds_only_who_is_missing(many: list[LecturerPage]) -> None:
    before = (Person.objects.count(), Consent._base_manager.count(), Entry.objects.count())
    call_command("demo", lecturers=MANY, stdout=StringIO())
    assert (Person.objects.count(), Consent._base_manager.count(), Entry.objects.count()) == before
    call_command("demo", lecturers=MANY + 1, stdout=StringIO())
    assert Entry.objects.count() == before[2] + 1
