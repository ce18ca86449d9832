"""“Does the public see this?” and Wagtail's own tags, in every state that a page can be in."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from catalogue.checking import settle
from catalogue.marking import touch
from lecturers.models import LecturerPage
from network.models import OrganisationPage
from people.models import Person, Purpose, User
from people.services import withdraw_consent
from tests.factories.media import ImageFactory
from tests.factories.pages import lecturer, organisation, person_with_consent, publish, site_tree, translated
from tests.factories.people import consent, new_user
from tests.network.filling import profile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def editor(client: Client, settings: Any, tmp_path: Any) -> User:
    settings.VAR_DIR = tmp_path
    user = new_user(is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def house(editor: User) -> OrganisationPage:
    site_tree(["en", "fi"])
    made: OrganisationPage = organisation()
    return made


def told(client: Client, page: Page) -> str:
    """The panel's words, with the state that it is in before them."""
    settle()
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    panels = re.findall(r'data-publicity="(\w+)">(.*?)</div>', html, re.DOTALL)
    return " | ".join(f"{state}: {' '.join(re.sub('<[^>]+>', ' ', words).split())}" for state, words in panels)


def listed(client: Client, page: Page) -> str:
    """The row of a page where its siblings are listed."""
    html = client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).content.decode()
    return next(row for row in html.split("<tr") if f"/admin/pages/{page.pk}/edit/" in row)


class TestThePanel:
    def test_a_translation_says_that_its_original_has_changed(self, client: Client, house: OrganisationPage) -> None:
        finnish = translated(house, "fi")
        changed = "That version has been changed since."
        assert changed not in told(client, finnish)
        publish(OrganisationPage.objects.get(pk=house.pk))
        assert changed not in told(client, finnish)
        house.summary = "Something new"
        publish(house)
        assert changed in told(client, finnish)
        assert changed not in told(client, house)
        finnish.unpublish()
        assert changed not in told(client, finnish), "nobody reads it"

    def test_a_draft_names_all_that_is_missing(self, client: Client, house: OrganisationPage) -> None:
        page = lecturer(parent=house, person=Person.objects.create(name="Somebody"), live=False)
        said = told(client, page)
        assert said.startswith("withheld: No.")
        assert "The page is not published." in said
        assert "No valid consent" in said
        assert "Open the person" in said

    def test_a_profile_of_nobody_asks_for_a_person(self, client: Client, house: OrganisationPage) -> None:
        assert "No person is chosen" in told(client, lecturer(parent=house, person=None))

    def test_a_public_page_names_its_languages(self, client: Client, house: OrganisationPage) -> None:
        page = lecturer("Nadia", parent=house)
        translated(page, "fi")
        said = told(client, page)
        assert said.startswith("public: Yes.")
        assert "English , Suomi" in said

    def test_a_page_that_could_not_be_prepared_says_whom_to_tell(self, client: Client, house: OrganisationPage) -> None:
        page = lecturer("Nadia", parent=house)
        assert told(client, page).startswith("public: Yes.")
        LecturerPage.objects.filter(pk=page.pk).update(country="ZZ")  # for which there is no name
        touch(f"page:{page.pk}")
        assert told(client, page).startswith("elsewhere: Soon.")
        Page.objects.filter(pk=page.pk).update(last_published_at=timezone.now() - timedelta(minutes=6))
        said = told(client, page)
        assert said.startswith("elsewhere: Not yet. It was published")
        assert "Tell those who run the site" in said

    def test_a_public_page_with_a_newer_draft_says_so(self, client: Client, house: OrganisationPage) -> None:
        page = lecturer("Nadia", parent=house)
        page.headline = "Changed"
        page.save_revision()
        assert "not your latest changes" in told(client, page)

    def test_a_consent_that_ends_is_told_with_its_end(self, client: Client, house: OrganisationPage) -> None:
        ends = timezone.now() + timedelta(days=3)
        said = told(client, lecturer(parent=house, person=person_with_consent(expires_at=ends)))
        assert f"Until {timezone.localtime(ends):%b}" in said

    def test_a_portrait_without_consent_is_told(self, client: Client, house: OrganisationPage) -> None:
        page = lecturer(parent=house, photo=ImageFactory())
        assert "The portrait is not shown" in told(client, page)
        consent(page.person, Purpose.PHOTO)
        assert "portrait" not in told(client, page)

    def test_withdrawn_expired_and_restricted_are_told(self, client: Client, house: OrganisationPage) -> None:
        page = lecturer("Nadia", parent=house)
        withdraw_consent(page.person, by=None)
        assert "No valid consent" in told(client, page)
        consent(page.person, days_ago=0)
        restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
        assert "is private" in told(client, page)
        restriction.delete()
        page = LecturerPage.objects.get(pk=page.pk)
        page.expire_at = timezone.now() - timedelta(minutes=1)
        publish(page)
        call_command("publish_scheduled", verbosity=0)
        assert "is over" in told(client, page)

    def test_what_is_for_members_is_told_with_the_way_there(self, client: Client, house: OrganisationPage) -> None:
        page = lecturer("Nadia", parent=house, audience="network")
        finnish = translated(page, "fi")
        for version in (page, finnish):
            said = told(client, version)
            assert said.startswith("members: No: only members do. Members of the network who are signed in see it")
            assert "See it as members do" in said
        assert page.members_url in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        withdraw_consent(page.person, by=None)
        assert told(client, page).startswith("withheld: No. Nobody outside sees this. No valid consent")
        page.unpublish()
        assert "Members of the network" not in told(client, page)

    def test_an_organisation_has_it_too(self, client: Client, house: OrganisationPage) -> None:
        page = lecturer(parent=house)
        assert told(client, house).startswith("public: Yes.")
        house.unpublish()
        assert "The page is not published." in told(client, house)
        assert "A page above it" in told(client, page)

    def test_a_translation_says_what_it_is_and_whether_it_is_public(
        self, client: Client, house: OrganisationPage
    ) -> None:
        page = lecturer("Nadia", parent=house)
        finnish = translated(page, "fi", live=False)
        said = told(client, finnish)
        assert "elsewhere: Not in this language." in said
        assert "Only its texts are read from here" in said
        assert "comes from the English version" in said


