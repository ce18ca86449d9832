"""What is for the network: members who are signed in read it, with all that they may see, and nobody else does."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page, PageViewRestriction

from catalogue.checking import settle
from lecturers.models import LecturerPage, Link
from network.models import OrganisationPage
from network.roles import organisation_editors, translators
from people.models import Person, Purpose, Scope, User
from people.services import withdraw_consent
from tests.factories.media import ImageFactory
from tests.factories.pages import lecturer, organisation, person_with_consent, publish, site_tree, translated
from tests.factories.people import consent, new_user
from tests.factories.topics import topic

pytestmark = pytest.mark.django_db
BANK = "/admin/members/"
NADIA, OMAR = "Nadia Netwide*", "Omar Open"
FIELDS = {
    "given_name": "Givenonly", "given_name_visibility": "network", "city": "Citynet", "city_visibility": "network",
    "region": "Regionhid", "region_visibility": "hidden", "pronouns": "they/open", "pronouns_visibility": "public",
    "links_visibility": "network",
}  # fmt: skip


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """Made once; every test undoes what it changed."""
    with django_db_blocker.unblock(), transaction.atomic():
        site_tree(["en", "fi"])
        house, harbour = organisation("Sunrise"), organisation("Harbour")
        bread, person = topic("Bread", fi="Leipä"), person_with_consent("Nadia Behind", Purpose.PROFILE, Purpose.PHOTO)
        nadia = lecturer(
            "Nadia Netwide", parent=house, person=person, audience="network", topics=[bread], photo=ImageFactory(),
            headline="Bakes for Haïfa", links=[Link(url="https://example.org/linknet")], **FIELDS,
        )  # fmt: skip
        finnish = translated(nadia, "fi", title="Nadia Verkossa", headline="Leipoo")
        omar = lecturer("Omar Open", parent=house, country="SE", languages=[("sv", "C1")], photo=ImageFactory(),
            person=person_with_consent("Omar Behind", Purpose.PROFILE, Purpose.PHOTO), **FIELDS)  # fmt: skip
        translator, neighbour = new_user(), new_user()
        translator.groups.add(translators())
        neighbour.groups.add(organisation_editors(harbour))
        settle()
        yield {
            "nadia": nadia, "finnish": finnish, "omar": omar, "house": house, "translator": translator,
            "neighbour": neighbour,
        }  # fmt: skip
        transaction.set_rollback(True)


@pytest.fixture
def there(world: dict[str, Any], client: Client, db: None) -> dict[str, Any]:
    """The world, in a transaction of this test's own, and the member with the smallest role signed in."""
    client.force_login(world["translator"])
    fresh = {name: LecturerPage.objects.get(pk=world[name].pk) for name in ("nadia", "finnish", "omar")}
    return {**world, **fresh, "house": OrganisationPage.objects.get(pk=world["house"].pk)}


def names(client: Client, **asked: str) -> list[str]:
    """Whom the list shows, those for members only with a star."""
    html = client.get(BANK, asked).content.decode()
    found = re.findall(r'<h2 class="w-h3 w-my-0"><a href="[^"]+"><bdi>(.*?)</bdi></a>(.*?)</h2>', html)
    return [unescape(name) + ("*" if "Members only" in mark else "") for name, mark in found]


def profile(client: Client, page: LecturerPage, **asked: str) -> Any:
    return client.get(page.members_url, asked)


def test_the_smallest_role_finds_both_and_reads_what_is_for_members(client: Client, there: dict[str, Any]) -> None:
    assert names(client) == [NADIA, OMAR]
    for page in (there["nadia"], there["omar"]):
        html = profile(client, page).content.decode()
        assert [
            word for word in (page.title, "Citynet", "In full: <bdi>Givenonly", "they/open") if word not in html
        ] == []
        assert "Regionhid" not in html
        assert "Behind" not in html
        assert "do not pass it on" in html
        assert ("CC BY" in html, "Licence" in html) == (False, False)
    assert "does not see this profile at all" in profile(client, there["nadia"]).content.decode()
    assert "does not see this profile at all" not in profile(client, there["omar"]).content.decode()


