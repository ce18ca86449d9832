"""A person with profiles is erased in two steps, and the first screen says which."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, PageLogEntry
from wagtail_localize.models import String, StringTranslation, Translation, TranslationSource

from catalogue.checking import settle
from lecturers.models import LecturerPage
from media.models import Image
from network.roles import organisation_editors
from people.models import Person
from tests.factories.media import ImageFactory
from tests.factories.pages import lecturer, network, organisation, site_tree, translated
from tests.factories.people import new_user

pytestmark = pytest.mark.django_db


def test_the_pages_in_the_way_are_named_and_then_the_person_goes(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.VAR_DIR = tmp_path
    site_tree(["en", "fi"])
    page = lecturer("Nadia", parent=organisation())
    translated(page, "fi", title="Nadia suomeksi")
    settle()
    client.force_login(new_user(is_superuser=True))
    erase = reverse("persons:delete", args=[page.person_id])
    said = client.get(erase).content.decode()
    assert "This person still has pages" in said
    for version in LecturerPage.objects.all():
        delete = reverse("wagtailadmin_pages:delete", args=[version.pk])
        assert delete in said
        client.post(delete)
    assert "erases the person for good" in client.get(erase).content.decode()
    assert f"{reverse('wagtailimages:index')}?q=" in client.get(erase).content.decode()
    client.post(erase)
    assert not Person.objects.exists()


def test_whoever_deletes_one_page_is_told_what_is_left(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.VAR_DIR = tmp_path
    site_tree(["en", "fi"])
    page = lecturer("Nadia", parent=organisation())
    finnish = translated(page, "fi", title="Nadia suomeksi")
    client.force_login(new_user(is_superuser=True))
    said = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True).content.decode()
    assert "“Nadia suomeksi” is still here in Suomi." in said
    assert reverse("wagtailadmin_pages:delete", args=[finnish.pk]) in said
    assert "The person behind the page is still on record" in said
    assert reverse("persons:inspect", args=[page.person_id]) in said
    said = client.post(reverse("wagtailadmin_pages:delete", args=[finnish.pk]), follow=True).content.decode()
    assert "is still here in" not in said
    assert "The person behind the page is still on record" in said


def test_who_may_not_erase_is_told_whom_to_ask(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.VAR_DIR = tmp_path
    site_tree(["en"])
    house = organisation()
    page = lecturer("Nadia", parent=house)
    Person.objects.update(managed_by=organisation_editors(house))
    consent, erase = (reverse(f"persons:{name}", args=[page.person_id]) for name in ("inspect", "delete"))
    editor = new_user()
    editor.groups.add(organisation_editors(house))
    client.force_login(editor)
    said = client.get(consent).content.decode()
    assert "ask those who run the site: only they can erase somebody" in said
    assert erase not in said
    client.force_login(new_user(is_superuser=True))
    said = client.get(consent).content.decode()
    assert erase in said
    assert "ask those who run the site" not in said


@pytest.fixture
def told(client: Client, settings: Any, tmp_path: Any) -> LecturerPage:
    """Somebody with a translation, a former name, and two portraits, of which another page shows the first."""
    settings.VAR_DIR = tmp_path
    client.force_login(new_user(is_superuser=True))
    site_tree(["en", "fi"])
    house = organisation()
    page: LecturerPage = lecturer("Quibblestone", parent=house, photo=ImageFactory(title="Shared"), bio="<p>Soups</p>")
    lecturer("Other", parent=house, photo=page.photo)
    page.title, page.photo = "Pebble", ImageFactory(title="Own")
    page.save_revision(log_action=True).publish()
    made = Translation.objects.create(
        source=TranslationSource.get_or_create_from_instance(page)[0],
        target_locale=Locale.objects.get(language_code="fi"),
    )
    Page.objects.get(pk=house.pk).copy_for_translation(made.target_locale, copy_parents=True, alias=True)
    made.save_target(publish=True)
    segment = made.source.stringsegment_set.get(string__data="Soups")
    StringTranslation.from_text(segment.string, made.target_locale, segment.context, "Keittoja")
    return page


@pytest.mark.parametrize("whole", [False, True], ids=["alone", "with the organisation"])
def test_nothing_of_a_profile_is_left_where_nobody_looks(
    client: Client, told: LecturerPage, whole: bool, django_capture_on_commit_callbacks: Any
) -> None:
    if whole:
        for other in LecturerPage.objects.filter(title="Other"):
            other.move(network(), "last-child")
    own, file = told.photo, told.photo.file
    kept = [*PageLogEntry.objects.values_list("label", "data"), *String.objects.values_list("data")]
    assert all(word in str(kept) for word in ("Quibblestone", "Pebble", "Soups"))
    with django_capture_on_commit_callbacks(execute=True):
        for version in told.get_translations(inclusive=True):
            doomed = version.get_parent() if whole else version
            client.post(reverse("wagtailadmin_pages:delete", args=[doomed.pk]))
    kept = [*PageLogEntry.objects.values_list("label", "data"), *String.objects.values_list("data")]
    assert not [word for word in ("Quibblestone", "Pebble", "pebble", "Soups", "Keittoja") if word in str(kept)]
    assert f"LecturerPage {told.pk}" in str(kept)
    assert "Other" in str(kept)
    assert list(Image.objects.values_list("title", flat=True)) == ["Shared"]
    assert not file.storage.exists(own.file.name)


def test_the_words_of_others_stay(told: LecturerPage, django_capture_on_commit_callbacks: Any) -> None:
    twin = lecturer("Twin", parent=organisation("Another"), bio="<p>Soups</p>")
    TranslationSource.get_or_create_from_instance(twin)
    with django_capture_on_commit_callbacks(execute=True):
        for version in told.get_translations(inclusive=True):
            version.delete()
    assert "Soups" in set(String.objects.values_list("data", flat=True))
