"""The bank as visitors meet it: with and without scripts, on a phone, in a language that runs the other way."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories.pages import lecturer, site_tree
from tests.factories.topics import topic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BANK = "/en/lecturers/"
RESULTS = "#results .card__name"


@pytest.fixture
def three() -> None:
    """Samira and Oleksandr teach equality; Amal, who lives in Belgium, teaches law."""
    site_tree(["en", "ar"])
    equality, law = topic("Gender equality"), topic("Law")
    lecturer("Samira Haddad", topics=[equality], languages=[("ar", "native"), ("en", "C1")], country="FI")
    lecturer("Oleksandr Petrenko", topics=[equality], languages=[("uk", "native")], country="FI")
    lecturer("Amal", topics=[law], languages=[("fr", "B2")], country="BE")


@pytest.fixture
def plain(browser: Browser, live_server: LiveServer, settings: Any) -> Iterator[Page]:
    """A tab that runs no scripts."""
    settings.PUBLIC_URL = live_server.url
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_box_renews_the_list_in_place(three: None, page: Page) -> None:
    page.goto(BANK)
    expect(page.locator(RESULTS)).to_have_count(3)
    page.evaluate("window.same = true")
    page.get_by_label(re.compile("Gender equality")).check()
    expect(page.locator(RESULTS)).to_have_count(2)
    expect(page).to_have_url(re.compile(r"\?topic=[\w-]+$"))
    expect(page.locator("#said")).to_have_text("2 lecturers")
    expect(page).to_have_title(re.compile("^Gender equality – Lecturers"))
    expect(page.get_by_label(re.compile("Gender equality"))).to_be_focused()
    assert page.evaluate("window.same"), "the page was loaded anew"


def test_the_way_back_shows_what_was_before(three: None, page: Page) -> None:
    page.goto(BANK)
    page.get_by_label(re.compile("Belgium")).check()
    expect(page.locator(RESULTS)).to_have_count(1)
    page.go_back()
    expect(page.locator(RESULTS)).to_have_count(3)
    expect(page.get_by_label(re.compile("Belgium"))).not_to_be_checked()


def test_links_of_the_list_renew_it_in_place_and_focus_is_kept(three: None, page: Page) -> None:
    page.goto(f"{BANK}?q=haddad&country=FI")
    page.evaluate("window.same = true")
    page.get_by_role("link", name="Remove filter: “haddad”").click()
    expect(page.locator(RESULTS)).to_have_count(2)
    expect(page.get_by_role("heading", name="2 lecturers")).to_be_focused()
    expect(page.get_by_role("combobox")).to_have_value("")
    page.get_by_role("link", name="Name").click()
    expect(page).to_have_url(re.compile(r"\?country=FI&sort=title$"))
    expect(page.locator(RESULTS)).to_have_text(["Oleksandr Petrenko", "Samira Haddad"])
    page.get_by_label(re.compile("Gender equality")).check()
    expect(page).to_have_url(re.compile(r"topic=gender-equality.*sort=title|sort=title.*topic=gender-equality"))
    page.get_by_role("link", name="Clear all").click()
    expect(page.locator(RESULTS)).to_have_count(3)
    assert page.evaluate("window.same"), "the page was loaded anew"
    page.go_back()
    expect(page.locator(RESULTS)).to_have_count(2)


def test_who_is_quicker_than_the_list_asks_on_top_of_it(three: None, page: Page) -> None:
    page.goto(f"{BANK}?q=haddad&country=FI&sort=title")
    held: list[Route] = []
    page.route("**/lecturers/?*", lambda route: held.append(route))
    page.get_by_role("link", name="Remove filter: “haddad”").click()
    page.get_by_label(re.compile("Gender equality")).check()
    expect(page).to_have_url(re.compile(r"/lecturers/\?country=FI&sort=title&topic=gender-equality$"))
    held[-1].continue_()
    expect(page.locator(RESULTS)).to_have_text(["Oleksandr Petrenko", "Samira Haddad"])


def test_what_was_asked_is_kept_in_another_language(three: None, page: Page) -> None:
    page.goto(BANK)
    page.get_by_label(re.compile("Gender equality")).check()
    expect(page.locator(RESULTS)).to_have_count(2)
    page.locator("#languages summary").click()
    page.get_by_role("link", name="العربية").click()
    expect(page).to_have_url(re.compile(r"/ar/lecturers/\?topic=gender-equality$"))
    expect(page.locator(RESULTS)).to_have_count(2)


def test_on_paper_stands_what_was_asked(three: None, page: Page) -> None:
    page.goto(f"{BANK}?q=haddad&country=FI")
    page.emulate_media(media="print")
    expect(page.locator(".results__chips li").filter(visible=True)).to_have_text(
        [re.compile("haddad"), re.compile("Finland")]
    )
    expect(page.get_by_role("link", name="Clear all")).to_be_hidden()


def test_the_address_alone_shows_the_same(three: None, page: Page) -> None:
    page.goto(BANK)
    page.get_by_label(re.compile("Gender equality")).check()
    expect(page.locator(RESULTS)).to_have_count(2)
    names = page.locator(RESULTS).all_inner_texts()
    page.goto(page.url)
    assert sorted(page.locator(RESULTS).all_inner_texts()) == sorted(names)


def test_everything_works_without_scripts(three: None, plain: Page) -> None:
    plain.goto(BANK)
    plain.get_by_label(re.compile("Gender equality")).check()
    plain.get_by_label(re.compile("Finland")).check()
    plain.get_by_role("button", name="Show who fits").click()
    expect(plain.locator(RESULTS)).to_have_count(2)
    expect(plain.get_by_label(re.compile("Finland"))).to_be_checked()
    plain.get_by_role("link", name="Remove filter: Finland").click()
    expect(plain).not_to_have_url(re.compile("country"))
    plain.get_by_role("searchbox").fill("haddad")
    plain.get_by_role("button", name="Search").click()
    expect(plain.locator(RESULTS)).to_have_text(["Samira Haddad"])


def test_filters_open_on_a_phone_without_scripts(three: None, plain: Page) -> None:
    plain.set_viewport_size({"width": 360, "height": 700})
    plain.goto(BANK)
    box = plain.get_by_label(re.compile("Gender equality"))
    expect(box).to_be_hidden()
    plain.get_by_role("link", name="Filters").click()
    expect(box).to_be_visible()
    plain.get_by_role("link", name="Hide filters").click()
    expect(box).to_be_hidden()


def test_nobody_fits_and_the_page_says_what_would(three: None, plain: Page) -> None:
    plain.goto(f"{BANK}?country=BE&topic=gender-equality")
    expect(plain.get_by_role("heading", name="Nobody yet")).to_be_visible()
    plain.get_by_role("link", name=re.compile("without “Gender equality”")).click()
    expect(plain.locator(RESULTS)).to_have_text(["Amal"])


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_runs_out_of_the_window(three: None, plain: Page, width: int, language: str) -> None:
    plain.set_viewport_size({"width": width, "height": 800})
    for path in ("", "lecturers/", f"lecturers/?q={'w' * 199}&country=FI", "network/", "nowhere/"):
        address = f"/{language}/{path}"
        plain.goto(address)
        over = plain.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, address


def test_arabic_mirrors(three: None, page: Page) -> None:
    page.goto("/ar/lecturers/")
    boxes = [
        page.locator(part).first.bounding_box() for part in ("#filters", "#results", ".card .avatar", ".card__name")
    ]
    filters, results, face, name = (box["x"] for box in boxes if box)
    assert filters > results
    assert face > name
    assert page.locator("html").get_attribute("dir") == "rtl"