def test_an_editor_of_another_organisation_reads_it_too(client: Client, there: dict[str, Any]) -> None:
    client.force_login(there["neighbour"])
    assert names(client) == [NADIA, OMAR]
    assert "Citynet" in profile(client, there["nadia"]).content.decode()
    assert BANK in client.get("/admin/").content.decode()


@pytest.mark.parametrize("who", ["nobody", "without a role", "inactive"])
def test_nobody_else_gets_in(client: Client, there: dict[str, Any], who: str) -> None:
    client.logout()
    if who == "without a role":
        client.force_login(new_user())
    if who == "inactive":
        client.force_login(there["translator"])
        User.objects.filter(pk=there["translator"].pk).update(is_active=False)
    for address in (BANK, there["nadia"].members_url):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("wagtailadmin_login"))
        assert "Netwide" not in client.get(address, follow=True).content.decode()


def test_nothing_may_keep_or_index_what_is_read(client: Client, there: dict[str, Any]) -> None:
    for address in (BANK, there["nadia"].members_url):
        assert {"no-store", "private"} <= set(client.get(address)["Cache-Control"].replace(" ", "").split(","))
        assert client.post(address).status_code == 405
    answer = profile(client, there["nadia"])
    html = answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in html
    assert "ld+json" not in html
    assert f'<link rel="canonical" href="http://testserver{there["nadia"].members_url}">' in html


def test_it_is_read_in_the_readers_language_or_in_its_own(client: Client, there: dict[str, Any]) -> None:
    assert "Bakes for" in profile(client, there["nadia"], locale="en").content.decode()
    finnish = profile(client, there["nadia"], locale="fi").content.decode()
    assert "Nadia Verkossa" in finnish
    assert f'{there["nadia"].members_url}?locale=en"' in finnish
    assert "Bakes for" in profile(client, there["nadia"], locale="el").content.decode()
    assert profile(client, there["nadia"], locale="xx").status_code == 200


def test_what_is_live_is_read_and_no_draft(client: Client, there: dict[str, Any]) -> None:
    page = there["nadia"]
    page.title = page.headline = page.city = "Draftword"
    page.save_revision()
    assert "Draftword" not in profile(client, page).content.decode()
    assert names(client, q="Draftword") == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        *((asked, [NADIA]) for asked in ({"q": "netwide"}, {"q": "haifa"}, {"q": "leipä"}, {"q": "verkossa leipoo"})),
        *((asked, [NADIA]) for asked in ({"topic": "bread"}, {"members_only": "on"})),
        *((asked, [OMAR]) for asked in ({"q": "lecturer"}, {"language": "sv"}, {"country": "SE"})),
        *((asked, []) for asked in ({"q": "verkossa haifa"}, {"members_only": "on", "country": "SE"})),
        *((asked, [NADIA, OMAR]) for asked in ({"country": "nowhere"}, {"q": "\0"}, {"p": "x"}, {"q": " "})),
        *(({"q": word}, []) for word in ("Citynet", "Givenonly", "Regionhid", "Behind", "linknet", "x" * 200)),
    ],
)  # fmt: skip
def test_who_is_found(client: Client, there: dict[str, Any], asked: dict[str, str], found: list[str]) -> None:
    """By words that nobody can hide, in one language at a time; not by a hidden one, or one for members."""
    assert names(client, **asked) == found


OBSTACLES: dict[str, Callable[[LecturerPage], Any]] = {
    "withdrawn": lambda page: withdraw_consent(Person.objects.get(pk=page.person_id), by=None),
    "only a pseudonym": lambda page: consent(page.person, days_ago=0, scope=Scope.PSEUDONYM),
    "unpublished": lambda page: page.unpublish(),
    "over": lambda page: Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(seconds=1)),
    "to come": lambda page: Page.objects.filter(pk=page.pk).update(go_live_at=timezone.now() + timedelta(days=1)),
    "without person": lambda page: LecturerPage.objects.filter(pk=page.pk).update(person=None),
    "restricted": lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"),
    "restricted above": lambda page: PageViewRestriction.objects.create(
        page=page.get_parent(), restriction_type="password", password="x"
    ),
    "draft above": lambda page: Page.objects.filter(pk=page.get_parent().pk).update(live=False),
    "told": lambda page: LecturerPage.objects.filter(pk=page.pk).update(
        is_pseudonym=True, given_name="Netwide", title="N", bio="<p>Netwide</p>"
    ),
    "broken": lambda page: page.languages.update(language="xx"),
    "deleted": lambda page: page.delete(),
}


