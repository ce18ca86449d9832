"""What is no longer public: gone by its id, unknown by its name, and never 304."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction

from catalogue import marking
from catalogue.checking import check, settle
from catalogue.models import Entry, Thing
from lecturers.models import LecturerPage
from network.models import OrganisationPage
from pages.reasons import Reason
from people.models import ConsentText, Person, Purpose
from people.services import record_consent, withdraw_consent
from tests.api.conftest import Get
from tests.factories.pages import lecturer, publish

pytestmark = pytest.mark.django_db(transaction=True)


def person(page: LecturerPage) -> Person:
    assert page.person
    return page.person


def paths(page: Any, collection: str = "lecturers") -> tuple[str, str]:
    return f"/{collection}/{page.translation_key}", f"/{collection}/by-slug/{page.slug}"


def assert_gone(get: Get, page: Any, reason: str, collection: str = "lecturers", etag: str = '"*"') -> None:
    """By id 410 with the reason, by name 404, in no list; whatever the client has kept."""
    by_id, by_slug = paths(page, collection)
    for condition in ({}, {"If_None_Match": etag}, {"If_None_Match": "*"}):
        response = get(by_id, **condition)
        assert response.status_code == 410
        told = response.json()
        assert (told["reason"], told["type"]) == (reason, "https://testserver/problems/gone")
        assert page.title not in response.content.decode()
        assert get(by_slug, **condition).status_code == 404
        assert get(f"{by_id}?locale=fi", **condition).status_code == 410
    listed = [data["id"] for data in get(f"/{collection}").json()["data"]]
    assert str(page.translation_key) not in listed


def test_a_withdrawn_consent_is_gone_and_given_again_it_is_back(get: Get, nadia: LecturerPage) -> None:
    by_id, by_slug = paths(nadia)
    etag = get(by_id).headers["ETag"]
    listing = get("/lecturers").headers["ETag"]
    assert get(by_id, If_None_Match=etag).status_code == 304
    withdraw_consent(person(nadia), by=None)
    assert_gone(get, nadia, "unpublished", etag=etag)
    assert get("/lecturers", If_None_Match=listing).status_code == 200
    text = ConsentText.objects.filter(purpose=Purpose.PROFILE, language="en").latest("version")
    record_consent(person(nadia), Purpose.PROFILE, text)
    back = get(by_id, If_None_Match=etag)
    assert back.status_code == get(by_slug).status_code == 200
    assert back.headers["ETag"] == f'"{back.json()["data"]["etag"]}"' != etag
    assert [data["id"] for data in get("/lecturers").json()["data"]] == [str(nadia.translation_key)]
    assert check() == []


def test_a_removal_without_a_number_is_in_force(get: Get, nadia: LecturerPage) -> None:
    """The state between the cause's commit and the log's."""
    by_id, _by_slug = paths(nadia)
    etag, listing = get(by_id).headers["ETag"], get("/lecturers").headers["ETag"]
    before = Entry.objects.get(thing=nadia.translation_key, locale="en").seq
    Entry.objects.filter(thing=nadia.translation_key).end(Reason.RESTRICTED)
    assert Entry.objects.filter(unnumbered=True, seq=before).exists()
    assert_gone(get, nadia, "restricted", etag=etag)
    assert get("/lecturers", If_None_Match=listing).status_code == 200
    assert get("/lecturers").json()["page"]["total"] == 0


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        (lambda page: page.unpublish(), "unpublished"),
        (lambda page: page.delete(), "deleted"),
        (lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"), "restricted"),
        (lambda page: marking.withdraw([page.translation_key], Reason.ERASED), "erased"),
    ],
    ids=["unpublished", "deleted", "restricted", "erased"],
)
@pytest.mark.parametrize("what", ["lecturer", "organisation"])
def test_each_end_has_its_reason(
    get: Get, nadia: LecturerPage, org: OrganisationPage, what: str, end: Any, reason: str
) -> None:
    page = {"lecturer": nadia, "organisation": org}[what]
    etag = get(f"/{what}s/{page.translation_key}").headers["ETag"]
    with transaction.atomic():
        end(page)
        assert_gone(get, page, reason, f"{what}s", etag)


def test_time_ends_it_to_the_second(get: Get, nadia: LecturerPage) -> None:
    by_id, _by_slug = paths(nadia)
    etag, listing = get(by_id).headers["ETag"], get("/lecturers").headers["ETag"]
    entries = Entry.objects.filter(thing=nadia.translation_key)
    entries.update(visible_until=timezone.now() + timedelta(seconds=5))
    assert get(by_id).status_code == 200
    entries.update(visible_until=timezone.now())
    assert_gone(get, nadia, "expired", etag=etag)
    assert get("/lecturers", If_None_Match=listing).status_code == 200


def test_what_is_still_to_come_has_never_been(get: Get, nadia: LecturerPage) -> None:
    by_id, by_slug = paths(nadia)
    entries = Entry.objects.filter(thing=nadia.translation_key)
    entries.update(visible_from=timezone.now() + timedelta(hours=1))
    assert get(by_id).status_code == get(by_slug).status_code == 404
    assert get(by_id).json()["type"].endswith("/not-found")
    entries.update(visible_from=timezone.now())
    assert get(by_id).status_code == get(by_slug).status_code == 200


def test_one_language_that_ended_is_missing_not_gone(get: Get, nadia: LecturerPage) -> None:
    nadia.get_translations().get(locale__language_code="fi").unpublish()
    settle()
    assert get(f"/lecturers/{nadia.translation_key}").status_code == 200
    response = get(f"/lecturers/{nadia.translation_key}?locale=fi", If_None_Match="*")
    assert (response.status_code, response.json()["locales"]) == (404, ["en"])


def test_a_draft_was_never_there(get: Get, org: OrganisationPage) -> None:
    draft = lecturer("Draft Example", parent=org, live=False)
    settle()
    assert Thing.objects.filter(pk=draft.translation_key).exists()
    by_id, by_slug = paths(draft)
    assert get(by_id).status_code == get(by_slug).status_code == 404
    publish(draft)
    assert get(by_id).status_code == 200


def test_a_tombstone_says_nothing_but_the_reason(get: Get, nadia: LecturerPage) -> None:
    withdraw_consent(person(nadia), by=None)
    told = get(f"/lecturers/{nadia.translation_key}").json()
    assert set(told) == {"type", "title", "status", "detail", "errors", "request_id", "reason"}
    assert get(f"/lecturers/{uuid4()}").json()["status"] == 404
