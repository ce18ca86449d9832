"""Private pages, and what somebody has chosen not to show."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, PageViewRestriction

from catalogue.checking import check, settle
from catalogue.models import Dirty, Entry, Thing
from home.models import HomePage
from lecturers.models import LecturerPage
from network.models import OrganisationPage
from people.services import withdraw_consent
from tests.catalogue.reading import ended, entry, payload, public, said, standing
from tests.factories.pages import lecturer, network, organisation, publish, translated

LOGIN, GROUPS = PageViewRestriction.LOGIN, PageViewRestriction.GROUPS


@pytest.fixture
def nadia(org: OrganisationPage) -> LecturerPage:
    page = lecturer(
        "Nadia Example",
        parent=org,
        city="Canaryville",
        city_visibility="public",
        given_name="Nadiacanary",
        given_name_visibility="public",
        family_name="Familycanary",
        pronouns="canary/them",
        honorific="Dr canary",
    )
    settle()
    return page


def restrict(page: Page, kind: str = LOGIN) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type=kind)


def test_a_private_page_ends_at_once_and_comes_back(nadia: LecturerPage) -> None:
    restriction = restrict(nadia)
    assert standing(nadia) == {}
    assert ended(nadia) == {"en": "restricted"}
    restriction.delete()
    assert list(public(nadia)) == ["en"]


@pytest.mark.parametrize("above", ["organisation", "network", "home"])
def test_a_private_ancestor_closes_all_below(above: str, home: HomePage, org: Page, nadia: LecturerPage) -> None:
    fi = translated(nadia, "fi")
    other = lecturer("Omar Example", parent=network())
    settle()
    page = {"organisation": org, "network": network(), "home": home}[above]
    restriction = restrict(page)
    assert standing(nadia) == {}
    assert ended(nadia) == {"en": "restricted", "fi": "restricted"}
    assert public(fi) == {}
    assert list(public(other)) == (["en"] if above == "organisation" else [])
    restriction.delete()
    assert sorted(public(nadia)) == ["en", "fi"]
    assert list(public(other)) == ["en"]
    assert check() == []


def test_a_page_for_groups_is_not_for_everybody(nadia: LecturerPage) -> None:
    restriction = restrict(nadia, GROUPS)
    restriction.groups.set([Group.objects.create(name="Members")])
    assert standing(nadia) == {}
    restriction.groups.clear()
    assert public(nadia) == {}
    assert ended(nadia) == {"en": "restricted"}


def test_changing_the_groups_of_a_restriction_is_a_change(nadia: LecturerPage) -> None:
    restriction = restrict(nadia, GROUPS)
    settle()
    restriction.groups.add(Group.objects.create(name="Members"))
    assert Dirty.objects.exists()


def test_the_admin_view_for_privacy_ends_and_wakes(admin: Client, org: Page, nadia: LecturerPage) -> None:
    address = reverse("wagtailadmin_pages:set_privacy", args=[org.pk])
    assert admin.post(address, {"restriction_type": "login"}).status_code == 200
    assert standing(nadia) == {}
    assert admin.post(address, {"restriction_type": "none"}).status_code == 200
    assert list(public(nadia)) == ["en"]


def test_what_is_published_below_a_private_page_stays_in(org: OrganisationPage) -> None:
    restrict(org)
    page = lecturer(parent=org)
    assert public(page) == {}
    assert Thing.objects.get(pk=page.translation_key).withheld == "restricted"


def test_privacy_of_an_organisation_reaches_what_stands_below_its_alias(org: OrganisationPage) -> None:
    finnish = Locale.objects.get(language_code="fi")
    alias = org.copy_for_translation(finnish, copy_parents=True, alias=True)
    page = lecturer("Matti Example", parent=Page.objects.get(pk=alias.pk))
    assert list(public(page)) == ["fi"]
    restriction = restrict(org)
    assert standing(page) == {}
    assert ended(page) == {"fi": "restricted"}
    restriction.delete()
    assert list(public(page)) == ["fi"]
    assert check() == []


def test_unpublishing_an_organisation_reaches_what_stands_below_its_alias(org: OrganisationPage) -> None:
    finnish = Locale.objects.get(language_code="fi")
    alias = org.copy_for_translation(finnish, copy_parents=True, alias=True)
    page = lecturer("Matti Example", parent=Page.objects.get(pk=alias.pk))
    settle()
    org.unpublish()
    assert standing(page) == {}
    assert check() == []


def test_an_alias_is_no_thing_of_its_own(nadia: LecturerPage) -> None:
    other = organisation("Harbour University")
    settle()
    before = Entry.objects.count()
    nadia.create_alias(parent=other, update_slug="shown-here-too")
    settle()
    assert Entry.objects.count() == before
    assert check() == []


def test_what_was_chosen_is_shown_and_nothing_else(nadia: LecturerPage) -> None:
    shown = entry(nadia)
    assert payload(shown)["city"] == "Canaryville"
    assert "Nadiacanary" in shown.text["name"]
    assert "Familycanary" not in said(shown)
    assert {"family_name": "", "pronouns": "", "honorific": ""}.items() <= payload(shown).items()


def test_hiding_on_the_source_hides_in_every_language(nadia: LecturerPage) -> None:
    translated(nadia, "fi")
    shown = public(nadia)
    assert all("Canaryville" in said(e) and "Canaryville" in str(e.text) for e in shown.values())
    nadia.city_visibility = nadia.given_name_visibility = "hidden"
    publish(nadia)
    hidden = public(nadia)
    assert sorted(hidden) == ["en", "fi"]
    assert not [e for e in hidden.values() if "canary" in said(e).lower()]
    assert payload(hidden["fi"])["city"] == ""


def test_a_translation_cannot_show_what_the_source_hides(nadia: LecturerPage) -> None:
    fi: Any = translated(nadia, "fi")
    nadia.city_visibility = "hidden"
    publish(nadia)
    fi.city_visibility, fi.city = "public", "Canarykylä"
    publish(fi)
    assert "anary" not in said(public(nadia)["fi"]).replace("Nadiacanary", "")


def test_hiding_needs_the_publication_of_the_source(nadia: LecturerPage) -> None:
    nadia.city_visibility = "hidden"
    nadia.save_revision()
    assert payload(entry(nadia))["city"] == "Canaryville"


@pytest.mark.parametrize("why", ["consent", "restricted", "draft"])
def test_under_a_language_that_the_site_does_not_have_nobody_is_confirmed(
    why: str, client: Client, nadia: LecturerPage
) -> None:
    address = entry(nadia).path.replace("/en/", "/de/", 1)
    assert client.get(address).headers["Location"] == entry(nadia).path
    if why == "consent":
        withdraw_consent(nadia.person, by=None)
    elif why == "restricted":
        restrict(nadia)
    else:
        nadia.unpublish()
    nobody = client.get(address.replace("nadia-example", "nobody"))
    answer = client.get(address)
    assert answer.status_code == nobody.status_code == 404
    assert answer.text == nobody.text
