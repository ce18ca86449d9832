"""Persons in the admin: who sees whom, the list, the forms, the chooser, and what the log keeps."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from people.models import Consent, GivenBy, Person, User
from tests.factories.media import PDF
from tests.factories.people import consent, editor, group, new_person, new_user

pytestmark = pytest.mark.django_db
PERSON_RIGHTS = ("people.view_person", "people.add_person", "people.change_person", "people.delete_person")
CONSENT_RIGHTS = ("people.add_consent", "people.change_consent", "people.view_consent")


def url(view: str, person: Person | None = None, *args: Any) -> str:
    return reverse(f"persons:{view}", args=[person.pk, *args] if person else [])


@pytest.fixture
def own(client: Client) -> Group:
    """The group of an editor who is signed in and may do everything with the persons of that group."""
    client.force_login(editor(*PERSON_RIGHTS, *CONSENT_RIGHTS, of="Sunrise editors"))
    return Group.objects.get(name="Sunrise editors")


class TestTheList:
    def test_shows_the_name_the_consent_and_the_managers(self, client: Client, admin: User) -> None:
        consent(new_person(name="Amina Example", managed_by=group("Sunrise editors")))
        page = client.get(url("index")).content.decode()
        assert "Amina Example" in page
        assert "may be listed publicly" in page
        assert "Sunrise editors" in page
        assert "People" in page, "the menu has a group for it"

    @pytest.mark.parametrize(("query", "found"), [("amina", True), ("secret@", True), ("0123", False), ("", True)])
    def test_is_searched_by_name_and_address(self, client: Client, admin: User, query: str, found: bool) -> None:
        new_person(name="Amina Example", email="secret@example.org", phone="0123")
        assert ("Amina Example" in client.get(url("index"), {"q": query}).content.decode()) is found

    @pytest.mark.parametrize("query", ["\0", "%", "'", "a " * 400, "🙂"])
    def test_strange_searches_find_nothing_and_break_nothing(self, client: Client, admin: User, query: str) -> None:
        new_person(name="Amina Example")
        for view in ("persons:index", "person_chooser:choose_results"):
            response = client.get(reverse(view), {"q": query})
            assert response.status_code == 200

    def test_asks_the_same_number_of_questions_for_one_and_twenty(
        self, client: Client, admin: User, django_assert_max_num_queries: Any, django_assert_num_queries: Any
    ) -> None:
        consent(new_person())
        client.get(url("index"))
        with django_assert_max_num_queries(40) as first:
            client.get(url("index"))
        for _ in range(19):
            consent(new_person(managed_by=group("Sunrise editors")))
        with django_assert_num_queries(len(first)):
            client.get(url("index"))


class TestWhoSeesWhom:
    VIEWS = ("edit", "delete", "history", "usage", "inspect", "choose_text")

    @pytest.fixture
    def strangers(self) -> list[Person]:
        return [
            new_person(name="Strange Stranger", managed_by=group("Others")),
            new_person(name="Network Nobody"),
        ]

    def test_the_persons_of_ones_own_group_and_nobody_else(
        self, client: Client, own: Group, strangers: list[Person]
    ) -> None:
        new_person(name="Our Own", managed_by=own)
        for listing in (url("index"), reverse("person_chooser:choose"), reverse("person_chooser:choose_results")):
            page = client.get(listing).content.decode()
            assert "Our Own" in page
            assert "Stranger" not in page
            assert "Nobody" not in page

    def test_every_door_is_open_to_ones_own(self, client: Client, own: Group) -> None:
        person = new_person(managed_by=own)
        for view in self.VIEWS:
            assert client.get(url(view, person)).status_code == 200, view
        assert client.get(reverse("person_chooser:chosen", args=[person.pk])).status_code == 200

    def test_and_shut_to_all_others(self, client: Client, own: Group, strangers: list[Person]) -> None:
        for person in strangers:
            for view in self.VIEWS:
                for response in (client.get(url(view, person)), client.post(url(view, person), {"name": "Mine"})):
                    assert response.status_code in {404, 405}, view
                    assert person.name not in response.content.decode()
            for view, key in (("record", "profile.1.en"), ("withdraw", "profile"), ("withdraw", "all"), ("proof", "1")):
                assert client.get(url(view, person, key)).status_code == 404
                assert client.post(url(view, person, key)).status_code == 404
            assert client.get(reverse("person_chooser:chosen", args=[person.pk])).status_code == 404
            several = client.get(reverse("person_chooser:chosen_multiple"), {"id": [str(person.pk)]})
            assert person.name not in several.content.decode()
        assert set(Person.objects.values_list("name", flat=True)) == {"Strange Stranger", "Network Nobody"}

    def test_who_sees_every_person_sees_them_all(self, client: Client, strangers: list[Person]) -> None:
        client.force_login(editor("people.view_person", "people.see_every_person"))
        page = client.get(url("index")).content.decode()
        assert all(person.name in page for person in strangers)
        assert client.get(url("edit", strangers[0])).status_code == 302, "seeing is not changing"

    def test_an_editor_without_any_right_to_persons_sees_none_even_of_ones_group(self, client: Client) -> None:
        user = editor(of="Translators")
        person = new_person(name="Our Own", managed_by=Group.objects.get(name="Translators"))
        client.force_login(user)
        assert client.get(url("index")).status_code == 302
        assert "Our Own" not in client.get(reverse("person_chooser:choose")).content.decode()
        for view in self.VIEWS:
            assert client.get(url(view, person)).status_code in {302, 404}, view

    def test_persons_of_a_group_that_is_dissolved_fall_to_the_network(self, own: Group) -> None:
        person = new_person(managed_by=own)
        user = new_user()
        user.groups.add(group("Others", *PERSON_RIGHTS))
        own.delete()
        person.refresh_from_db()
        assert person.managed_by is None
        assert not Person.objects.for_user(user).exists()


class TestTheForms:
    def test_an_editors_new_person_belongs_to_the_editors_group(self, client: Client, own: Group) -> None:
        other = group("Others")
        page = client.get(url("add")).content.decode()
        assert "Others" not in page
        assert 'name="account"' not in page
        client.post(url("add"), {"name": "Amina", "managed_by": other.pk})
        client.post(url("add"), {"name": "Amina", "managed_by": ""})
        assert not Person.objects.exists()
        response = client.post(url("add"), {"name": "Amina", "email": "a@example.org", "managed_by": own.pk})
        assert response.status_code == 302, response.context["form"].errors
        person = Person.objects.get()
        assert (person.name, person.email, person.managed_by) == ("Amina", "a@example.org", own)

    def test_an_editor_cannot_link_an_account(self, client: Client, own: Group) -> None:
        person = new_person(managed_by=own)
        client.post(url("edit", person), {"name": "Amina", "managed_by": own.pk, "account": new_user().pk})
        person.refresh_from_db()
        assert (person.name, person.account) == ("Amina", None)

    def test_an_administrator_links_an_account_and_may_leave_the_managers_open(
        self, client: Client, admin: User
    ) -> None:
        person, account = new_person(managed_by=group("Others")), new_user()
        response = client.post(url("edit", person), {"name": "Amina", "managed_by": "", "account": account.pk})
        assert response.status_code == 302, response.context["form"].errors
        person.refresh_from_db()
        assert (person.account, person.managed_by) == (account, None)

    def test_erasing_says_what_goes_and_takes_the_ledger_with_it(self, client: Client, admin: User) -> None:
        consent(person := new_person())
        assert "erases the person for good" in client.get(url("delete", person)).content.decode()
        client.post(url("delete", person))
        assert not Person.objects.exists()
        assert not Consent.objects.exists()

    def test_the_edit_form_leads_to_the_consent(self, client: Client, admin: User) -> None:
        person = new_person()
        assert url("inspect", person) in client.get(url("edit", person)).content.decode()


class TestTheLog:
    def test_keeps_the_id_and_never_the_name(self, client: Client, admin: User) -> None:
        client.post(url("add"), {"name": "Amina Hidden", "email": "amina@example.org"})
        person = Person.objects.get()
        client.post(url("edit", person), {"name": "Amina Hidden the Second"})
        consent(person)
        client.post(url("delete", person))
        entries = ModelLogEntry.objects.for_instance(Person(pk=person.pk))
        assert {entry.action for entry in entries} == {
            "wagtail.create",
            "wagtail.edit",
            "wagtail.delete",
            "people.record_consent",
        }
        assert {entry.label for entry in entries} == {f"Person {person.pk}"}
        everything = json.dumps(list(ModelLogEntry.objects.values()), default=str).lower()
        assert "hidden" not in everything
        assert "amina@" not in everything

    def test_keeps_no_address_of_an_account(self, client: Client, admin: User) -> None:
        user = new_user(name="", email="amina@example.org")
        client.post(reverse("wagtailusers_users:delete", args=[user.pk]))
        assert [entry.label for entry in ModelLogEntry.objects.all()] == [f"User {user.pk}"]

    def test_the_history_of_a_person_is_shown_in_words(self, client: Client, admin: User) -> None:
        consent(person := new_person(), given_by=GivenBy.ON_BEHALF, proof="Letter", recorded_by=admin)
        page = client.get(url("history", person)).content.decode()
        assert "Consent recorded: to be listed publicly" in page
        assert "Ada Admin" in page

    def test_other_models_keep_their_labels(self, client: Client, admin: User) -> None:
        client.post(reverse("wagtailusers_groups:add"), {"name": "Poets"} | empty_formsets(client))
        assert [entry.label for entry in ModelLogEntry.objects.all()] == ["Poets"]


def empty_formsets(client: Client) -> dict[str, Any]:
    """What the form for a group sends besides its name."""
    context = client.get(reverse("wagtailusers_groups:add")).context
    return {
        f"{panel.management_form.prefix}-{name}": value
        for panel in context["permission_panels"]
        for name, value in panel.management_form.initial.items()
    }


class TestTheChooser:
    def test_shows_the_consent_beside_the_name(self, client: Client, admin: User) -> None:
        consent(person := new_person(name="Amina Example"))
        new_person(name="Zoe Silent")
        modal = client.get(reverse("person_chooser:choose")).json()["html"]
        assert "may be listed publicly" in modal
        assert "no consent to be listed" in modal
        found = client.get(reverse("person_chooser:choose_results"), {"q": "zoe"}).content.decode()
        assert "Zoe Silent" in found
        assert "Amina" not in found
        chosen = client.get(reverse("person_chooser:chosen", args=[person.pk])).json()["result"]
        assert chosen["title"] == "Amina Example (may be listed publicly)"
        assert chosen["id"] == str(person.pk)

    def test_makes_a_person_in_place(self, client: Client, own: Group) -> None:
        assert 'name="name"' in client.get(reverse("person_chooser:choose")).json()["html"]
        create = reverse("person_chooser:create")
        refused = client.post(create, {"name": "Amina", "managed_by": group("Others").pk}).json()
        assert refused["step"] == "reshow_creation_form"
        made = client.post(create, {"name": "Amina", "managed_by": own.pk}).json()
        assert made["result"]["title"] == "Amina (no consent to be listed)"
        assert Person.objects.get().managed_by == own

    def test_nobody_without_the_right_makes_one(self, client: Client) -> None:
        client.force_login(editor("people.view_person"))
        response = client.post(reverse("person_chooser:create"), {"name": "Amina"})
        assert response.status_code == 302
        assert not Person.objects.exists()

    @pytest.mark.parametrize("pk", ["nonsense", "12", "00000000-0000-0000-0000-000000000000"])
    def test_made_up_ids_are_not_found(self, client: Client, admin: User, pk: str) -> None:
        assert client.get(reverse("person_chooser:chosen", args=[pk])).status_code == 404


class TestTheProof:
    @pytest.fixture
    def entry(self, own: Group) -> Consent:
        paper = SimpleUploadedFile("signed.pdf", PDF)
        return consent(new_person(managed_by=own), proof="Signed", proof_file=paper)

    def test_is_a_download_that_runs_nothing(self, client: Client, entry: Consent) -> None:
        response = client.get(url("proof", entry.person, entry.pk))
        assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined] # it is a file
        assert response["Content-Disposition"].startswith("attachment")
        assert "no-store" in response["Cache-Control"]
        assert "sandbox" in response["Content-Security-Policy"]

    def test_belongs_to_its_person(self, client: Client, own: Group, entry: Consent) -> None:
        other = new_person(managed_by=own)
        assert client.get(url("proof", other, entry.pk)).status_code == 404

    def test_is_not_for_everybody_who_sees_the_person(self, client: Client, entry: Consent) -> None:
        reader = new_user()
        reader.groups.add(Group.objects.get(name="Sunrise editors"), group("Readers", "people.view_person"))
        Group.objects.get(name="Sunrise editors").permissions.remove(
            *Group.objects.get(name="Sunrise editors").permissions.filter(codename="view_consent")
        )
        client.force_login(reader)
        assert client.get(url("inspect", entry.person)).status_code == 200
        assert client.get(url("proof", entry.person, entry.pk)).status_code == 302

    def test_is_reached_by_no_other_address(self, client: Client, entry: Consent) -> None:
        assert client.get(f"/admin/files/{entry.proof_file.name}").status_code == 404
        client.logout()
        assert client.get(url("proof", entry.person, entry.pk)).status_code == 302
        for address in ("media", "documents", "en/media"):
            assert client.get(f"/{address}/{entry.proof_file.name}").status_code == 404
