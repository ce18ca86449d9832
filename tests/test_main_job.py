"""The main job by clicking: an editor publishes a lecturer, visitors and partners find her, and she leaves."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from home.models import HomePage
from lecturers.models import LecturerPage
from network.roles import network_editors
from people.services import load_consent_texts
from tests.factories import pages
from tests.factories.media import picture
from tests.factories.people import PASSWORD, new_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "Samira Beispiel"


@pytest.fixture
def network(page: Page) -> Iterator[Any]:
    """A network in three languages with one organisation, and an editor who has signed in."""
    load_consent_texts()
    call_command("load_topics", verbosity=0)
    pages.site_tree(["en", "fi", "ar"])
    organisation = pages.organisation("Sunrise Association")
    editor = new_user()
    editor.groups.add(network_editors())
    page.goto("/admin/")
    page.locator("[name=username]").fill(editor.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    yield organisation
    HomePage.objects.all().delete()


def test_a_lecturer_is_published_found_translated_read_by_partners_and_gone_again(page: Page, network: Any) -> None:
    draft(page, network)
    expect(page.get_by_text("nobody outside sees it yet")).to_be_visible()
    assert public_names(page) == []

    page.get_by_role("link", name="Record the consent").click()
    ledger = page.url
    record(page, "be listed")
    record(page, "show your portrait", first=ledger)
    assert public_names(page) == [NAME]

    find_as_a_visitor(page)
    item = read_as_a_partner(page)
    photo = item["photo"]["url"]
    assert httpx.get(photo).headers["content-type"].startswith("image/")

    translate(page)
    page.goto("/fi/lecturers/?q=ilmasto")
    page.get_by_role("link", name=NAME).click()
    expect(page.get_by_text("Opettaa ilmasto-oikeutta")).to_be_visible()
    assert page.url.endswith("/fi/network/sunrise-association/samira-beispiel/")
    finnish = page.url

    page.goto(ledger)
    page.get_by_role("link", name=re.compile("Withdraw")).first.click()
    page.get_by_label("How the person told us").select_option("by telephone")
    page.get_by_role("button", name="Withdraw now").click()
    expect(page.get_by_text("Nothing about this person is public")).to_be_visible()
    gone(page, item, photo, finnish)


def draft(page: Page, organisation: Any) -> None:
    """Write a profile beneath the organisation and publish it, with a new person."""
    page.goto(f"/admin/pages/add/lecturers/lecturerpage/{organisation.pk}/")
    page.locator("[name=title]").fill(NAME)
    page.get_by_role("button", name="Choose a person").click()
    page.get_by_role("tab", name="New person").click()
    dialog = page.locator(".modal-dialog")
    dialog.get_by_label("Name").fill(NAME)
    dialog.get_by_role("button", name="Add this person").click()
    upload_portrait(page)
    page.get_by_role("tab", name="Teaching").click()
    page.get_by_label("Headline").fill("Teaches climate law through stories")
    page.locator(".tagit-new input").press_sequentially("gender eq", delay=40)
    page.locator(".ui-menu-item").first.click()
    page.get_by_role("button", name="Add language").click()
    page.locator("[name=languages-0-language]").select_option("fi")
    page.locator("label", has_text="Online").click()
    page.get_by_role("tab", name="Place and time").click()
    page.locator("[name=country]").select_option("GR")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()


def upload_portrait(page: Page) -> None:
    page.get_by_role("button", name="Choose an image").click()
    dialog = page.locator(".modal-dialog")
    page.get_by_role("tab", name="Upload").click()
    dialog.locator("input[type=file]").set_input_files(
        {"name": "IMG_1234.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(640, 640))}
    )
    dialog.get_by_label("Title").fill("Portrait")
    dialog.get_by_role("button", name="Upload").click()
    expect(dialog).to_have_count(0)


def record(page: Page, text: str, first: str = "") -> None:
    """Record that the person has agreed to an English text, on paper."""
    if first:
        page.goto(first)
    page.get_by_role("link", name="Record consent").click()
    page.get_by_role("link", name=re.compile(text)).click()
    page.get_by_label("Proof", exact=False).first.fill("Signed form, folder 7")
    page.get_by_role("button", name=re.compile("Record")).click()


def public_names(page: Page) -> list[str]:
    origin = re.match(r"https?://[^/]+", page.url)
    assert origin
    return [item["name"] for item in httpx.get(f"{origin[0]}/api/v1/lecturers").json()["data"]]


def find_as_a_visitor(page: Page) -> None:
    """By topic, language, country and mode, by typing, and by typing in another language."""
    page.goto("/en/lecturers/")
    for label in ("Gender equality", "Finnish", "Greece", "Online"):
        page.get_by_label(label).check()
        page.wait_for_url(re.compile("="))
    expect(page.get_by_role("link", name=NAME)).to_be_visible()
    for language, words in (
        ("en", "beispiel samira"),
        ("en", "climate"),
        ("fi", "sukupuolten tasa-arvo"),
        ("ar", "المساواة بين الجنسين"),
    ):
        page.goto(f"/{language}/lecturers/")
        page.get_by_role("combobox").fill(words)
        page.get_by_role("combobox").press("Enter")
        expect(page.get_by_role("link", name=NAME)).to_be_visible()


def read_as_a_partner(page: Page) -> dict[str, Any]:
    origin = page.url.split("/ar/")[0]
    found = httpx.get(f"{origin}/api/v1/lecturers?topic=gender-equality&language=fi&country=GR&mode=online").json()
    assert [item["name"] for item in found["data"]] == [NAME]
    item: dict[str, Any] = httpx.get(f"{origin}/api/v1/lecturers/{found['data'][0]['id']}").json()["data"]
    assert item["headline"] == "Teaches climate law through stories"
    return item


def translate(page: Page) -> None:
    """Translate the profile into Finnish in the admin and publish that."""
    pk = LecturerPage.objects.get(title=NAME).pk
    page.goto(f"/admin/localize/submit/page/{pk}/")
    page.get_by_text("suomi").click()
    page.locator("input[value=Submit]").click()
    page.get_by_role("tab", name="Teaching").click()
    headline = page.locator("li", has_text="Teaches climate law").last
    headline.get_by_role("button", name="Translate").click()
    headline.locator("textarea").fill("Opettaa ilmasto-oikeutta tarinoin")
    headline.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Publish in suomi").click()
    expect(page.get_by_text(f"Published '{NAME}'")).to_be_visible()


def gone(page: Page, item: dict[str, Any], photo: str, finnish: str) -> None:
    """Absent from everything, within the same second."""
    origin = finnish.split("/fi/")[0]
    assert public_names(page) == []
    by_id = httpx.get(f"{origin}/api/v1/lecturers/{item['id']}")
    assert (by_id.status_code, by_id.json()["reason"]) == (410, "unpublished")
    assert httpx.get(f"{origin}/api/v1/lecturers/by-slug/{item['slug']}").status_code == 404
    for address in (finnish, item["url"], photo):
        assert httpx.get(address).status_code == 404, address
    page.goto("/en/lecturers/?q=samira")
    expect(page.get_by_role("link", name=NAME)).to_have_count(0)
