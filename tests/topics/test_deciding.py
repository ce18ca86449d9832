"""What becomes of a word that was asked for: a topic, a word for one, or nothing; public only as a topic."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from catalogue.checking import check, settle
from catalogue.models import Dirty
from lecturers.models import LecturerPage
from network import roles
from people.models import User
from tests.factories.pages import lecturer, site_tree
from tests.factories.people import new_user
from tests.factories.topics import gender_equality, topic
from tests.topics.test_proposals import proposed, url
from topics import proposing, vocabulary
from topics.models import KeywordProposal, Topic
from topics.services import Merge

pytestmark = pytest.mark.django_db
State = KeywordProposal.State


@pytest.fixture(autouse=True)
def _tree(db: None) -> None:
    site_tree(["en", "fi"])


def topics_of(page: Page) -> list[str]:
    return [topic.name for topic in LecturerPage.objects.get(pk=page.pk).topics.all()]


def labels(*rows: dict[str, str]) -> dict[str, Any]:
    """A topic's form with these names."""
    names = [{"alternatives": "", "definition": "", **row} for row in rows]
    return nested_form_data(
        {"labels": inline_formset(names), "matches": inline_formset([]), "broader": "", "notation": ""}
    )


class TestList:
    def test_begins_with_what_waits_and_most_ask_for(self, network_editor: Client) -> None:
        pages = [lecturer("Nadia"), lecturer("Tuuli")]
        proposing.decide(proposed("Gone", pages[0]), State.DECLINED, new_user())
        proposed("Wax", pages[0])
        proposed("Honey", *pages)
        rows = network_editor.get(url("index")).context["object_list"]
        assert [(row.text, row.pages) for row in rows] == [("Honey", 2), ("Wax", 1), ("Gone", 1)]
        filtered = network_editor.get(url("index"), {"state": "declined"}).context["object_list"]
        assert [row.text for row in filtered] == ["Gone"]

    def test_takes_as_many_queries_for_one_as_for_twenty(
        self, network_editor: Client, django_assert_max_num_queries: Any, django_assert_num_queries: Any
    ) -> None:
        page = lecturer()
        proposed("Wax", page)
        network_editor.get(url("index"))
        with django_assert_max_num_queries(40) as few:
            network_editor.get(url("index"))
        one = len(few)
        proposing.propose(page, [f"Word {number}" for number in range(20)], None)
        with django_assert_num_queries(one):
            network_editor.get(url("index"))

    @pytest.mark.parametrize("q", ["\0", '"', "x" * 10_000])
    def test_is_searched_by_anything(self, network_editor: Client, q: str) -> None:
        proposed("Wax")
        assert network_editor.get(url("index"), {"q": q}).status_code == 200


