"""What an editor sees in a browser, under the policy that the admin's pages are sent with."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from media.models import Image
from tests.factories.media import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(page: Page, live_server: LiveServer, settings: Any) -> Page:
    browser = Client()
    browser.force_login(get_user_model().objects.create_superuser(email="a@example.org", password="x" * 20))
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return page


def test_editor_uploads_a_picture_and_sees_it(editor: Page, tmp_path: Path) -> None:
    file = tmp_path / "maria.jpg"
    file.write_bytes(picture(size=(300, 200)))
    editor.goto("/admin/images/add/")
    editor.get_by_label("File").set_input_files(file)
    editor.get_by_label("Title").fill("A wall")
    editor.get_by_label("What the picture shows").fill("A red wall")
    editor.get_by_role("button", name="Upload").click()

    editor.get_by_role("link", name="A wall").first.click()
    shown = editor.locator("img[data-original-width]").first  # the crop tool hides it behind a copy
    shown.wait_for(state="attached")

    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 300
    assert Image.objects.get().alt_text == "A red wall"


def test_editor_is_told_in_the_browser_why_a_file_is_refused(editor: Page, tmp_path: Path) -> None:
    file = tmp_path / "logo.jpg"
    file.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    editor.goto("/admin/images/add/")
    editor.get_by_label("File").set_input_files(file)
    editor.get_by_label("Title").fill("A logo")
    editor.get_by_role("button", name="Upload").click()

    editor.locator(".error-message", has_text="This is an SVG drawing").wait_for()
