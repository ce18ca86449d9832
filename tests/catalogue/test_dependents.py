"""A document is made from other things, too; when these change it is made anew."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, Site

from catalogue.checking import check, settle
from home.models import HomePage
from lecturers.models import Affiliation, LecturerPage
from media.models import Image, PublicRendition
from network.models import OrganisationPage
from tests.catalogue.reading import entry, payload, public, said
from tests.factories.media import ImageFactory, picture, upload
from tests.factories.pages import lecturer, organisation, person_with_consent, publish, translated
from tests.factories.topics import gender_equality
from topics.models import Topic


@pytest.fixture
def gender(db: None) -> Topic:
    return gender_equality()


@pytest.fixture
def nadia(org: OrganisationPage, gender: Topic) -> LecturerPage:
    page = lecturer("Nadia Example", parent=org, topics=[gender])
    settle()
    return page


def rename(page: Any, title: str) -> None:
    page.title = title
    publish(page)


def organisation_in(page: Page) -> dict[str, str]:
    return {locale: payload(e)["organisation"]["title"] for locale, e in public(page).items()}


def test_a_renamed_organisation_is_renamed_in_its_lecturers(org: OrganisationPage, nadia: LecturerPage) -> None:
    before = entry(nadia).seq
    rename(org, "Sunset Association")
    assert organisation_in(nadia) == {"en": "Sunset Association"}
    assert "Sunset" in str(entry(nadia).text)
    assert "Sunrise" not in said(entry(nadia)).replace("sunrise", "")
    assert entry(nadia).seq > before


def test_an_organisation_is_named_in_each_language(org: OrganisationPage, nadia: LecturerPage) -> None:
    fi = translated(nadia, "fi")
    assert organisation_in(nadia) == {"en": "Sunrise Association", "fi": "Sunrise Association"}
    finnish = Page.objects.get(alias_of=org, locale__language_code="fi").specific
    finnish.alias_of, finnish.title = None, "Auringonnousu ry"
    publish(finnish)
    assert organisation_in(fi) == {"en": "Sunrise Association", "fi": "Auringonnousu ry"}
    rename(OrganisationPage.objects.get(pk=finnish.pk), "Nousu ry")
    assert organisation_in(fi)["fi"] == "Nousu ry"
    assert check() == []


def affiliated(org: OrganisationPage) -> LecturerPage:
    """A lecturer of another organisation who belongs to `org`, too."""
    return lecturer(
        "Omar Example",
        parent=organisation("Harbour University"),
        affiliations=[Affiliation(organisation=org, role="Board")],
    )


def affiliations(page: Page) -> dict[str, list[str]]:
    return {locale: [a["name"] for a in payload(e)["affiliations"]] for locale, e in public(page).items()}


def test_an_affiliation_follows_its_organisation(org: OrganisationPage) -> None:
    page = affiliated(org)
    assert affiliations(page) == {"en": ["Sunrise Association"]}
    rename(org, "Sunset Association")
    assert affiliations(page) == {"en": ["Sunset Association"]}
    org.unpublish()
    assert affiliations(page) == {"en": []}
    publish(OrganisationPage.objects.get(pk=org.pk))
    assert affiliations(page) == {"en": ["Sunset Association"]}
    OrganisationPage.objects.get(pk=org.pk).delete()
    assert affiliations(page) == {"en": []}
    assert check() == []


def test_an_affiliation_does_not_tell_of_an_organisation_in_the_language_it_is_left_in(org: OrganisationPage) -> None:
    page = affiliated(org)
    translated(page, "fi")
    translated(org, "fi", title="Auringonnousu ry")
    assert affiliations(page) == {"en": ["Sunrise Association"], "fi": ["Auringonnousu ry"]}
    org.unpublish()
    assert affiliations(page) == {"en": [], "fi": []}
    assert "Auringonnousu" not in said(public(page)["fi"])


@pytest.mark.parametrize("how", ["unpublished", "deleted"])
def test_a_lecturer_does_not_tell_of_an_owner_whose_source_has_gone(org: OrganisationPage, how: str) -> None:
    finnish: Any = translated(org, "fi", title="Auringonnousu ry")
    page = lecturer("Matti Example", parent=finnish)
    assert organisation_in(page) == {"fi": "Auringonnousu ry"}
    org = OrganisationPage.objects.get(pk=org.pk)
    org.unpublish() if how == "unpublished" else org.delete()
    assert payload(entry(page))["organisation"] is None
    assert entry(page).facets["organisation"] == []
    assert "Auringonnousu" not in said(entry(page))
    assert check() == []


def test_a_renamed_topic_is_renamed_in_every_language(nadia: LecturerPage, gender: Topic) -> None:
    translated(nadia, "fi")
    settle()
    for language, name in (("en", "Gender and power"), ("fi", "Sukupuoli ja valta")):
        label = gender.labels.get(language=language)
        label.preferred = name
        label.save()
    gender.refresh_from_db()
    shown = public(nadia)
    labels = {locale: payload(e)["topics"][0]["label"] for locale, e in shown.items()}
    assert labels["fi"] == "Sukupuoli ja valta"
    for locale in ("en", "fi"):
        assert "fi Sukupuoli ja valta" in shown[locale].text["topics@"].split("\n")
    assert check() == []


def test_a_topic_saved_as_the_admin_saves_it_reaches_its_lecturers(nadia: LecturerPage, gender: Any) -> None:
    english = next(label for label in gender.labels.all() if label.language == "en")
    english.preferred = "Gender and power"
    gender.labels = [english, *(label for label in gender.labels.all() if label.language != "en")]
    gender.save()
    assert payload(entry(nadia))["topics"][0]["label"] == "Gender and power"


def test_a_broader_topic_is_a_facet_value_too(nadia: LecturerPage, gender: Topic) -> None:
    assert gender.broader
    assert entry(nadia).facets["topic"] == sorted([gender.slug, gender.broader.slug])
    gender.broader = None
    gender.save()
    assert entry(nadia).facets["topic"] == [gender.slug]


@pytest.fixture
def pictured(org: OrganisationPage) -> LecturerPage:
    person = person_with_consent("Nadia", "profile", "photo")
    return lecturer("Nadia Example", parent=org, person=person, photo=ImageFactory(rights_holder="Anna"))


def test_a_replaced_image_is_replaced_and_its_old_files_go(pictured: LecturerPage) -> None:
    before = payload(entry(pictured))["photo"]
    image = Image.objects.get()
    image.file = upload(picture(colour=(0, 0, 200), size=(80, 80)))  # type: ignore[assignment] # as Django allows
    image.save()
    after = payload(entry(pictured))["photo"]
    assert after["url"] != before["url"]
    names = {source["url"].rsplit("/")[-1] for source in after["sources"]}
    assert set(PublicRendition.objects.values_list("name", flat=True)) == names
    assert check() == []


def test_what_is_said_of_an_image_follows_it(pictured: LecturerPage) -> None:
    assert payload(entry(pictured))["photo"]["credit"] == "Anna"
    image = Image.objects.get()
    image.rights_holder = "Berta"
    image.save()
    assert payload(entry(pictured))["photo"]["credit"] == "Berta"


def test_a_deleted_image_is_gone(pictured: LecturerPage) -> None:
    settle()
    Image.objects.get().delete()
    assert payload(entry(pictured))["photo"] is None
    assert not PublicRendition.objects.exists()
    assert check() == []


def test_an_image_whose_original_is_lost_costs_the_picture_only(pictured: LecturerPage) -> None:
    image = Image.objects.get()
    image.file.storage.delete(image.file.name)
    PublicRendition.objects.all().delete()
    image.save()
    assert payload(entry(pictured))["photo"] is None


def test_an_image_changed_in_the_admin_reaches_its_page(admin: Client, pictured: LecturerPage) -> None:
    settle()
    image = Image.objects.get()
    form = {"title": "x", "alt_text": "y", "rights_holder": "Cleo", "collection": image.collection_id, "tags": ""}
    done = admin.post(reverse("wagtailimages:edit", args=[image.pk]), form)
    assert done.status_code == 302, done.context["form"].errors
    assert payload(entry(pictured))["photo"]["credit"] == "Cleo"


def test_another_root_of_the_site_is_another_address(home: HomePage, nadia: LecturerPage) -> None:
    assert entry(nadia).path == "/en/network/sunrise-association/nadia-example/"
    site = Site.objects.get()
    site.root_page = Page.objects.get(slug="network", locale=Locale.objects.get(language_code="en"))
    site.save()
    assert entry(nadia).path == "/en/sunrise-association/nadia-example/"
    assert check() == []
