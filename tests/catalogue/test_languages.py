"""One thing in several languages: the source decides, each translation answers for its own text."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from catalogue.checking import check, reconcile, settle
from catalogue.models import Thing
from lecturers.models import LecturerPage
from network.models import OrganisationPage
from tests.catalogue.reading import ended, entry, payload, public, said, standing
from tests.factories.pages import lecturer, publish, translated


@pytest.fixture
def nadia(org: OrganisationPage) -> LecturerPage:
    return lecturer("Nadia Example", parent=org, headline="Teaches", country="FI")


@pytest.fixture
def fi(nadia: LecturerPage) -> Any:
    page = translated(nadia, "fi", headline="Opettaa")
    settle()
    return page


def test_each_language_has_its_own_text_and_labels(nadia: LecturerPage, fi: LecturerPage) -> None:
    shown = public(nadia)
    assert {locale: payload(e)["headline"] for locale, e in shown.items()} == {"en": "Teaches", "fi": "Opettaa"}
    assert {locale: payload(e)["country"]["label"] for locale, e in shown.items()} == {"en": "Finland", "fi": "Suomi"}
    assert shown["fi"].path == "/fi/network/sunrise-association/nadia-example/"


def test_every_language_says_where_the_others_are(nadia: LecturerPage, fi: LecturerPage) -> None:
    addresses = {locale: f"https://testserver{e.path}" for locale, e in public(nadia).items()}
    for shown in public(nadia).values():
        told = payload(shown)["translations"]
        assert {locale: each["url"] for locale, each in told.items()} == addresses
        assert told["en"]["status"] == "source"
    fi.unpublish()
    assert list(payload(entry(nadia))["translations"]) == ["en"]


def test_what_is_not_translated_comes_from_the_source(nadia: LecturerPage, fi: LecturerPage) -> None:
    nadia.country, nadia.modes = "BE", ["on-site"]
    publish(nadia)
    shown = public(nadia)["fi"]
    assert payload(shown)["country"] == {"code": "BE", "label": "Belgia"}
    assert (shown.facets["country"], shown.facets["mode"]) == (["BE"], ["on-site"])


def test_unpublishing_a_translation_leaves_the_others(nadia: LecturerPage, fi: LecturerPage) -> None:
    fi.unpublish()
    assert list(standing(nadia)) == ["en"]
    assert ended(nadia) == {"fi": "unpublished"}
    assert list(public(nadia)) == ["en"]


def test_unpublishing_the_source_ends_every_language(nadia: LecturerPage, fi: LecturerPage) -> None:
    nadia.unpublish()
    assert standing(fi) == {}
    assert ended(fi) == {"en": "unpublished", "fi": "unpublished"}
    publish(LecturerPage.objects.get(pk=fi.pk))
    assert public(fi) == {}
    publish(LecturerPage.objects.get(pk=nadia.pk))
    assert sorted(public(fi)) == ["en", "fi"]
    assert check() == []


def test_deleting_a_translation_leaves_the_others(nadia: LecturerPage, fi: LecturerPage) -> None:
    LecturerPage.objects.get(pk=fi.pk).delete()
    assert list(standing(nadia)) == ["en"]
    assert ended(nadia) == {"fi": "deleted"}
    assert list(payload(entry(nadia))["translations"]) == ["en"]


def test_deleting_the_source_ends_every_language_for_good(nadia: LecturerPage, fi: LecturerPage) -> None:
    LecturerPage.objects.get(pk=nadia.pk).delete()
    assert standing(fi) == {}
    assert ended(fi) == {"en": "deleted", "fi": "deleted"}
    publish(LecturerPage.objects.get(pk=fi.pk))
    assert (public(fi), check(), reconcile()) == ({}, [], 0)


def test_another_language_can_be_made_the_source(nadia: LecturerPage, fi: LecturerPage) -> None:
    Thing.objects.filter(pk=nadia.translation_key).update(source=fi.pk)
    publish(LecturerPage.objects.get(pk=fi.pk))
    LecturerPage.objects.get(pk=nadia.pk).delete()
    assert list(public(fi)) == ["fi"]
    assert check() == []


def test_the_first_page_of_a_thing_is_its_source(nadia: LecturerPage, fi: LecturerPage) -> None:
    thing = Thing.objects.get(pk=nadia.translation_key)
    assert (thing.source_id, thing.kind) == (nadia.pk, "lecturer")
    assert list(Thing.objects.filter(pk=fi.translation_key)) == [thing]


def test_a_page_below_copies_of_its_parents_is_public_and_the_copies_are_not(fi: LecturerPage) -> None:
    alias = fi.get_parent().specific
    assert alias.alias_of_id
    assert sorted(public(fi)) == ["en", "fi"]
    assert list(public(alias)) == ["en"]


@pytest.fixture
def localized(nadia: LecturerPage, django_capture_on_commit_callbacks: Any) -> Translation:
    """A translation as wagtail-localize makes it, published."""
    source = TranslationSource.get_or_create_from_instance(nadia)[0]
    finnish = Locale.objects.get(language_code="fi")
    Page.objects.get(pk=nadia.get_parent().pk).copy_for_translation(finnish, copy_parents=True, alias=True)
    made = Translation.objects.create(source=source, target_locale=finnish)
    with django_capture_on_commit_callbacks(execute=True):
        made.save_target(publish=True)
    settle()
    return made


def status(page: Page) -> str:
    return payload(public(page)["en"])["translations"]["fi"]["status"]


def translate(made: Translation, what: str, to: str) -> None:
    segment = made.source.stringsegment_set.get(string__data=what)
    StringTranslation.objects.create(
        translation_of=segment.string, locale=made.target_locale, context=segment.context, data=to
    )


def test_a_localized_page_is_public_once_it_is_published(nadia: LecturerPage, localized: Translation) -> None:
    assert sorted(public(nadia)) == ["en", "fi"]
    assert status(nadia) == "partial"


def test_the_progress_of_a_translation_is_told(
    nadia: LecturerPage, localized: Translation, django_capture_on_commit_callbacks: Any
) -> None:
    for segment in localized.source.stringsegment_set.select_related("string"):
        translate(localized, segment.string.data, f"{segment.string.data}-suomeksi")
    assert status(nadia) == "complete"
    assert check() == []
    nadia.country, nadia.slug = "GR", "nadia-of-athens"
    publish(nadia)
    assert status(nadia) == "complete"
    nadia.headline = "Teaches more"
    publish(nadia)
    assert status(nadia) == "outdated"
    nadia.headline = "Teaches"
    publish(nadia)
    assert status(nadia) == "complete"
    nadia.bio = "<p>Then.</p><p>First.</p>"
    TranslationSource.update_or_create_from_instance(nadia)
    publish(nadia)
    assert status(nadia) == "partial"
    for segment in localized.source.stringsegment_set.filter(context__path__in=("bio", "slug")).select_related(
        "string"
    ):
        translate(localized, segment.string.data, f"{segment.string.data}-suomeksi")
    assert status(nadia) == "complete"
    nadia.bio = "<p>First.</p><p>Then.</p>"
    publish(nadia)
    assert status(nadia) == "outdated"
    nadia.headline = "Teaches more"
    publish(nadia)
    TranslationSource.objects.get().update_from_db()
    assert status(nadia) == "partial"
    assert check() == []


def test_the_text_of_a_localized_page_comes_with_its_publication(
    nadia: LecturerPage, localized: Translation, django_capture_on_commit_callbacks: Any
) -> None:
    translate(localized, "Teaches", "Opettaa")
    assert "Opettaa" not in said(public(nadia)["fi"])
    with django_capture_on_commit_callbacks(execute=True):
        localized.save_target(publish=True)
    assert payload(public(nadia)["fi"])["headline"] == "Opettaa"


def test_the_editor_of_translations_reaches_the_catalogue(
    nadia: LecturerPage, localized: Translation, admin: Any
) -> None:
    segment = localized.source.stringsegment_set.get(string__data="Teaches")
    address = reverse("wagtail_localize:edit_string_translation", args=[localized.pk, segment.pk])
    before = entry(nadia).seq
    done = admin.put(address, "value=Opettaa", content_type="application/x-www-form-urlencoded")
    assert (done.status_code, StringTranslation.objects.get().data) == (201, "Opettaa")
    assert entry(nadia).seq == before
    assert check() == []