class TestWagtailsOwnTags:
    def test_say_live_only_of_what_is_public(self, client: Client, house: OrganisationPage) -> None:
        open_to_all = lecturer("Nadia", parent=house)
        kept_back = lecturer("Omar", parent=house, person=Person.objects.create(name="Omar"))
        settle()
        assert "live, not public" not in listed(client, open_to_all)
        assert "/nadia/" in listed(client, open_to_all)
        assert "live, not public" in listed(client, kept_back)
        assert "/omar/" not in listed(client, kept_back)

    def test_tell_what_is_for_members(self, client: Client, house: OrganisationPage) -> None:
        page = lecturer("Nadia", parent=house, audience="network")
        settle()
        assert "live, for members" in listed(client, page)
        assert "/nadia/" not in listed(client, page)
        assert "nobody outside sees it" not in client.get("/admin/").content.decode()

    def test_offer_no_view_of_what_nobody_sees(self, client: Client, house: OrganisationPage) -> None:
        page = lecturer(parent=house, person=Person.objects.create(name="Somebody"))
        settle()
        edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert "Visit the live page" not in edit
        consent(page.person)
        settle()
        edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert "Visit the live page" in edit


class TestWhatIsSaidOnPublishing:
    @pytest.fixture
    def page(self, house: OrganisationPage) -> LecturerPage:
        made: LecturerPage = lecturer(parent=house, person=Person.objects.create(name="Somebody"), live=False)
        return made

    def test_without_consent(self, client: Client, page: LecturerPage) -> None:
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        answer = client.post(edit, profile(page) | {"action-publish": "1"}, follow=True).content.decode()
        assert "nobody outside sees it yet" in answer
        assert reverse("persons:inspect", args=[page.person_id]) in answer

    def test_without_consent_in_advance(self, client: Client, page: LecturerPage) -> None:
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        at = timezone.localtime(timezone.now() + timedelta(days=2))
        filled = profile(page, go_live_at=f"{at:%Y-%m-%d %H:%M}") | {"action-publish": "1"}
        answer = client.post(edit, filled, follow=True).content.decode()
        assert "is scheduled, but as things stand nobody outside will see it then" in answer
        assert "It will be published on" in told(client, page)

    def test_with_consent_nothing_is_missing(self, client: Client, page: LecturerPage) -> None:
        consent(page.person)
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        answer = client.post(edit, profile(page) | {"action-publish": "1"}, follow=True).content.decode()
        assert "nobody outside" not in answer

    def test_for_members(self, client: Client, page: LecturerPage) -> None:
        consent(page.person)
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        filled = profile(page, audience="network") | {"action-publish": "1"}
        answer = client.post(edit, filled, follow=True).content.decode()
        assert "is for members of the network who are signed in. The public does not see it." in answer
        assert f'href="{page.members_url}"' in answer
        assert LecturerPage.objects.get(pk=page.pk).audience == "network"
