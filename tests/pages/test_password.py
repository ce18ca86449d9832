"""A page that its editors keep for those who have been told a password."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from lecturers.models import LecturerIndexPage
from tests.factories.pages import publish, site_tree

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "open sesame", "open barley"


@pytest.fixture(autouse=True)
def bank() -> LecturerIndexPage:
    """A bank behind a password, in English and Arabic."""
    site_tree(["en", "ar"])
    for language in ("en", "ar"):
        page = LecturerIndexPage.objects.get(locale__language_code=language)
        page.summary, page.search_description, page.show_in_menus = "Only for us.", "Kept for us.", False
        publish(page)
        PageViewRestriction.objects.create(page=page, restriction_type="password", password=RIGHT)
    return page


def sent(client: Client, page: str, password: str) -> Any:
    """The answer to a password that was typed into what is shown at `page`."""
    form = client.get(page).context
    return client.post(form["action_url"], {"password": password, "return_url": form["form"]["return_url"].value()})


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_it_is_a_page_of_the_site_that_tells_nothing_of_what_it_keeps(
    client: Client, language: str, direction: str
) -> None:
    answer = client.get(f"/{language}/lecturers/")
    assert f'<html lang="{language}" dir="{direction}">' in answer.text
    assert '<meta name="robots" content="noindex">' in answer.text
    assert "Only for us" not in answer.text
    assert "Kept for us" not in answer.text
    assert {"no-store", "private"} & set(answer["Cache-Control"].split(", "))
    assert [each["url"] for each in answer.context["translations"]] == ["/en/", "/ar/"]


def test_a_wrong_password_is_told_and_the_right_one_opens(client: Client) -> None:
    wrong = sent(client, "/en/lecturers/?sort=title", WRONG)
    assert "The password you have entered is not correct" in wrong.text
    assert 'role="alert"' in wrong.text
    assert WRONG not in wrong.text
    right = sent(client, "/en/lecturers/?sort=title", RIGHT)
    assert right["Location"].endswith("/en/lecturers/?sort=title")
    assert "Only for us" in client.get(right["Location"]).text
    assert "Only for us" not in Client().get("/en/lecturers/").text
