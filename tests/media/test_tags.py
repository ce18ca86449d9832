"""Tags of pictures and documents: an editor is reminded of their own, and told of nobody else's."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from taggit.models import Tag, TaggedItem
from wagtail.models import Collection

from media.models import Image
from tests.factories.media import DocumentFactory, ImageFactory

pytestmark = pytest.mark.django_db
Collections = tuple[Collection, Collection]
EditorOf = Callable[..., Client]


@pytest.fixture
def editor(editor_of: EditorOf, collections: Collections) -> Client:
    """An editor of files here, beside whose tags there are those of files elsewhere."""
    here, elsewhere = collections
    ImageFactory(collection=here).tags.add("summer camp", "stairs")
    DocumentFactory(collection=here).tags.add("summer reading", "summer camp")
    ImageFactory(collection=elsewhere).tags.add("summer secret")
    DocumentFactory(collection=elsewhere).tags.add("summer rumour")
    return editor_of(here, "add_image", "change_image", "choose_image", "change_document", "choose_document")


def reminded(browser: Client, typed: str) -> list[str]:
    answer = browser.get(reverse("wagtailadmin_tag_autocomplete"), {"term": typed})
    assert answer.status_code == 200
    names: list[str] = answer.json()
    return names


def test_an_editor_is_reminded_of_tags_of_their_own_files(editor: Client) -> None:
    assert reminded(editor, "Summer") == ["summer camp", "summer reading"]
    assert reminded(editor, "st") == ["stairs"]
    assert reminded(editor, "camp") == []


def test_who_sees_all_files_is_reminded_of_all_tags(admin: Client, editor: Client) -> None:
    assert reminded(admin, "summer") == ["summer camp", "summer reading", "summer rumour", "summer secret"]


@pytest.mark.parametrize("typed", ["", "\0", '"', "%", "x" * 5000])
def test_odd_input_reminds_of_nothing(editor: Client, typed: str) -> None:
    assert reminded(editor, typed) == []


def test_a_visitor_is_told_nothing(client: Client, editor: Client) -> None:
    assert client.get(reverse("wagtailadmin_tag_autocomplete"), {"term": "summer"}).status_code == 302


@pytest.mark.parametrize("view", ["wagtailimages_chooser:choose", "wagtailimages:index", "wagtaildocs:index"])
def test_no_list_tells_what_is_popular_elsewhere(editor: Client, view: str) -> None:
    told = editor.get(reverse(view)).content.decode()
    assert "summer secret" not in told
    assert "summer rumour" not in told


def test_files_are_found_by_their_tags(editor: Client) -> None:
    image = Image.objects.get(tags__name="stairs")
    image.save()
    found = editor.get(reverse("wagtailimages:index"), {"q": "stairs"}).content.decode()
    assert image.title in found
    assert image.title not in editor.get(reverse("wagtailimages:index"), {"q": "stares"}).content.decode()


def test_tags_of_before_are_kept() -> None:
    image = ImageFactory()
    about = {"object_id": image.pk, "content_type": ContentType.objects.get_for_model(Image)}
    TaggedItem.objects.create(tag=Tag.objects.create(name="old"), **about)
    import_module("media.migrations.0002_tags_of_files").take_over(apps, None)
    assert [tag.name for tag in image.tags.all()] == ["old"]
    assert not TaggedItem.objects.exists()