@pytest.mark.parametrize("settled", [False, True])
@pytest.mark.parametrize("obstacle", OBSTACLES)
def test_what_is_kept_back_otherwise_no_member_sees(
    client: Client, there: dict[str, Any], obstacle: str, settled: bool
) -> None:
    """At once, before anything has been built anew, and afterwards."""
    nadia = there["nadia"]
    OBSTACLES[obstacle](LecturerPage.objects.get(pk=nadia.pk))
    if settled:
        settle()
    assert profile(client, nadia).status_code == 404
    assert "Nadia Netwide*" not in names(client)
    assert names(client, q="netwide") == []


def test_a_version_that_tells_the_own_name_finds_nobody(client: Client, there: dict[str, Any]) -> None:
    nadia = there["nadia"]
    nadia.title, nadia.slug, nadia.is_pseudonym, nadia.given_name = "Nightingale", "nightingale", True, ""
    publish(nadia)
    LecturerPage.objects.filter(pk=there["finnish"].pk).update(title="Behind Verkossa", is_pseudonym=True)
    settle()
    assert names(client, q="nightingale") == ["Nightingale*"]
    assert names(client, q="behind") == []
    assert "Behind" not in profile(client, nadia, locale="fi").content.decode()


@pytest.mark.parametrize("field", ["given_name", "family_name", "orcid"])
def test_past_the_form_the_own_name_is_hidden_from_members(client: Client, there: dict[str, Any], field: str) -> None:
    fields = {field: "Ownnamed", f"{field}_visibility": "network", "is_pseudonym": True, "slug": "x"}
    LecturerPage.objects.filter(pk=there["nadia"].pk).update(**fields)
    LecturerPage.objects.filter(pk=there["finnish"].pk).update(is_pseudonym=True)
    answer = profile(client, there["nadia"])
    assert answer.status_code == 200
    assert "Ownnamed" not in answer.content.decode()


def test_how_to_reach_people_is_masked(client: Client, there: dict[str, Any]) -> None:
    LecturerPage.objects.filter(pk=there["nadia"].pk).update(bio="<p>anna@example.org</p>", city="+358 40 123 4567")
    html = profile(client, there["nadia"]).content.decode()
    assert "anna@" not in html
    assert "123 4567" not in html


def test_a_portrait_is_shown_only_where_the_public_sees_it(client: Client, there: dict[str, Any]) -> None:
    assert "/media/" in profile(client, there["omar"]).content.decode()
    html = profile(client, there["nadia"]).content.decode()
    assert "<img" not in html.partition("<main")[2]
    assert "NN</span>" in html


def test_other_things_have_no_page_for_members(client: Client, there: dict[str, Any]) -> None:
    for key in (there["house"].translation_key, "0f4a1c1e-6f0b-4e55-9a55-0d5f0c7f2b10"):
        assert client.get(reverse("members_profile", args=[key])).status_code == 404


def test_a_page_of_the_list_asks_for_little_however_many_it_shows(client: Client, there: dict[str, Any]) -> None:
    def asked() -> int:
        names(client, q="e")
        with CaptureQueriesContext(connection) as queries:
            assert names(client, q="e")
        return len(queries)

    few = asked()
    for number in range(22):
        lecturer(f"Further {number:02}", parent=there["house"], audience="network", photo=ImageFactory(), **FIELDS)
    settle()
    assert asked() <= few + 1
    assert len(names(client)) == 20
    assert names(client, p="2", country="FI", members_only="on")[-1] == "Nadia Netwide*"
    assert "p=2" in client.get(BANK).content.decode()
