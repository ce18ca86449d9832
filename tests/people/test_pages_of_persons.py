"""A person and the pages about them, seen from either side in the admin."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Person, User
from tests.factories.pages import lecturer, organisation, site_tree, translated
from tests.factories.people import new_person

pytestmark = pytest.mark.django_db


def url(view: str, person: Person | None = None) -> str:
    return reverse(f"persons:{view}", args=[person.pk] if person else [])


class TestTheirPages:
    """Apps above this one refer to persons; the admin shows both directions without knowing them."""

    @pytest.fixture
    def profile(self) -> Any:
        site_tree(("en", "fi"))
        organisation()
        return lecturer("Dr. Amina", person=new_person(name="Amina Example"), live=False)

    def test_the_list_and_the_consent_page_lead_to_the_profile(self, client: Client, admin: User, profile: Any) -> None:
        for address in (url("index"), url("inspect", profile.person)):
            page = client.get(address).content.decode()
            assert "Dr. Amina" in page
            assert reverse("wagtailadmin_pages:edit", args=[profile.pk]) in page

    def test_a_translated_profile_is_listed_once(self, client: Client, admin: User, profile: Any) -> None:
        translated(profile, "fi", live=False, title="Tri Amina")
        page = client.get(url("index")).content.decode()
        assert "Dr. Amina" in page
        assert "Tri Amina" not in page

    def test_the_profiles_form_chooses_a_person(self, client: Client, admin: User, profile: Any) -> None:
        page = client.get(reverse("wagtailadmin_pages:edit", args=[profile.pk])).content.decode()
        assert "Choose another person" in page
        assert "Amina Example (no consent to be listed)" in page
        assert reverse("person_chooser:choose") in page

    def test_the_list_asks_no_question_more_for_more_profiles(
        self,
        client: Client,
        admin: User,
        profile: Any,
        django_assert_max_num_queries: Any,
        django_assert_num_queries: Any,
    ) -> None:
        client.get(url("index"))
        with django_assert_max_num_queries(40) as first:
            client.get(url("index"))
        for number in range(3):
            lecturer(f"Dr. {number}", person=new_person(), live=False)
        with django_assert_num_queries(len(first)):
            client.get(url("index"))
