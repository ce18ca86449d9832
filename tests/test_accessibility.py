"""Every kind of page, in every language begun, wide by day and at 320 px by night: nothing that axe finds."""

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.factories.media import ImageFactory
from tests.factories.pages import lecturer, organisation, post, site_tree
from tests.factories.topics import gender_equality

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LANGUAGES = ["en", "fi", "ar"]
WINDOWS: list[tuple[int, Literal["light", "dark"]]] = [(1280, "light"), (320, "dark")]
# WCAG 1.4.12: what readers may set must not make anything overflow.
SPACING = "* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}"


@pytest.fixture
def addresses(live_server: LiveServer, settings: Any) -> list[str]:
    """One page of each kind; what exists in English only is listed by the other languages all the same."""
    settings.PUBLIC_URL = live_server.url
    site_tree(LANGUAGES)
    topic = gender_equality()
    house = organisation("Sunrise Association", summary="Neighbours teach neighbours.", city="Vantaa")
    bio = "<p>She has taught for years.</p><h2>What she brings</h2><ul><li>Cases</li></ul>"
    full = lecturer("Samira Haddad", parent=house, topics=[topic], bio=bio, languages=[("ar", "native"), ("en", "C1")])
    lecturer("Amal", country="", modes=[], formats=[], headline="", languages=[], contact_mode="none")
    soup = post("Soup", parent=house, topics=[topic], summary="Eaten.", hero_image=ImageFactory(), hero_alt="A pot")
    lists = [
        f"/{language}/{path}"
        for language in LANGUAGES
        for path in (
            "",
            "lecturers/",
            "lecturers/?q=zzzzqqqq&country=FI",
            "lecturers/?limit=many",
            "network/",
            "blog/",
            "blog/?q=zzzzqqqq",
            "topics/",
            "topics/gender-equality/",
            "topics/equality-and-inclusion/",
            "nowhere/",
        )
    ]
    return [*lists, house.url, full.url, soup.url]


@pytest.fixture
def windows(browser: Browser, live_server: LiveServer) -> Iterator[dict[str, Page]]:
    """A tab of each size and scheme; axe has to be let in past the policy of the pages."""
    contexts = {
        f"{width} {scheme}": browser.new_context(
            base_url=live_server.url, bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 800}
        )
        for width, scheme in WINDOWS
    }
    yield {name: context.new_page() for name, context in contexts.items()}
    for context in contexts.values():
        context.close()


def violations(tab: Page) -> list[tuple[str, str]]:
    found = Axe().run(tab, options=RULES).response["violations"]
    return [(violation["id"], node["html"]) for violation in found for node in violation["nodes"]]


def test_axe_finds_nothing_and_readers_may_widen_the_text(addresses: list[str], windows: dict[str, Page]) -> None:
    found: list[object] = []
    for name, tab in windows.items():
        for address in addresses:
            tab.goto(address)
            found += [(name, address, *violation) for violation in violations(tab)]
            tab.add_style_tag(content=SPACING)
            if tab.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append((name, address, "runs out of the window"))
    assert found == []


def test_axe_would_find_something(windows: dict[str, Page], addresses: list[str]) -> None:
    tab = next(iter(windows.values()))
    tab.goto(addresses[0])
    tab.evaluate("document.querySelector('input[type=search]').labels[0].remove()")
    tab.evaluate("document.querySelector('input[type=search]').placeholder = ''")
    assert "label" in [rule for rule, _html in violations(tab)]
