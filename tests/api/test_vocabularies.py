"""What things are found by: localized, counted live, and as linked data."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.checking import settle
from catalogue.models import Entry
from lecturers.models import LecturerPage
from network.models import OrganisationPage
from people.services import withdraw_consent
from tests.api.conftest import Get
from tests.api.documents import lecturer_entry, organisation_entry
from tests.factories.entries import withdraw
from tests.factories.topics import gender_equality, topic
from topics.models import Topic, TopicLabel, TopicMatch
from topics.services import Merge

pytestmark = pytest.mark.django_db
SITE = "https://testserver/api/v1"
FINLAND = {"code": "FI", "label": "Finland", "facet_values": ["FI"]}
ONE_LECTURER = {"post": 0, "lecturer": 1, "organisation": 0, "project": 0}


def by(response: Any, name: str, key: str) -> dict[str, Any]:
    [found] = [term for term in response.json()["data"] if term[name] == key]
    return dict(found)


def queries(ask: Callable[[], Any]) -> int:
    """How many queries the second of two equal questions costs."""
    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


class TestCountries:
    def test_each_is_named_in_the_readers_language_in_its_order(self, get: Get) -> None:
        told = get("/countries").json()["data"]
        assert told[0] == {"code": "AF", "label": "Afghanistan", "counts": {"lecturer": 0, "organisation": 0}}
        finnish = get("/countries?locale=fi")
        assert by(finnish, "code", "FI")["label"] == "Suomi"
        labels = [term["label"] for term in finnish.json()["data"]]
        assert labels.index("Alankomaat") < labels.index("Suomi") < labels.index("Viro")
        assert len(told) == len(labels)

    def test_counts_are_those_of_the_lists(self, get: Get) -> None:
        both = lecturer_entry("Anna", country="FI").thing_id
        lecturer_entry("Anna", "fi", key=both, country="FI")
        lecturer_entry("Vain suomeksi", "fi", country="FI")
        organisation_entry("Cedar", country=FINLAND)
        for asked in ("", "?locale=fi", "?locale=en", "?locale=en&fallback=any", "?locale=fr"):
            counts = by(get(f"/countries{asked}"), "code", "FI")["counts"]
            for kind, collection in {"lecturer": "lecturers", "organisation": "organisations"}.items():
                more = asked.replace("?", "&")
                assert counts[kind] == get(f"/{collection}?country=FI{more}").json()["page"]["total"]
        assert by(get("/countries"), "code", "FI")["counts"] == {"lecturer": 2, "organisation": 1}

    def test_one_can_be_asked_for(self, get: Get) -> None:
        lecturer_entry(country="BE")
        assert get("/countries/BE?locale=fr").json() == {
            "data": {"code": "BE", "label": "Belgique", "counts": {"lecturer": 0, "organisation": 0}}
        }
        assert get("/countries/BE").json()["data"]["counts"]["lecturer"] == 1
        for unknown in ("be", "XX", "%00", "BE%20", "x" * 5_000):
            assert get(f"/countries/{unknown}", If_None_Match="*").status_code == 404


class TestLanguages:
    def test_those_taught_in_and_those_of_the_site(self, get: Get, nadia: LecturerPage) -> None:
        told = get("/languages?locale=fi&fallback=any")
        arabic, somali = by(told, "code", "ar"), by(told, "code", "so")
        assert (arabic["label"], arabic["site"], arabic["direction"]) == ("arabia", True, "rtl")
        assert (somali["label"], somali["site"], somali["direction"]) == ("somali", False, "ltr")
        spoken = {term["code"] for term in told.json()["data"] if term["site"]}
        assert spoken == {code for code, _name in settings.LANGUAGES}
        for skill in nadia.languages.all():
            expected = {"lecturer": int(skill.teaches), "organisation": 0}
            assert by(told, "code", skill.language)["counts"] == expected


class TestTopics:
    @pytest.fixture
    def equality(self) -> Topic:
        return gender_equality()

    @pytest.fixture
    def tagged(self, nadia: LecturerPage, equality: Topic) -> LecturerPage:
        nadia.topics.add(equality)
        nadia.save_revision().publish()
        settle()
        return nadia

    def test_a_topic_has_its_place_and_its_words(self, get: Get, equality: Topic) -> None:
        told = get("/topics?locale=fi").json()["data"]
        assert [term["slug"] for term in told] == ["equality-and-inclusion", "gender-equality"]
        broad, narrow = told
        assert narrow == {
            "id": equality.pk,
            "slug": "gender-equality",
            "label": "Sukupuolten tasa-arvo",
            "definition": "",
            "synonyms": ["naisten oikeudet"],
            "broader": {name: broad[name] for name in ("id", "slug", "label")},
            "narrower": [],
            "counts": {"post": 0, "lecturer": 0, "organisation": 0, "project": 0},
        }
        assert broad["narrower"] == [{"id": equality.pk, "slug": "gender-equality", "label": "Sukupuolten tasa-arvo"}]
        assert get("/topics/gender-equality").json()["data"]["definition"] == "Equal rights for all genders."
        assert get("/topics/gender-equality?locale=fi").json()["data"] == narrow

    def test_a_broad_topic_counts_what_is_found_by_it(self, get: Get, tagged: LecturerPage) -> None:
        for slug in ("gender-equality", "equality-and-inclusion"):
            assert by(get("/topics"), "slug", slug)["counts"] == ONE_LECTURER
            assert get(f"/topics/{slug}?locale=fr").json()["data"]["counts"] == {**ONE_LECTURER, "lecturer": 0}
            assert get(f"/topics/{slug}?locale=fr&fallback=any").json()["data"]["counts"] == ONE_LECTURER

    def test_what_is_withdrawn_counts_no_longer(self, get: Get, tagged: LecturerPage) -> None:
        before = get("/topics")
        assert tagged.person
        withdraw_consent(tagged.person, by=None)
        after = get("/topics", If_None_Match=before.headers["ETag"])
        assert after.status_code == 200
        assert {term["counts"]["lecturer"] for term in after.json()["data"]} == {0}

    def test_a_merged_topic_leads_to_what_it_has_become(self, get: Get, tagged: LecturerPage, equality: Topic) -> None:
        target = topic("Feminist studies")
        Merge(equality, target).carry_out()
        settle()
        response = get("/topics/gender-equality?locale=fi")
        assert response.status_code == 301
        assert response.headers["Location"] == f"{SITE}/topics/feminist-studies?locale=fi"
        assert "gender-equality" not in [term["slug"] for term in get("/topics").json()["data"]]
        assert get("/topics/feminist-studies").json()["data"]["counts"] == ONE_LECTURER

    def test_a_change_of_a_topic_that_nothing_uses_is_seen(self, get: Get, equality: Topic) -> None:
        for path in ("/topics?locale=fi", "/topics/gender-equality?locale=fi", "/topics?format=skos"):
            before = get(path)
            label = TopicLabel.objects.get(topic=equality, language="fi")
            label.preferred += "!"
            label.save()
            after = get(path, If_None_Match=before.headers["ETag"])
            assert after.status_code == 200
            assert label.preferred in after.content.decode()
        before = get("/topics")
        equality.delete()
        after = get("/topics", If_None_Match=before.headers["ETag"])
        assert [term["slug"] for term in after.json()["data"]] == ["equality-and-inclusion"]

    def test_unknown_ones_are_not_found(self, get: Get, equality: Topic) -> None:
        for unknown in ("none", "Gender-Equality", "%00", "%FF", "x" * 5_000):
            assert get(f"/topics/{unknown}", If_None_Match="*").status_code == 404


class TestLinkedData:
    """The same vocabulary in every language, in the words of SKOS."""

    @pytest.mark.parametrize(
        ("accept", "asked", "linked"),
        [
            ("application/ld+json", "", True),
            ("application/ld+json;q=0.9, application/json;q=0.5", "", True),
            ("application/json, application/ld+json;q=0.5", "", False),
            ("*/*", "", False),
            ("text/html", "", False),
            ("nonsense", "", False),
            ("application/json", "?format=skos", True),
            ("application/ld+json", "?format=json", False),
        ],
    )
    def test_it_is_given_to_whoever_asks(self, get: Get, accept: str, asked: str, linked: bool) -> None:
        gender_equality()
        for path in ("/topics", "/topics/gender-equality", "/countries"):
            response = get(path + asked, Accept=accept)
            assert response.headers["Content-Type"] == ("application/ld+json" if linked else "application/json")
            assert "Accept" in response.headers["Vary"]
            assert ("@context" in response.json()) == linked
        alternate = '<https://testserver/api/v1/topics?format=skos>; rel="alternate"; type="application/ld+json"'
        assert alternate in get("/topics").headers["Link"]

    def test_each_form_has_its_own_etag(self, get: Get) -> None:
        etag = get("/topics").headers["ETag"]
        response = get("/topics", Accept="application/ld+json", If_None_Match=etag)
        assert response.status_code == 200
        assert get("/topics", Accept="application/ld+json", If_None_Match=response.headers["ETag"]).status_code == 304

    def test_the_parameter_is_read_like_every_other(self, get: Get) -> None:
        for asked in ("format=skos", "format=%20skos", "locale=fi&format=skos%20"):
            assert get(f"/countries?{asked}").headers["Content-Type"] == "application/ld+json"
        for refused in ("format=SKOS", "format=", "format=skos&format=json", "format=%00"):
            response = get(f"/countries?{refused}", Accept="application/ld+json")
            assert response.json()["errors"][0]["parameter"] == "format"

    def test_the_addresses_follow_the_address_of_the_site(self, get: Get, settings: Any) -> None:
        before = get("/countries/FI?format=skos")
        settings.PUBLIC_URL = "https://other.example"
        after = get("/countries/FI?format=skos", If_None_Match=before.headers["ETag"])
        assert after.status_code == 200
        assert after.json()["@id"] == "https://other.example/api/v1/countries/FI"

    def test_a_concept_is_told_in_all_languages(self, get: Get) -> None:
        equality = gender_equality()
        Topic.objects.filter(pk=equality.pk).update(notation="GE-5", updated_at=timezone.now())
        for closeness, name in {"exact": "Q113561727", "close": "Q1", "broad": "Q2"}.items():
            uri = f"https://www.wikidata.org/entity/{name}"
            TopicMatch.objects.create(topic=equality, scheme="wikidata", closeness=closeness, uri=uri)
        told = get("/topics/gender-equality?format=skos").json()
        context = told.pop("@context")
        assert context["prefLabel"] == {"@id": "skos:prefLabel", "@container": "@language"}
        assert set(told) - {"@id", "@type"} <= set(context)
        address = f"{SITE}/topics/gender-equality"
        assert told == {
            "@id": address,
            "@type": "Concept",
            "inScheme": f"{SITE}/topics",
            "notation": "GE-5",
            "prefLabel": {
                "en": "Gender equality",
                "fi": "Sukupuolten tasa-arvo",
                "ar": "المساواة بين الجنسين",
                "el": "Ισότητα των φύλων",
            },
            "altLabel": {"en": ["feminism"], "fi": ["naisten oikeudet"], "ar": ["حقوق المرأة", "النسوية"]},
            "definition": {"en": "Equal rights for all genders."},
            "broader": f"{SITE}/topics/equality-and-inclusion",
            "exactMatch": ["https://www.wikidata.org/entity/Q113561727"],
            "closeMatch": ["https://www.wikidata.org/entity/Q1"],
            "broadMatch": ["https://www.wikidata.org/entity/Q2"],
        }

    def test_the_scheme_holds_every_concept_the_merged_ones_as_replaced(self, get: Get) -> None:
        equality = gender_equality()
        Merge(topic("Women's rights"), equality).carry_out()
        told = get("/topics", Accept="application/ld+json").json()
        nodes = {node["@id"]: node for node in told["@graph"]}
        broad, narrow, old = (
            f"{SITE}/topics/{slug}" for slug in ("equality-and-inclusion", "gender-equality", "womens-rights")
        )
        assert set(nodes) == {f"{SITE}/topics", broad, narrow, old}
        assert nodes[f"{SITE}/topics"]["hasTopConcept"] == [broad]
        assert (nodes[broad]["narrower"], nodes[broad]["topConceptOf"]) == ([narrow], f"{SITE}/topics")
        assert (nodes[old]["isReplacedBy"], nodes[old]["deprecated"]) == (narrow, True)
        assert "deprecated" not in nodes[narrow]

    def test_countries_are_concepts_too(self, get: Get) -> None:
        finland = get("/countries/FI?format=skos").json()
        assert (finland["prefLabel"]["fi"], finland["prefLabel"]["el"]) == ("Suomi", "Φινλανδία")


@pytest.mark.parametrize("path", ["/topics", "/topics/gender-equality", "/countries", "/languages/fi"])
class TestCost:
    def test_at_most_two_queries_and_one_for_what_is_known(self, get: Get, path: str) -> None:
        gender_equality()
        lecturer_entry()
        etag = get(path).headers["ETag"]
        for asked in (path, f"{path}?format=skos", f"{path}?locale=fi"):
            assert queries(lambda asked=asked: get(asked)) <= 2  # type: ignore[misc]
        assert queries(lambda: get(path, If_None_Match=etag)) == 1
        assert get(path, If_None_Match=etag).status_code == 304

    def test_the_etag_changes_with_what_is_counted(self, get: Get, path: str) -> None:
        gender_equality()
        tags = [get(path).headers["ETag"]]
        entry = lecturer_entry("Ends", visible_until=timezone.now() + timedelta(hours=1))
        tags.append(get(path).headers["ETag"])
        assert get(path).headers["ETag"] == tags[-1]
        Entry.objects.filter(pk=entry.pk).update(visible_until=timezone.now())
        tags.append(get(path).headers["ETag"])
        withdraw(lecturer_entry("Withdrawn"))
        tags.append(get(path).headers["ETag"])
        assert len(set(tags)) == len(tags)


def test_labels_of_one_vocabulary_are_not_those_of_another(get: Get, org: OrganisationPage) -> None:
    assert len({get(path).headers["ETag"] for path in ("/topics", "/countries", "/languages")}) == 3
