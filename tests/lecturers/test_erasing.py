"""A person with profiles is erased in two steps, and the first screen says which."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalogue.checking import settle
from lecturers.models import LecturerPage
from people.models import Person
from tests.factories.pages import lecturer, organisation, site_tree, translated
from tests.factories.people import new_user

pytestmark = pytest.mark.django_db


def test_the_pages_in_the_way_are_named_and_then_the_person_goes(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.VAR_DIR = tmp_path
    site_tree(["en", "fi"])
    page = lecturer("Nadia", parent=organisation())
    translated(page, "fi", title="Nadia suomeksi")
    settle()
    client.force_login(new_user(is_superuser=True))
    erase = reverse("persons:delete", args=[page.person_id])
    said = client.get(erase).content.decode()
    assert "This person still has pages" in said
    for version in LecturerPage.objects.all():
        delete = reverse("wagtailadmin_pages:delete", args=[version.pk])
        assert delete in said
        client.post(delete)
    assert "erases the person for good" in client.get(erase).content.decode()
    client.post(erase)
    assert not Person.objects.exists()
