"""The doors of the first page on a telephone."""

import pytest
from playwright.sync_api import Page

from tests.factories.pages import lecturer, site_tree
from tests.factories.topics import gender_equality

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: In how many lines the last word of a text stands, its hyphen included.
LINES = """door => {
    const text = [...door.childNodes].find(node => node.data?.trim());
    const range = document.createRange();
    range.setStart(text, text.data.indexOf("/") + 1);
    range.setEnd(text, text.data.trimEnd().length);
    return new Set([...range.getClientRects()].filter(box => box.width).map(box => box.top)).size;
}"""


@pytest.mark.parametrize("width", [320, 360, 390])
def test_a_greek_ending_stays_with_its_hyphen(page: Page, width: int) -> None:
    site_tree(["en", "el"])
    topics = [gender_equality()]
    for number in range(18):
        lecturer(f"Lecturer {number}", topics=topics)
    page.set_viewport_size({"width": width, "height": 700})
    page.goto("/el/")
    count = page.locator(".door__count").first
    assert (count.text_content() or "").startswith("18 διδάσκοντες/")
    assert count.evaluate(LINES) == 1
