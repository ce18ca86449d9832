"""Whom `manage.py demo` lets in, and to what."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from home.demo import accounts
from home.demo.accounts import Account
from home.demo.making import identifier
from lecturers.models import LecturerPage
from network.models import OrganisationPage
from people.models import User
from tests.home.conftest import run_demo

pytestmark = pytest.mark.django_db

EMP = identifier("organisation", "european-migrant-platform")


def sign_in(client: Client, email: str, password: str) -> bool:
    """Fill in the form to which the admin sends everybody."""
    form = client.get("/admin/", follow=True).redirect_chain[-1][0]
    client.post(form, {"username": email, "login": email, "password": password})
    return client.get("/admin/").status_code == 200


def printed(said: str) -> dict[str, str]:
    return dict(re.findall(r"^\s+(\S+@\S+)\s+(\S+)", said, flags=re.MULTILINE))


@pytest.mark.parametrize("account", accounts.ACCOUNTS, ids=lambda account: account.email)
def test_the_printed_password_opens_the_admin(demo: str, client: Client, account: Account) -> None:
    passwords = printed(demo)
    assert not sign_in(client, account.email, passwords[account.email] + "x")
    assert sign_in(client, account.email, passwords[account.email])


def test_passwords_are_others_in_every_installation(demo: str, settings: object) -> None:
    ours = printed(demo)
    assert len(set(ours.values())) == len(accounts.ACCOUNTS)
    settings.SECRET_KEY = "another installation's"  # type: ignore[attr-defined]
    assert not set(ours.values()) & {account.password for account in accounts.ACCOUNTS}


def test_a_password_that_somebody_has_changed_is_not_printed(demo: str) -> None:
    user = User.objects.get(email=accounts.TRANSLATOR.email)
    user.set_password("my own, thank you")
    user.save()
    assert set(printed(run_demo())) == set(printed(demo)) - {accounts.TRANSLATOR.email}


def english(key: str) -> LecturerPage:
    return LecturerPage.objects.get(translation_key=identifier("lecturer", key), locale__language_code="en")


def seen(client: Client, page: Page) -> bool:
    """Whether the explorer opens the page and says its name."""
    answer = client.get(f"/admin/pages/{page.pk}/")
    return answer.status_code == 200 and page.get_admin_display_title() in answer.content.decode()


def test_the_organisations_editor_sees_only_what_is_its_own(demo: str, client: Client) -> None:
    client.force_login(User.objects.get(email=accounts.ORGANISATION_EDITOR.email))
    for own in OrganisationPage.objects.filter(translation_key=EMP):
        assert seen(client, own)
    others = OrganisationPage.objects.exclude(translation_key=EMP)
    assert others.count() > 20
    assert [page for page in others if seen(client, page)] == []
    root = client.get("/admin/pages/", follow=True).content.decode()
    assert not any(title in root for title in others.values_list("title", flat=True))


def test_the_organisations_editor_edits_its_own_lecturers_alone(demo: str, client: Client) -> None:
    client.force_login(User.objects.get(email=accounts.ORGANISATION_EDITOR.email))
    for key, allowed in (("nour-bridgelamp", True), ("farah-morningletter", False), ("tendai-postcardtree", False)):
        page = english(key)
        assert (client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200) is allowed, key


def test_the_organisations_editor_sees_its_own_persons_and_pictures_alone(demo: str, client: Client) -> None:
    client.force_login(User.objects.get(email=accounts.ORGANISATION_EDITOR.email))
    persons = client.get(reverse("persons:index")).content.decode()
    assert "Nour Bridgelamp" in persons
    assert "Farah Morningletter" not in persons
    pictures = client.get("/admin/images/").content.decode()
    assert "Portrait of Nour Bridgelamp" in pictures
    assert "Portrait of Farah Morningletter" not in pictures


def test_the_networks_editor_may_publish_everywhere_and_the_translator_nowhere(demo: str) -> None:
    page = english("farah-morningletter")
    may = {
        account.email: page.permissions_for_user(User.objects.get(email=account.email)) for account in accounts.ACCOUNTS
    }
    assert may[accounts.NETWORK_EDITOR.email].can_publish()
    assert may[accounts.TRANSLATOR.email].can_edit()
    assert not may[accounts.TRANSLATOR.email].can_publish()
    assert not may[accounts.ORGANISATION_EDITOR.email].can_edit()
