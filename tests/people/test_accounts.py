"""Accounts: signing in by e-mail, the admin's screens for them, and who may change whose."""

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from people.models import User
from tests.factories.people import PASSWORD, editor, group, new_user

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "a wholly new sentence to remember"


def signs_in(client: Client, email: str, password: str = PASSWORD) -> bool:
    """Whether the login form lets this pair into the admin."""
    client.logout()
    client.post(reverse("wagtailadmin_login"), {"username": email, "password": password})
    return client.get(reverse("wagtailadmin_home")).status_code == 200


def test_an_account_is_offered_the_time_zones_of_today(client: Client) -> None:
    client.force_login(new_user(is_superuser=True))
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    for today, former in (("Europe/Kyiv", "Europe/Kiev"), ("Asia/Kolkata", "Asia/Calcutta")):
        assert f'value="{today}"' in page
        assert f'value="{former}"' not in page


class TestSigningIn:
    @pytest.mark.parametrize("typed", ["amina@example.org", "Amina@Example.ORG", "  AMINA@EXAMPLE.ORG "])
    def test_capitals_do_not_matter(self, client: Client, typed: str) -> None:
        user = new_user(email="Amina@Example.org")
        user.groups.add(group("Editors"))
        assert signs_in(client, typed)
        assert client.session["_auth_user_id"] == str(user.pk)

    @pytest.mark.parametrize(
        ("email", "password"),
        [
            ("amina@example.org", "wrong"),
            ("nobody@example.org", PASSWORD),
            ("", ""),
            ("a" * 5000, "x"),
            ("%", PASSWORD),
        ],
    )
    def test_nobody_else_comes_in(self, client: Client, email: str, password: str) -> None:
        new_user(email="amina@example.org").groups.add(group("Editors"))
        assert not signs_in(client, email, password)

    def test_a_switched_off_account_stays_out(self, client: Client) -> None:
        new_user(email="amina@example.org", is_active=False).groups.add(group("Editors"))
        assert not signs_in(client, "amina@example.org")

    def test_an_account_without_a_password_stays_out(self) -> None:
        user = User.objects.create_user("amina@example.org")
        assert not user.has_usable_password()
        assert authenticate(username="amina@example.org", password="") is None


class TestAddresses:
    def test_are_kept_in_small_letters(self) -> None:
        assert User.objects.create_user(" Amina@Example.ORG", PASSWORD).email == "amina@example.org"

    def test_are_unique_whatever_their_case(self) -> None:
        new_user(email="amina@example.org")
        with pytest.raises(IntegrityError), transaction.atomic():
            new_user(email="AMINA@example.org")

    def test_are_unique_even_past_the_model(self) -> None:
        new_user(email="amina@example.org")
        other = new_user()
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=other.pk).update(email="AMINA@example.org")

    def test_are_needed(self) -> None:
        with pytest.raises(ValueError, match="needs an e-mail"):
            User.objects.create_user("")

    def test_the_command_makes_an_administrator(self) -> None:
        user = User.objects.create_superuser("root@example.org", PASSWORD, name="Root")
        assert (user.is_superuser, user.is_staff, str(user), user.get_short_name()) == (True, True, "Root", "Root")


class TestUsersInTheAdmin:
    def fields(self, **fields: Any) -> dict[str, Any]:
        return {
            "email": "New@Example.org",
            "name": "Nora New",
            "password1": NEW_PASSWORD,
            "password2": NEW_PASSWORD,
            "is_active": "on",
            **fields,
        }

    def test_the_list_shows_and_finds_them(self, client: Client, admin: User) -> None:
        new_user(name="Nora New", email="nora@example.org")
        url = reverse("wagtailusers_users:index")
        for query, shown in (("", True), ("Nora", True), ("nora@", True), ("Olga", False)):
            listing = client.get(url, {"q": query})
            assert ("nora@example.org" in listing.content.decode()) is shown, query
        for ordering in ("name", "-name", "email", "-last_login"):
            assert client.get(url, {"ordering": ordering}).status_code == 200

    def test_an_administrator_makes_an_account_that_works(self, client: Client, admin: User) -> None:
        form = client.get(reverse("wagtailusers_users:add")).content.decode()
        assert 'name="name"' in form
        assert "first_name" not in form
        editors = group("Editors")
        response = client.post(reverse("wagtailusers_users:add"), self.fields(groups=[editors.pk]))
        assert response.status_code == 302, response.context["form"].errors
        user = User.objects.get(email="new@example.org")
        assert (user.name, list(user.groups.all()), user.is_superuser) == ("Nora New", [editors], False)
        assert signs_in(client, "new@example.org", NEW_PASSWORD)

    def test_an_address_that_is_taken_is_refused_in_words(self, client: Client, admin: User) -> None:
        new_user(email="new@example.org")
        response = client.post(reverse("wagtailusers_users:add"), self.fields())
        assert response.context["form"].errors == {"email": ["There is an account with this e-mail address already."]}
        assert User.objects.count() == 2

    def test_an_administrator_edits_an_account(self, client: Client, admin: User) -> None:
        user = new_user()
        url = reverse("wagtailusers_users:edit", args=[user.pk])
        assert user.email in client.get(url).content.decode()
        response = client.post(url, self.fields(password1="", password2="", is_superuser="on"))
        assert response.status_code == 302, response.context["form"].errors
        user.refresh_from_db()
        assert (user.email, user.name, user.is_superuser) == ("new@example.org", "Nora New", True)
        assert user.check_password(PASSWORD)

    def test_an_administrator_deletes_an_account(self, client: Client, admin: User) -> None:
        user = new_user()
        url = reverse("wagtailusers_users:delete", args=[user.pk])
        assert client.get(url).status_code == 200
        client.post(url)
        assert not User.objects.filter(pk=user.pk).exists()


