"""What belongs to others cannot be put on one's own page, and the refusal does not name it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lecturers.models import LecturerPage
from network.models import OrganisationPage
from tests.factories.pages import organisation
from tests.network.filling import profile
from tests.network.neighbours import PRIVATE, SECRET, Neighbours


@pytest.fixture
def hidden(there: Neighbours) -> OrganisationPage:
    """An organisation that is not published yet, under a name that nobody may hear."""
    made: OrganisationPage = organisation(f"Founding {SECRET}", live=False)
    return made


def sent(there: Neighbours, hidden: OrganisationPage, field: str) -> dict[str, Any]:
    forbidden: dict[str, dict[str, Any]] = {
        "photo": {"photo": there.image.pk},
        "person": {"person": str(there.person.pk)},
        "organisation": {"rows": {"affiliations": [{"organisation": hidden.pk, "name": "", "role": "Guest"}]}},
    }
    return profile(**forbidden[field])


@pytest.mark.parametrize("field", ["photo", "person", "organisation"])
class TestWhatBelongsToOthers:
    def test_is_refused_without_a_word_about_it(
        self, client: Client, there: Neighbours, hidden: OrganisationPage, field: str
    ) -> None:
        client.force_login(there.editor)
        add = reverse("wagtailadmin_pages:add", args=["lecturers", "lecturerpage", there.sunrise.pk])
        answer = client.post(add, sent(there, hidden, field))
        assert answer.status_code == 200
        assert "could not be created due to validation errors" in answer.content.decode()
        assert "of yours" in answer.content.decode()
        assert SECRET not in answer.content.decode()
        assert PRIVATE not in answer.content.decode()
        assert not LecturerPage.objects.filter(slug="nadia").exists()

    def test_is_not_previewed(self, client: Client, there: Neighbours, hidden: OrganisationPage, field: str) -> None:
        client.force_login(there.editor)
        address = reverse("wagtailadmin_pages:preview_on_add", args=["lecturers", "lecturerpage", there.sunrise.pk])
        assert client.post(address, sent(there, hidden, field)).json()["is_valid"] is False

    def test_is_the_networks_to_choose(
        self, client: Client, there: Neighbours, hidden: OrganisationPage, field: str
    ) -> None:
        client.force_login(there.network)
        add = reverse("wagtailadmin_pages:add", args=["lecturers", "lecturerpage", there.sunrise.pk])
        client.post(add, sent(there, hidden, field))
        assert LecturerPage.objects.filter(slug="nadia").exists()


def test_what_is_there_already_may_stay(client: Client, there: Neighbours) -> None:
    """A page that came from others keeps its portrait and its person while its new editor mends the text."""
    page = there.draft
    page.move(OrganisationPage.objects.get(pk=there.sunrise.pk), pos="last-child")
    page = LecturerPage.objects.get(pk=page.pk)
    client.force_login(there.editor)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.post(edit, profile(page, headline="Mended")).status_code == 302
    draft = LecturerPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert (draft.headline, draft.photo, draft.person) == ("Mended", there.image, there.person)


def test_an_organisation_of_the_network_may_be_named(client: Client, there: Neighbours) -> None:
    client.force_login(there.editor)
    add = reverse("wagtailadmin_pages:add", args=["lecturers", "lecturerpage", there.sunrise.pk])
    client.post(add, profile(rows={"affiliations": [{"organisation": there.harbour.pk, "name": "", "role": "Guest"}]}))
    made = LecturerPage.objects.get(slug="nadia")
    assert [item.organisation for item in made.affiliations.all()] == [there.harbour]
