"""The public pages of topics: all of them, and each with its words, its surroundings and whatever is found by it."""

import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from wagtail.models import Locale, Page

from home.models import HomePage
from people.services import withdraw_consent
from tests.factories.pages import lecturer, network, organisation, post, site_tree, translated
from tests.factories.topics import gender_equality, topic
from topics.models import Topic, TopicLabel, TopicMatch
from topics.services import Merge

pytestmark = pytest.mark.django_db(transaction=True)
FRESH = "public, max-age=30, must-revalidate"


@pytest.fixture(autouse=True)
def home(db: None) -> HomePage:
    cache.clear()
    return site_tree(["en", "fi", "ar"])


@pytest.fixture
def equality() -> Topic:
    return gender_equality()


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def section(html: str, name: str) -> str:
    """The part of a page that is called `name`."""
    found = re.search(rf'<section[^>]+aria-labelledby="{name}".*?</section>', html, flags=re.DOTALL)
    return found[0] if found else ""


def names(html: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", name).strip() for name in re.findall(r'class="card__name">(.*?)</h', html)]


def chips(html: str) -> list[tuple[str, str]]:
    found = re.findall(r'<a class="chip" href="([^"]+)">(.*?)</a>', html)
    return [(url.replace("&amp;", "&"), re.sub(r"<[^>]+>", "", text).strip()) for url, text in found]


def linked_data(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


class TestOneTopic:
    def test_says_what_it_is_in_the_language_of_the_address(self, client: Client, equality: Topic) -> None:
        shown = page(client, "/fi/topics/gender-equality/")
        assert "<h1><bdi>Sukupuolten tasa-arvo</bdi></h1>" in shown
        assert "naisten oikeudet" in shown
        assert "feminism" not in shown
        assert '<a href="/fi/topics/equality-and-inclusion/"><bdi>Yhdenvertaisuus</bdi></a>' in shown
        assert re.search(r"<title>\s*Sukupuolten tasa-arvo –", shown)

    def test_is_described_by_its_definition(self, client: Client, equality: Topic) -> None:
        shown = page(client, "/en/topics/gender-equality/")
        assert '<meta name="description" content="Equal rights for all genders.">' in shown
        assert '<html lang="en" dir="ltr">' in shown
        assert '<html lang="ar" dir="rtl">' in page(client, "/ar/topics/gender-equality/")

    def test_shows_who_teaches_it_and_what_is_written_on_it(self, client: Client, equality: Topic) -> None:
        house = organisation("Sunrise Association")
        lecturer("Nadia", parent=house, topics=[equality], languages=[("ar", "native")])
        lecturer("Tuuli", topics=[equality], languages=[("fi", "native")])
        lecturer("Omar", topics=[topic("Law")])
        post("Soup", topics=[equality])
        shown = page(client, "/en/topics/gender-equality/")
        assert sorted(names(section(shown, "lecturers"))) == ["Nadia", "Tuuli"]
        assert names(section(shown, "posts")) == ["Soup"]
        assert shown.index('id="lecturers"') < shown.index('id="posts"')
        assert "Omar" not in shown

    def test_a_broad_topic_shows_those_of_what_belongs_under_it(self, client: Client, equality: Topic) -> None:
        lecturer("Nadia", topics=[equality])
        shown = page(client, "/en/topics/equality-and-inclusion/")
        assert names(shown) == ["Nadia"]
        assert chips(section(shown, "narrower")) == [("/en/topics/gender-equality/", "Gender equality 1")]

    def test_leads_on_to_the_bank_with_this_topic_chosen(self, client: Client, equality: Topic) -> None:
        house = organisation("Sunrise Association")
        lecturer("Nadia", parent=house, topics=[equality], languages=[("ar", "native")])
        lecturer("Tuuli", topics=[equality], languages=[("fi", "native")])
        shown = section(page(client, "/en/topics/gender-equality/"), "lecturers")
        assert '<a class="more" href="/en/lecturers/?topic=gender-equality">' in shown
        narrower = {text: url for url, text in chips(shown)}
        arabic = narrower["Arabic 1"]
        assert arabic == "/en/lecturers/?language=ar&topic=gender-equality"
        assert names(page(client, arabic)) == ["Nadia"]

    def test_leads_to_its_neighbours(self, client: Client, equality: Topic) -> None:
        topic("Racism", broader=equality.broader)
        topic("Law")
        shown = page(client, "/en/topics/gender-equality/")
        assert chips(section(shown, "beside")) == [("/en/topics/racism/", "Racism")]

    def test_leads_to_what_an_editor_put_beside_it(self, client: Client, equality: Topic) -> None:
        law = topic("Law")
        equality.related.add(law)
        equality.save()
        assert chips(section(page(client, "/en/topics/law/"), "related")) == [
            ("/en/topics/gender-equality/", "Gender equality")
        ]

    def test_has_the_words_of_what_was_merged_into_it(self, client: Client, equality: Topic) -> None:
        Merge(topic("Herstory"), equality).carry_out()
        assert "<bdi>Herstory</bdi>" in page(client, "/en/topics/gender-equality/")

    def test_that_nobody_teaches_says_so_and_is_not_for_search_engines(self, client: Client, equality: Topic) -> None:
        shown = page(client, "/en/topics/gender-equality/")
        assert "Nobody in the network teaches this yet." in shown
        assert '<meta name="robots" content="noindex">' in shown
        lecturer("Nadia", topics=[equality], indexable=True)
        assert "noindex" not in page(client, "/en/topics/gender-equality/")

    def test_shows_the_first_dozen_and_counts_them_all(self, client: Client, equality: Topic) -> None:
        for number in range(14):
            lecturer(f"Lecturer {number}", topics=[equality])
        shown = section(page(client, "/en/topics/gender-equality/"), "lecturers")
        assert len(names(shown)) == 12
        assert '<span class="muted">14</span></h2>' in shown

    def test_tells_search_engines_what_it_is(self, client: Client, settings: Any, equality: Topic) -> None:
        settings.PUBLIC_URL = "https://net.example"
        for closeness, uri in (("exact", "http://metadata.un.org/sdg/5"), ("close", "http://metadata.un.org/sdg/10")):
            TopicMatch.objects.create(topic=equality, scheme="sdg", uri=uri, closeness=closeness)
        assert linked_data(page(client, "/en/topics/gender-equality/")) == {
            "@context": "https://schema.org",
            "@type": "DefinedTerm",
            "name": "Gender equality",
            "alternateName": ["feminism"],
            "description": "Equal rights for all genders.",
            "termCode": "gender-equality",
            "url": "https://net.example/en/topics/gender-equality/",
            "inDefinedTermSet": "https://net.example/en/topics/",
            "sameAs": ["http://metadata.un.org/sdg/5"],
        }

    def test_stands_in_english_where_it_has_no_name(self, client: Client) -> None:
        topic("Law", definition="Rules.")
        shown = page(client, "/ar/topics/law/")
        assert '<div lang="en" dir="ltr">' in shown
        assert re.search(r'<link rel="canonical" href="[^"]+/en/topics/law/">', shown)
        assert 'rel="alternate" hreflang="ar"' not in shown

    def test_is_offered_in_the_languages_that_have_a_name_for_it(self, client: Client, equality: Topic) -> None:
        shown = page(client, "/fi/topics/gender-equality/")
        assert set(re.findall(r'<link rel="alternate" hreflang="(\w\w)"', shown)) == {"en", "fi", "ar"}
        assert re.search(r'<link rel="canonical" href="https?://[^/"]+/fi/topics/gender-equality/">', shown)
        assert "/el/topics/" not in shown


class TestWhatIsNotThere:
    def test_a_merged_topic_leads_to_the_survivor_for_good(self, client: Client, equality: Topic) -> None:
        old, older = topic("Old matters"), topic("Older matters")
        Merge(older, old).carry_out()
        Merge(Topic.objects.get(pk=old.pk), equality).carry_out()
        for slug in ("old-matters", "older-matters"):
            response = client.get(f"/fi/topics/{slug}/")
            assert (response.status_code, response["Location"]) == (301, "/fi/topics/gender-equality/")

    @pytest.mark.parametrize(
        "path",
        [
            "/en/topics/unknown/",
            "/en/topics/%00/",
            "/en/topics/" + "a" * 10_000 + "/",
            "/en/topics/<script>/",
            "/en/topics/Gender-Equality/",
            "/en/topics/gender-equality/more/",
        ],
    )
    def test_what_nobody_knows_is_not_found(self, client: Client, equality: Topic, path: str) -> None:
        assert client.get(path).status_code == 404

    def test_a_front_page_that_stands_in_leads_here(self, client: Client, home: HomePage, equality: Topic) -> None:
        lecturer("Nadia", topics=[equality])
        home.copy_for_translation(Locale.objects.create(language_code="de"), alias=True)
        paths = {*re.findall(r'href="(/de/topics/[^"]*)"', page(client, "/de/")), "/de/topics/gender-equality/"}
        assert "/de/topics/" in paths
        assert {client.get(path).status_code for path in paths} == {200}

    def test_nor_is_a_language_that_is_closed(self, client: Client, home: HomePage, equality: Topic) -> None:
        Page.objects.get(slug="home-fi").unpublish()
        assert client.get("/fi/topics/gender-equality/").status_code == 404
        assert 'hreflang="fi"' not in page(client, "/en/topics/gender-equality/")

    def test_what_is_asked_besides_changes_nothing(self, client: Client, equality: Topic) -> None:
        plain = page(client, "/en/topics/gender-equality/")
        assert page(client, "/en/topics/gender-equality/?topic=%00&limit=many&q=<script>") == plain

    def test_it_is_read_only(self, client: Client, equality: Topic) -> None:
        assert client.post("/en/topics/gender-equality/").status_code == 405
        assert client.head("/en/topics/gender-equality/").status_code == 200


class TestAllTopics:
    def test_stand_in_two_levels_with_their_numbers(self, client: Client, equality: Topic) -> None:
        translated(lecturer("Nadia", topics=[equality]), "fi")
        lecturer("Tuuli", parent=network("fi"), topics=[equality])
        topic("Beekeeping", fi="Mehiläishoito")
        shown = page(client, "/fi/topics/")
        broad = re.findall(r'<h2><a href="([^"]+)"><bdi>(.*?)</bdi>', shown)
        assert broad == [
            ("/fi/topics/beekeeping/", "Mehiläishoito"),
            ("/fi/topics/equality-and-inclusion/", "Yhdenvertaisuus"),
        ]
        assert chips(shown) == [("/fi/topics/gender-equality/", "Sukupuolten tasa-arvo 2")]

    def test_those_that_were_merged_are_gone(self, client: Client, equality: Topic) -> None:
        Merge(topic("Old matters"), equality).carry_out()
        assert "Old matters" not in page(client, "/en/topics/")

    def test_a_vocabulary_without_topics_is_a_page_all_the_same(self, client: Client) -> None:
        assert chips(page(client, "/en/topics/")) == []

    def test_tell_search_engines_what_they_are(self, client: Client, equality: Topic) -> None:
        told = linked_data(page(client, "/en/topics/"))
        assert told["@type"] == "DefinedTermSet"
        assert [term["name"] for term in told["hasDefinedTerm"]] == ["Equality and inclusion", "Gender equality"]

    def test_the_front_page_leads_to_them(self, client: Client, equality: Topic) -> None:
        lecturer("Nadia", topics=[equality])
        assert '<a class="more" href="/en/topics/">' in page(client, "/en/")


class TestFreshness:
    PATHS = ("/en/topics/", "/en/topics/gender-equality/")

    @pytest.mark.parametrize("path", PATHS)
    def test_an_unchanged_page_is_not_sent_twice(self, client: Client, equality: Topic, path: str) -> None:
        first = client.get(path)
        assert first.headers["Cache-Control"] == FRESH
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]

    @pytest.mark.parametrize("path", PATHS)
    def test_a_changed_one_is(self, client: Client, equality: Topic, path: str) -> None:
        first = client.get(path).headers["ETag"]
        lecturer("Nadia", topics=[equality])
        second = client.get(path, headers={"If-None-Match": first})
        assert second.status_code == 200
        label = TopicLabel.objects.get(topic=equality, language="en")
        label.preferred = "Gender justice"
        label.save()
        third = client.get(path, headers={"If-None-Match": second.headers["ETag"]})
        assert third.status_code == 200
        assert "Gender justice" in third.content.decode()

    def test_whoever_withdraws_is_gone_at_once(self, client: Client, equality: Topic) -> None:
        nadia = lecturer("Nadia", topics=[equality])
        first = client.get("/en/topics/gender-equality/")
        assert "Nadia" in first.content.decode()
        withdraw_consent(nadia.person, by=None)
        again = client.get("/en/topics/gender-equality/", headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 200
        assert "Nadia" not in again.content.decode()

    @pytest.mark.parametrize("path", PATHS)
    def test_it_keeps_no_cookie_and_a_strict_policy(self, client: Client, equality: Topic, path: str) -> None:
        response = client.get(path)
        assert response.cookies == {}
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "Cookie" not in response.headers.get("Vary", "")

    @pytest.mark.parametrize("path", PATHS)
    def test_it_takes_as_many_queries_for_one_as_for_twenty(
        self, client: Client, equality: Topic, path: str, django_assert_max_num_queries: Any,
    ) -> None:  # fmt: skip
        lecturer("Nadia", topics=[equality])
        client.get(path)
        with django_assert_max_num_queries(8) as few:
            client.get(path)
        one = len(few)
        for number in range(20):
            lecturer(f"Lecturer {number}", topics=[equality, topic(f"Topic {number}", broader=equality.broader)])
            post(f"Post {number}", topics=[equality])
        client.get(path)
        # PostgreSQL is asked where the log stands when anybody has written to that server, as other tests do.
        with django_assert_max_num_queries(one + (connection.vendor == "postgresql")):
            client.get(path)
