"""Who is named as an organisation's contact person: somebody of its own, who takes contact through this site."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.models import Page

from catalogue.checking import settle
from lecturers.models import Affiliation, LecturerPage
from network import roles
from network.models import OrganisationPage
from tests.factories.pages import lecturer, organisation, site_tree, translated
from tests.factories.people import new_user
from tests.network.filling import house

pytestmark = pytest.mark.django_db
STRANGER = "does not belong to this organisation"
UNWILLING = "wishes no contact through this site"


@pytest.fixture
def sunrise(client: Client, settings: Any, tmp_path: Any) -> OrganisationPage:
    """An organisation whose editor is signed in, beside another one."""
    settings.VAR_DIR = tmp_path
    site_tree(["en", "fi"])
    page: OrganisationPage = organisation("Sunrise")
    editor = new_user()
    editor.groups.add(roles.organisation_editors(page))
    client.force_login(editor)
    return page


@pytest.fixture
def harbour(sunrise: OrganisationPage) -> OrganisationPage:
    page: OrganisationPage = organisation("Harbour")
    return page


def name(client: Client, page: OrganisationPage, contact: Page, **more: Any) -> Any:
    settle()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(edit, house(page, contact=contact.pk, contact_visibility="public", **more))


def named(page: OrganisationPage) -> Page | None:
    draft = OrganisationPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return draft.contact and draft.contact.specific


def works_at(page: OrganisationPage, **row: Any) -> list[Affiliation]:
    return [Affiliation(organisation=page, **row)]


def test_nobody_of_others(client: Client, sunrise: OrganisationPage, harbour: OrganisationPage) -> None:
    other = lecturer("Zoe", parent=harbour, affiliations=works_at(harbour))
    answer = name(client, sunrise, other, website="https://example.org/kept")
    [error] = answer.context["form"].errors["contact"]
    assert error.startswith(f"“Zoe” {STRANGER}. Choose somebody whose profile stands beneath it")
    assert 'value="https://example.org/kept"' in answer.content.decode()
    assert named(sunrise) is None


def test_who_stands_beneath_it(client: Client, sunrise: OrganisationPage) -> None:
    own = lecturer("Olga", parent=sunrise)
    assert name(client, sunrise, own).status_code == 302
    assert named(sunrise) == own


def test_who_names_it(client: Client, sunrise: OrganisationPage, harbour: OrganisationPage) -> None:
    member = lecturer("Zoe", parent=harbour, affiliations=works_at(sunrise, end=localdate()))
    assert name(client, sunrise, member).status_code == 302
    assert named(sunrise) == member


def test_but_nobody_who_has_left(client: Client, sunrise: OrganisationPage, harbour: OrganisationPage) -> None:
    gone = works_at(sunrise, end=localdate() - timedelta(days=1))
    assert STRANGER in name(client, sunrise, lecturer("Zoe", parent=harbour, affiliations=gone)).text


def test_every_language_of_the_two_is_the_same(client: Client, sunrise: OrganisationPage) -> None:
    own = lecturer("Olga", parent=sunrise)
    finnish = translated(own, "fi")
    assert name(client, sunrise, finnish).status_code == 302
    assert named(sunrise) == finnish


def test_the_profile_s_own_language_says_where_the_person_is(client: Client, sunrise: OrganisationPage) -> None:
    """A row that only a translation has is shown nowhere, and makes nobody a member."""
    other = lecturer("Zoe")
    finnish = translated(other, "fi", affiliations=works_at(sunrise))
    assert STRANGER in name(client, sunrise, finnish).text


def test_nobody_who_wishes_no_contact(client: Client, sunrise: OrganisationPage) -> None:
    own = lecturer("Olga", parent=sunrise, contact_mode="none")
    assert f"“Olga” {UNWILLING}" in name(client, sunrise, own).text
    assert named(sunrise) is None
    LecturerPage.objects.filter(pk=own.pk).update(contact_mode="relay")
    assert name(client, sunrise, own).status_code == 302


def test_who_comes_to_wish_none_is_named_no_longer(client: Client, sunrise: OrganisationPage) -> None:
    sunrise.contact, sunrise.contact_visibility = lecturer("Olga Example", parent=sunrise), "public"
    sunrise.save_revision().publish()
    settle()
    api = f"/api/v1/organisations/{sunrise.translation_key}"
    assert client.get(api).json()["data"]["contact"]["title"] == "Olga Example"
    sunrise.contact.contact_mode = "none"
    sunrise.contact.save_revision().publish()
    settle()
    assert client.get(api).json()["data"]["contact"] is None
    edit = reverse("wagtailadmin_pages:edit", args=[sunrise.pk])
    assert "is not named, because they wish no contact" in client.get(edit).text


def test_who_was_named_before_may_stay(client: Client, sunrise: OrganisationPage, harbour: OrganisationPage) -> None:
    sunrise.contact = lecturer("Zoe", parent=harbour)
    sunrise.save_revision().publish()
    assert name(client, sunrise, sunrise.contact, website="https://example.org/new").status_code == 302
    assert named(sunrise) == sunrise.contact.specific


def test_a_new_organisation_has_nobody_yet(client: Client, harbour: OrganisationPage) -> None:
    client.force_login(new_user(is_superuser=True))
    parent = Page.objects.get(pk=harbour.get_parent().pk)
    add = reverse("wagtailadmin_pages:add", args=["network", "organisationpage", parent.pk])
    sent = house(title="New", slug="new", contact=lecturer("Zoe", parent=harbour).pk)
    assert STRANGER in client.post(add, sent).text
    assert not Page.objects.filter(slug="new").exists()
