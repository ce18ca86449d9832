"""Everything that a profile says, from the editors' form to its page and the API, in each language."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone

from catalogue.checking import check, settle
from catalogue.models import Entry
from lecturers.document import LecturerDocument
from lecturers.models import Affiliation, Endorsement, LecturerPage, Link, Offer, Talk
from lecturers.services import end_pauses
from network.models import OrganisationPage
from tests.factories.pages import lecturer, organisation, publish, site_tree, translated
from tests.factories.topics import gender_equality
from topics.models import Topic

pytestmark = pytest.mark.django_db

OFFER: dict[str, Any] = {
    "title": "Who counts the kettles?", "abstract": "On work that no statistic sees.", "duration": 90,
    "languages": ["en", "fi"], "learning_outcomes": "Read a time-use survey\n\nArgue with one", "needs": "A blackboard",
}  # fmt: skip
FINNISH = {
    "title": "Kuka laskee kattilat?", "abstract": "Näkymättömästä työstä.",
    "learning_outcomes": "Lukea ajankäyttötutkimusta", "needs": "Liitutaulu",
}  # fmt: skip


@pytest.fixture
def house(settings: Any, tmp_path: Any) -> OrganisationPage:
    settings.VAR_DIR = tmp_path
    site_tree(["en", "fi"])
    made: OrganisationPage = organisation()
    return made


def test_what_somebody_mainly_belongs_to_is_named_first(client: Client, house: OrganisationPage) -> None:
    rows = [Affiliation(name="Choir"), Affiliation(name="Institute", is_primary=True), Affiliation(name="Garden")]
    page = lecturer("Nadia", affiliations=rows)
    settle()
    said = client.get(f"/api/v1/lecturers/{page.translation_key}").json()["data"]["affiliations"]
    assert [item["name"] for item in said] == ["Institute", "Choir", "Garden"]


@pytest.fixture
def full(house: OrganisationPage) -> LecturerPage:
    """A profile with every field filled in, in two languages."""
    page: LecturerPage = lecturer(
        "Samira Example",
        parent=house,
        offers=[Offer(topics=[gender_equality().slug], **OFFER)],
        talks=[
            Talk(title="Unpaid, uncounted", date=date(2026, 3, 8), language="en", organisation="Harbour University"),
            Talk(title="Der Topf", language="de", url="https://example.org/topf"),
        ],
        endorsements=[Endorsement(organisation=organisation("Harbour University"), date=date(2026, 5, 1))],
        links=[Link(url="https://example.org/samira", label="Articles"), Link(url="javascript:alert(1)")],
        links_visibility="public",
        orcid="0000-0002-1825-0097",
        orcid_visibility="public",
        region="Uusimaa",
        region_visibility="public",
        keywords=["time-use surveys"],
        levels=["master", "community"],
        group_min=5,
        group_max=30,
        fee="free-ngo",
        travels_to=["EE", "SE"],
        months=["02", "10"],
        weekdays=["monday"],
        time_zone="Europe/Helsinki",
        confirmed_on=date(2026, 6, 1),
        indexable=True,
    )
    translated(page, "fi", offers=[FINNISH])
    settle()
    return page


def document(page: LecturerPage, locale: str = "en") -> LecturerDocument:
    settle()
    found = Entry.objects.public().get(thing=page.translation_key, locale=locale).document()
    assert isinstance(found, LecturerDocument)
    return found


def test_the_document_says_all_of_it(full: LecturerPage) -> None:
    said = document(full).model_dump(mode="json")
    assert said["offers"] == [
        {
            "id": str(full.offers.get().translation_key), "title": OFFER["title"], "abstract": OFFER["abstract"],
            "duration": 90, "needs": "A blackboard",
            "languages": [{"code": "en", "label": "English"}, {"code": "fi", "label": "Finnish"}],
            "learning_outcomes": ["Read a time-use survey", "Argue with one"],
            "topics": [{**said["offers"][0]["topics"][0], "slug": "gender-equality", "label": "Gender equality"}],
        }
    ]  # fmt: skip
    assert [talk["title"] for talk in said["talks"]] == ["Unpaid, uncounted", "Der Topf"]
    assert said["talks"][1] == {
        "title": "Der Topf", "date": None, "language": {"code": "de", "label": "German"}, "organisation": "",
        "url": "https://example.org/topf",
    }  # fmt: skip
    assert [(e["organisation"]["title"], e["date"]) for e in said["endorsements"]] == [
        ("Harbour University", "2026-05-01")
    ]
    assert said["links"] == [{"url": "https://example.org/samira", "label": "Articles"}]
    assert said["availability"]["time_zone"] == {"code": "Europe/Helsinki", "label": "Eastern European Time"}
    assert [month["label"] for month in said["availability"]["months"]] == ["February", "October"]
    assert [day["label"] for day in said["availability"]["weekdays"]] == ["Monday"]
    plain = ("orcid", "region", "keywords", "group_size", "confirmed_on", "indexable")
    assert {name: said[name] for name in plain} == {
        "orcid": "0000-0002-1825-0097", "region": "Uusimaa", "keywords": ["time-use surveys"],
        "group_size": {"smallest": 5, "largest": 30}, "confirmed_on": "2026-06-01", "indexable": True,
    }  # fmt: skip
    assert [level["code"] for level in said["levels"]] == ["master", "community"]
    assert (said["fee"]["code"], [country["code"] for country in said["travels_to"]]) == ("free-ngo", ["EE", "SE"])


def test_a_translation_has_its_own_words_and_the_source_the_rest(full: LecturerPage) -> None:
    said = document(full, "fi")
    [offer] = said.offers
    assert (offer.title, offer.needs, offer.learning_outcomes) == (
        FINNISH["title"], FINNISH["needs"], [FINNISH["learning_outcomes"]]
    )  # fmt: skip
    assert (offer.duration, [language.label for language in offer.languages]) == (90, ["englanti", "suomi"])
    assert [topic.label for topic in offer.topics] == ["Sukupuolten tasa-arvo"]
    assert [month.label for month in said.availability.months] == ["helmikuu", "lokakuu"]
    assert [country.label for country in said.travels_to] == ["Viro", "Ruotsi"]
    full.offers = [*full.offers.all(), Offer(title="A second one", duration=20)]
    full.fee = "ask"
    publish(full)
    said = document(full, "fi")
    assert [offer.title for offer in said.offers] == [FINNISH["title"], "A second one"]
    assert said.fee.code == "ask"


def test_the_page_shows_it_and_leaves_out_what_is_empty(full: LecturerPage, client: Client) -> None:
    shown = client.get(full.url).text
    for words in (
        "Lectures that are ready", OFFER["title"], "90 minutes", "What participants learn", "Argue with one",
        "A blackboard", "Past talks", "Der Topf", "Elsewhere", "ORCID", "Uusimaa", "Also travels to", "Estonia",
        "Usually available", "October", "Monday", "Eastern European Time", "Groups of 5 to 30 people", "Free for NGOs",
        "Endorsed by", "time-use surveys", "Master students", "Confirmed on",
    ):  # fmt: skip
        assert words in shown, words
    assert "javascript:" not in shown
    plain = client.get(lecturer("Omar Example", parent=full.get_parent()).url).text
    for heading in ("Lectures that are ready", "Past talks", "Elsewhere", "Also travels to", "Usually available",
                    "Groups of", "Fee", "Endorsed", "Confirmed on", "takes a break"):  # fmt: skip
        assert heading not in plain, heading


def test_search_engines_are_told_in_their_words(full: LecturerPage, client: Client) -> None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(full.url).text)
    assert found
    person = json.loads(found[1])["mainEntity"]
    assert person["sameAs"] == ["https://orcid.org/0000-0002-1825-0097", "https://example.org/samira"]
    assert person["knowsAbout"] == ["time-use surveys"]
    assert person["workLocation"]["address"] == {
        "@type": "PostalAddress", "addressRegion": "Uusimaa", "addressCountry": "FI"
    }  # fmt: skip
    [offer] = person["makesOffer"]
    assert (offer["itemOffered"]["timeRequired"], offer["itemOffered"]["inLanguage"]) == ("PT90M", ["en", "fi"])
    assert [event["name"] for event in person["performerIn"]] == ["Unpaid, uncounted", "Der Topf"]
    assert "organizer" not in person["performerIn"][1]


def test_nobody_is_indexed_who_has_not_allowed_it(full: LecturerPage, client: Client) -> None:
    answer = client.get(full.url)
    assert "X-Robots-Tag" not in answer.headers
    assert 'name="robots"' not in answer.text
    full.indexable = False
    publish(full)
    settle()
    for address in (full.url, full.get_translations().get().url):
        answer = client.get(address)
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in answer.text
    assert client.get(f"/api/v1/lecturers/{full.translation_key}").json()["data"]["indexable"] is False
    assert LecturerPage().indexable is False


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("level=master", True), ("level=staff", False), ("fee=free-ngo", True), ("fee=ask", False),
        ("month=10", True), ("month=02&month=11", True), ("month=11", False), ("month.all=02,10", True),
        ("endorsed=true", True), ("endorsed.not=true", False),
        ("q=kettles", True), ("q=uncounted", True), ("q=surveys", True), ("q=blackboard", False), ("q=Uusimaa", True),
    ],
)  # fmt: skip
def test_it_is_found_by_it(full: LecturerPage, client: Client, asked: str, found: bool) -> None:
    answer = client.get(f"/api/v1/lecturers?{asked}&facets=level,fee,month,endorsed").json()
    assert [item["name"] for item in answer["data"]] == (["Samira Example"] if found else [])


def test_facets_are_counted_and_named(full: LecturerPage, client: Client) -> None:
    counted = client.get("/api/v1/lecturers?locale=fi&facets=level,fee,month,endorsed").json()["facets"]
    assert {v["value"]: v["count"] for v in counted["month"]} == {"02": 1, "10": 1}
    assert [v["label"] for v in counted["month"]] == ["helmikuu", "lokakuu"]
    assert [v["value"] for v in counted["level"]] == ["master", "community"]
    assert {v["value"]: v["count"] for v in counted["endorsed"]} == {"true": 1}
    assert {v["value"] for v in counted["level"]} == {"master", "community"}
    bank = client.get("/en/lecturers/").text
    for words in ("For whom", "Master students", "Available in", "By a partner organisation", "Endorsed"):
        assert words in bank, words


def test_an_organisation_vouches_for_others_only(full: LecturerPage, client: Client) -> None:
    vouching = full.endorsements.get().organisation
    assert client.get("/api/v1/lecturers?endorsed=true").json()["data"] != []
    LecturerPage.objects.get(pk=full.pk).move(vouching, pos="last-child")
    moved = LecturerPage.objects.get(pk=full.pk)
    assert document(moved).organisation.title == "Harbour University"
    assert document(moved).endorsements == []
    settle()
    assert client.get("/api/v1/lecturers?endorsed=true").json()["data"] == []


def test_an_organisation_that_is_not_public_vouches_for_nobody(full: LecturerPage, client: Client) -> None:
    other = organisation("Lighthouse College")
    full.endorsements = [Endorsement(organisation=other)]
    publish(full)
    assert [item.organisation.title for item in document(full).endorsements] == ["Lighthouse College"]
    other.unpublish()
    assert document(full).endorsements == []
    assert client.get("/api/v1/lecturers?endorsed=true").json()["data"] == []
    assert "Lighthouse" not in client.get(full.url).text
    publish(OrganisationPage.objects.get(pk=other.pk))
    assert [item.organisation.title for item in document(full).endorsements] == ["Lighthouse College"]
    OrganisationPage.objects.get(pk=other.pk).delete()
    assert document(full).endorsements == []
    assert check() == []


def test_what_is_not_chosen_for_the_public_is_nowhere(full: LecturerPage, client: Client) -> None:
    full.orcid_visibility = full.links_visibility = full.region_visibility = "hidden"
    publish(full)
    for locale in ("en", "fi"):
        said = document(full, locale)
        assert (said.orcid, said.links, said.region) == ("", [], "")
    for address in (full.url, f"/api/v1/lecturers/{full.translation_key}"):
        shown = client.get(address).text
        assert not {word for word in ("0000-0002", "example.org/samira", "Uusimaa") if word in shown}
    assert client.get("/api/v1/lecturers?q=Uusimaa").json()["data"] == []


def test_a_pseudonym_hides_the_orcid_whatever_was_ticked(full: LecturerPage) -> None:
    full.is_pseudonym = True
    publish(full)
    assert document(full).orcid == ""


def test_during_a_pause_the_profile_is_read_and_nobody_is_asked(full: LecturerPage, client: Client) -> None:
    today = timezone.localdate()
    full.contact_mode, full.paused_until = "relay", today + timedelta(days=1)
    publish(full)
    said = document(full)
    assert (said.contact_mode, said.paused_until) == ("none", today + timedelta(days=1))
    shown = client.get(full.url)
    assert (shown.status_code, "takes a break" in shown.text, "passes your request on" in shown.text) == (
        200,
        True,
        False,
    )
    full.paused_until = today
    LecturerPage.objects.filter(pk=full.pk).update(paused_until=today)
    end_pauses()
    assert (document(full).contact_mode, document(full).paused_until) == ("relay", None)
    assert "passes your request on" in client.get(full.url).text
    seq = Entry.objects.get(thing=full.translation_key, locale="en").seq
    end_pauses()
    settle()
    assert Entry.objects.get(thing=full.translation_key, locale="en").seq == seq


def test_a_topic_of_a_lecture_follows_the_vocabulary(full: LecturerPage) -> None:
    topic = Topic.objects.get(slug="gender-equality")
    label = topic.labels.get(language="en")
    label.preferred = "Equal for all"
    label.save()
    assert [topic.label for topic in document(full).offers[0].topics] == ["Equal for all"]
    with pytest.raises(ProtectedError):
        topic.delete()
    full.offers.update(topics=["gone"])
    publish(full)
    assert document(full).offers[0].topics == []


def test_a_copy_of_a_profile_keeps_its_lectures(full: LecturerPage) -> None:
    copy = full.copy(update_attrs={"slug": "again", "title": "Samira again"}).specific
    [offer] = copy.offers.all()
    assert (offer.title, offer.topics) == (OFFER["title"], ["gender-equality"])
    assert offer.translation_key != full.offers.get().translation_key
