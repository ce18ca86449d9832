"""What builders are made from: common fields, pictures, references and translations."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from documents.building import common, document_of, drafting, looking, owner_of, picture, thing_ref, translations_of
from documents.document import ORIGIN
from documents.translations import TranslationStatus
from home.models import HomePage
from lecturers.models import LecturerPage
from media.models import Image, PublicRendition
from media.remembering import batch
from media.renditions import PORTRAIT
from network.models import OrganisationPage
from tests.factories.media import ImageFactory
from tests.factories.pages import lecturer, network, organisation, person_with_consent, publish, site_tree, translated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def home() -> HomePage:
    return site_tree(["en", "fi"])


@pytest.fixture
def org(home: HomePage) -> OrganisationPage:
    return organisation("Sunrise Association", summary="We teach.", licence="CC0-1.0")


@pytest.fixture
def fi(org: OrganisationPage) -> OrganisationPage:
    page: OrganisationPage = translated(org, "fi", title="Auringonnousu", slug="auringonnousu", licence="CC-BY-4.0")
    return page


def test_the_common_fields_are_the_pages_own_and_the_licence_its_sources(fi: OrganisationPage) -> None:
    fields = common(fi)
    assert fields["url"] == f"{ORIGIN}/fi/network/auringonnousu/"
    assert (fields["type"], fields["locale"], fields["title"]) == ("organisation", "fi", "Auringonnousu")
    assert fields["license"] == "CC0-1.0"


def test_a_document_is_as_new_as_its_page_or_its_source(org: OrganisationPage, fi: OrganisationPage) -> None:
    assert common(fi)["updated_at"] == fi.last_published_at
    org = publish(OrganisationPage.objects.get(pk=org.pk))
    assert common(OrganisationPage.objects.get(pk=fi.pk))["updated_at"] == org.last_published_at
    assert common(OrganisationPage(title="x", locale=org.locale))["updated_at"].year == 2000


def test_translations_are_named_in_a_fixed_order(org: OrganisationPage, fi: OrganisationPage) -> None:
    told = translations_of(org, [fi, org])
    assert list(told) == ["en", "fi"]
    assert [each.status for each in told.values()] == [TranslationStatus.SOURCE, TranslationStatus.COMPLETE]
    assert told["fi"].url == f"{ORIGIN}/fi/network/auringonnousu/"


def test_a_reference_is_in_the_language_asked_for(org: OrganisationPage, fi: OrganisationPage) -> None:
    told = {locale: thing_ref(org, locale) for locale in ("en", "fi", "nl")}
    assert {locale: ref and ref.title for locale, ref in told.items()} == {
        "en": "Sunrise Association",
        "fi": "Auringonnousu",
        "nl": "Sunrise Association",
    }
    assert {ref and ref.id for ref in told.values()} == {org.translation_key}
    assert told["fi"]
    assert (told["fi"].facet_values, told["fi"].words) == ([str(org.translation_key)], ["Auringonnousu"])


def test_a_reference_that_is_missing_in_a_language_is_in_the_sites_first_or_else_its_own(home: HomePage) -> None:
    house = organisation("Siltatalo", parent=network("fi"), slug="siltatalo")
    assert [(ref := thing_ref(house, locale)) and ref.title for locale in ("nl", "fi")] == 2 * ["Siltatalo"]
    translated(house, "en", title="Bridge House")
    titles = {locale: (ref := thing_ref(house, locale)) and ref.title for locale in ("nl", "fi", "en")}
    assert titles == {"nl": "Bridge House", "fi": "Siltatalo", "en": "Bridge House"}


def test_nothing_is_judged_twice_in_a_batch(
    org: OrganisationPage, fi: OrganisationPage, django_assert_num_queries: Any
) -> None:
    with batch():
        first = thing_ref(org, "fi")
        with django_assert_num_queries(0):
            assert thing_ref(org, "fi") is first
        assert thing_ref(org, "en") != first
    org.unpublish()
    assert thing_ref(org, "fi") is None


def test_a_reference_to_nothing_is_nothing(home: HomePage) -> None:
    with looking() as seen:
        assert thing_ref(None, "en") is None
    assert seen == set()


@pytest.mark.parametrize("how", ["draft", "private", "above"])
def test_what_is_not_public_is_not_referred_to_but_waited_for(home: HomePage, how: str) -> None:
    page = organisation("Hidden", live=how != "draft")
    if how != "draft":
        PageViewRestriction.objects.create(page=page if how == "private" else network(), restriction_type="login")
    with looking() as seen:
        assert thing_ref(page, "en") is None
    assert seen == {f"thing:{page.translation_key}"}


def test_looking_is_over_when_it_is_over(org: OrganisationPage) -> None:
    with looking() as outer:
        with looking() as inner:
            thing_ref(org, "en")
        assert (len(inner), outer) == (1, set())
    thing_ref(org, "en")
    assert outer == set()


def test_the_owner_is_the_nearest_organisation_above_the_source(org: OrganisationPage) -> None:
    page = lecturer(parent=org)
    assert owner_of(page, OrganisationPage) == org
    assert owner_of(translated(page, "fi"), OrganisationPage) == org
    assert owner_of(lecturer("Alone", parent=network()), OrganisationPage) is None
    assert owner_of(org, OrganisationPage) is None


def test_a_picture_is_published_for_the_thing_that_shows_it(org: OrganisationPage) -> None:
    image = ImageFactory(rights_holder="Anna")
    with looking() as seen:
        shown = picture(image, org.translation_key, PORTRAIT, alt="A person")
    assert shown
    assert (shown.alt, shown.credit, seen) == ("A person", "Anna", {f"image:{image.pk}"})
    assert set(shown.names) == set(PublicRendition.objects.values_list("name", flat=True))
    assert all(source.url.startswith(f"{ORIGIN}/media/") for source in shown.sources)
    described = picture(image, org.translation_key, PORTRAIT)
    assert described
    assert (described.alt, described.names) == ("A red wall", shown.names)


def test_a_picture_that_is_missing_is_left_out(org: OrganisationPage) -> None:
    image = ImageFactory()
    image.file.storage.delete(image.file.name)
    with looking() as seen:
        assert picture(image, org.translation_key, PORTRAIT) is None
        assert picture(None, org.translation_key, PORTRAIT) is None
    assert seen == {f"image:{image.pk}"}


def test_a_preview_shows_the_draft_and_publishes_nothing(org: OrganisationPage) -> None:
    person = person_with_consent("Nadia", "profile", "photo")
    page = lecturer("Nadia Example", parent=org, live=False, person=person, photo=ImageFactory())
    page.headline = "Not yet"
    with drafting():
        draft: Any = document_of(page.save_revision().as_object())
    assert draft.headline == "Not yet"
    assert draft.photo
    assert draft.photo.url.startswith(f"{ORIGIN}/admin/files/")
    assert not PublicRendition.objects.exists()
    assert Image.objects.count() == 1


def test_a_preview_of_a_translation_shows_what_the_source_has_chosen(org: OrganisationPage) -> None:
    page = lecturer("Nadia Example", parent=org, city="Lahti", city_visibility="public")
    fi: Any = translated(page, "fi")
    fi.city, fi.headline = "Canary", "Luennoitsija"
    draft: Any = document_of(fi.save_revision().as_object())
    assert (draft.city, draft.headline) == ("Lahti", "Luennoitsija")
    page.city_visibility = "hidden"
    publish(page)
    draft = document_of(LecturerPage.objects.get(pk=fi.pk).save_revision().as_object())
    assert draft.city == ""
    assert Page.objects.get(pk=fi.pk).specific.city != draft.city


def test_a_reference_lasts_as_long_as_what_it_names(org: OrganisationPage) -> None:
    ends = timezone.now() + timedelta(hours=1)
    person = person_with_consent("Amina Halla", expires_at=ends)
    ref = thing_ref(lecturer("Amina Halla", parent=org, person=person), "en")
    assert ref is not None
    assert ref.until == ends
    assert thing_ref(org, "en").until is None
