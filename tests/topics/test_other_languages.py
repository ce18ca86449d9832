"""Topics under a language that the site does not have yet lead on, as every page of it does."""

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page

from tests.factories.pages import site_tree
from tests.factories.topics import gender_equality

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site() -> None:
    cache.clear()
    site_tree(["en", "fi"])
    gender_equality()


@pytest.mark.parametrize("path", ["topics/", "topics/gender-equality/", "lecturers/"])
@pytest.mark.parametrize("asked", ["", "?utm=%C3%BC&next=//evil.example"])
def test_they_lead_to_the_same_in_its_first_language(client: Client, path: str, asked: str) -> None:
    answer = client.get(f"/el/{path}{asked}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/en/{path}{asked}")
    assert client.get(answer.headers["Location"]).status_code == 200


def test_the_first_is_one_that_there_is(client: Client) -> None:
    Page.objects.get(slug="home-en").unpublish()
    assert client.get("/el/topics/").headers["Location"] == "/fi/topics/"
    assert client.get("/en/topics/").status_code == 404
    Page.objects.get(slug="home-fi").unpublish()
    assert client.get("/el/topics/").status_code == 404


@pytest.mark.parametrize("path", ["/el/topics/unknown/", "/el/topics/gender-equality/more/", "/sv/topics/"])
def test_what_is_nowhere_leads_nowhere(client: Client, path: str) -> None:
    assert client.get(path, follow=True).status_code == 404
