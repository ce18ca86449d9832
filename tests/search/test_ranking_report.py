"""Editors see why results stand where they do; nobody else is answered otherwise than before."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from catalogue.checking import settle
from search.models import ZeroResultQuery
from tests.factories.pages import lecturer, organisation, site_tree
from tests.factories.people import editor, new_user
from tests.hostile import VALUES
from tests.rows import kept

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/ranking/"
LIST = "/en/lecturers/"
API = "/api/v1/lecturers"
Asked = dict[str, str]


@pytest.fixture(autouse=True)
@kept
def bank() -> None:
    """Three lecturers, one of them a draft, and an organisation."""
    site_tree(["en", "fi"])
    house = organisation("Sunrise of Glaciology")
    lecturer("Nadia Example", parent=house, headline="Glaciology for everybody")
    lecturer("Glaciology Jones", parent=house)
    lecturer("Hidden Glaciology", parent=house, live=False)
    settle()


@pytest.fixture
def staff() -> Client:
    """Somebody who may enter the admin, and nothing else."""
    client = Client()
    client.force_login(editor())
    return client


@pytest.fixture
def stranger() -> Client:
    """Somebody signed in who may not."""
    client = Client()
    client.force_login(new_user())
    return client


def shown(client: Client, **asked: str) -> str:
    response = client.get(REPORT, {"list": "lecturer", "locale": "en", **asked})
    assert response.status_code == 200
    assert {"private", "no-store"} <= {*response.headers["Cache-Control"].split(", ")}
    return unescape(response.content.decode())


def titles(page: str) -> list[str]:
    return re.findall(r"<h2 .*?<bdi>(.*?)</bdi>", page)


class TestReport:
    def test_it_shows_the_parts_of_each_score_in_the_order_of_the_list(self, staff: Client) -> None:
        page = shown(staff, q="glaciology")
        assert titles(page) == ["Glaciology Jones", "Nadia Example"]
        for said in (
            "the same word",
            "Name",
            "Headline",
            "Recently confirmed",
            "Complete",
            "Endorsed",
            "Today's order",
            "The same words in other forms",
        ):
            assert said in page

    def test_it_shows_nothing_that_is_not_public(self, staff: Client) -> None:
        for asked in ("glaciology", "hidden", "hidden glaciology"):
            for kind in ("lecturer", ""):
                assert "Hidden Glaciology" not in shown(staff, q=asked, list=kind)

    def test_all_lists_together(self, staff: Client) -> None:
        assert {*titles(shown(staff, q="glaciology", list=""))} == {
            "Glaciology Jones", "Nadia Example", "Sunrise of Glaciology",
        }  # fmt: skip

    def test_filters_of_the_list_are_kept_and_told(self, staff: Client) -> None:
        page = shown(staff, q="glaciology", **{"language.not": "en"})
        assert titles(page) == []
        assert "language.not=en" in page
        assert '<input type="hidden" name="language.not" value="en">' in page

    def test_it_goes_on(self, staff: Client) -> None:
        first = shown(staff, q="glaciology", limit="1")
        address = re.search(r'href="(\?[^"]*cursor=[^"]*)"', first)
        assert address
        second = unescape(staff.get(REPORT + address[1]).content.decode())
        assert titles(first) + titles(second) == ["Glaciology Jones", "Nadia Example"]
        assert re.search(r'w-text-text-meta">2\.</span>', second)

    def test_that_a_list_was_asked_for_its_counts_alone_hides_nothing(self, staff: Client) -> None:
        assert len(titles(shown(staff, q="glaciology", limit="0"))) == 2

    def test_any_order_is_explained_as_that_by_relevance(self, staff: Client) -> None:
        assert titles(shown(staff, q="glaciology", sort="-title")) == ["Glaciology Jones", "Nadia Example"]

    @pytest.mark.parametrize("asked", [{}, {"q": ""}, {"q": "  "}])
    def test_without_words_it_says_that_nothing_is_weighed(self, staff: Client, asked: Asked) -> None:
        assert "only they are weighed" in shown(staff, **asked)
        assert staff.get(REPORT, asked).status_code == 200

    @pytest.mark.parametrize("asked", ["volcanology", "***", "the"])
    def test_nothing_found_is_said_and_counted_for_nobody(self, staff: Client, asked: str) -> None:
        assert "Not found" in shown(staff, q=asked)
        assert not ZeroResultQuery.objects.exists()

    def test_another_spelling_is_offered(self, staff: Client) -> None:
        page = shown(staff, q="glaciolgy")
        assert "spelled alike" in page
        meant = re.search(r'Did you mean <a href="([^"]*)"><bdi>glaciology</bdi>', page)
        assert meant
        assert "the same word" in staff.get(REPORT + meant[1]).content.decode()

    def test_what_cannot_be_understood_is_told(self, staff: Client) -> None:
        for asked in ({"q": "many " * 30}, {"q": "\0"}, {"locale": "xx"}, {"cursor": "nonsense"}, {"limit": "-1"}):
            page = shown(staff, **asked)
            assert "too long" in page or "cannot be read" in page or "start that list again" in page.lower(), asked

    def test_anything_may_be_sent(self, staff: Client) -> None:
        for value in VALUES:
            for name in ("q", "list", "locale", "cursor", "topic", "nonsense"):
                response = staff.get(f"{REPORT}?list=lecturer&q=glaciology&{name}={value}")
                assert response.status_code == 200, (name, value[:100])
                assert b"<script>alert" not in response.content
                assert b"<img src=x" not in response.content

    def test_it_has_a_place_in_the_menu(self, staff: Client) -> None:
        assert f'"url": "{REPORT}"' in staff.get(REPORT).content.decode()

    def test_who_may_not_enter_the_admin_is_sent_away(self, client: Client, stranger: Client) -> None:
        for somebody in (client, stranger):
            response = somebody.get(REPORT, {"q": "glaciology"})
            assert response.status_code == 302
            assert not response.headers["Location"].startswith(REPORT)


class TestExplainOnAList:
    def test_leads_editors_to_the_report_with_the_same_question(self, staff: Client) -> None:
        asked = {"q": "glaciology", "topic.not": "health", "explain": "1"}
        response = staff.get(LIST, asked)
        parts = urlsplit(response.headers["Location"])
        assert (response.status_code, parts.path) == (302, reverse("ranking"))
        assert dict(parse_qsl(parts.query)) == {
            "q": "glaciology", "topic.not": "health", "list": "lecturer", "locale": "en",
        }  # fmt: skip
        assert titles(staff.get(response.headers["Location"]).content.decode()) == ["Glaciology Jones", "Nadia Example"]

    def test_is_never_kept_for_anybody(self, staff: Client) -> None:
        response = staff.get(LIST, {"q": "glaciology", "explain": "1"})
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "Cookie" in response.headers["Vary"]

    @pytest.mark.parametrize("order", [("staff", "client"), ("client", "staff")])
    def test_is_for_editors_alone_whoever_asks_first(
        self, request: pytest.FixtureRequest, client: Client, order: tuple[str, str]
    ) -> None:
        plain = client.get(LIST, {"q": "glaciology"})
        answers = {name: request.getfixturevalue(name).get(LIST, {"q": "glaciology", "explain": "1"}) for name in order}
        assert answers["staff"].status_code == 302
        public = answers["client"]
        assert (public.status_code, public.content) == (200, plain.content)
        assert same_headers(public) == same_headers(plain)

    def test_means_nothing_from_those_who_may_not_enter(self, client: Client, stranger: Client) -> None:
        public = client.get(LIST, {"q": "glaciology"})
        response = stranger.get(LIST, {"q": "glaciology", "explain": "1"})
        assert (response.status_code, response.content) == (200, public.content)
        assert response.headers["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize("value", ["", "0", "true", "1,1", "2"])
    def test_only_1_asks(self, staff: Client, value: str) -> None:
        assert staff.get(LIST, {"q": "glaciology", "explain": value}).status_code == 200

    def test_a_forged_cookie_opens_nothing(self, client: Client) -> None:
        client.cookies["sessionid"] = "forged"
        assert client.get(LIST, {"q": "glaciology", "explain": "1"}).status_code == 200


class TestExplainInTheApi:
    @pytest.mark.parametrize("path", [API, "/api/v1/search", "/api/v1/suggest"])
    @pytest.mark.parametrize("order", [("staff", "client"), ("client", "staff")])
    def test_is_unknown_to_everybody(self, request: pytest.FixtureRequest, path: str, order: tuple[str, str]) -> None:
        for name in order:
            response = request.getfixturevalue(name).get(path, {"q": "glaciology", "explain": "1"})
            assert response.status_code == 400
            assert [problem["code"] for problem in response.json()["errors"]] == ["unknown-parameter"]

    def test_an_editors_session_changes_no_answer_and_none_that_is_kept(self, client: Client, staff: Client) -> None:
        answers = [who.get(API, {"q": "glaciology"}) for who in (staff, client, staff)]
        assert len({answer.content for answer in answers}) == 1
        assert len({answer.headers["ETag"] for answer in answers}) == 1

    def test_is_in_no_description(self, client: Client) -> None:
        assert '"explain"' not in client.get("/api/v1/openapi.json").content.decode()


def same_headers(response: Any) -> dict[str, str]:
    own = {"X-Request-ID", "RateLimit"}
    return {name: value for name, value in response.headers.items() if name not in own}
