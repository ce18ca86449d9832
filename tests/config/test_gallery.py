"""The page with links to everything: for one's own machine, and every link leads to what it says."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from catalogue.checking import settle
from tests.factories.every_page import every_page
from tests.factories.pages import lecturer

pytestmark = pytest.mark.django_db


@pytest.fixture
def gallery(client: Client, settings: Any) -> dict[str, str]:
    """The addresses by what is said of them."""
    settings.ROOT_URLCONF = "config.gallery"
    every_page(["en", "ar"])
    lecturer("Lina", person=None)
    settle()
    shown = client.get("/gallery/").text.split("<main")[1].split("</main>")[0]
    return {unescape(label): unescape(url) for url, label in re.findall('<li><a href="([^"]+)">([^<]+)', shown)}


def test_every_state_can_be_looked_at(client: Client, gallery: dict[str, str]) -> None:
    assert {"Bank, nobody fits", "lecturer, confirmed: Nadia Example"} <= set(gallery)
    for state in ("without a picture", "with a picture", "paused", "under a pseudonym", "endorsed", "not to be asked"):
        assert any(label.startswith(f"lecturer, {state}: ") for label in gallery), state
    for label, url in gallery.items():
        wanted = {"Bank, an address that cannot be read": 400, "Lina: no-person": 404}.get(label, 200)
        assert client.get(url).status_code == (int(label) if label.isdigit() else wanted), label
    assert 'dir="rtl"' in client.get("/ar/gallery/404/").text
    assert client.get("/ar/gallery/200/").status_code == 404


def test_the_public_has_no_gallery(client: Client) -> None:
    assert client.get("/gallery/", follow=True).status_code == 404
    assert client.get("/en/gallery/500/").status_code == 404
