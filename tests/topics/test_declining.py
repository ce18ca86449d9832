"""A word that becomes no topic: confirmed, with a reason or none, told to whoever asks again, and taken up again."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from lecturers.models import LecturerPage
from network import roles
from tests.factories.pages import lecturer, organisation, site_tree
from tests.factories.people import new_user
from tests.factories.topics import topic
from tests.topics.test_choosing import edit
from tests.topics.test_proposals import member, proposed, url
from topics import proposing
from topics.models import KeywordProposal

pytestmark = pytest.mark.django_db
State = KeywordProposal.State


@pytest.fixture(autouse=True)
def _tree(db: None) -> None:
    site_tree(["en", "fi"])


@pytest.fixture
def page() -> LecturerPage:
    return lecturer("Nadia")


@pytest.fixture
def proposal(page: LecturerPage) -> KeywordProposal:
    return proposed("Beekeeping", page)


def state(proposal: KeywordProposal) -> str:
    return KeywordProposal.objects.get(pk=proposal.pk).state


def shown(client: Client, address: str) -> str:
    text: str = client.get(address).content.decode()
    return text


def declined(proposal: KeywordProposal, reply: str = "") -> KeywordProposal:
    proposing.decide(proposal, State.DECLINED, new_user(), reply=reply)
    return proposal


class TestDeclining:
    def test_begins_with_what_will_happen(self, network_editor: Client, proposal: KeywordProposal) -> None:
        assert url("decline", proposal.pk) in shown(network_editor, url("decide", proposal.pk))
        told = shown(network_editor, url("decline", proposal.pk))
        for said in ("Decline “Beekeeping”", "Nadia", "csrfmiddlewaretoken", 'name="reply"', "take it up again"):
            assert said in told
        assert state(proposal) == State.OPEN

    def test_no_page_declines_at_one_click(self, network_editor: Client, proposal: KeywordProposal) -> None:
        network_editor.post(url("decide", proposal.pk), {"decision": "declined", "reply": "No."})
        assert state(proposal) == State.OPEN

    def test_asks_for_the_token_of_the_form(self, network_editor: Client, proposal: KeywordProposal) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = network_editor.cookies
        assert strict.post(url("decline", proposal.pk)).status_code == 403
        declined(proposal)
        assert strict.post(url("take_up", proposal.pk)).status_code == 403
        assert state(proposal) == State.DECLINED

    def test_keeps_the_reason_and_shows_it(
        self, network_editor: Client, page: LecturerPage, proposal: KeywordProposal
    ) -> None:
        response = network_editor.post(url("decline", proposal.pk), {"reply": "Too <b>narrow</b>."})
        assert response["Location"] == url("index")
        assert state(proposal) == State.DECLINED
        assert "declined: <bdi>Too &lt;b&gt;narrow&lt;/b&gt;.</bdi>" in shown(
            network_editor, url("decide", proposal.pk)
        )
        there = shown(network_editor, reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert "“Beekeeping” was declined. Too &lt;b&gt;narrow&lt;/b&gt;." in there
        assert not LecturerPage.objects.get(pk=page.pk).topics.exists()

    def test_needs_no_reason(self, network_editor: Client, proposal: KeywordProposal) -> None:
        network_editor.post(url("decline", proposal.pk))
        assert state(proposal) == State.DECLINED

    @pytest.mark.parametrize("reply", ["x" * 10_000, "a\0b"])
    def test_nonsense_declines_nothing(self, network_editor: Client, proposal: KeywordProposal, reply: str) -> None:
        assert network_editor.post(url("decline", proposal.pk), {"reply": reply}).status_code == 200
        assert state(proposal) == State.OPEN

    def test_the_second_of_two_editors_is_told(self, network_editor: Client, proposal: KeywordProposal) -> None:
        bees = topic("Bees")
        proposing.decide(proposal, State.MERGED, new_user(), topic=bees)
        assert network_editor.get(url("decline", proposal.pk))["Location"] == url("decide", proposal.pk)
        assert "Somebody else has decided" in network_editor.post(url("decline", proposal.pk)).content.decode()
        assert state(proposal) == State.MERGED
        assert network_editor.get(url("decline", 0)).status_code == 404


class TestTakingUp:
    def test_a_declined_word_waits_again(
        self, network_editor: Client, page: LecturerPage, proposal: KeywordProposal
    ) -> None:
        declined(proposal, "Too narrow.")
        listed = network_editor.get(url("index"), {"state": "declined"}).context["object_list"]
        assert [row.text for row in listed] == ["Beekeeping"]
        assert "Take it up again" in shown(network_editor, url("decide", proposal.pk))
        response = network_editor.post(url("take_up", proposal.pk))
        assert response["Location"] == url("decide", proposal.pk)
        found = KeywordProposal.objects.get(pk=proposal.pk)
        assert (found.state, found.decided_by, found.decided_at) == (State.OPEN, None, None)
        assert [each.text for each in proposing.asked_for(page)] == ["Beekeeping"]
        assert "It was declined before: Too narrow." in shown(network_editor, url("decide", proposal.pk))
        assert 'value="Too narrow."' in shown(network_editor, url("decline", proposal.pk))

    def test_takes_more_than_a_look(self, network_editor: Client, proposal: KeywordProposal) -> None:
        declined(proposal)
        assert network_editor.get(url("take_up", proposal.pk)).status_code == 405
        assert state(proposal) == State.DECLINED

    def test_leaves_what_became_of_others(self, network_editor: Client, proposal: KeywordProposal) -> None:
        bees = topic("Bees")
        proposing.decide(proposal, State.MERGED, new_user(), topic=bees)
        assert "Take it up again" not in shown(network_editor, url("decide", proposal.pk))
        network_editor.post(url("take_up", proposal.pk))
        assert state(proposal) == State.MERGED

    def test_is_for_those_who_decide(self, client: Client, proposal: KeywordProposal) -> None:
        declined(proposal)
        client.force_login(member(roles.organisation_editors(organisation())))
        client.post(url("take_up", proposal.pk))
        assert state(proposal) == State.DECLINED


class TestAskingAgain:
    def again(self, client: Client, page: Page, words: str) -> Any:
        return edit(client, page, "", missing_topics=words, headline="Keeps bees")

    @pytest.mark.parametrize(
        ("reply", "said"), [("Too narrow.", "take it up again. The reason: Too narrow."), ("", "take it up again.")]
    )
    def test_is_told_and_loses_nothing(
        self, network_editor: Client, proposal: KeywordProposal, reply: str, said: str
    ) -> None:
        declined(proposal, reply)
        response = self.again(network_editor, lecturer("Tuuli"), "BEEKEEPING\nWax")
        form = response.context["form"]
        [error] = form.errors["missing_topics"]
        assert error.startswith("“Beekeeping” was asked for before and declined. ")
        assert error.endswith(said)
        assert (form["missing_topics"].value(), form["headline"].value()) == ("BEEKEEPING\nWax", "Keeps bees")

    def test_goes_on_without_the_word(self, network_editor: Client, proposal: KeywordProposal) -> None:
        declined(proposal)
        other = lecturer("Tuuli")
        assert self.again(network_editor, other, "Wax").status_code == 302
        assert [each.text for each in proposing.asked_for(other)] == ["Wax"]

    def test_is_free_in_another_language(self, network_editor: Client, proposal: KeywordProposal) -> None:
        declined(proposal)
        finnish = Page.objects.get(slug="network", locale__language_code="fi").specific
        assert self.again(network_editor, lecturer("Tuuli", parent=finnish), "Beekeeping").status_code == 302

    def test_finds_the_topic_that_there_is_meanwhile(
        self, network_editor: Client, page: LecturerPage, proposal: KeywordProposal
    ) -> None:
        declined(proposal)
        topic("Beekeeping")
        assert self.again(network_editor, page, "Beekeeping").status_code == 302
        assert [each.name for each in LecturerPage.objects.get(pk=page.pk).topics.all()] == ["Beekeeping"]

    def test_and_asks_once_it_is_taken_up(self, network_editor: Client, proposal: KeywordProposal) -> None:
        proposing.take_up(declined(proposal))
        other = lecturer("Tuuli")
        assert self.again(network_editor, other, "Beekeeping").status_code == 302
        assert [each.text for each in proposing.asked_for(other)] == ["Beekeeping"]
