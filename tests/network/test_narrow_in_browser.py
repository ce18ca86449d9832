"""The admin on a telephone: nothing is cut off for good, and no name is broken within a word."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from lecturers.models import LecturerPage
from people.models import Person
from people.services import record_consent
from tests.factories.pages import lecturer, organisation, site_tree
from tests.factories.people import PASSWORD, new_person, new_user, text

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LISTS = ["people/persons/", "people/consents/", "reports/aging-pages/", "pages/{beneath}/"]
NAME = "Wilhelmina Featherstone"


@pytest.fixture
def narrow(page: Page, settings: Any, tmp_path: Any) -> Page:
    """A telephone on which somebody who may do everything is signed in; there is one person with one page."""
    settings.VAR_DIR = tmp_path
    site_tree(["en"])
    person = new_person(name=NAME)
    record_consent(person, "profile", text())
    lecturer(NAME, parent=organisation("Sunrise"), person=person)
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto("/admin/login/")
    page.fill("[name=username]", new_user(is_superuser=True).email)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    return page


def lies_within(found: Locator) -> bool:
    box = found.bounding_box()
    return box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 361


@pytest.mark.parametrize("address", LISTS)
def test_the_last_column_of_a_list_is_reached(narrow: Page, address: str) -> None:
    narrow.goto("/admin/" + address.format(beneath=LecturerPage.objects.get().get_parent().pk))
    last = narrow.locator("table.listing tbody tr").first.locator("td").last
    narrow.mouse.move(180, 250)
    narrow.mouse.wheel(500, 0)
    narrow.wait_for_timeout(300)
    assert lies_within(last)


def test_a_name_is_broken_between_words(narrow: Page) -> None:
    narrow.goto("/admin/people/persons/")
    lines = narrow.get_by_role("link", name=NAME).first.evaluate("link => link.getClientRects().length")
    assert lines == 2


def test_a_heading_of_the_first_screen_is_read_to_its_end(narrow: Page) -> None:
    lecturer("No Consent", parent=organisation("Harbour"), person=None)
    narrow.goto("/admin/")
    heading = narrow.get_by_role("heading", name="Published, but nobody outside sees it")
    assert lies_within(heading)


def test_what_somebody_consents_to_is_read_without_effort(narrow: Page) -> None:
    key = Person.objects.get().pk
    for address in (f"{key}/record/", f"{key}/record/{text().pk}/", f"{key}/withdraw/profile/", f"inspect/{key}/"):
        narrow.goto(f"/admin/people/persons/{address}")
        sizes = narrow.locator("#main :is(p, li):not(form *, header *, nav *)").evaluate_all(
            "found => found.map(each => parseFloat(getComputedStyle(each).fontSize))"
        )
        assert sizes
        assert min(sizes) >= 16, address


def test_what_is_chosen_from_is_seen_to_its_end(narrow: Page) -> None:
    narrow.goto(f"/admin/pages/{LecturerPage.objects.get().pk}/edit/")
    for tab in narrow.locator("a[role=tab]").all():
        tab.click()
        for chosen in narrow.locator("form .w-field select:visible").all():
            assert lies_within(chosen), chosen.get_attribute("id")


def test_a_list_of_all_countries_keeps_to_its_place(narrow: Page) -> None:
    narrow.goto(f"/admin/pages/{LecturerPage.objects.get().pk}/edit/")
    for tab in narrow.get_by_role("tab").all():
        tab.click()
        if (boxes := narrow.locator("#id_travels_to")).is_visible():
            break
    boxes.locator("label").last.scroll_into_view_if_needed()
    assert lies_within(boxes.locator("label").last)
    height, width, room = boxes.evaluate("found => [found.clientHeight, found.scrollWidth, found.clientWidth]")
    assert (height < 400, width) == (True, room)
