"""What an organisation says of itself, from its page to the API, and what nobody outside hears."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail_localize.segments.extract import extract_segments

from catalogue.checking import check, settle
from lecturers.models import Affiliation, LecturerPage
from network.models import OrganisationIdentifier, OrganisationLink, OrganisationPage
from people.models import Purpose
from people.services import withdraw_consent
from tests.catalogue.reading import entry, payload, public
from tests.factories.pages import lecturer, organisation, publish, site_tree, translated
from tests.factories.people import new_user
from tests.factories.topics import gender_equality
from tests.network.filling import house
from tests.rows import kept

pytestmark = pytest.mark.django_db
RING = {"organisation_type": "network"}
AMONG = "The contact person is introduced among its lecturers."


@pytest.fixture(autouse=True)
def site(settings: Any, tmp_path: Any) -> None:
    settings.VAR_DIR = tmp_path
    site_tree(["en", "fi"])


@pytest.fixture
@kept
def full() -> OrganisationPage:
    page: OrganisationPage = organisation(
        "Sunrise Association", networks=[organisation("Baltic Ring", **RING)], topics=[gender_equality()],
        legal_name="Sunrise ry", short_name="SR", founded=1992, website="https://sunrise.example.org/",
        offers="Rooms for forty", seeks="A piano teacher", city="Turku", latitude="60.4518", longitude="22.2666",
        countries_served=["FI", "EE"], languages=["fi", "so"], claimed=True, confirmed_on="2026-10-01",
        role_mailbox="office@sunrise.example.org", registry_number="198.765",
        identifiers=[OrganisationIdentifier(scheme="ror", value="02s8dab97")],
        links=[OrganisationLink(label="Mastodon", url="https://social.example.org/@sunrise")],
    )  # fmt: skip
    return page


def read(client: Client, address: str) -> str:
    """What stands there once everything is settled."""
    settle()
    return client.get(address).content.decode()


def ask(client: Client, address: str) -> Any:
    return json.loads(read(client, f"/api/v1{address}"))


def test_all_that_is_public_is_on_its_page(client: Client, full: OrganisationPage) -> None:
    html = read(client, full.url)
    for shown in ("Sunrise ry", "<bdi>SR</bdi>", "1992", "https://sunrise.example.org/", "Rooms for forty",
                  "A piano teacher", "Turku", "Finland", "Estonia", "Somali", "Gender equality", "Baltic Ring",
                  "02s8dab97", "Mastodon", "https://social.example.org/@sunrise", "looks after this page itself",
                  "October 1, 2026"):  # fmt: skip
        assert shown in html, shown


@pytest.mark.parametrize("language", ["en", "fi"])
def test_its_place_is_shown_on_a_map_elsewhere_and_nothing_is_asked_of_that(
    client: Client, full: OrganisationPage, language: str
) -> None:
    translated(full, "fi", slug=full.slug)
    html = read(client, full.url.replace("/en/", f"/{language}/"))
    place = "https://www.openstreetmap.org/?mlat=60.4518&amp;mlon=22.2666#map=16/60.4518/22.2666"
    assert f'<a href="{place}" rel="external noopener noreferrer">' in html
    assert html.count("openstreetmap") == 1
    assert "openstreetmap" not in read(client, organisation("Without a place").url)


def test_partners_get_the_same_in_their_language(client: Client, full: OrganisationPage) -> None:
    translated(full, "fi", offers="Tiloja neljällekymmenelle")
    said = ask(client, f"/organisations/{full.translation_key}?locale=fi")["data"]
    assert (said["offers"], said["founded"], said["claimed"]) == ("Tiloja neljällekymmenelle", 1992, True)
    assert said["position"] == {"latitude": 60.4518, "longitude": 22.2666}
    assert [language["label"] for language in said["languages"]] == ["suomi", "somali"]
    assert [country["label"] for country in said["countries_served"]] == ["Viro", "Suomi"]
    assert [topic["label"] for topic in said["topics"]] == ["Sukupuolten tasa-arvo"]
    assert [network["title"] for network in said["networks"]] == ["Baltic Ring"]
    assert said["links"] == [{"label": "Mastodon", "url": "https://social.example.org/@sunrise"}]


def test_mailbox_and_registry_number_are_told_nowhere(client: Client, full: OrganisationPage) -> None:
    translated(full, "fi")
    for address in (full.url, "/en/network/", "/fi/network/", "/api/v1/organisations?locale=fi&fallback=any"):
        told = read(client, address)
        assert "Sunrise" in told
        assert "office@" not in told
        assert "198.765" not in told
    for word in ("office", "198.765"):
        assert ask(client, f"/organisations?q={word}")["data"] == []


def test_search_engines_are_told_in_the_words_of_schema_org(client: Client, full: OrganisationPage) -> None:
    html = read(client, full.url)
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    said = json.loads(block)
    assert (said["@type"], said["legalName"], said["alternateName"], said["foundingDate"]) == (
        "NGO", "Sunrise ry", "SR", "1992",
    )  # fmt: skip
    assert said["address"] == {"@type": "PostalAddress", "addressLocality": "Turku", "addressCountry": "FI"}
    assert said["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 60.4518, "longitude": 22.2666}
    assert said["memberOf"][0]["name"] == "Baltic Ring"
    assert said["sameAs"] == ["https://ror.org/02s8dab97", "https://social.example.org/@sunrise"]
    assert (said["areaServed"], said["knowsLanguage"]) == (["Estonia", "Finland"], ["fi", "so"])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("serves=EE", 1), ("serves=BE", 0), ("language=so", 1), ("language=ar", 0), ("type=network", 1),
        ("topic=equality-and-inclusion", 1), ("country=FI", 2), ("q=piano", 1), ("q=Virossa", 1), ("q=SR", 1),
    ],
)  # fmt: skip
def test_it_is_found_by_what_it_says(client: Client, full: OrganisationPage, asked: str, found: int) -> None:
    assert ask(client, f"/organisations?{asked}")["page"]["total"] == found


@pytest.mark.parametrize("language", ["en", "fi"])
def test_where_there_is_more_a_link_leads_to_all_of_it(client: Client, language: str) -> None:
    ring = organisation("Baltic Ring", slug="ring", **RING)
    translated(ring, "fi", title="Baltian rengas", slug="ring")
    for number in range(12):
        lecturer(f"Lecturer {number:02}", parent=ring, indexable=True)
    address = f"/{language}/network/ring/"
    assert 'class="more"' not in read(client, address)
    lecturer("One more", parent=ring)
    for number in range(25):
        organisation(f"House {number:02}", networks=[ring])
    more = re.findall(r'class="more" href="([^"]*)"', read(client, address))
    key = ring.translation_key
    assert more == [f"/{language}/network/?network={key}", f"/{language}/lecturers/?organisation={key}"]
    counts = [re.findall(r'id="results-title"[^>]*>\D*(\d+)', read(client, each)) for each in more]
    assert counts == [["25"], ["13"]]


def test_a_network_lists_its_public_members_alone(client: Client, full: OrganisationPage) -> None:
    ring = OrganisationPage.objects.get(title="Baltic Ring")
    organisation("Hidden House", networks=[ring], live=False)
    other = organisation("Moon Association", networks=[ring])
    html = read(client, ring.url)
    assert "Its members" in html
    assert "Sunrise Association" in html
    assert "Moon Association" in html
    assert "Hidden House" not in html
    other.unpublish()
    assert "Moon Association" not in read(client, ring.url)
    assert "Its members" not in read(client, full.url)
    key = ring.translation_key
    members = ask(client, f"/organisations?network={key}")["data"]
    assert [member["title"] for member in members] == ["Sunrise Association"]


def test_a_network_that_is_not_public_is_not_named(client: Client, full: OrganisationPage) -> None:
    OrganisationPage.objects.get(title="Baltic Ring").unpublish()
    assert payload(entry(full))["networks"] == []
    assert "Baltic Ring" not in read(client, full.url)
    assert check() == []


class TestContactPerson:
    @pytest.fixture
    def nadia(self, full: OrganisationPage) -> LecturerPage:
        page: LecturerPage = lecturer("Nadia Example", parent=full, indexable=True)
        full.contact = page
        publish(full)
        return page

    def show(self, full: OrganisationPage) -> Any:
        page = OrganisationPage.objects.get(pk=full.pk)
        page.contact_visibility = "public"
        publish(page)
        return payload(entry(page))["contact"]

    def test_is_hidden_until_the_person_chooses(self, full: OrganisationPage, nadia: LecturerPage) -> None:
        assert payload(entry(full))["contact"] is None
        assert self.show(full)["title"] == "Nadia Example"

    def test_is_named_as_on_the_profile(self, client: Client, full: OrganisationPage, nadia: LecturerPage) -> None:
        self.show(full)
        nadia.title = "Starling"
        publish(nadia)
        assert payload(entry(full))["contact"]["title"] == "Starling"
        assert "Starling" in read(client, full.url)

    def test_is_named_on_the_page_only_to_whom_search_engines_may_be_told_of(
        self, client: Client, full: OrganisationPage, nadia: LecturerPage
    ) -> None:
        translated(full, "fi", slug=full.slug)
        api, page = f"/organisations/{full.translation_key}", full.url.replace("/en/", "/fi/")
        self.show(full)
        assert ask(client, api)["data"]["contact"]["indexable"] is True
        for address in (full.url, page):
            html = read(client, address)
            assert f'{nadia.url}"><bdi>Nadia Example</bdi></a></p>' in html
            assert AMONG not in html
        nadia.indexable = False
        publish(nadia)
        told = ask(client, f"{api}?include=contact")
        assert (told["data"]["contact"]["title"], told["data"]["contact"]["indexable"]) == ("Nadia Example", False)
        assert told["included"]["lecturer"][str(nadia.translation_key)]["name"] == "Nadia Example"
        for address in (full.url, page):
            html = read(client, address)
            assert "Nadia" not in html
            assert "noindex" not in html
        [there] = re.findall(f'<a href="([^"]+)">{AMONG}', read(client, full.url))
        assert there == f"/en/lecturers/?organisation={full.translation_key}"
        assert "Nadia Example" in read(client, there)

    def test_of_another_organisation_is_found_among_those_who_name_this_one(
        self, client: Client, full: OrganisationPage
    ) -> None:
        works = [Affiliation(organisation=full)]
        full.contact = lecturer("Zoe Example", parent=organisation("Harbour"), affiliations=works)
        publish(full)
        assert self.show(full)["indexable"] is False
        html = read(client, full.url)
        assert "Zoe" not in html
        [there] = re.findall(f'<a href="([^"]+)">{AMONG}', html)
        assert "Zoe Example" in read(client, there)

    def test_goes_with_the_consent(self, client: Client, full: OrganisationPage, nadia: LecturerPage) -> None:
        self.show(full)
        assert nadia.person
        withdraw_consent(nadia.person, Purpose.PROFILE, by=None)
        assert list(public(full)) == ["en"]
        assert payload(entry(full))["contact"] is None
        assert "Nadia" not in read(client, full.url)
        client.force_login(new_user(is_superuser=True))
        form = client.get(reverse("wagtailadmin_pages:edit", args=[full.pk])).content.decode()
        assert "The contact person is not named, because the public does not see their profile." in form

    def test_who_was_never_public_is_not_named(self, full: OrganisationPage) -> None:
        full.contact = lecturer("Nobody Yet", parent=full, person=None)
        publish(full)
        assert self.show(full) is None


class TestForm:
    @pytest.fixture
    def edit(self, client: Client, full: OrganisationPage) -> str:
        client.force_login(new_user(is_superuser=True))
        return reverse("wagtailadmin_pages:edit", args=[full.pk])

    @pytest.mark.parametrize(
        ("fields", "complaint"),
        [
            ({"latitude": "60.1"}, "Give both or none"),
            ({"latitude": "91", "longitude": "1"}, "less than or equal to 90"),
            ({"founded": "2999"}, "This year is still to come"),
            ({"founded": "12"}, "greater than or equal to 1000"),
            ({"offers": "Write to office@example.org"}, "would be public here"),
            ({"links": [{"label": "office@example.org", "url": "https://example.org"}]}, "would be public here"),
            ({"links": [{"label": "", "url": "javascript:alert(1)"}]}, "Enter a valid URL"),
            ({"countries_served": ["XX"]}, "XX is not one of the available choices"),
            ({"role_mailbox": "no address"}, "Enter a valid email address"),
        ],
    )
    def test_what_cannot_be_is_said_plainly(
        self, client: Client, full: OrganisationPage, edit: str, fields: dict[str, Any], complaint: str
    ) -> None:
        answer = client.post(edit, house(full, seeks="Must not be lost", **fields))
        assert answer.status_code == 200
        assert complaint in answer.content.decode()
        assert "Must not be lost" in answer.content.decode()

    def test_only_a_network_has_members(self, client: Client, full: OrganisationPage, edit: str) -> None:
        other = organisation("Moon Association")
        answer = client.post(edit, house(full, networks=[other])).content.decode()
        assert "“Moon Association” is no network" in answer
        ring = OrganisationPage.objects.get(title="Baltic Ring")
        assert client.post(edit, house(full, networks=[ring])).status_code == 302
        twice = client.post(edit, house(full, networks=[ring, ring])).content.decode()
        assert "This stands here twice" in twice

    def test_what_is_filled_in_is_kept(self, client: Client, full: OrganisationPage, edit: str) -> None:
        fields = {"role_mailbox": "hall@example.org", "languages": ["ar", "fi"], "countries_served": ["FI"]}
        assert client.post(edit, house(full, latitude="60.1", longitude="-1", **fields)).status_code == 302
        draft = OrganisationPage.objects.get(pk=full.pk).get_latest_revision_as_object()
        assert {name: getattr(draft, name) for name in fields} == fields
        assert (str(draft.latitude), str(draft.longitude)) == ("60.1", "-1")

    def test_private_fields_are_nothing_to_translate(self, full: OrganisationPage) -> None:
        given = str([vars(segment) for segment in extract_segments(full)])
        for words in ("Rooms for forty", "A piano teacher", "Sunrise Association"):
            assert words in given
        for words in ("office@", "198.765", "Mastodon", "Turku"):
            assert words not in given
