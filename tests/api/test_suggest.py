"""What is suggested to somebody who types."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from catalogue.checking import settle
from lecturers.models import LecturerPage
from network.models import OrganisationPage
from people.services import withdraw_consent
from tests.api.conftest import Get
from tests.api.documents import lecturer_entry, organisation_entry, several
from tests.api.test_caching import queries
from tests.factories.pages import lecturer
from tests.factories.topics import gender_equality, topic
from topics.models import TopicLabel

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggested(get: Get) -> Any:
    """Type and label of each suggestion."""

    def ask(asked: str) -> list[tuple[str, str]]:
        return [(found["type"], found["label"]) for found in get(f"/suggest?{asked}").json()["data"]]

    return ask


def test_a_suggestion_says_what_it_is_and_where(get: Get, nadia: LecturerPage, org: OrganisationPage) -> None:
    equality = gender_equality()
    (person,) = get("/suggest?q=nad").json()["data"]
    assert person == {
        "type": "lecturer",
        "label": "Nadia Example",
        "value": str(nadia.translation_key),
        "url": f"https://testserver{nadia.get_url()}",
        "locale": "en",
    }
    (subject,) = get("/suggest?q=sukup&locale=fi&fallback=any").json()["data"]
    assert subject == {
        "type": "topic",
        "label": "Sukupuolten tasa-arvo",
        "value": equality.slug,
        "url": f"https://testserver/api/v1/topics/{equality.slug}",
        "locale": "fi",
    }
    assert get(subject["url"].removeprefix("https://testserver")).status_code == 200
    assert get(f"/lecturers?topic={subject['value']}").status_code == 200
    (home,) = get("/suggest?q=sunr").json()["data"]
    assert get(f"/lecturers?organisation={home['value']}").json()["page"]["total"] == 1


def test_topics_come_first_then_each_kind_with_its_share(suggested: Any) -> None:
    gender_equality()
    several(7), lecturer_entry("Gene"), organisation_entry("Generation")
    assert suggested("q=gen") == [
        ("topic", "Gender equality"), ("lecturer", "Gene"), ("organisation", "Generation")
    ]  # fmt: skip
    assert len(suggested("q=lect")) == 5
    assert len(suggested("q=lect&limit=7")) == 7
    assert suggested("q=gen&type=organisation") == [("organisation", "Generation")]
    assert len(suggested("q=gen&type=organisation&type=topic")) == 2


def test_topics_are_known_by_their_synonyms_in_the_readers_language(suggested: Any) -> None:
    gender_equality()
    assert suggested("q=femin") == [("topic", "Gender equality")]
    assert suggested("q=naisten&locale=fi") == [("topic", "Sukupuolten tasa-arvo")]
    assert suggested("q=naisten&locale=en") == [("topic", "Gender equality")]
    assert suggested("q=GENDER&locale=fi") == [("topic", "Sukupuolten tasa-arvo")]
    assert suggested("q=حقوق&locale=ar") == [("topic", "المساواة بين الجنسين")]


@pytest.mark.parametrize("asked", ["", "q=", "q=%20", "q=***", "q=zzz"])
def test_nothing_is_suggested_for_nothing(get: Get, asked: str) -> None:
    lecturer_entry()
    response = get(f"/suggest?{asked}")
    assert (response.status_code, response.json()) == (200, {"data": []})


def test_who_withdraws_is_suggested_no_more(get: Get, nadia: LecturerPage) -> None:
    before = get("/suggest?q=nadia")
    assert nadia.title in before.content.decode()
    assert nadia.person
    withdraw_consent(nadia.person, by=None)
    after = get("/suggest?q=nadia", If_None_Match=before.headers["ETag"])
    assert (after.status_code, after.json()) == (200, {"data": []})


def test_nor_is_who_is_not_yet_or_no_longer_public(suggested: Any) -> None:
    hour = timedelta(hours=1)
    lecturer_entry("Nadim", visible_from=timezone.now() + hour)
    lecturer_entry("Nadir", visible_until=timezone.now() - hour)
    assert suggested("q=nad") == []


def test_a_renamed_topic_is_suggested_by_its_new_name(get: Get) -> None:
    gender_equality()
    before = get("/suggest?q=gend")
    assert get("/suggest?q=gend", If_None_Match=before.headers["ETag"]).status_code == 304
    label = TopicLabel.objects.get(topic__slug="gender-equality", language="en")
    label.preferred = "Equal rights"
    label.save()
    assert get("/suggest?q=gend", If_None_Match=before.headers["ETag"]).json() == {"data": []}
    assert get("/suggest?q=equal+r").json()["data"][0]["label"] == "Equal rights"


def test_topics_that_lead_to_somebody_come_first(suggested: Any, org: OrganisationPage) -> None:
    topic("Gender archives"), topic("Gender budgets")
    lecturer("Amal", parent=org, topics=[topic("Gender in sports")])
    settle()
    asked = "q=gender&locale=en&type=topic"
    labels = [("topic", "Gender in sports"), ("topic", "Gender archives"), ("topic", "Gender budgets")]
    assert suggested(asked) == labels
    assert suggested(f"{asked}&limit=1") == labels[:1]
    LecturerPage.objects.get(title="Amal").unpublish()
    settle()
    assert suggested(asked) == [labels[1], labels[2], labels[0]]


@pytest.mark.parametrize(
    ("asked", "parameter", "meant"),
    [("q=a&type=lecturers", "type", "lecturer"), ("q=a&limit=11", "limit", ""), ("quer=a", "quer", ""),
     ("q=%00", "q", ""), ("q=a&sort=title", "sort", ""), ("q=a&q=b", "q", ""), ("q=a&typ=topic", "typ", "type")],
)  # fmt: skip
def test_what_it_does_not_know_is_refused(get: Get, asked: str, parameter: str, meant: str) -> None:
    response = get(f"/suggest?{asked}")
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["parameter"] == parameter
    assert meant in (*error["did_you_mean"], "")


@pytest.mark.parametrize("count", [1, 30])
def test_it_costs_two_queries_and_one_for_what_is_known(get: Get, count: int) -> None:
    topic("Lectures")
    several(count), organisation_entry("Lecture hall")
    assert queries(lambda: get("/suggest?q=lect&limit=10")) <= 2
    etag = get("/suggest?q=lect").headers["ETag"]
    assert queries(lambda: get("/suggest?q=lect", If_None_Match=etag)) == 1
