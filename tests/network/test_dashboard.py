"""The first screen: one's own place and what waits there, and nothing of others."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalogue.checking import settle
from people.models import Person, User
from tests.factories.pages import lecturer, publish
from tests.network.neighbours import PRIVATE, SECRET, Neighbours


def seen(client: Client, user: User) -> str:
    client.force_login(user)
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_leads_to_ones_own_organisation(client: Client, there: Neighbours) -> None:
    page = seen(client, there.editor)
    assert "Your organisation" in page
    assert reverse("wagtailadmin_explore", args=[there.sunrise.pk]) in page
    assert reverse("wagtailadmin_pages:add_subpage", args=[there.sunrise.pk]) in page
    assert reverse("wagtailadmin_explore", args=[there.harbour.pk]) not in page


def test_names_what_is_published_and_not_public(client: Client, there: Neighbours) -> None:
    person = Person.objects.create(name="Silent", managed_by=there.editor.groups.get())
    lecturer("Quiet Page", parent=there.sunrise, person=person)
    settle()
    page = seen(client, there.editor)
    assert "Quiet Page" in page
    assert "No valid consent" in page
    assert reverse("persons:inspect", args=[person.pk]) in page
    assert "Quiet Page" in seen(client, there.network)
    assert "Quiet Page" not in seen(client, there.translator)


def test_names_what_is_to_be_confirmed(client: Client, there: Neighbours) -> None:
    late = lecturer("Long Unseen", parent=there.sunrise, confirmation_due=timezone.localdate() + timedelta(days=3))
    assert "Long Unseen" in seen(client, there.editor)
    late.confirmation_due = timezone.localdate() + timedelta(days=300)
    publish(late)
    assert "Long Unseen" not in seen(client, there.editor)


def test_names_translations_that_wait(client: Client, there: Neighbours) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[there.translation.get_target_instance().pk])
    assert edit in seen(client, there.translator)
    assert edit not in seen(client, there.editor)


def test_says_nothing_of_others(client: Client, there: Neighbours) -> None:
    page = seen(client, there.editor)
    assert SECRET not in page
    assert PRIVATE not in page


def test_asks_no_more_for_twenty_pages(client: Client, there: Neighbours, django_assert_max_num_queries: Any) -> None:
    for number in range(20):
        lecturer(f"Nobody {number}", parent=there.sunrise, person=None)
    settle()
    seen(client, there.editor)
    with django_assert_max_num_queries(140):
        assert seen(client, there.editor).count("No person is chosen") == 8
