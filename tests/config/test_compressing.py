"""What is sent compressed: pages that are the same for everybody, and nothing that could hold a secret."""

import gzip
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from home.models import HomePage
from lecturers.models import LecturerIndexPage
from people.models import User
from tests.factories.pages import lecturer, site_tree

pytestmark = pytest.mark.django_db
ASKS = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Any) -> HomePage:
    settings.VAR_DIR = tmp_path
    return site_tree(["en", "ar"])


@pytest.mark.parametrize(
    "path", ["/en/", "/ar/lecturers/", "/en/topics/", "/en/lecturers/?topic.not=law", "/en/none/", "/api/v1/docs"]
)
def test_a_page_is_a_third_of_its_size(client: Client, path: str) -> None:
    plain, packed = client.get(path), client.get(path, headers=ASKS)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert int(packed.headers["Content-Length"]) == len(packed.content)
    assert "Content-Encoding" not in plain.headers
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("path", ["/api/v1/none", "/api/v1/lecturers/none", "/api/v1/lecturers?limit=x"])
def test_an_error_can_be_read_whatever_the_reader_takes(client: Client, path: str) -> None:
    plain, packed = client.get(path), client.get(path, headers=ASKS)
    assert "Content-Encoding" not in packed.headers
    assert packed.headers["Content-Type"] == plain.headers["Content-Type"]
    assert len(packed.content) == len(plain.content)


@pytest.mark.parametrize("path", ["/admin/login/", "/api/v1/lecturers", "/healthz"])
def test_the_admin_and_programs_are_answered_as_they_are(client: Client, path: str) -> None:
    assert "Content-Encoding" not in client.get(path, headers=ASKS).headers


def test_what_is_made_for_somebody_is_never_compressed(client: Client) -> None:
    bank = LecturerIndexPage.objects.get(locale__language_code="en")
    PageViewRestriction.objects.create(page=bank, restriction_type="password", password="opensesame")
    asked = client.get("/en/lecturers/", headers=ASKS)
    assert "csrfmiddlewaretoken" in asked.text
    assert "Content-Encoding" not in asked.headers
    client.force_login(User.objects.create_superuser(email="admin@example.org", password="x" * 20))
    page = lecturer("Nadia Example", live=False)
    for path in ("/admin/", f"/admin/pages/{page.pk}/view_draft/", f"/admin/pages/{page.pk}/edit/"):
        answer = client.get(path, headers=ASKS)
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer.headers, path
