"""What an answer costs, and when a client is told that nothing has changed."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date

from catalogue.checking import settle
from catalogue.models import Entry
from lecturers.models import LecturerPage
from network.models import OrganisationPage
from tests.api.conftest import Get
from tests.api.documents import lecturer_entry, organisation_entry, several
from tests.factories.entries import number, withdraw
from tests.factories.pages import publish

pytestmark = pytest.mark.django_db
LIST = "/lecturers?sort=title"


def queries(ask: Callable[[], Any]) -> int:
    """How many queries the second of two equal questions costs: the first one may bring the index up to date."""
    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


@pytest.mark.parametrize("count", [1, 20, 100])
@pytest.mark.parametrize(
    "asked",
    ["", "&q=lecturer", "&facets=topic,language,country,mode,format", "&country=FI&locale=en&fallback=any"],
)
def test_a_list_costs_two_queries_whatever_it_holds(get: Get, count: int, asked: str) -> None:
    several(count)
    response = get(f"{LIST}&limit=100{asked}")
    assert len(response.json()["data"]) == count
    topics_are_read = "topic" in asked
    assert queries(lambda: get(f"{LIST}&limit=100{asked}")) <= 2 + topics_are_read
    etag = response.headers["ETag"]
    assert queries(lambda: get(f"{LIST}&limit=100{asked}", If_None_Match=etag)) <= 1


def test_an_item_costs_one_query_as_does_what_is_gone(get: Get) -> None:
    entry = lecturer_entry(slug="nadia")
    by_id, by_slug = f"/lecturers/{entry.thing_id}", "/lecturers/by-slug/nadia"
    etag = get(by_id).headers["ETag"]
    for path in (by_id, by_slug, f"{by_id}?locale=en"):
        assert queries(partial(get, path)) == 1
        assert queries(partial(get, path, If_None_Match=etag)) == 1
    withdraw(entry)
    assert queries(lambda: get(by_id)) == 1


def test_the_description_costs_none(get: Get) -> None:
    assert queries(lambda: get("/openapi.json")) == 0


@pytest.mark.parametrize("path", [LIST, "/lecturers/{key}", "/lecturers/by-slug/nadia?locale=en", "/openapi.json"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_what_has_not_changed_is_not_sent_again(get: Get, path: str, method: str) -> None:
    path = path.format(key=lecturer_entry(slug="nadia").thing_id)
    first = get(path)
    etag = first.headers["ETag"]
    assert etag.startswith('"')
    for sent in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        response = get(path, method, If_None_Match=sent)
        assert (response.status_code, response.content) == (304, b"")
        assert response.headers["ETag"] == etag
        assert response.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert get(path, method, If_None_Match='"other"').status_code == 200
    assert get(path, method, If_Match='"other"').status_code == 412
    assert get(path, method, If_Match=etag).status_code == 200


@pytest.mark.parametrize("path", [LIST, "/lecturers/{key}", "/lecturers/by-slug/nadia", "/search", "/topics"])
def test_no_answer_has_a_date_and_none_is_kept_back_for_one(get: Get, path: str) -> None:
    path = path.format(key=lecturer_entry(slug="nadia").thing_id)
    first = get(path)
    assert "Last-Modified" not in first.headers
    for header in ("If_Modified_Since", "If_Unmodified_Since"):
        for moment in (timezone.now() - timedelta(days=999), timezone.now() + timedelta(days=999)):
            asked = get(path, **{header: http_date(moment.timestamp())})
            assert (asked.status_code, asked.content) == (200, first.content)
    known = get(path, If_None_Match=first.headers["ETag"], If_Modified_Since=http_date(0))
    assert known.status_code == 304, "the ETag decides"


def test_what_changes_without_being_published_again_is_told(
    get: Get, nadia: LecturerPage, org: OrganisationPage
) -> None:
    """This is why no answer has a date: that of this one would stay."""
    path = f"/lecturers/{nadia.translation_key}"
    before, asked_at = get(path).json()["data"], http_date((timezone.now() + timedelta(days=1)).timestamp())
    org.title = "Renamed Association"
    publish(org)
    settle()
    for address, told in (path, lambda got: got["data"]), ("/lecturers", lambda got: got["data"][0]):
        after = told(get(address, If_Modified_Since=asked_at).json())
        assert (after["updated_at"], after["id"]) == (before["updated_at"], before["id"])
        assert after["organisation"]["title"] == "Renamed Association" != before["organisation"]["title"]


class TestEtagOfAList:
    """It changes with everything that the answer depends on, and with nothing else."""

    @pytest.fixture
    def etag(self, get: Get) -> Callable[[], str]:
        lecturer_entry("First")
        return lambda: get(LIST).headers["ETag"]

    def test_it_stays_while_nothing_changes(self, etag: Callable[[], str]) -> None:
        assert etag() == etag()

    def test_it_changes_with_a_new_thing(self, etag: Callable[[], str]) -> None:
        before = etag()
        lecturer_entry("Second")
        assert etag() != before

    def test_it_changes_with_a_removal_before_and_after_its_number(self, etag: Callable[[], str]) -> None:
        first, second = etag(), lecturer_entry("Second")
        both = etag()
        withdraw(second)
        in_force = etag()
        number(second)
        assert len({first, both, in_force, etag()}) == 4

    def test_it_changes_when_a_time_passes(self, etag: Callable[[], str]) -> None:
        lecturer_entry("Ends", visible_until=timezone.now() + timedelta(hours=1))
        before = etag()
        assert etag() == before
        Entry.objects.filter(title="Ends").update(visible_until=timezone.now())
        assert etag() != before

    def test_it_changes_with_the_address_of_the_site(self, etag: Callable[[], str], settings: Any) -> None:
        before = etag()
        settings.PUBLIC_URL = "https://other.example"
        assert etag() != before

    def test_each_question_has_its_own(self, get: Get, etag: Callable[[], str]) -> None:
        asked = ["", "&limit=1", "&locale=en", "&q=first", "&country=FI", "&facets=country", "&count=none"]
        tags = {get(LIST + more).headers["ETag"] for more in asked}
        assert len(tags) == len(asked)
        assert get("/organisations?sort=title").headers["ETag"] not in tags

    def test_the_same_question_in_other_words_has_the_same(self, get: Get, etag: Callable[[], str]) -> None:
        assert (
            get("/lecturers?country=FI&country=BE&sort=title&limit=20").headers["ETag"]
            == (get("/lecturers?sort=title&country=BE&country=FI").headers["ETag"])
        )


def test_the_etag_of_an_item_changes_with_that_item_alone(get: Get, nadia: LecturerPage, org: OrganisationPage) -> None:
    path = f"/lecturers/{nadia.translation_key}"
    before, fallback = get(path).headers["ETag"], get(f"{path}?locale=fr&fallback=any").headers["ETag"]
    assert before != fallback
    organisation_entry("Somebody else")
    assert get(path).headers["ETag"] == before
    nadia.headline = "Something new"
    publish(nadia)
    settle()
    changed = get(path, If_None_Match=before)
    assert changed.status_code == 200
    assert changed.headers["ETag"] == f'"{changed.json()["data"]["etag"]}"' != before
    assert get(f"{path}?locale=fr&fallback=any").headers["ETag"] != fallback


def test_a_renamed_organisation_is_renamed_in_what_refers_to_it(
    get: Get, nadia: LecturerPage, org: OrganisationPage
) -> None:
    path = f"/lecturers/{nadia.translation_key}"
    before = get(path).headers["ETag"]
    org.title = "Renamed Association"
    publish(org)
    settle()
    response = get(path, If_None_Match=before)
    assert response.json()["data"]["organisation"]["title"] == "Renamed Association"
