"""A kept list outlasts what does not concern it, and nothing else."""

import random
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.kept import Kept
from catalogue import log
from catalogue.models import Entry
from tests.api.conftest import Get
from tests.api.documents import lecturer_entry, organisation_entry
from tests.factories.entries import number, withdraw
from tests.factories.topics import topic
from topics.document import named_topics
from topics.models import Topic, TopicLabel

pytestmark = pytest.mark.django_db
FINNS = "/lecturers?country=FI&facets=mode&q=lecturer"


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept from the tests before."""
    monkeypatch.setattr("api.views.kept", Kept())


def etag(get: Get, path: str = FINNS) -> str:
    return str(get(path).headers["ETag"])


def again(entry: Entry, **changed: Any) -> Entry:
    """The same person, published again with something changed."""
    return lecturer_entry(key=entry.thing_id, **{"title": entry.title, "slug": entry.slug, **changed})


def test_what_concerns_others_leaves_the_answer_and_its_etag(get: Get) -> None:
    lecturer_entry(title="Lecturer One")
    belgian = lecturer_entry(title="Lecturer Two", country="BE")
    before = get(FINNS)
    for _ in range(3):
        again(belgian, country="BE")
        get(FINNS)  # brings the index up to date, and asks what has changed
        with CaptureQueriesContext(connection) as captured:
            unchanged = get(FINNS, If_None_Match=before.headers["ETag"])
        assert (unchanged.status_code, len(captured)) == (304, 1)
        with CaptureQueriesContext(connection) as captured:
            after = get(FINNS)
        assert (after.content, after.headers["ETag"], len(captured)) == (before.content, before.headers["ETag"], 1)


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        (FINNS, {"country": "FI"}),  # comes into it
        ("/lecturers?country=BE", {"country": "FI"}),  # leaves it
        ("/lecturers?country=BE", {"country": "BE"}),  # changes in it
        ("/lecturers?country=FI&facets=country", {"country": "IT"}),  # is counted beside it
        ("/lecturers?limit=0", {"country": "BE", "visible_from": datetime(2100, 1, 1, tzinfo=UTC)}),
        (
            "/lecturers?limit=0&updated_since=2026-11-10",
            {"country": "BE", "updated_at": datetime(2026, 11, 20, tzinfo=UTC)},
        ),
        ("/lecturers?limit=0&locale=fi", {"country": "BE", "locale": "fi"}),
        ("/lecturers?q=two", {"title": "Lecturer Three"}),
        ("/lecturers?q=three", {"title": "Lecturer Three"}),
        ("/lecturers?country.not=FI&limit=1&sort=title", {"country": "FI"}),
        ("/search?country=FI", {"country": "BE"}),
        ("/lecturers?country=FI&include=organisation", {"country": "BE"}),
    ],
)
def test_what_concerns_an_answer_makes_it_anew(get: Get, path: str, changed: dict[str, Any]) -> None:
    lecturer_entry(title="Lecturer One")
    two = lecturer_entry(title="Lecturer Two", country="BE")
    before = etag(get, path)
    again(two, **changed)
    assert etag(get, path) != before


def test_a_withdrawal_counts_before_and_after_its_number(get: Get) -> None:
    one, other = lecturer_entry(title="Lecturer One"), lecturer_entry(title="Lecturer Two", country="BE")
    before = etag(get)
    withdraw(other)
    get(FINNS)
    number(other)
    assert get(FINNS).json()["page"]["total"] == 1
    withdraw(one)
    assert get(FINNS).json()["data"] == []
    number(one)
    assert get(FINNS).json()["data"] == []
    assert etag(get) != before


def test_nothing_outlasts_that_an_index_has_been_mended(get: Get) -> None:
    lecturer_entry(title="Lecturer One")
    before = etag(get, "/lecturers?limit=0")
    log.take(1)  # as who mends it says
    assert etag(get, "/lecturers?limit=0") != before


@pytest.mark.django_db(transaction=True)
def test_a_database_brought_back_confirms_nothing_that_came_after_it(get: Get) -> None:
    lecturer_entry(title="Lecturer One")
    rows, stood = list(Entry.objects.all()), log.head()
    lecturer_entry(title="Lecturer Two")
    lost = get(FINNS)
    Entry.objects.exclude(pk__in=[row.pk for row in rows]).delete()
    stood.save()
    assert get(FINNS).json()["page"]["total"] == 1
    lecturer_entry(title="Lecturer Three")
    assert log.head().seq == stood.seq + 1
    answer = get(FINNS, If_None_Match=lost.headers["ETag"])
    assert sorted(each["title"] for each in answer.json()["data"]) == ["Lecturer One", "Lecturer Three"]


def test_a_renamed_organisation_is_another_answer(get: Get) -> None:
    """Its name may stand in the facets of lists that nobody of it is in."""
    lecturer_entry(title="Lecturer One")
    org = organisation_entry("Sunrise")
    path = f"/lecturers?organisation={org.thing_id}&facets=organisation"
    assert get(path).json()["facets"]["organisation"][0]["label"] == "Sunrise"
    organisation_entry("Sunset", key=org.thing_id)
    assert get(path).json()["facets"]["organisation"][0]["label"] == "Sunset"


def test_counts_outlast_what_changes_none_of_them(get: Get) -> None:
    entry = lecturer_entry(title="Lecturer One")
    counts, people = "/lecturers?country=FI&limit=0&facets=country,mode", "/lecturers?country=FI&facets=country,mode"
    before = etag(get, counts), etag(get, people)
    again(entry, title="Lecturer Two")
    after = etag(get, counts), etag(get, people)
    assert (after[0] == before[0], after[1] == before[1]) == (True, False)
    again(entry, title="Lecturer Two", modes=["hybrid"])
    assert etag(get, counts) != before[0]


def test_a_renamed_topic_is_called_so_where_it_is_only_counted(get: Get) -> None:
    slug = topic("Peace").slug
    entry = lecturer_entry(title="Lecturer One", topics=named_topics([slug], "en"))
    path = "/lecturers?limit=0&facets=topic"

    def called() -> str:
        return str(get(path).json()["facets"]["topic"][0]["label"])

    assert [called(), called()] == ["Peace", "Peace"]
    renamed = TopicLabel.objects.get(topic__slug=slug, language="en")
    renamed.preferred = "Peacebuilding"
    renamed.save()
    Topic.objects.get(slug=slug).save()  # as the form does
    again(entry, topics=named_topics([slug], "en"))
    assert called() == "Peacebuilding"


def test_a_word_that_is_nowhere_may_mean_another_one_tomorrow(get: Get) -> None:
    lecturer_entry(title="Lecturer One", headline="Mediation")
    other = lecturer_entry(title="Lecturer Two", country="BE")
    path = "/lecturers?country=FI&q=mediatoin"
    assert get(path).json()["page"]["total"] == 1
    again(other, country="BE", headline="Mediatoin")  # now somebody writes so
    assert get(path).json()["page"]["total"] == 0


def test_a_kept_answer_is_never_another_one_than_a_new_one(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever happens, and whenever somebody asks."""
    dice = random.Random(20)
    kept, lasted = Kept(), 0
    people = [lecturer_entry(title=f"Lecturer {word}", country=dice.choice(COUNTRIES)) for word in WORDS]
    for _ in range(150):
        happens(dice, people)
        for path in dice.sample(QUESTIONS, 5):
            monkeypatch.setattr("api.views.kept", kept)
            known = {name: answer.etag for name, answer in kept._answers.items()}
            given = get(path)
            lasted += given.headers["ETag"].strip('"') in known.values()
            monkeypatch.setattr("api.views.kept", Kept())
            assert given.json() == get(path).json(), path
    assert lasted > 10  # or nothing has been shown


