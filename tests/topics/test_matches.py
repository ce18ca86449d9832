"""What the topics that come with the site are in other vocabularies: something for each, and nothing invented.

`elsewhere/` holds their codes with what they mean there. Of ISCED-F 2013 these are all broad, narrow and detailed
fields (UNESCO, ISCED Fields of Education and Training 2013), of the SDGs all goals, of the rest those that are used.
"""

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from catalogue.models import Dirty
from tests.topics.test_loader import ENTRIES, load_topics
from topics import loader
from topics.models import Topic, TopicMatch
from topics.services import Merge

#: Where the codes of each vocabulary stand.
ADDRESSES = {
    "eurovoc": "http://eurovoc.europa.eu/",
    "isced-f": "http://data.europa.eu/esco/isced-f/",
    "sdg": "http://metadata.un.org/sdg/",
    "wikidata": "http://www.wikidata.org/entity/",
}
#: What came with the site before it named ISCED-F and EuroVoc.
EARLIER = [replace(e, matches=[m for m in e.matches if m.scheme in {"sdg", "wikidata"}]) for e in ENTRIES]
MATCHES = [match for entry in ENTRIES for match in entry.matches]


def names(scheme: str) -> dict[str, str]:
    """Each code of `scheme` with its English name."""
    with (Path(__file__).parent / "elsewhere" / f"{scheme}.tsv").open(newline="") as lines:
        return dict(csv.reader(lines, dialect="excel-tab"))


def code(match: loader.Match) -> str:
    return match.uri.removeprefix(ADDRESSES[match.scheme])


def stored(slug: str) -> dict[str, str]:
    """How close each match of a topic is in the database."""
    return dict(TopicMatch.objects.filter(topic__slug=slug).values_list("uri", "closeness"))


class TestData:
    @pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
    def test_every_topic_has_a_match_and_none_twice(self, entry: loader.Entry) -> None:
        uris = [match.uri for match in entry.matches]
        assert len(set(uris)) == len(uris) >= 1

    @pytest.mark.parametrize("scheme", ADDRESSES)
    def test_every_code_is_one_of_its_vocabulary(self, scheme: str) -> None:
        used = {match.uri for match in MATCHES if match.scheme == scheme}
        assert used
        assert used <= {ADDRESSES[scheme] + known for known in names(scheme)}

    def test_no_other_vocabulary_is_named(self) -> None:
        assert {str(match.scheme) for match in MATCHES} == set(ADDRESSES)

    @pytest.mark.parametrize("scheme", ["eurovoc", "wikidata"])
    def test_a_list_of_what_is_used_holds_no_more(self, scheme: str) -> None:
        assert names(scheme).keys() == {code(match) for match in MATCHES if match.scheme == scheme}

    def test_the_fields_are_those_of_the_standard(self) -> None:
        fields = names("isced-f")
        assert Counter(map(len, fields)) == {2: 11, 3: 29, 4: 80}
        assert all(field[:-1] in fields for field in fields if len(field) > 2)
        assert fields["0923"] == "Social work and counselling"

    def test_only_what_is_wider_is_so_of_several_topics(self) -> None:
        near = [match.uri for match in MATCHES if match.closeness != "broad"]
        assert len(set(near)) == len(near)

    def test_a_topic_is_one_field_or_lies_in_one(self) -> None:
        """Whoever sorts by field has one place for each."""
        fields = Counter(entry.slug for entry in ENTRIES for match in entry.matches if match.scheme == "isced-f")
        assert set(fields.values()) == {1}
        assert len(fields) > len(ENTRIES) / 2


@pytest.mark.django_db
class TestLoading:
    def test_a_database_with_the_earlier_ones_is_given_the_rest(self) -> None:
        loader.load(EARLIER)
        before = set(TopicMatch.objects.values_list("pk", flat=True))
        Dirty.objects.all().delete()
        assert load_topics() == f"Added 0 topics, 0 names, 0 definitions and {len(MATCHES) - len(before)} matches.\n"
        assert before < set(TopicMatch.objects.values_list("pk", flat=True))
        assert not Topic.objects.filter(matches=None).exists()
        given = {
            entry.slug for entry, earlier in zip(ENTRIES, EARLIER, strict=True) if entry.matches != earlier.matches
        }
        pks = Topic.objects.filter(slug__in=given).values_list("pk", flat=True)
        assert {f"topic:{pk}" for pk in pks} <= set(Dirty.objects.values_list("ref", flat=True))
        assert load_topics().startswith("Nothing to add")

    def test_what_an_editor_made_of_them_stays(self) -> None:
        loader.load(EARLIER)
        removed = TopicMatch.objects.get(topic__slug="history")
        removed.delete()
        TopicMatch.objects.filter(topic__slug="gender-equality").update(closeness="close")
        work = Topic.objects.get(slug="social-work")
        own = ["http://data.europa.eu/esco/isced-f/0923", "https://example.org/social-work"]
        for uri in own:
            TopicMatch.objects.create(topic=work, scheme="isced-f", uri=uri, closeness="broad")
        load_topics()
        assert removed.uri not in stored("history")
        assert stored("history")["http://eurovoc.europa.eu/1245"] == "exact"
        assert stored("gender-equality")["http://metadata.un.org/sdg/5"] == "close"
        assert {uri: stored("social-work")[uri] for uri in own} == dict.fromkeys(own, "broad")
        assert stored("social-work")["http://eurovoc.europa.eu/3360"] == "exact"

    def test_what_was_deleted_or_merged_stays_so(self) -> None:
        loader.load(EARLIER)
        Topic.objects.get(slug="history").delete()
        Merge(Topic.objects.get(slug="pedagogy"), Topic.objects.get(slug="education")).carry_out()
        load_topics()
        assert not Topic.objects.filter(slug="history").exists()
        assert Topic.objects.get(slug="pedagogy").merged_into == Topic.objects.get(slug="education")
        assert "http://data.europa.eu/esco/isced-f/0111" not in stored("education")


@pytest.mark.django_db
class TestGiven:
    def test_a_topic_within_a_field_names_it_as_wider(self, client: Client) -> None:
        load_topics()
        told = client.get("/api/v1/topics/translation-and-interpreting?format=skos").json()
        assert told["@context"]["broadMatch"] == {"@id": "skos:broadMatch", "@type": "@id"}
        assert told["broadMatch"] == ["http://data.europa.eu/esco/isced-f/0231"]
        assert told["closeMatch"] == [
            "http://www.wikidata.org/entity/Q7553",
            "http://eurovoc.europa.eu/4478",
            "http://eurovoc.europa.eu/1482",
        ]
        assert "exactMatch" not in told

    def test_none_is_without_any(self, client: Client) -> None:
        load_topics()
        nodes = client.get("/api/v1/topics?format=skos").json()["@graph"]
        concepts = [node for node in nodes if node["@type"] == "Concept"]
        assert len(concepts) == len(ENTRIES)
        named = [[*map(node.get, ("exactMatch", "closeMatch", "broadMatch"))] for node in concepts]
        assert all(map(any, named))
        assert sum(len(uris) for each in named for uris in each if uris) == len(MATCHES)

    def test_only_the_same_thing_is_the_same_in_search_engines(self, client: Client) -> None:
        load_topics()
        history = client.get("/en/topics/history/").content.decode()
        assert "http://eurovoc.europa.eu/1245" in history
        assert "isced-f/0222" not in history