class TestRank:
    """Somebody may be trusted with accounts without being an administrator."""

    @pytest.fixture
    def clerk(self, client: Client) -> User:
        clerk = editor("people.add_user", "people.change_user", "people.delete_user", of="Clerks")
        client.force_login(clerk)
        return clerk

    def test_a_clerk_makes_no_administrator(self, client: Client, clerk: User) -> None:
        assert "is_superuser" not in client.get(reverse("wagtailusers_users:add")).content.decode()
        fields = TestUsersInTheAdmin().fields(is_superuser="on")
        client.post(reverse("wagtailusers_users:add"), fields)
        made = User.objects.get(email="new@example.org")
        assert not made.is_superuser
        client.post(reverse("wagtailusers_users:edit", args=[made.pk]), fields)
        made.refresh_from_db()
        assert not made.is_superuser

    def test_a_clerk_reaches_no_administrators_password(self, client: Client, clerk: User) -> None:
        boss = new_user(is_superuser=True)
        for view in ("edit", "delete"):
            url = reverse(f"wagtailusers_users:{view}", args=[boss.pk])
            client.get(url)
            client.post(url, TestUsersInTheAdmin().fields())
        boss.refresh_from_db()
        assert boss.check_password(PASSWORD)

    @pytest.mark.parametrize("view", ["index", "add", "edit"])
    def test_an_editor_does_not_see_accounts(self, client: Client, view: str) -> None:
        client.force_login(editor())
        other = new_user()
        response = client.get(reverse(f"wagtailusers_users:{view}", args=[other.pk] if view == "edit" else []))
        assert response.status_code == 302
        assert other.email not in response.content.decode()


class TestOnesOwnAccount:
    def test_everybody_changes_their_name_and_password(self, client: Client) -> None:
        user = editor()
        client.force_login(user)
        url = reverse("wagtailadmin_account")
        page = client.get(url).content.decode()
        assert 'name="name_email-name"' in page
        assert "first_name" not in page
        response = client.post(
            url,
            {
                "name_email-name": "Nora New",
                "name_email-email": user.email.upper(),
                "password-old_password": PASSWORD,
                "password-new_password1": NEW_PASSWORD,
                "password-new_password2": NEW_PASSWORD,
                "locale-preferred_language": "",
                "locale-current_time_zone": "",
                "theme-theme": "system",
                "theme-contrast": "system",
                "theme-density": "default",
                "theme-keyboard_shortcuts": "on",
            },
        )
        assert response.status_code == 302
        before = user.email
        user.refresh_from_db()
        assert (user.name, user.email) == ("Nora New", before)
        assert user.check_password(NEW_PASSWORD)

    def test_nobody_takes_the_address_of_another(self, client: Client) -> None:
        user, other = editor(), new_user()
        client.force_login(user)
        response = client.post(
            reverse("wagtailadmin_account"),
            {"name_email-name": "Nora", "name_email-email": other.email.upper(), "theme-theme": "system"},
        )
        assert "account with this e-mail address already" in response.content.decode()

    def test_the_side_bar_greets_by_name(self, client: Client) -> None:
        user = editor()
        client.force_login(user)
        assert user.name.split()[0] in client.get(reverse("wagtailadmin_home")).content.decode()