class TestDecision:
    def decide(self, client: Client, proposal: KeywordProposal, **said: Any) -> Any:
        return client.post(url("decide", proposal.pk), said)

    def promote(self, client: Client, proposal: KeywordProposal, *rows: dict[str, str]) -> Any:
        address = f"{reverse('wagtailsnippets_topics_topic:add')}?proposal={proposal.pk}"
        return client.post(address, labels(*rows))

    def test_the_page_says_who_asks_and_what_it_may_mean(self, network_editor: Client) -> None:
        gender_equality()
        shown = network_editor.get(url("decide", proposed("Gender equalities", lecturer("Nadia")).pk)).content.decode()
        assert "Nadia" in shown
        assert "It looks like these topics: Gender equality." in shown

    def test_a_word_becomes_a_topic_with_its_form_filled_in(self, network_editor: Client) -> None:
        page = lecturer("Nadia")
        proposal = proposed("Beekeeping", page)
        address = f"{reverse('wagtailsnippets_topics_topic:add')}?proposal={proposal.pk}"
        shown = network_editor.get(address).content.decode()
        assert 'value="Beekeeping"' in shown
        assert f"?proposal={proposal.pk}" in shown
        response = self.promote(network_editor, proposal, {"language": "en", "preferred": "Bee-keeping"})
        assert response["Location"] == url("index")
        proposal.refresh_from_db()
        assert (proposal.state, str(proposal.topic)) == (State.PROMOTED, "Bee-keeping")
        assert proposal.decided_by == User.objects.get(groups__name=roles.NETWORK)
        assert topics_of(page) == ["Bee-keeping"]

    def test_a_word_in_another_language_asks_for_the_english_name_beside_it(self, network_editor: Client) -> None:
        page = lecturer("Nadia", parent=Page.objects.get(slug="network", locale__language_code="fi").specific)
        proposal = proposed("Mehiläishoito", page, language="fi")
        address = f"{reverse('wagtailsnippets_topics_topic:add')}?proposal={proposal.pk}"
        names = network_editor.get(address).context["form"].formsets["labels"]
        assert [(form["language"].value(), form["preferred"].value()) for form in names.initial_forms] == [
            ("fi", "Mehiläishoito"),
            ("en", ""),
        ]
        fi, en = {"language": "fi", "preferred": "Mehiläishoito"}, {"language": "en", "preferred": "Beekeeping"}
        assert self.promote(network_editor, proposal, fi).status_code == 200
        assert not Topic.objects.exists()
        self.promote(network_editor, proposal, fi, en)
        assert topics_of(page) == ["Beekeeping"]

    def test_a_word_that_means_a_topic_finds_it_from_now_on(self, network_editor: Client) -> None:
        bees, pages = topic("Bees"), [lecturer("Nadia"), lecturer("Tuuli")]
        proposal = proposed("Apiculture", *pages)
        response = self.decide(network_editor, proposal, topic=bees.pk, synonym="on")
        assert response["Location"] == url("index")
        assert [topics_of(page) for page in pages] == [["Bees"], ["Bees"]]
        found = vocabulary.current().find("apiculture", "en")
        assert found is not None
        assert found.slug == "bees"

    def test_but_not_unless_the_editor_says_so(self, network_editor: Client) -> None:
        bees = topic("Bees")
        self.decide(network_editor, proposed("Apiculture"), topic=bees.pk)
        assert vocabulary.current().find("apiculture", "en") is None

    @pytest.mark.parametrize(
        "said",
        [
            {},
            {"topic": "99999"},
            {"topic": "\0"},
            {"decision": "declined"},
        ],
    )
    def test_nonsense_decides_nothing(self, network_editor: Client, said: dict[str, str]) -> None:
        proposal = proposed()
        assert self.decide(network_editor, proposal, **said).status_code == 200
        proposal.refresh_from_db()
        assert proposal.state == State.OPEN

    @pytest.mark.parametrize("number", ["0", "x", "9" * 30, "-1", "²"])
    def test_nor_does_a_proposal_that_is_not_there(self, network_editor: Client, number: str) -> None:
        add = reverse("wagtailsnippets_topics_topic:add")
        assert network_editor.get(add, {"proposal": number}).status_code == 404
        assert network_editor.get(url("decide", 0)).status_code == 404

    def test_the_second_of_two_editors_is_told(self, network_editor: Client) -> None:
        proposal, bees = proposed(), topic("Bees")
        proposing.decide(KeywordProposal.objects.get(pk=proposal.pk), State.DECLINED, new_user())
        response = self.decide(network_editor, proposal, topic=bees.pk)
        assert "Somebody else has decided" in response.content.decode()
        assert self.promote(network_editor, proposal, {"language": "en", "preferred": "Wax"}).status_code == 404
        with pytest.raises(ValidationError):
            proposing.decide(proposal, State.MERGED, new_user(), topic=bees)
        assert not Topic.objects.filter(name="Wax").exists()

    def test_drafts_and_what_is_scheduled_keep_the_topic(self, network_editor: Client) -> None:
        page, bees = lecturer("Nadia", topics=[topic("Law")]), topic("Bees")
        page.headline = "A draft"
        scheduled = page.save_revision(approved_go_live_at=timezone.now())
        draft = page.save_revision()
        self.decide(network_editor, proposed("Apiculture", page), topic=bees.pk)
        live = LecturerPage.objects.get(pk=page.pk)
        assert (live.headline, sorted(topics_of(page))) == ("Lecturer", ["Bees", "Law"])
        for revision in (scheduled, draft):
            revision.refresh_from_db()
            revision.publish()
            assert sorted(topics_of(page)) == ["Bees", "Law"]

    def test_a_topic_that_is_merged_later_still_answers_for_the_word(self, network_editor: Client) -> None:
        bees, animals = topic("Bees"), topic("Animals")
        proposing.decide(proposed("Apiculture"), State.MERGED, new_user(), topic=bees)
        Merge(bees, animals).carry_out()
        assert proposing.known_as("apiculture", "en") == animals


@pytest.mark.django_db(transaction=True)
class TestPublic:
    def test_nothing_is_public_before_and_everything_after(self, client: Client) -> None:
        page = lecturer("Nadia", headline="Teaches")
        proposal = proposed("Zymurgy", page)
        addresses = (page.url, "/en/topics/", "/en/lecturers/?q=zymurgy", "/api/v1/lecturers?q=zymurgy")
        settle()
        # The list repeats what was asked for; nobody is found by it.
        said = [client.get(address).content.decode().casefold() for address in addresses]
        assert [text.count("zymurgy") for text in said] == [0, 0, said[2].count("zymurgy"), 0]
        assert "Nadia" not in said[2]
        zymurgy = topic("Zymurgy")
        proposing.decide(proposal, State.PROMOTED, new_user(), topic=zymurgy)
        assert "Zymurgy" in client.get(page.url).content.decode()
        assert client.get("/api/v1/lecturers?topic=zymurgy").json()["data"][0]["name"] == "Nadia"
        assert not Dirty.objects.exists()
        assert check() == []
