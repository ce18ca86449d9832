"""What an editor sees in a browser when she chooses topics."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from wagtail.users.models import UserProfile

from tests.factories.pages import lecturer, site_tree, translated
from tests.factories.people import new_user
from tests.factories.topics import gender_equality, topic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def finn(page: Page, live_server: Any, settings: Any) -> Page:
    """A tab in which somebody who works in Finnish is signed in."""
    user = new_user(is_superuser=True)
    UserProfile.objects.create(user=user, preferred_language="fi")
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return page


def test_an_editor_types_a_synonym_and_picks_the_topic(finn: Page) -> None:
    site_tree()
    found, profile = gender_equality(), lecturer()
    finn.goto(f"/admin/pages/{profile.pk}/edit/")
    finn.get_by_role("tab").nth(1).click()
    field = finn.locator(".tagit-new input")
    field.press_sequentially("naisten")
    finn.get_by_text("Sukupuolten tasa-arvo (naisten oikeudet)").click()
    chosen = finn.locator(".tagit-choice .tagit-label")
    assert chosen.all_inner_texts() == ["Sukupuolten\N{NO-BREAK SPACE}tasa-arvo"]

    finn.get_by_role("button", name="Tallenna luonnos").click()
    finn.locator(".messages .success").wait_for()
    profile.refresh_from_db()
    assert list(profile.get_latest_revision_as_object().topics.all()) == [found]
    assert chosen.all_inner_texts() == ["Sukupuolten\N{NO-BREAK SPACE}tasa-arvo"]


@pytest.mark.parametrize("leaving", ["Enter", "Control+s"])
def test_what_is_no_topic_is_sent_and_said(finn: Page, leaving: str) -> None:
    """However it is left, with the list of what begins like it open or not."""
    site_tree()
    gender_equality()
    profile = lecturer()
    finn.goto(f"/admin/pages/{profile.pk}/edit/")
    finn.get_by_role("tab").nth(1).click()
    field = finn.locator(".tagit-new input")
    field.press_sequentially("Sukupuolten")
    finn.locator(".ui-menu-item").wait_for()
    if leaving == "Enter":
        field.press_sequentially(" neulonta")
        finn.locator(".ui-menu-item").wait_for(state="hidden")
    field.press(leaving)
    if leaving == "Enter":
        expect(field).to_have_value("")
        finn.get_by_role("button", name="Tallenna luonnos").click()
    expect(finn.locator(".error-message", has_text="”Sukupuolten")).to_contain_text("Puuttuvat aiheet")
    expect(finn.locator(".tagit-choice .tagit-label")).to_have_count(1)


def test_a_translator_sees_the_topics_and_cannot_touch_them(finn: Page) -> None:
    site_tree(["en", "fi"])
    copy = translated(lecturer(topics=[gender_equality()]), "fi")
    finn.goto(f"/admin/pages/{copy.pk}/edit/")
    finn.get_by_role("tab").nth(1).click()
    shown = finn.locator(".tagit-choice")
    assert shown.locator(".tagit-label").all_inner_texts() == ["Sukupuolten\N{NO-BREAK SPACE}tasa-arvo"]
    assert shown.locator(".tagit-close").count() == 0
    assert finn.locator(".tagit-new input").is_disabled()


def test_an_editor_merges_two_topics(finn: Page) -> None:
    old, target = topic("Women's studies", fi="Naistutkimus"), gender_equality()
    finn.goto("/admin/snippets/topics/topic/")
    finn.get_by_role("link", name="Naistutkimus", exact=True).click()
    finn.get_by_role("button", name="Toimet").first.click()
    finn.get_by_role("link", name="Yhdistä").click()
    finn.locator("select[name=target]").select_option("Sukupuolten tasa-arvo")
    finn.locator("main button[type=submit]").click()
    finn.locator("main li", has_text="Women's studies, Naistutkimus").wait_for()
    finn.locator("button[name=confirmed]").click()
    finn.locator(".messages .success").wait_for()
    old.refresh_from_db()
    assert old.merged_into == target
