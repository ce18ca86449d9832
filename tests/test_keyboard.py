"""Whoever has only a keyboard finds a lecturer: on the first page, in the bank, by a suggestion."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.factories.pages import lecturer, site_tree
from tests.factories.topics import gender_equality

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FAR = 40


@pytest.fixture(autouse=True)
def bank() -> None:
    site_tree(["en", "ar"])
    topic = gender_equality()
    lecturer("Samira Haddad", topics=[topic], country="FI")
    lecturer("Oleksandr Petrenko", topics=[topic], country="BE")


def go_to(page: Page, there: Locator) -> None:
    """By Tab alone; where one stands is always to be seen."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if there.evaluate("element => element === document.activeElement"):
            assert there.evaluate("element => element.matches(':focus-visible')")
            return
    raise AssertionError(f"{there} was not reached in {FAR} steps")


def test_the_first_step_leads_past_the_menu(page: Page) -> None:
    page.goto("/en/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))
    expect(page.locator("main")).to_be_focused()


def test_from_the_first_page_to_a_profile(page: Page) -> None:
    page.goto("/en/")
    go_to(page, page.get_by_role("combobox"))
    page.keyboard.type("gender equality")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="2 lecturers")).to_be_visible()
    belgium = page.get_by_label(re.compile("Belgium"))
    go_to(page, belgium)
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", name="1 lecturer")).to_be_visible()
    expect(page.get_by_label(re.compile("Belgium"))).to_be_focused()
    go_to(page, page.get_by_role("link", name="Oleksandr Petrenko"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Oleksandr Petrenko")).to_be_visible()


def test_escape_closes_the_menu_of_languages(page: Page) -> None:
    page.goto("/en/lecturers/")
    menu, opener = page.locator("#languages details"), page.locator("#languages summary")
    go_to(page, opener)
    page.keyboard.press("Enter")
    go_to(page, menu.get_by_role("link", name="العربية"))
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(opener).to_be_focused()


def test_escape_elsewhere_leaves_the_menu_open(page: Page) -> None:
    page.goto("/en/lecturers/")
    menu, box = page.locator("#languages details"), page.get_by_role("combobox").first
    page.locator("#languages summary").click()
    box.focus()
    page.keyboard.press("Escape")
    expect(menu).to_have_attribute("open", "")
    expect(box).to_be_focused()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
