"""Translations that are written as pages of their own: whether the original still says what they were made of."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from catalogue.checking import check, settle
from lecturers.models import Affiliation, LecturerPage, Offer
from network.models import OrganisationPage
from tests.catalogue.reading import payload, public
from tests.factories.pages import lecturer, organisation, publish, translated


@pytest.fixture
def nadia(org: OrganisationPage) -> LecturerPage:
    offer = Offer(locale=Locale.get_default(), title="Soup", abstract="How to cook it")
    return lecturer("Nadia Example", parent=org, headline="Teaches", country="FI", offers=[offer])


@pytest.fixture
def fi(nadia: LecturerPage) -> Any:
    page = translated(nadia, "fi", headline="Opettaa")
    settle()
    return page


def status(page: Page) -> str:
    return payload(public(page)["en"])["translations"]["fi"]["status"]


def again(page: Page, **changes: Any) -> None:
    """Publish it anew, as somebody does who opens it, changes these fields and presses the button."""
    page = type(page).objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    publish(page)


def test_new_words_of_the_original_make_it_outdated_until_it_is_published_anew(
    nadia: LecturerPage, fi: LecturerPage
) -> None:
    assert status(nadia) == "complete"
    again(nadia, headline="Teaches more")
    assert status(nadia) == "outdated"
    assert payload(public(nadia)["fi"])["translations"]["fi"]["status"] == "outdated"
    again(fi, headline="Opettaa enemmän")
    assert status(nadia) == "complete"
    assert check() == []


def test_its_page_says_so(nadia: LecturerPage, fi: LecturerPage, client: Client) -> None:
    def said(language: str) -> bool:
        shown = client.get(public(nadia)[language].path).content.decode()
        return 'hreflang="en" lang="en" dir="ltr">English</a></p>' in shown

    assert not said("fi")
    again(nadia, headline="Teaches more")
    assert (said("fi"), said("en")) == (True, False)


def test_words_that_are_taken_back_do_too(nadia: LecturerPage, fi: LecturerPage) -> None:
    again(nadia, headline="Teaches more")
    again(nadia, headline="Teaches")
    assert status(nadia) == "complete"


def test_words_of_its_rows_count(nadia: LecturerPage, fi: LecturerPage) -> None:
    page = LecturerPage.objects.get(pk=nadia.pk)
    page.offers = [Offer(locale=page.locale, title="Soup", abstract="How to eat it")]
    publish(page)
    assert status(nadia) == "outdated"


def test_words_that_may_be_hidden_do_not(nadia: LecturerPage, fi: LecturerPage) -> None:
    nadia.affiliations = [Affiliation(locale=nadia.locale, organisation=organisation("Draft", live=False), role="Cook")]
    publish(nadia)
    assert status(nadia) == "complete"


def test_what_is_not_translated_does_not(nadia: LecturerPage, fi: LecturerPage) -> None:
    again(nadia, country="GR", slug="nadia-of-athens", modes=["online"])
    assert status(nadia) == "complete"


def test_a_draft_of_either_changes_nothing(nadia: LecturerPage, fi: LecturerPage) -> None:
    nadia.headline = "Teaches more"
    nadia.save_revision()
    assert status(nadia) == "complete"
    again(nadia, headline="Teaches more")
    fi.headline = "Opettaa enemmän"
    fi.save_revision()
    assert status(nadia) == "outdated"


def test_a_translation_that_only_moves_is_as_old_as_before(nadia: LecturerPage, fi: LecturerPage) -> None:
    again(nadia, headline="Teaches more")
    page = LecturerPage.objects.get(pk=fi.pk)
    page.slug = "nadia-toinen"
    page.save()
    assert status(nadia) == "outdated"


def test_of_what_was_published_before_this_was_kept_nothing_is_said(nadia: LecturerPage, fi: LecturerPage) -> None:
    LecturerPage.objects.update(made_of="")
    again(nadia, headline="Teaches more")
    assert status(nadia) == "complete"
    again(fi)
    LecturerPage.objects.filter(pk=nadia.pk).update(made_of="")
    again(fi)
    assert status(nadia) == "complete"
    again(nadia, headline="Teaches again")
    assert status(nadia) == "outdated"


def test_one_that_left_the_editor_of_translations_is_judged_as_a_page(
    nadia: LecturerPage, client: Client, admin_user: Any, django_capture_on_commit_callbacks: Any
) -> None:
    finnish = Locale.objects.get(language_code="fi")
    Page.objects.get(pk=nadia.get_parent().pk).copy_for_translation(finnish, copy_parents=True, alias=True)
    made = Translation.objects.create(
        source=TranslationSource.get_or_create_from_instance(nadia)[0], target_locale=finnish
    )
    with django_capture_on_commit_callbacks(execute=True):
        made.save_target(publish=True)
    settle()
    assert status(nadia) == "partial"
    again(nadia, headline="Teaches more")
    page = LecturerPage.objects.get(locale=finnish)
    again(page)  # the translators know the old words still
    client.force_login(admin_user)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("wagtail_localize:stop_translation", args=[made.pk]), {"next": "/"})
    assert not Translation.objects.get().enabled
    assert status(nadia) == "outdated"
    again(page, headline="Opettaa enemmän")
    assert status(nadia) == "complete"
    assert check() == []
