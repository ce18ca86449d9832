"""The preview beside the form: what the public would see of the draft, with nothing that is hidden."""

import re
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Page, expect
from pytest_django.live_server_helper import LiveServer

from lecturers.models import LecturerPage
from people.models import Purpose
from tests.factories.media import ImageFactory
from tests.factories.pages import lecturer, organisation, person_with_consent, site_tree
from tests.factories.people import PASSWORD, new_user

#: Whether the preview, which is loaded anew and put in the place of the former, shows some words.
SHOWS = """words => [...document.querySelectorAll("iframe[title=Preview]")].some(
    frame => frame.contentDocument?.body?.innerText.includes(words))"""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft(live_server: LiveServer, settings: Any, tmp_path: Any) -> LecturerPage:
    settings.VAR_DIR = tmp_path
    site_tree(["en"])
    person = person_with_consent("Samira Osman", Purpose.PROFILE, Purpose.PHOTO)
    made: LecturerPage = lecturer(
        "Samira O.", parent=organisation(), person=person, live=False, photo=ImageFactory(), pronouns="she",
        pronouns_visibility="public", city="Ghent", headline="As saved",
    )  # fmt: skip
    return made


@pytest.fixture
def preview(page: Page, draft: LecturerPage) -> FrameLocator:
    user = new_user(is_superuser=True)
    page.goto("/admin/login/")
    page.fill("[name=username]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.goto(f"/admin/pages/{draft.pk}/edit/")
    page.get_by_role("button", name="Toggle preview").click()
    return page.frame_locator("iframe[title=Preview]").last  # the newer of two while it loads


def test_shows_the_draft_as_the_public_would_see_it(page: Page, preview: FrameLocator) -> None:
    expect(preview.get_by_role("heading", level=1)).to_contain_text("Samira O.")
    expect(preview.locator("body")).to_contain_text("she")
    expect(preview.locator("body")).not_to_contain_text("Ghent")
    portrait = preview.locator("main img").first
    expect(portrait).to_have_js_property("complete", True)
    assert portrait.evaluate("image => image.naturalWidth") > 0


def test_follows_what_is_typed(page: Page, preview: FrameLocator) -> None:
    expect(preview.locator("body")).to_contain_text("As saved")
    page.get_by_role("tab", name="Teaching").click()
    page.wait_for_timeout(2000)  # what stands in the form within the first second, Wagtail takes for unchanged
    page.locator("[name=headline]").press_sequentially("Typed and ", delay=100)
    page.wait_for_function(SHOWS, arg="Typed and As saved")


def test_is_looked_through_for_what_stands_in_somebodys_way(page: Page, preview: FrameLocator) -> None:
    expect(preview.get_by_role("heading", level=1)).to_contain_text("Samira O.")
    page.get_by_role("button", name="Toggle checks").click()
    expect(page.locator("[data-content-word-count]")).to_have_text(re.compile("[1-9]"))
    expect(page.locator("[data-side-panel=checks] [data-content-checker-count]")).to_have_text("0")
