"""What the browser is told, on public pages, in the admin and on the API's addresses."""

import pytest
from django.conf import LazySettings
from django.test import Client
from wagtail.models import PageViewRestriction

from home.models import HomePage
from lecturers.models import LecturerIndexPage
from people.models import User
from tests.factories.pages import site_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(db: None) -> HomePage:
    return site_tree(["en", "fi", "ar"])


def test_public_pages_have_a_strict_policy(client: Client) -> None:
    policy = client.get("/en/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_admin_alone_may_use_inline_scripts(client: Client) -> None:
    policy = client.get("/admin/login/").headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "unsafe-eval" not in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in client.get("/administration/").headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Strict-Transport-Security", "max-age=31536000"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
def test_every_page_is_guarded(client: Client, name: str, expected: str) -> None:
    assert client.get("/en/", secure=True).headers[name] == expected


def test_the_page_asks_for_no_power_over_the_device(client: Client) -> None:
    refused = ("browsing-topics", "camera", "geolocation", "microphone", "payment", "usb")
    said = client.get("/en/").headers["Permissions-Policy"]
    assert {f"{feature}=()" for feature in refused} == set(said.split(", "))


@pytest.mark.parametrize("path", ["/api/none", "/media/none.webp", "/static/none.css"])
def test_partners_may_show_what_is_shared(client: Client, path: str) -> None:
    assert client.get(path).headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("path", ["/", "/en/", "/en/nothing-here/", "/api/none", "/healthz", "/readyz"])
def test_public_addresses_set_no_cookie(client: Client, path: str) -> None:
    assert client.get(path).cookies == {}


def test_the_api_alone_is_open_to_other_origins(client: Client) -> None:
    origin = {"Origin": "https://partner.example"}
    api = client.get("/api/none", headers=origin).headers
    assert api["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in api
    assert "Access-Control-Allow-Origin" not in client.get("/en/", headers=origin).headers


def test_a_partners_script_may_ask_again_and_read_what_changed(client: Client) -> None:
    asked = {"Origin": "https://partner.example", "Access-Control-Request-Method": "GET"}
    allowed = client.options("/api/none", headers={**asked, "Access-Control-Request-Headers": "if-none-match"})
    assert allowed.headers["Access-Control-Allow-Headers"] == "if-match, if-none-match, x-request-id"
    assert allowed.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    answer = client.get("/api/none", headers={"Origin": "https://partner.example"})
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]


def test_https_is_forced_but_for_the_health_checks(client: Client, settings: LazySettings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/en/").headers["Location"] == "https://testserver/en/"
    assert client.get("/healthz").status_code == 200


def test_errors_are_guarded_too(client: Client) -> None:
    response = client.get("/en/nothing-here/")
    assert response.status_code == 404
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


FRESH = "public, max-age=30, must-revalidate"


@pytest.mark.parametrize(
    "path", ["/en/", "/fi/lecturers/", "/ar/network/", "/en/nothing-here/", "/media/none.webp", "/api/v1/lecturers"]
)
def test_what_names_persons_is_kept_for_half_a_minute(client: Client, home: HomePage, path: str) -> None:
    response = client.get(path)
    assert response.headers["Cache-Control"] == FRESH
    assert "Cookie" not in response.headers.get("Vary", "")


def test_what_went_wrong_is_not_kept(client: Client, home: HomePage) -> None:
    for response in (
        client.get("/en/lecturers/?q=%00"),
        client.get("/en/", headers={"Host": "evil.example"}),
        Client(enforce_csrf_checks=True).post("/en/"),
    ):
        assert 400 <= response.status_code < 500
        assert response.headers["Cache-Control"] == "private, no-store"


def test_what_is_made_for_one_person_stays_theirs(client: Client, home: HomePage) -> None:
    client.force_login(User.objects.create_superuser(email="admin@example.org", password="x" * 20))
    page = LecturerIndexPage.objects.get(locale__language_code="en")
    for path in ("/admin/", f"/admin/pages/{page.pk}/edit/preview/", f"/admin/pages/{page.pk}/view_draft/"):
        assert "private" in client.get(path).headers["Cache-Control"], path
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert "private" in client.get("/en/lecturers/").headers["Cache-Control"]
