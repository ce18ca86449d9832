"""A small site with one organisation, and files in a folder of the test's own."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from home.models import HomePage
from network.models import OrganisationPage
from people.models import User
from tests.factories.pages import organisation, site_tree


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> Path:
    """A var folder for this test alone."""
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def home(db: None) -> HomePage:
    """The site in English and Finnish."""
    cache.clear()
    return site_tree(["en", "fi"])


@pytest.fixture
def org(home: HomePage) -> OrganisationPage:
    return organisation("Sunrise Association")


@pytest.fixture
def admin(client: Client, db: None) -> Client:
    """A browser in which somebody who may do everything is signed in."""
    client.force_login(User.objects.create_superuser(email="admin@example.org", password="x" * 20))
    return client
