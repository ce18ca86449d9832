"""Whatever is sent to the public pages: a page, or one that says what was wrong; nothing is shown as markup."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page

from catalogue.checking import settle
from search import reading
from search.embedded.engine import EmbeddedEngine
from search.parameters import parameters
from search.serving import ListingPage
from tests.factories.pages import lecturer, organisation, site_tree
from tests.hostile import HEADERS, HOSTS, NAMES, VALUES

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, str | None]:
    """The address of every kind of public page there is, with the kind that it lists."""
    settings.VAR_DIR = tmp_path
    made = EmbeddedEngine(tmp_path / "index")
    monkeypatch.setattr(reading, "engine", lambda: made)
    cache.clear()
    site_tree(["en", "ar"])
    lecturer("Zoë Example", parent=organisation())
    settle()
    found = {type(page): page for page in Page.objects.live().filter(depth__gt=1).specific()}
    return {page.get_url(): getattr(page, "lists", None) for page in found.values()}


def assert_harmless(response: Any, sent: str) -> None:
    content = b"".join(response) if response.streaming else response.content
    assert response.status_code in (200, 301, 302, 304, 308, 400, 404), sent
    assert b"<script>alert" not in content
    assert b"<img src=x" not in content
    assert b"root:" not in content
    assert "evil" not in response.headers.get("Location", "")
    if response.status_code == 400:
        assert b"<h1" in content or b'<p class="notice' in content, sent


def test_there_are_lists_among_them(pages: dict[str, str | None]) -> None:
    assert {kind for kind in pages.values() if kind} >= {page.lists for page in ListingPage.__subclasses__()} & {
        "lecturer"
    }


def test_each_parameter_may_hold_anything(client: Client, pages: dict[str, str | None]) -> None:
    for address, kind in pages.items():
        names = [parameter.name for parameter in parameters(kind)] if kind else ["q"]
        for number, value in enumerate(VALUES):
            asked = "&".join(f"{name}={value}" for name in names)
            assert_harmless(client.get(f"{address}?{asked}"), asked[:200])
            assert_harmless(client.get(f"{address}?{names[number % len(names)]}={value}"), value[:100])


def test_what_cannot_be_searched_is_said(client: Client, pages: dict[str, str | None]) -> None:
    for address in (address for address, kind in pages.items() if kind):
        for value in ("%00", "%FF", "a%20" * 300, "x" * 10_000):
            response = client.get(f"{address}?q={value}")
            assert response.status_code == 400
            assert 'class="notice' in response.content.decode()


def test_each_name_may_be_anything(client: Client, pages: dict[str, str | None]) -> None:
    for address in pages:
        for name in NAMES:
            for value in ("", "=", "=1", f"=1&{name}=2"):
                assert_harmless(client.get(f"{address}?{name}{value}"), name)
        assert client.get(f"{address}?utm_source=partner&fbclid=x").status_code == 200


def test_each_header_may_be_anything(client: Client, pages: dict[str, str | None]) -> None:
    for address in (*pages, "/", "/documents/1/x.pdf", "/media/x.webp", "/problems/gone"):
        for name, values in HEADERS.items():
            for value in values:
                assert_harmless(client.get(address, headers={name: value}), f"{name}: {value[:100]}")


def test_each_host_that_is_not_ours_is_refused(client: Client, pages: dict[str, str | None]) -> None:
    for address in (*pages, "/", "/nothing/"):
        for host in HOSTS:
            response = client.get(address, headers={"Host": host})
            assert response.status_code == 400, host
            assert b"evil" not in response.content


@pytest.mark.parametrize(
    "root", ["/", "/en/", "/en/lecturers/", "/ar/", "/media/", "/documents/", "/problems/", "/api/"]
)
def test_each_path_may_be_anything(client: Client, pages: dict[str, str | None], root: str) -> None:
    for value in VALUES:
        if "?" not in value and "#" not in value:
            for address in (f"{root}{value}", f"{root}{value}/"):
                response = client.get(address)
                assert_harmless(response, address[:100])
                assert response.status_code != 200 or not response.content, address[:100]


@pytest.mark.parametrize("written", ["Zoë", "Zoe\u0308", "ZOË", "zoe", "zOe\u0308"])
def test_the_same_name_is_found_however_it_is_written(
    client: Client, pages: dict[str, str | None], written: str
) -> None:
    (bank,) = (address for address, kind in pages.items() if kind == "lecturer")
    assert "<mark>Zoë</mark> Example" in client.get(bank, {"q": written}).content.decode()
