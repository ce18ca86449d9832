"""A word that is no topic yet: asked for on a page, decided by the network's editors, public only as a topic."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from lecturers.models import LecturerPage
from network import roles
from people.models import User
from tests.factories.pages import blog, lecturer, organisation, post, site_tree, translated
from tests.factories.people import new_user
from tests.factories.topics import gender_equality, topic
from tests.topics.test_choosing import edit, filled
from topics import proposing
from topics.models import KeywordProposal, Proposer, Topic

pytestmark = pytest.mark.django_db
State = KeywordProposal.State
HOSTILE = ["a\0b", "x" * 10_000, "!!!", "nadia@example.org", "\n".join(f"word {n}" for n in range(11))]


@pytest.fixture(autouse=True)
def _tree(db: None) -> None:
    site_tree(["en", "fi"])


def member(group: Group) -> User:
    user = new_user()
    user.groups.add(group)
    return user


def proposed(word: str = "Beekeeping", *pages: Page, language: str = "en") -> KeywordProposal:
    for page in pages or (lecturer(),):
        lacking = [each.text for each in proposing.asked_for(page)]
        proposing.propose(page, [*lacking, word], new_user())
    return KeywordProposal.objects.get(text=word, language=language)


def url(view: str, *args: Any) -> str:
    return reverse(f"proposed_topics:{view}", args=args)


def topics_of(page: Page) -> list[str]:
    return [topic.name for topic in LecturerPage.objects.get(pk=page.pk).topics.all()]


def labels(*rows: dict[str, str]) -> dict[str, Any]:
    """A topic's form with these names."""
    names = [{"alternatives": "", "definition": "", **row} for row in rows]
    return nested_form_data(
        {"labels": inline_formset(names), "matches": inline_formset([]), "broader": "", "notation": ""}
    )


class TestAsking:
    def test_a_word_is_kept_with_page_person_and_language(self, network_editor: Client) -> None:
        page = lecturer()
        response = edit(network_editor, page, "", missing_topics="Beekeeping,  honey\n Wax ")
        assert response.status_code == 302
        found = Proposer.objects.order_by("proposal__text")
        assert [each.proposal.text for each in found] == ["Beekeeping", "Wax", "honey"]
        assert {(each.page_id, each.by, each.proposal.language) for each in found} == {
            (page.pk, User.objects.get(groups__name=roles.NETWORK), "en")
        }

    def test_the_form_shows_it_again_and_forgets_what_is_taken_away(self, network_editor: Client) -> None:
        page = lecturer()
        edit(network_editor, page, "", missing_topics="Beekeeping\nWax")
        form = network_editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
        assert form["missing_topics"].value() == "Beekeeping\nWax"
        edit(network_editor, page, "", missing_topics="Wax")
        assert [each.text for each in KeywordProposal.objects.all()] == ["Wax"]

    def test_a_form_without_the_field_changes_nothing(self, network_editor: Client) -> None:
        page = lecturer()
        edit(network_editor, page, "", missing_topics="Beekeeping")
        edit(network_editor, page, "", **{"x-missing_topics": "Wax"})
        assert Proposer.objects.count() == 1

    def test_the_same_word_is_one_row_with_several_pages(self, network_editor: Client) -> None:
        for name, word in (("Nadia", "Beekeeping"), ("Tuuli", " BEEKEEPING "), ("Omar", "Bee-keeping")):
            edit(network_editor, lecturer(name), "", missing_topics=word)
        assert [(each.text, each.proposers.count()) for each in KeywordProposal.objects.all()] == [
            ("Beekeeping", 2),
            ("Bee-keeping", 1),
        ]

    def test_a_word_that_is_a_topic_becomes_the_page_s_at_once(self, network_editor: Client) -> None:
        gender_equality()
        page = lecturer()
        edit(network_editor, page, "", missing_topics="FEMINISM, Wax")
        assert topics_of(page) == ["Gender equality"]
        assert [each.text for each in KeywordProposal.objects.all()] == ["Wax"]

    def test_so_does_one_that_was_decided_while_the_form_was_open(self, network_editor: Client) -> None:
        first, second = lecturer("Nadia"), lecturer("Tuuli")
        proposal, bees = proposed("Apiculture", first), topic("Bees")
        proposing.decide(proposal, State.MERGED, new_user(), topic=bees)
        edit(network_editor, second, "", missing_topics="apiculture")
        assert topics_of(second) == ["Bees"]
        assert not proposing.asked_for(second)

    @pytest.mark.parametrize("words", HOSTILE)
    def test_what_is_no_word_is_refused_with_a_reason(self, network_editor: Client, words: str) -> None:
        response = edit(network_editor, lecturer(), "", missing_topics=words)
        assert response.status_code == 200
        assert response.context["form"].errors["missing_topics"]
        assert not KeywordProposal.objects.exists()

    def test_markup_is_a_word_like_any_other(self, network_editor: Client) -> None:
        page = lecturer()
        edit(network_editor, page, "", missing_topics="<script>alert(1)</script>")
        proposal = KeywordProposal.objects.get()
        for address in (url("index"), url("decide", proposal.pk), reverse("wagtailadmin_pages:edit", args=[page.pk])):
            shown = network_editor.get(address).content.decode()
            assert "alert(1)" in shown
            assert "<script>alert(1)" not in shown
        add = f"{reverse('wagtailsnippets_topics_topic:add')}?proposal={proposal.pk}"
        assert "<script>alert(1)" not in network_editor.get(add).content.decode()

    def test_it_goes_with_the_only_page_that_asks(self) -> None:
        first, second = lecturer("Nadia"), lecturer("Tuuli")
        proposed("Beekeeping", first, second)
        first.delete()
        assert KeywordProposal.objects.count() == 1
        second.delete()
        assert not KeywordProposal.objects.exists()

    def test_a_translation_asks_for_nothing(self, network_editor: Client) -> None:
        page = lecturer()
        copy = translated(page, "fi")
        proposed("Beekeeping", page)
        form = LecturerPage.get_edit_handler().get_form_class()
        bound = form({"missing_topics": "Wax"}, instance=LecturerPage.objects.get(pk=copy.pk), for_user=new_user())
        assert bound.fields["missing_topics"].disabled
        bound.is_valid()
        bound.cleaned_data.setdefault("missing_topics", [])
        assert bound.cleaned_data["missing_topics"] == []

    def test_a_new_page_asks_at_once(self, network_editor: Client) -> None:
        address = reverse("wagtailadmin_pages:add", args=["blog", "postpage", blog().pk])
        data = filled(network_editor.get(address).context["form"])
        data |= {"title": "Soup", "slug": "soup", "body": rich_text("<p>Lentils.</p>"), "missing_topics": "Cookery"}
        assert network_editor.post(address, data).status_code == 302
        assert [each.text for each in proposing.asked_for(Page.objects.get(slug="soup"))] == ["Cookery"]

    def test_posts_ask_too(self, network_editor: Client) -> None:
        page = post()
        response = network_editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert 'name="missing_topics"' in response.content.decode()


