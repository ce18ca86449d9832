"""Every kind of page, in three scripts, wide by day and narrow by night: nothing that axe finds."""

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories.every_page import every_page

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
LANGUAGES = ["en", "el", "ar"]
WINDOWS: list[tuple[int, Literal["light", "dark"]]] = [(1280, "light"), (360, "dark")]
# Nothing may run out of the window, at the width that axe sees and at what is left of 1280 pixels when everything is
# four times as large (WCAG 1.4.10).
WIDTHS = {1280: [1280], 360: [360, 320]}
# WCAG 1.4.12: what readers may set must not make anything overflow.
SPACING = "* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}"


@pytest.fixture
def addresses(live_server: LiveServer, settings: Any) -> list[str]:
    settings.PUBLIC_URL, settings.ROOT_URLCONF = live_server.url, "config.gallery"
    return every_page(LANGUAGES)


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


def overflowing(tab: Page) -> list[int]:
    """The widths at which something runs out of the window."""
    size = tab.viewport_size
    assert size is not None
    found = []
    for width in WIDTHS[size["width"]]:
        tab.set_viewport_size({"width": width, "height": size["height"]})
        if tab.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(width)
    tab.set_viewport_size(size)
    return found


def test_axe_finds_nothing_and_readers_may_widen_the_text(addresses: list[str], windows: dict[str, Page]) -> None:
    found: list[object] = []
    for name, tab in windows.items():
        for address in addresses:
            tab.goto(address)
            found += [(name, address, *violation) for violation in violations(tab)]
            tab.add_style_tag(content=SPACING)
            found += [(name, address, width, "runs out of the window") for width in overflowing(tab)]
    assert found == []


def test_axe_finds_nothing_in_what_opens(addresses: list[str], windows: dict[str, Page]) -> None:
    for name, tab in windows.items():
        for language, word in (("en", "gender"), ("ar", "المساواة")):
            tab.goto(f"/{language}/lecturers/")
            tab.locator("#languages summary").click()
            assert violations(tab) == [], name
            tab.get_by_role("combobox").press_sequentially(word)
            expect(tab.get_by_role("option").first).to_be_visible()
            tab.get_by_role("combobox").press("ArrowDown")
            assert violations(tab) == [], name


def test_axe_would_find_something(windows: dict[str, Page], addresses: list[str]) -> None:
    tab = next(iter(windows.values()))
    tab.goto(addresses[0])
    tab.evaluate("document.querySelector('[name=q]').labels[0].remove()")
    tab.evaluate("document.querySelector('[name=q]').placeholder = ''")
    assert {"label", "aria-input-field-name"} & {rule for rule, _html in violations(tab)}
