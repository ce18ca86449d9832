"""A long list of boxes: what is typed above it leaves those that have it, and the form knows nothing of that."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from wagtail.users.models import UserProfile

from lecturers.models import LecturerPage
from people.models import User
from tests.factories.pages import lecturer, organisation, site_tree
from tests.factories.people import PASSWORD, new_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(settings: Any, tmp_path: Any) -> User:
    """Somebody who may do everything; there is one profile, of a lecturer who travels to Kenya."""
    settings.VAR_DIR = tmp_path
    site_tree(["en"])
    lecturer(parent=organisation(), travels_to=["KE"], languages=[])
    made: User = new_user(is_superuser=True)
    return made


@pytest.fixture
def form(page: Page, editor: User) -> Page:
    """The place where the profile says which countries its lecturer travels to."""
    return opened(page, editor)


def opened(page: Page, editor: User) -> Page:
    page.goto("/admin/login/")
    page.fill("[name=username]", editor.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.goto(f"/admin/pages/{LecturerPage.objects.get().pk}/edit/")
    page.locator("a[role=tab]").nth(3).click()
    expect(countries(page)).to_be_visible()
    return page


def countries(page: Page) -> Locator:
    return page.locator("#id_travels_to")


def field(page: Page) -> Locator:
    return page.locator("[data-controller=boxes]", has=countries(page)).get_by_role("searchbox")


def left(page: Page) -> list[str]:
    """The countries that are shown beside the one that is chosen."""
    return [name.strip() for name in countries(page).locator("label:visible:not(:has(:checked))").all_inner_texts()]


def test_what_is_typed_is_found_without_case_and_marks(form: Page) -> None:
    field(form).fill("aland")
    assert left(form) == ["Åland Islands", "New Zealand"]
    field(form).fill("guinea bis")
    assert left(form) == ["Guinea-Bissau"]
    field(form).fill("COTE D'I")
    assert left(form) == ["Côte d’Ivoire"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("فنل", "فنلندا"),
        ("الفنلندا", "فنلندا"),
        ("المانيا", "ألمانيا"),
        ("اثيوب", "إثيوبيا"),
        ("السعوديه", "المملكة العربية السعودية"),
        ("الارجن", "الأرجنتين"),
    ],
)
def test_arabic_is_found_however_it_is_written(page: Page, editor: User, typed: str, found: str) -> None:
    UserProfile.objects.create(user=editor, preferred_language="ar")
    opened(page, editor)
    field(page).fill(typed)
    assert left(page) == [found]


def test_what_is_chosen_stays_and_how_many_are_found_is_said(form: Page) -> None:
    said = form.locator("[data-controller=boxes]", has=countries(form)).get_by_role("status")
    field(form).fill("finl")
    expect(said).to_have_text("Found: 1")
    assert left(form) == ["Finland"]
    expect(countries(form).get_by_label("Kenya")).to_be_visible()
    countries(form).get_by_label("Finland").check()
    field(form).fill("xyz")
    expect(said).to_have_text("Nothing found.")
    expect(countries(form).locator("label:visible")).to_have_text(["Kenya", "Finland"])
    field(form).press("Escape")
    expect(said).to_have_text("")
    expect(field(form)).to_have_value("")
    expect(countries(form).get_by_label("Albania")).to_be_visible()


def test_the_form_is_not_changed_or_sent_by_looking(form: Page) -> None:
    form.wait_for_timeout(2500)  # what stands in the form within the first two seconds, Wagtail takes for unchanged
    state = form.locator("#page-edit-form")
    address = form.url
    field(form).fill("finl")
    field(form).press("Enter")
    form.wait_for_timeout(1500)
    assert (form.url, left(form)) == (address, ["Finland"])
    expect(state).not_to_have_attribute("data-w-unsaved-has-edits-value", "true")
    countries(form).get_by_label("Finland").check()
    expect(state).to_have_attribute("data-w-unsaved-has-edits-value", "true")


def test_three_steps_lead_past_two_boxes(form: Page) -> None:
    field(form).fill("finl")  # and Kenya, which is chosen
    field(form).focus()
    for inside in (True, True, False):
        form.keyboard.press("Tab")
        assert countries(form).evaluate("list => list.contains(document.activeElement)") is inside


def test_the_languages_of_a_lecture_that_is_added_are_found(form: Page) -> None:
    form.locator("a[role=tab]").nth(2).click()
    form.get_by_role("button", name="Add lecture").click()
    added = form.locator("[data-controller=boxes]", has=form.locator("#id_offers-0-languages"))
    added.get_by_role("searchbox", name="Find in this list").fill("tigri")
    expect(added.locator(".boxes label:visible")).to_have_text(["Tigrinya"])


def test_a_short_list_has_no_such_field(form: Page) -> None:
    expect(form.locator("#id_months")).to_be_visible()
    expect(form.get_by_role("searchbox", name="Find in this list")).to_have_count(1)


def test_a_label_of_several_lines_stands_beside_its_box(form: Page) -> None:
    label = countries(form).locator("label", has_text="British Indian")
    label.evaluate("label => { label.style.width = '8rem'; }")
    box, *lines = label.evaluate(
        """label => {
          const text = document.createRange();
          text.selectNodeContents(label.lastChild);
          return [label.querySelector("input").getBoundingClientRect().right,
                  ...[...text.getClientRects()].filter((line) => line.width > 0).map((line) => line.left)];
        }"""
    )
    assert len(lines) > 1
    assert all(line >= box for line in lines)


def test_on_a_telephone_the_list_leaves_room_to_move_the_page(form: Page) -> None:
    form.set_viewport_size({"width": 360, "height": 700})
    for shown in (countries(form), field(form)):
        box = shown.bounding_box()
        assert box
        assert box["height"] <= 700 / 3
        assert box["x"] + box["width"] <= 340