class TestWho:
    @pytest.fixture
    def page(self) -> Any:
        return lecturer("Nadia", parent=organisation())

    def who(self, name: str) -> User:
        groups = {
            "organisation": lambda: roles.organisation_editors(organisation("Other house")),
            "translator": roles.translators,
        }
        return member(groups[name]())

    @pytest.mark.parametrize("role", ["organisation", "translator"])
    def test_others_neither_see_nor_decide(self, client: Client, page: Page, role: str) -> None:
        proposal, bees = proposed("Beekeeping", page), topic("Bees")
        client.force_login(self.who(role))
        add = f"{reverse('wagtailsnippets_topics_topic:add')}?proposal={proposal.pk}"
        for address in (url("index"), url("decide", proposal.pk), url("decline", proposal.pk), add):
            response = client.get(address)
            assert (response.status_code, b"Beekeeping" in response.content) == (302, False)
        client.post(url("decide", proposal.pk), {"topic": bees.pk})
        client.post(url("decline", proposal.pk))
        client.post(add, labels({"language": "en", "preferred": "Beekeeping"}))
        proposal.refresh_from_db()
        assert proposal.state == State.OPEN
        assert Topic.objects.count() == 1
        assert "Proposed topics" not in client.get("/admin/").content.decode()

    def test_nobody_who_is_not_signed_in(self, client: Client, page: Page) -> None:
        proposal = proposed("Beekeeping", page)
        assert "/admin/login/" in client.get(url("decide", proposal.pk))["Location"]
        assert "/admin/login/" in client.post(url("decline", proposal.pk))["Location"]

    def test_an_organisation_s_editor_asks_on_their_own_pages_only(self, client: Client, page: Page) -> None:
        house = Page.objects.get(pk=page.get_parent().pk).specific
        client.force_login(member(roles.organisation_editors(house)))
        assert edit(client, page, "", missing_topics="Beekeeping").status_code == 302
        assert KeywordProposal.objects.get().text == "Beekeeping"
        client.force_login(self.who("organisation"))
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        client.post(address, {"missing_topics": "Wax"})
        assert [each.text for each in KeywordProposal.objects.all()] == ["Beekeeping"]

    def test_the_network_s_editors_find_them_in_the_menu(self, network_editor: Client, page: Page) -> None:
        assert url("index") in network_editor.get("/admin/").content.decode()
