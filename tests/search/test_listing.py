"""What a page says of a list when a careless or a hostile hand has written its address."""

import html
import re
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from catalogue.checking import settle
from search.reading import Look
from tests.factories.pages import lecturer, site_tree

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    site_tree(["en", "fi"])
    lecturer("Nadia Työ")
    settle()


@pytest.mark.parametrize("written", ["q=työ", "q=ty%C3%B6", "q=TY%C3%96", "utm_source=x&q=työ"])
def test_words_are_found_however_their_letters_are_sent(client: Client, written: str) -> None:
    """Programs send what people write as it is; a browser would escape it."""
    shown = client.get("/fi/lecturers/", QUERY_STRING=written.encode().decode("latin-1")).text
    assert shown.count('class="card"') == 1
    assert "Ã" not in shown


def test_a_list_names_its_own_address_and_that_of_the_same_list_in_the_api(client: Client) -> None:
    lecturer("Omar", country="BE")
    settle()
    shown = client.get("/fi/lecturers/?country=FI&q=Nadia").text
    share = re.search(r'results__share.*?href="([^"]+)".*?href="([^"]+)"', shown, re.DOTALL)
    assert share
    page, api = map(html.unescape, share.groups())
    assert page == "/fi/lecturers/?q=Nadia&country=FI"
    told = client.get(api).json()
    assert [item["title"] for item in told["data"]] == ["Nadia Työ"]
    assert f'href="https://testserver/en{html.escape(page[3:])}" lang="en"' in shown
    assert 'hreflang="en" href="https://testserver/en/lecturers/"' in shown


def test_where_nobody_searches_the_order_of_the_day_is_called_so(client: Client) -> None:
    lecturer("Omar")
    settle()
    assert "Mixed anew each day" in client.get("/en/lecturers/").text
    found = client.get("/en/lecturers/?q=lecturer").text
    assert "Best match" in found
    assert "Mixed" not in found


def test_few_wishes_are_tried_to_be_dropped(client: Client) -> None:
    wishes = "&".join(f"topic=nothing-{number}" for number in range(40))
    with patch.object(Look, "page", autospec=True, side_effect=Look.page) as asked:
        shown = client.get(f"/en/lecturers/?q=nobody&{wishes}")
    assert shown.status_code == 200
    assert asked.call_count <= 11


def test_another_spelling_is_offered(client: Client) -> None:
    lecturer("Nadia Example", headline="Journalism at night")
    settle()
    shown = client.get("/en/lecturers/?q=jurnalism").text
    assert re.search(r'Did you mean\s+<a href="\?q=journalism"><bdi>journalism</bdi></a>', shown)
    assert "Nadia Example" in shown
    assert "Did you mean" not in client.get("/en/lecturers/?q=journalism").text
    assert client.get("/api/v1/lecturers?q=jurnalism").json()["did_you_mean"] == "journalism"
    assert client.get("/api/v1/lecturers?q=journalism").json()["did_you_mean"] is None


@pytest.mark.parametrize(
    "written",
    ["&".join(f"topic=t{n}" for n in range(99)), "topic.all=" + ",".join(f"t{n}" for n in range(300)), "a&" * 200],
)
def test_a_question_that_is_too_long_is_told_so(client: Client, written: str) -> None:
    shown = client.get(f"/fi/lecturers/?{written}")
    assert shown.status_code == 400
    assert "Haku on liian pitkä" in shown.text
    assert "“?”" not in shown.text
    assert len(shown.content) < 20_000
