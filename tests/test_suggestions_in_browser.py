"""Suggestions while somebody types: by keyboard, by hand, read aloud, from right to left, and never in the way."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from catalogue.checking import settle
from tests.factories.pages import lecturer, organisation, site_tree
from tests.factories.topics import gender_equality

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPTIONS = "[role=option]"


@pytest.fixture(autouse=True)
def bank() -> None:
    site_tree(["en", "ar"])
    topic = gender_equality()
    lecturer("Genovefa Haddad", topics=[topic], country="FI")
    lecturer("Oleksandr Petrenko", country="BE")
    organisation("Genesis Association")
    settle()


def test_arrows_choose_and_enter_opens(page: Page) -> None:
    page.goto("/en/")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("gen")
    expect(page.locator(OPTIONS)).to_have_text(
        [r"Gender equality topic", "Genovefa Haddad lecturer", "Genesis Association organisation"]
    )
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("form.search [role=status]")).to_have_text("Suggestions: 3")
    box.press("ArrowDown")
    box.press("ArrowDown")
    active = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    expect(active).to_have_text("Genovefa Haddad lecturer")
    expect(active).to_have_attribute("aria-selected", "true")
    expect(box).to_be_focused()
    box.press("Enter")
    expect(page.get_by_role("heading", name="Genovefa Haddad")).to_be_visible()


def test_a_topic_is_added_to_what_was_chosen(page: Page) -> None:
    page.goto("/en/lecturers/?country=FI")
    page.get_by_role("combobox").press_sequentially("gender")
    page.locator(OPTIONS).first.click()
    expect(page).to_have_url(re.compile(r"/en/lecturers/\?country=FI&topic=gender-equality$"))
    expect(page.locator("#results .card__name")).to_have_text(["Genovefa Haddad"])


def test_escape_leaves_what_was_written_and_enter_searches_for_it(page: Page) -> None:
    page.goto("/en/lecturers/")
    box = page.get_by_role("combobox")
    box.press_sequentially("haddad")
    expect(page.locator(OPTIONS)).to_have_count(1)
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("haddad")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=haddad"))
    expect(page.locator("#results .card__name")).to_have_text(["Genovefa Haddad"])


def test_it_runs_from_right_to_left_by_touch(browser: Browser, live_server: LiveServer, settings: Any) -> None:
    settings.PUBLIC_URL = live_server.url
    context = browser.new_context(base_url=live_server.url, has_touch=True, viewport={"width": 360, "height": 700})
    page = context.new_page()
    page.goto("/ar/lecturers/")
    page.get_by_role("combobox").press_sequentially("المساواة")
    option = page.locator(OPTIONS).filter(has_text="المساواة بين الجنسين")
    expect(option).to_be_visible()
    box = option.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert box["height"] >= 24
    option.tap()
    expect(page).to_have_url(re.compile(r"/ar/lecturers/\?topic=gender-equality$"))
    context.close()


def test_a_late_or_failing_answer_is_in_nobodys_way(page: Page) -> None:
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route("**/api/v1/suggest*", refuse)
    page.goto("/en/lecturers/")
    box = page.get_by_role("combobox")
    box.press_sequentially("haddad", delay=20)
    page.wait_for_timeout(400)
    assert len(asked) == 1, "one question for what is typed in one go"
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press("Enter")
    expect(page.locator("#results .card__name")).to_have_text(["Genovefa Haddad"])
    assert page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
