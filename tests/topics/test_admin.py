"""The vocabulary in the admin: listing, editing and merging, for those who may change topics."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.test.utils.form_data import inline_formset, nested_form_data
from wagtail.users.models import UserProfile

from lecturers.models import LecturerPage
from tests.factories.pages import lecture, lecturer, site_tree, translated
from tests.factories.people import editor
from tests.factories.topics import gender_equality, topic
from topics import vocabulary
from topics.document import topic_refs
from topics.models import Topic
from topics.services import Merge, why_kept

pytestmark = pytest.mark.django_db
MAY = ("topics.add_topic", "topics.change_topic", "topics.delete_topic")


def url(view: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_topics_topic:{view}", args=args)


@pytest.fixture
def finn(client: Client) -> Client:
    """A network editor who works in Finnish."""
    user = editor(*MAY, of="Vocabulary")
    UserProfile.objects.create(user=user, preferred_language="fi")
    client.force_login(user)
    return client


@pytest.fixture
def network_editor(client: Client) -> Client:
    client.force_login(editor(*MAY, of="Vocabulary"))
    return client


def form(labels: list[dict[str, str]], broader: Topic | None = None, initial: int = 0) -> dict[str, Any]:
    rows = [{"alternatives": "", "definition": "", **label} for label in labels]
    return nested_form_data(
        {
            "labels": inline_formset(rows, initial=initial),
            "matches": inline_formset([]),
            "broader": str(broader.pk) if broader else "",
            "notation": "",
        }
    )


class TestWho:
    @pytest.mark.parametrize("view", ["list", "add"])
    def test_other_editors_have_no_access(self, client: Client, view: str) -> None:
        client.force_login(editor(of="Organisation editors"))
        assert client.get(url(view), follow=True).status_code in (403, 200)
        assert client.get(url(view)).status_code == 302

    def test_nor_may_they_merge(self, client: Client) -> None:
        old, target = topic("Old"), topic("New")
        client.force_login(editor(of="Organisation editors"))
        client.post(reverse("topics_merge", args=[old.pk]), {"target": target.pk, "confirmed": "yes"})
        old.refresh_from_db()
        assert old.merged_into is None


class TestListing:
    def test_is_in_the_editor_s_language_with_pages_counted_once(self, finn: Client) -> None:
        site_tree(["en", "fi"])
        found = gender_equality()
        translated(lecturer("Nadia", topics=[found]), "fi")
        lecturer("Amal", topics=[found])
        table = finn.get(url("list")).context["object_list"]
        assert [(row.label, row.broader_label, row.pages) for row in table] == [
            ("Sukupuolten tasa-arvo", "Yhdenvertaisuus", 2),
            ("Yhdenvertaisuus", None, 0),
        ]

    def test_counts_whatever_keeps_a_topic(self, finn: Client) -> None:
        """A lecture's topic keeps it as a page's own does, and so does what was merged into it."""
        site_tree()
        soup, bread, food, free = map(topic, ("Soup", "Bread", "Food", "Free"))
        lecturer("Nadia", topics=[soup], offers=[lecture("Broth", soup, bread)])
        lecturer("Amal", offers=[lecture("Crumbs", bread)])
        Merge(bread, food).carry_out()
        table = finn.get(url("list"), {"ordering": "-pages"}).context["object_list"]
        assert [(row.slug, row.pages) for row in table] == [("food", 2), ("soup", 1), ("free", 0)]
        assert [bool(why_kept(found)) for found in (food, soup, free)] == [True, True, False]

    def test_shows_these_texts(self, finn: Client) -> None:
        gender_equality()
        html = finn.get(url("list")).content.decode()
        assert "Sukupuolten tasa-arvo" in html
        assert "Yhdenvertaisuus" in html
        assert "data-bulk-action-checkbox" not in html

    @pytest.mark.parametrize("q", ["naisten", "Women", "tasa-arvo", '"', " "])
    def test_is_searched_by_any_word(self, finn: Client, q: str) -> None:
        gender_equality()
        topic("Women in science", fi="Naiset tieteessä")
        response = finn.get(url("list"), {"q": q})
        assert response.status_code == 200
        expected = {"naisten": {"gender-equality"}, "Women": {"women-in-science"}, "tasa-arvo": {"gender-equality"}}
        if q in expected:
            assert {row.slug for row in response.context["object_list"]} == expected[q]

    @pytest.mark.parametrize("ordering", ["pages", "-broader_label", "-updated_at"])
    def test_is_sorted_by_its_columns(self, finn: Client, ordering: str) -> None:
        gender_equality()
        assert finn.get(url("list"), {"ordering": ordering}).status_code == 200

    def test_takes_as_many_queries_for_one_as_for_twenty(
        self, finn: Client, django_assert_max_num_queries: Any, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        gender_equality()
        finn.get(url("list"))
        with django_assert_max_num_queries(40) as few:
            finn.get(url("list"))
        for number in range(20):
            topic(f"Topic {number}")
        with django_assert_num_queries(len(few)):
            finn.get(url("list"))


class TestEditing:
    def test_a_new_topic_takes_its_name_from_english(self, network_editor: Client) -> None:
        broad = topic("Society")
        names = [
            {"language": "fi", "preferred": "Laki", "alternatives": "oikeus\n\n  sääntö "},
            {"language": "en", "preferred": "Law", "definition": "Rules."},
        ]
        response = network_editor.post(url("add"), form(names, broader=broad))
        assert response.status_code == 302, response.context["form"].errors
        made = Topic.objects.get(slug="law")
        assert (made.name, made.broader) == ("Law", broad)
        assert made.labels.get(language="fi").alternatives == ["oikeus", "sääntö"]
        assert vocabulary.labels("fi")["law"] == "Laki"

    def test_without_english_it_is_refused(self, network_editor: Client) -> None:
        response = network_editor.post(url("add"), form([{"language": "fi", "preferred": "Laki"}]))
        assert response.status_code == 200
        assert "Give the topic a name in English" in response.content.decode()
        assert not Topic.objects.exists()

    def test_so_is_a_name_that_is_taken(self, network_editor: Client) -> None:
        topic("Law")
        response = network_editor.post(url("add"), form([{"language": "en", "preferred": "Law"}]))
        assert "Another topic has this name in that language already." in response.content.decode()
        assert Topic.objects.count() == 1

    @pytest.mark.parametrize("field", ["alternatives", "definition"])
    def test_and_how_to_reach_somebody(self, network_editor: Client, field: str) -> None:
        row = {"language": "en", "preferred": "Law", field: "Call +358 40 123 4567"}
        assert "would be public here" in network_editor.post(url("add"), form([row])).text

    def test_and_a_third_level(self, network_editor: Client) -> None:
        narrow = gender_equality()
        response = network_editor.post(url("add"), form([{"language": "en", "preferred": "Quotas"}], broader=narrow))
        assert response.status_code == 200
        assert "broader" in response.context["form"].errors

    def test_an_edit_shows_the_words_one_a_line_and_saves_them(self, network_editor: Client) -> None:
        found = gender_equality()
        response = network_editor.get(url("edit", found.pk))
        assert "حقوق المرأة\nالنسوية</textarea>" in response.content.decode()
        assert f'href="{reverse("topics_merge", args=[found.pk])}"' in response.content.decode()
        english = found.labels.get(language="en")
        row = {"id": str(english.pk), "language": "en", "preferred": "Gender justice", "alternatives": "equity"}
        assert network_editor.post(url("edit", found.pk), form([row], found.broader, initial=1)).status_code == 302
        found.refresh_from_db()
        assert (found.name, found.slug) == ("Gender justice", "gender-equality")
        assert vocabulary.current().words("gender-equality")["en"] == ["Gender justice", "equity"]

    def test_choices_of_broad_topics_are_in_the_editor_s_language(self, finn: Client) -> None:
        gender_equality()
        html = finn.get(url("add")).content.decode()
        assert ">Yhdenvertaisuus</option>" in html
        assert ">Sukupuolten tasa-arvo</option>" not in html


class TestMerging:
    def merge(self, client: Client, old: Topic, target: Topic, **more: str) -> Any:
        return client.post(reverse("topics_merge", args=[old.pk]), {"target": target.pk, **more})

    def test_shows_first_what_will_happen(self, network_editor: Client) -> None:
        site_tree()
        old, target = topic("Women's studies", synonyms={"en": ["herstory"]}), gender_equality()
        lecturer(topics=[old])
        html = self.merge(network_editor, old, target).content.decode()
        assert "1 page gets the topic “Gender equality”." in html
        assert "Women&#x27;s studies, herstory" in html
        assert "Old links with “womens-studies” work on." in html
        old.refresh_from_db()
        assert old.merged_into is None

    def test_moves_the_pages_and_keeps_the_old_slug_working(self, network_editor: Client) -> None:
        site_tree()
        old, target = topic("Women's studies", synonyms={"en": ["herstory"]}), gender_equality()
        one, both = lecturer("One", topics=[old]), lecturer("Both", topics=[old, target])
        response = self.merge(network_editor, old, target, confirmed="yes")
        assert response["Location"] == url("edit", target.pk)
        for page in (one, both):
            assert list(LecturerPage.objects.get(pk=page.pk).topics.all()) == [target]
        assert vocabulary.labels("fi")["womens-studies"] == "Sukupuolten tasa-arvo"
        found = vocabulary.current().find("herstory", "en")
        assert found is not None
        assert found.slug == "gender-equality"
        assert "womens-studies" not in {row.slug for row in network_editor.get(url("list")).context["object_list"]}

    def test_a_draft_from_before_shows_the_target(self, network_editor: Client) -> None:
        site_tree()
        old, target = topic("Women's studies"), gender_equality()
        page = lecturer()
        page.topics.set([old, target])
        page.save_revision()
        self.merge(network_editor, old, target, confirmed="yes")
        page.get_latest_revision().publish()
        refs = topic_refs(LecturerPage.objects.get(), "fi")
        assert [(ref.slug, ref.label) for ref in refs] == [("gender-equality", "Sukupuolten tasa-arvo")]

    def test_chains_stay_short(self, network_editor: Client) -> None:
        first, second, third = topic("First"), topic("Second"), topic("Third")
        self.merge(network_editor, first, second, confirmed="yes")
        self.merge(network_editor, second, third, confirmed="yes")
        assert set(Topic.objects.filter(merged_into=third)) == {first, second}

    def test_narrower_topics_move_along_to_a_broad_one_only(self, network_editor: Client) -> None:
        narrow, law, society = gender_equality(), topic("Law"), topic("Society")
        assert narrow.broader is not None
        below = topic("Contracts", broader=law)
        html = self.merge(network_editor, law, narrow, confirmed="yes").content.decode()
        assert "Choose a broad topic, so that they can move there." in html
        self.merge(network_editor, law, society, confirmed="yes")
        below.refresh_from_db()
        assert below.broader == society

    def test_not_into_itself_or_nothing(self, network_editor: Client) -> None:
        old = topic()
        for target in (str(old.pk), "", "99999", "x"):
            response = network_editor.post(reverse("topics_merge", args=[old.pk]), {"target": target, "confirmed": "y"})
            assert response.status_code == 200
        assert network_editor.get(reverse("topics_merge", args=[99999])).status_code == 404

    def test_the_words_of_each_language_become_those_of_the_survivor(self, network_editor: Client) -> None:
        old, target = topic("Herstory", fi="Naishistoria", synonyms={"fi": ["muijat"]}), gender_equality()
        self.merge(network_editor, old, target, confirmed="yes")
        words = vocabulary.current()
        assert words.synonyms("gender-equality", "fi") == ["naisten oikeudet", "Naishistoria", "muijat"]
        assert words.synonyms("gender-equality", "en") == ["feminism", "Herstory"]
        told = network_editor.get("/api/v1/topics/gender-equality?locale=fi").json()["data"]
        assert told["synonyms"] == ["naisten oikeudet", "Naishistoria", "muijat"]

    def test_what_stood_beside_it_stands_beside_the_survivor(self, network_editor: Client) -> None:
        old, target, law = topic("Herstory"), topic("History"), topic("Law")
        old.related.set([target, law])
        self.merge(network_editor, old, target, confirmed="yes")
        assert list(target.related.all()) == [law]
        assert list(law.related.all()) == [target]

    def test_of_two_that_become_each_other_at_the_same_time_one_stays(self) -> None:
        """Two editors have both seen what will happen, and confirm."""
        one, other = topic("One"), topic("Other")
        first, second = Merge(one, other), Merge(Topic.objects.get(pk=other.pk), Topic.objects.get(pk=one.pk))
        first.carry_out()
        with pytest.raises(ValidationError):
            second.carry_out()
        assert vocabulary.current().labels("en") == {"one": "Other", "other": "Other"}

    def test_one_that_is_deleted_meanwhile_is_told(self, network_editor: Client) -> None:
        old, target = topic("Old"), topic("New")
        merge = Merge(old, target)
        Topic.objects.get(pk=target.pk).delete()
        with pytest.raises(ValidationError, match="gone"):
            merge.carry_out()


class TestRelated:
    def test_is_chosen_by_name_and_holds_both_ways(self, network_editor: Client) -> None:
        found, law = gender_equality(), topic("Law")
        english = found.labels.get(language="en")
        row = {"id": str(english.pk), "language": "en", "preferred": "Gender equality"}
        data = {**form([row], found.broader, initial=1), "related": "Law, Gender equality"}
        assert network_editor.post(url("edit", found.pk), data).status_code == 302
        assert list(found.related.all()) == [law]
        assert [near.slug for near in vocabulary.current().related("law")] == ["gender-equality"]
        assert 'value="Law"' in network_editor.get(url("edit", found.pk)).content.decode()

    def test_is_told_to_machines(self, network_editor: Client) -> None:
        found, law = gender_equality(), topic("Law")
        found.related.add(law)
        law.save()
        told = network_editor.get("/api/v1/topics/law?format=skos").json()
        assert [address.rpartition("/")[2] for address in told["related"]] == ["gender-equality"]
