"""What is searched for in vain is counted for editors, and nothing of who has asked."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from catalogue.checking import settle
from search import zero_results
from search.models import ZeroResultQuery
from search.query import Query
from tests.factories.pages import lecturer, organisation, site_tree
from tests.factories.people import new_user
from tests.rows import kept

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/zero-results/"


@pytest.fixture
@kept
def bank() -> str:
    """The address of a bank with one lecturer."""
    site_tree(["en", "fi"])
    lecturer("Nadia Example", parent=organisation("Sunrise"))
    settle()
    return "/en/lecturers/"


def counted() -> dict[str, int]:
    return dict(ZeroResultQuery.objects.values_list("words", "times"))


def test_a_search_in_vain_is_counted_by_its_words(client: Client, bank: str) -> None:
    for asked in ("Glaciology", "glaciology!", "GLACIOLOGY"):
        assert client.get(bank, {"q": asked}).status_code == 200
    client.get("/fi/lecturers/", {"q": "glaciology"})
    rows = ZeroResultQuery.objects.order_by("locale").values_list("kind", "locale", "words", "times", "last_asked")
    today = timezone.localdate()
    assert list(rows) == [("lecturer", "en", "glaciology", 3, today), ("lecturer", "fi", "glaciology", 1, today)]


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "nadia"},
        {"q": ""},
        {"q": "?!"},
        {"q": "glaciology", "country": "FI"},
        {"q": "somebody@example.org"},
        {"q": "+358 40 123 4567"},
        {"q": "somebody＠example.org"},
        {"q": "somebody﹫example.org"},
        {"q": "٠٤٧٥١٢٣٤٥٦"},
        {"q": "0475_12_34_56"},
        {"q": "\x00"},
        {"q": "many " * 30},
        {"country": "IT"},
    ],
)
def test_what_is_found_filtered_refused_or_personal_is_not(client: Client, bank: str, asked: dict[str, str]) -> None:
    client.get(bank, asked)
    assert counted() == {}


def test_memory_is_bounded_and_nonsense_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zero_results, "MOST", 3)
    for _ in range(2):
        zero_results.note(Query("lecturer", "wanted"))
    for number in range(5):
        zero_results.note(Query("lecturer", f"nonsense{number}"))
    assert counted() == {"wanted": 2, "nonsense3": 1, "nonsense4": 1}


def test_what_nobody_asks_for_any_more_is_forgotten() -> None:
    for words in ("old", "new"):
        zero_results.note(Query("lecturer", words))
    long_ago = timezone.localdate() - zero_results.KEPT - timedelta(days=1)
    ZeroResultQuery.objects.filter(words="old").update(last_asked=long_ago)
    zero_results.forget()
    assert counted() == {"new": 1}


def test_a_reader_is_answered_though_nobody_can_count(
    client: Client, bank: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_args: Any, **_named: Any) -> None:
        raise DatabaseError("locked")

    monkeypatch.setattr(ZeroResultQuery.objects, "filter", locked)
    assert client.get(bank, {"q": "glaciology"}).status_code == 200


class TestReport:
    @pytest.fixture
    def editor(self, client: Client, bank: str) -> Client:
        client.force_login(new_user(email="ed@example.org", is_superuser=True))
        return client

    def test_it_tells_what_was_asked_for_more_than_once(self, editor: Client, bank: str) -> None:
        for words in ["glaciology"] * 3 + ["<b>glass</b>"] * 2 + ["Somebody Once"]:
            editor.get(bank, {"q": words})
        page = editor.get(REPORT).content.decode()
        assert page.index("glaciology") < page.index("b glass b")
        assert "<b>glass" not in page
        assert "somebody once" not in page
        assert date_format(timezone.localdate()) in page
        assert f'"url": "{REPORT}"' in page, "It has no place in the menu."

    def test_it_is_empty_in_words(self, editor: Client) -> None:
        assert "searches that found nothing" in editor.get(REPORT).content.decode().lower()

    def test_it_is_narrowed_by_language_and_exported(self, editor: Client, bank: str) -> None:
        for address in (bank, "/fi/lecturers/"):
            for _ in range(2):
                editor.get(address, {"q": f"word {address[1:3]}"})
        assert "word fi" not in editor.get(f"{REPORT}results/", {"locale": "en"}).content.decode()
        sheet = b"".join(editor.get(REPORT, {"export": "csv"})).decode()  # type: ignore[arg-type]
        assert "word fi,lecturer,fi,2," in sheet

    def test_strangers_are_sent_to_the_door(self, client: Client, bank: str) -> None:
        assert client.get(REPORT).status_code == 302
