"""Links in texts lead to what is public now, and to nothing else."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from catalogue.checking import settle
from catalogue.models import Entry
from documents.richtext import rich_text
from lecturers.models import LecturerPage
from people.services import withdraw_consent
from tests.factories.pages import lecturer, network, organisation, site_tree, translated
from tests.factories.people import consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia(settings: Any, tmp_path: Any) -> LecturerPage:
    settings.VAR_DIR = tmp_path
    site_tree(["en", "fi"])
    made: LecturerPage = lecturer("Nadia", parent=organisation())
    return made


def link(page: Any, words: str = "a colleague") -> str:
    return f'<p>With <a id="{page.pk}" linktype="page">{words}</a>.</p>'


def bio(page: LecturerPage) -> str:
    settle()
    return str(json.loads(Entry.objects.public().get(thing=page.translation_key, locale="en").payload)["bio"])


def test_a_link_follows_what_it_leads_to(nadia: LecturerPage) -> None:
    """Withdrawn, the colleague's name is in nobody's text any more; back again, the link is back."""
    other = lecturer("Omar", parent=nadia.get_parent(), bio=link(nadia))
    assert bio(other) == '<p>With <a href="\0origin/en/network/sunrise-association/nadia/">a colleague</a>.</p>'
    withdraw_consent(nadia.person, by=None)
    assert bio(other) == "<p>With a colleague.</p>"
    consent(nadia.person, days_ago=0)
    assert "nadia" in bio(other)


def test_a_link_leads_to_the_readers_language(nadia: LecturerPage) -> None:
    translated(nadia, "fi")
    assert "\0origin/fi/" in rich_text(link(nadia), "fi")
    assert "\0origin/en/" in rich_text(link(nadia), "nl")


def test_a_link_to_a_draft_is_words(nadia: LecturerPage) -> None:
    draft = lecturer("Secret", parent=nadia.get_parent(), live=False)
    assert rich_text(link(draft), "en") == "<p>With a colleague.</p>"
    assert rich_text('<a linktype="page" id="999999">gone</a>', "en") == "gone"


def test_pages_that_are_no_things_are_linked_too(nadia: LecturerPage) -> None:
    assert 'href="\0origin/en/network/"' in rich_text(link(network()), "en")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('<a href="https://example.org/x">there</a>', '<a href="https://example.org/x">there</a>'),
        ('<a href="mailto:nadia@example.org">write</a>', "write"),
        ('<a href="tel:+358401234567">call</a>', "call"),
        ('<a href="javascript:alert(1)">run</a>', "run"),
        ('<p onclick="x()">A <b>word</b><script>x()</script></p>', "<p>A <b>word</b></p>"),
        ('<a linktype="document" id="3">file</a>', "file"),
        ("<h2>A</h2><ul><li>b</li></ul>", "<h2>A</h2><ul><li>b</li></ul>"),
    ],
)
def test_other_links_and_marks(db: None, written: str, read: str) -> None:
    assert rich_text(written, "en") == read


def test_visitors_can_follow_it(client: Client, nadia: LecturerPage) -> None:
    lecturer("Omar", parent=nadia.get_parent(), bio=link(nadia))
    settle()
    page = client.get("/en/network/sunrise-association/omar/").content.decode()
    assert f'href="{settings.PUBLIC_URL}/en/network/sunrise-association/nadia/"' in page
