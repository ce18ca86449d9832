"""When a profile goes to another organisation, its person has to be handed over, too."""

import pytest
from django.test import Client
from django.urls import reverse

from catalogue.checking import settle
from network.roles import editors_of
from people.services import withdraw_consent
from tests.network.neighbours import PRIVATE, Neighbours


@pytest.fixture
def moved(client: Client, there: Neighbours) -> str:
    """What the network's editor is told who moves a page from Harbour to Sunrise."""
    client.force_login(there.network)
    confirm = reverse("wagtailadmin_pages:move_confirm", args=[there.draft.pk, there.sunrise.pk])
    return client.post(confirm, follow=True).content.decode()


def panel(client: Client, there: Neighbours) -> str:
    settle()
    return client.get(reverse("wagtailadmin_pages:edit", args=[there.draft.pk])).content.decode()


def test_whoever_moves_a_profile_is_told_who_looks_after_the_person(moved: str, there: Neighbours) -> None:
    assert "now belongs to Sunrise" in moved
    assert "still looked after by “Editors: Harbour”" in moved
    assert reverse("persons:edit", args=[there.person.pk]) in moved


def test_the_new_editors_are_told_whom_to_ask(client: Client, moved: str, there: Neighbours) -> None:
    withdraw_consent(there.person, by=None)
    client.force_login(there.editor)
    assert "looked after by others: ask the editors of the network" in panel(client, there)
    assert reverse("persons:inspect", args=[there.person.pk]) not in panel(client, there)


def test_handed_over_the_person_is_theirs(client: Client, moved: str, there: Neighbours) -> None:
    withdraw_consent(there.person, by=None)
    there.person.managed_by = editors_of(there.sunrise)
    there.person.save()
    client.force_login(there.editor)
    assert reverse("persons:inspect", args=[there.person.pk]) in panel(client, there)
    assert PRIVATE in client.get(reverse("persons:index")).content.decode()


def test_within_an_organisation_nothing_is_said(client: Client, there: Neighbours) -> None:
    client.force_login(there.network)
    confirm = reverse("wagtailadmin_pages:move_confirm", args=[there.public.pk, there.harbour.pk])
    assert "still looked after" not in client.post(confirm, follow=True).content.decode()
