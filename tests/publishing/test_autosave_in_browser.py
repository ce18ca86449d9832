"""A button pressed while Wagtail saves by itself: one page, and what was pressed is done."""

from typing import Any

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect
from wagtail.models import TaskState, Workflow

from network.models import OrganisationPage
from network.roles import network_editors
from tests.factories.pages import network, organisation, site_tree
from tests.factories.people import PASSWORD, new_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "Sunrise Association"


@pytest.fixture
def admin(page: Page, settings: Any, tmp_path: Any) -> Page:
    """A browser in which somebody who may do everything is signed in."""
    settings.VAR_DIR = tmp_path
    site_tree(["en"])
    user = new_user(is_superuser=True)
    page.goto("/admin/login/")
    page.fill("[name=username]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    return page


@pytest.fixture
def form(admin: Page) -> Page:
    """The form for a new organisation, in which Wagtail has begun to look for changes."""
    admin.goto(f"/admin/pages/add/network/organisationpage/{network().pk}/")
    admin.wait_for_timeout(2500)  # what stands in the form within the first two seconds, Wagtail takes for unchanged
    return admin


def by_itself(route: Route) -> bool:
    return route.request.method == "POST" and "application/json" in route.request.headers.get("accept", "")


def fill(page: Page) -> None:
    page.get_by_role("tab", name="Place and links").click()
    page.locator("[name=country]").select_option("GR")
    page.get_by_role("tab").first.click()
    page.locator("[name=title]").fill(NAME)


def publish(page: Page) -> None:
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()


def test_waits_for_the_save_that_makes_the_page(form: Page) -> None:
    held: list[tuple[Route, APIResponse]] = []
    form.route("**/admin/pages/add/**", lambda r: held.append((r, r.fetch())) if by_itself(r) else r.continue_())
    fill(form)
    while not held:
        form.wait_for_timeout(50)
    publish(form)
    form.get_by_role("button", name="Save draft").click()
    route, answer = held[0]
    route.fulfill(response=answer)
    expect(form.get_by_text("published", exact=False).first).to_be_visible()
    assert [(page.title, page.live) for page in OrganisationPage.objects.all()] == [(NAME, True)]


def test_no_save_follows_what_was_pressed(form: Page) -> None:
    late: list[str] = []

    def slowly(route: Route) -> None:
        if by_itself(route):
            late.append(route.request.url)
        else:
            form.wait_for_timeout(2000)
        route.continue_()

    form.route("**/admin/pages/add/**", slowly)
    fill(form)
    publish(form)
    expect(form.get_by_text("published", exact=False).first).to_be_visible()
    assert late == []
    assert [page.live for page in OrganisationPage.objects.all()] == [True]


def test_no_save_follows_an_answer_to_who_submitted_the_page(admin: Page) -> None:
    submitted = organisation(NAME)
    network_editors()
    Workflow.objects.get().start(submitted, new_user())
    late: list[str] = []

    def slowly(route: Route) -> None:
        if by_itself(route):
            late.append(route.request.url)
        else:
            admin.wait_for_timeout(2000)
        route.continue_()

    admin.route(f"**/admin/pages/{submitted.pk}/edit/", slowly)
    admin.goto(f"/admin/pages/{submitted.pk}/edit/")
    admin.wait_for_timeout(2500)
    admin.get_by_role("button", name="More actions").click()
    admin.get_by_role("button", name="Request changes").click()
    admin.get_by_role("textbox", name="Comment").fill("Please add topics.")
    admin.locator(".modal [type=submit]").click()
    admin.wait_for_url("**/admin/pages/*/")
    assert late == []
    assert [task.comment for task in TaskState.objects.all()] == ["Please add topics."]