COUNTRIES = "FI BE IT GR NL DE FR".split()
WORDS = "alpha bravo charlie delta echo foxtrot golf hotel".split()
QUESTIONS = [
    f"/lecturers?{urlencode(asked, doseq=True)}"
    for asked in [
        {"country": "FI"},
        {"country": "BE", "sort": "title", "facets": "country,mode"},
        {"country": ["BE", "IT"], "facets": "mode"},
        {"country.not": "FI", "limit": 1},
        {"mode": "online", "facets": "mode,country", "limit": 2, "sort": "-title"},
        {"mode": "hybrid", "country": "IT", "facets": "mode,country"},
        {"locale": "fi", "fallback": "any", "country": "FI"},
        {"locale": "fi"},
        {"q": "alpha"},
        {"q": "bravo", "country": "IT", "sort": "title"},
        {"country": "IT", "fields": "title"},
        {"limit": 0, "facets": "country,mode"},
        {"country": "FI", "limit": 0, "facets": "country,mode"},
        {"country.not": "FI", "locale": "fi", "fallback": "any", "limit": 0, "facets": "mode"},
        {"locale": "fi", "limit": 0, "facets": "country"},
        {"mode": "online", "limit": 0},
        {"mode": "online", "updated_since": "2026-11-10", "limit": 0, "facets": "mode"},
    ]
]


def happens(dice: random.Random, people: list[Entry]) -> None:
    """Somebody is published anew, in either language, or withdraws, or a withdrawal gets its number."""
    who = dice.randrange(len(people))
    entry = Entry.objects.get(pk=people[who].pk)
    if entry.unnumbered:
        number(entry)
    elif dice.random() < 0.2 and not entry.removed_at:
        withdraw(entry)
    else:
        moves = not entry.facets or dice.random() < 0.5
        people[who] = lecturer_entry(
            key=entry.thing_id,
            title=f"Lecturer {dice.choice(WORDS)}",
            locale=dice.choice(["en", "en", "en", "fi"]),
            country=dice.choice(COUNTRIES) if moves else entry.facets["country"][0],
            modes=dice.sample(["online", "hybrid"], dice.choice([1, 2])) if moves else entry.facets["mode"],
            updated_at=datetime(2026, 11, dice.choice([1, 20]), tzinfo=UTC),
        )
