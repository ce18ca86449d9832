"""A page that is made private in one language says in which others it stays open."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from catalogue.checking import settle
from catalogue.models import Entry
from home.models import HomePage
from lecturers.models import LecturerIndexPage
from network.models import NetworkIndexPage
from pages.models import BasePage
from tests.factories.pages import lecturer, organisation, site_tree, translated
from tests.factories.people import new_user
from tests.factories.topics import gender_equality

pytestmark = pytest.mark.django_db
ALONE = "is private in this language alone"
LISTED = "What this list shows stays public unless it stands beneath it in the tree"


@pytest.fixture(autouse=True)
def _site(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.VAR_DIR = tmp_path
    site_tree(["en", "fi", "ar"])
    client.force_login(new_user(is_superuser=True))


def versions(model: type[BasePage]) -> dict[str, Any]:
    return {page.locale.language_code: page for page in model._default_manager.all()}


def close(client: Client, page: Page, kind: str = "password") -> None:
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    answer = client.post(address, {"restriction_type": kind, "password": "open sesame" if kind == "password" else ""})
    assert answer.json()["step"] == "set_privacy_done"


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def dialogue(client: Client, page: Page) -> str:
    asked = client.get(reverse("wagtailadmin_pages:set_privacy", args=[page.pk]))
    html: str = asked.json()["html"]
    return html


def warned(client: Client, page: Page) -> str:
    """What is said above the form of a page."""
    return " ".join(str(message) for message in client.get(edit(page)).context["messages"])


@pytest.mark.parametrize("model", [LecturerIndexPage, HomePage])
def test_a_list_and_a_front_page_name_the_languages_that_stay_open(client: Client, model: type[BasePage]) -> None:
    pages = versions(model)
    asked = dialogue(client, pages["en"])
    for other in ("fi", "ar"):
        assert f'<a href="{edit(pages[other])}" lang="{other}">' in asked
    assert edit(pages["en"]) not in asked
    assert ALONE not in warned(client, pages["en"]), "nothing is private yet"
    close(client, pages["en"])
    close(client, pages["ar"], "login")
    said = warned(client, pages["en"])
    assert ALONE in said
    assert edit(pages["fi"]) in said
    assert edit(pages["ar"]) not in said
    assert Client().get(pages["fi"].get_url()).status_code == 200, "as it was said"
    close(client, pages["fi"])
    assert ALONE not in warned(client, pages["en"])
    assert "help-warning" not in dialogue(client, pages["en"])


def test_a_list_says_that_what_it_shows_stays_open(client: Client) -> None:
    bank = versions(LecturerIndexPage)["en"]
    assert LISTED not in dialogue(client, bank), "it shows nobody yet"
    topic = gender_equality()
    nadia = lecturer("Nadia Read", parent=organisation(), topics=[topic])
    settle()
    assert LISTED in dialogue(client, bank)
    assert LISTED not in warned(client, bank), "it is not private yet"
    close(client, bank)
    settle()
    assert LISTED in warned(client, bank)
    visitor = Client()
    assert "Nadia Read" not in visitor.get("/en/lecturers/").text
    for address in (nadia.get_url(), f"/en/topics/{topic.slug}/", "/api/v1/lecturers"):
        assert "Nadia Read" in visitor.get(address).text, "as it was said"


def test_a_list_does_not_say_it_of_what_stands_beneath_it(client: Client) -> None:
    organisation()
    settle()
    house = versions(NetworkIndexPage)["en"]
    assert LISTED not in dialogue(client, house)
    close(client, house)
    settle()
    assert LISTED not in warned(client, house)
    assert not Entry.objects.public().exists()


def test_what_is_below_a_private_page_is_told_as_well(client: Client) -> None:
    """The front page closes what stands beneath it, in its own language."""
    close(client, versions(HomePage)["fi"])
    said = warned(client, versions(LecturerIndexPage)["fi"])
    assert ALONE in said
    assert edit(versions(LecturerIndexPage)["en"]) in said
    assert ALONE not in warned(client, versions(LecturerIndexPage)["en"])


def test_the_source_of_a_profile_closes_every_language_and_a_translation_its_own(client: Client) -> None:
    source = lecturer("Nadia", parent=organisation())
    finnish = translated(source, "fi", title="Nadia suomeksi")
    settle()
    assert "help-warning" not in dialogue(client, source)
    assert f'<a href="{edit(source)}" lang="en">' in dialogue(client, finnish)
    close(client, finnish)
    settle()
    assert edit(source) in warned(client, finnish)
    shown = client.get(edit(finnish)).content.decode()
    assert "Not in this language." in shown
    assert "is private" in shown
    assert "Soon." not in shown
    public = Entry.objects.public().filter(thing=source.translation_key)
    assert [entry.locale for entry in public] == ["en"]
    close(client, source)
    settle()
    assert ALONE not in warned(client, source)
    assert not public.all().exists()
