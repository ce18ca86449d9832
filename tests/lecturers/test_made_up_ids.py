"""A profile's form that names what cannot be there is refused and shown again, with what else was written."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lecturers.models import LecturerPage, Offer
from network.roles import organisation_editors
from tests.factories.pages import lecturer, organisation, site_tree
from tests.factories.people import new_user
from tests.network.filling import profile

pytestmark = pytest.mark.django_db
ROW = {"title": "Kettles", "abstract": "", "learning_outcomes": "", "needs": "", "duration": "", "topics": ""}


@pytest.fixture
def page(client: Client, settings: Any, tmp_path: Any) -> LecturerPage:
    """Of an organisation whose editor looks at it."""
    settings.VAR_DIR = tmp_path
    site_tree()
    house = organisation()
    editor = new_user()
    editor.groups.add(organisation_editors(house))
    client.force_login(editor)
    made: LecturerPage = lecturer(parent=house, offers=[Offer(title="Soup")], live=False)
    return made


def sent(page: LecturerPage, **made_up: str) -> dict[str, Any]:
    """The form with one lecture, which it has from the page."""
    rows = {"offers": [{**ROW, "id": page.offers.get().pk}]}
    return profile(page, rows, headline="Must not be lost") | {"offers-INITIAL_FORMS": "1"} | made_up


@pytest.mark.parametrize("made_up", [{"person": "abc"}, {"person": "1"}, {"photo": "abc"}, {"offers-0-id": "abc"}])
def test_what_is_no_id_is_refused(client: Client, page: LecturerPage, made_up: dict[str, str]) -> None:
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent(page, **made_up))
    assert answer.status_code == 200
    assert "could not be saved due to validation errors" in answer.text
    assert "Must not be lost" in answer.text
    assert page.revisions.count() == 0


@pytest.mark.parametrize("made_up", [{"person": "abc"}, {"offers-0-id": "abc"}])
def test_nor_is_it_previewed(client: Client, page: LecturerPage, made_up: dict[str, str]) -> None:
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(address, sent(page, **made_up)).json()["is_valid"] is False


def test_a_row_that_is_there_is_changed(client: Client, page: LecturerPage) -> None:
    before = page.offers.get().pk
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent(page))
    [after] = LecturerPage.objects.get(pk=page.pk).get_latest_revision_as_object().offers.all()
    assert (after.pk, after.title) == (before, "Kettles")
