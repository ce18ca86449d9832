"""A profile for members of the network is to the public as one that is not published, from the moment it is chosen."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from blog.models import PostAuthor
from catalogue import log
from catalogue.checking import check, settle
from catalogue.models import Entry, Thing
from lecturers.models import LecturerPage
from media.models import PublicRendition
from network.models import OrganisationPage
from pages.publicity import publicity
from people.models import Purpose, Scope
from people.services import withdraw_consent
from search import reading
from tests.factories.media import ImageFactory
from tests.factories.pages import lecturer, organisation, person_with_consent, post, publish, site_tree, translated
from tests.factories.people import consent, new_user
from tests.factories.topics import topic

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def house(settings: Any, tmp_path: Any) -> OrganisationPage:
    settings.VAR_DIR = tmp_path
    site_tree(["en", "fi"])
    made: OrganisationPage = organisation("Sunrise")
    return made


@pytest.fixture
def nadia(house: OrganisationPage) -> LecturerPage:
    """Somebody public in two languages, with a portrait, who wrote a post and is a contact person."""
    page = lecturer(
        "Nadia Netwide", parent=house, person=person_with_consent("N", Purpose.PROFILE, Purpose.PHOTO), indexable=True,
        photo=ImageFactory(), topics=[topic("Bread")], country="MT", city="Valletta", city_visibility="public",
    )  # fmt: skip
    translated(page, "fi", title="Nadia Netwide")
    post("Crumbs", authors=[PostAuthor(lecturer=page)])
    house.contact, house.contact_visibility = page, "public"
    publish(house)
    settle()
    return LecturerPage.objects.get(pk=page.pk)


def addresses(page: LecturerPage) -> list[str]:
    """Everywhere that tells of somebody who is public."""
    pictures = PublicRendition.objects.filter(key=page.translation_key).values_list("name", flat=True)
    return [
        *(f"/{code}/{path}" for code in ("en", "fi") for path in (
            "", "lecturers/", "lecturers/?q=netwide", "network/sunrise/", "network/sunrise/nadia-netwide/",
            "blog/crumbs/", "topics/bread/",
        )),
        *(f"/sitemap-{code}-1.xml" for code in ("en", "fi")),
        *(f"{API}/{path}" for path in (
            "lecturers", f"lecturers/{page.translation_key}", "lecturers/by-slug/nadia-netwide", "search?q=netwide",
            "suggest?q=netw", "posts", "organisations", "lecturers?facets=country,topic,organisation",
        )),
        *(f"/media/{name}" for name in pictures),
    ]  # fmt: skip


def telling(client: Client, paths: list[str]) -> set[str]:
    """Those of the addresses that still tell of Nadia to whoever asks, signed in or not."""
    reading.engine().catch_up(log.state())
    told = set()
    for path in paths:
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.status_code == 200 and (path.startswith("/media/") or b"Netwide" in body or b"nadia-netwide" in body):
            told.add(path)
    return told


CHOOSING: dict[str, tuple[Callable[[LecturerPage], Any], Callable[[LecturerPage], Any]]] = {
    "by the page": (lambda page: chosen(page, "network"), lambda page: chosen(page, "public")),
    "by the consent": (
        lambda page: consent(page.person, days_ago=0, scope=Scope.NETWORK),
        lambda page: consent(page.person, days_ago=0),
    ),
}


def chosen(page: LecturerPage, audience: str) -> Any:
    page.audience = audience
    return publish(page)


@pytest.mark.parametrize("way", CHOOSING)
def test_what_was_public_ends_everywhere_at_once_and_comes_back(client: Client, nadia: LecturerPage, way: str) -> None:
    leave, come_back = CHOOSING[way]
    paths = addresses(nadia)
    before = telling(client, paths)
    assert len(before) >= 22, set(paths) - before
    leave(nadia)
    assert not Entry.objects.public().filter(thing=nadia.translation_key).exists()
    pages = [path for path in before if "nadia-netwide" in path or str(nadia.translation_key) in path]
    assert telling(client, [*pages, *(path for path in before if path.startswith("/media/"))]) == set()
    settle()
    for user in (None, new_user(is_superuser=True)):
        if user:
            client.force_login(user)
        assert telling(client, paths) == set()
    gone = client.get(f"{API}/lecturers/{nadia.translation_key}")
    assert (gone.status_code, gone.json()["reason"]) == (410, "unpublished")
    assert client.get(f"{API}/lecturers/by-slug/nadia-netwide").status_code == 404
    assert Thing.objects.get(pk=nadia.translation_key).withheld == "network"
    assert check() == []
    come_back(LecturerPage.objects.get(pk=nadia.pk))
    settle()
    assert {path for path in before if not path.startswith("/media/")} <= telling(client, paths)


def test_whoever_was_never_public_might_as_well_not_be_there(client: Client, house: OrganisationPage) -> None:
    settle()
    paths = ["/en/lecturers/", f"{API}/lecturers", f"{API}/lecturers?facets=country,topic", "/sitemap-en-1.xml"]
    before = [client.get(path).content for path in paths]
    page = lecturer("Nadia Netwide", parent=house, audience="network", country="MT")
    translated(page, "fi")
    settle()
    assert [client.get(path).content for path in paths] == before
    assert client.get(f"{API}/lecturers/{page.translation_key}").status_code == 404
    assert not Entry.objects.filter(thing=page.translation_key).exists()


@pytest.mark.parametrize(("scope", "seen"), [("public", True), ("pseudonym", False), ("network", False)])
@pytest.mark.parametrize("audience", ["public", "network"])
@pytest.mark.parametrize("pseudonym", [False, True])
def test_scope_and_wish_and_pseudonym(
    house: OrganisationPage, scope: str, seen: bool, audience: str, pseudonym: bool
) -> None:
    """The narrower of wish and consent rules; a consent to a pseudonym covers members too, under one."""
    person = person_with_consent("Behind", scope=scope)
    page = lecturer("Nadia", parent=house, person=person, audience=audience, is_pseudonym=pseudonym)
    at = page.last_published_at
    found = publicity(LecturerPage.objects.get(pk=page.pk), at)
    covered = seen or (scope == "pseudonym" and pseudonym)
    assert found.is_public(at) == (covered and audience == "public")
    assert found.is_for_members(at) == (covered or scope == "network")


def test_only_the_source_says_who_sees_it(house: OrganisationPage) -> None:
    page = lecturer("Nadia", parent=house)
    finnish = translated(page, "fi")
    LecturerPage.objects.filter(pk=finnish.pk).update(audience="network")
    publish(page)
    settle()
    assert Entry.objects.public().filter(thing=page.translation_key).count() == 2


def test_without_consent_the_reason_is_told_first(nadia: LecturerPage) -> None:
    chosen(nadia, "network")
    withdraw_consent(nadia.person, by=None)
    settle()
    assert Thing.objects.get(pk=nadia.translation_key).withheld == "consent"


def test_a_field_for_members_is_in_no_document(client: Client, nadia: LecturerPage) -> None:
    nadia.city_visibility = "network"
    publish(nadia)
    settle()
    for entry in Entry.objects.public():
        assert "Valletta" not in f"{entry.payload} {entry.text} {entry.facets}"
    assert "Valletta" not in client.get("/en/network/sunrise/nadia-netwide/").content.decode()
