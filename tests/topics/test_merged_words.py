"""What one has to do with the words of a topic that was merged: they find whoever has the other one."""

import pytest
from django.test import Client

from catalogue.checking import check, settle
from people.services import load_consent_texts
from tests.factories import pages
from tests.factories.topics import topic
from topics.models import Topic, TopicLabel
from topics.services import Merge

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def merged() -> Topic:
    """A topic that nothing had, merged into one that a lecturer has whose document was there before."""
    load_consent_texts()
    pages.site_tree()
    old, new = topic("Gnu studies", synonyms={"en": ["gnuology"]}), topic("Nursing")
    pages.lecturer("Nadia Example", parent=pages.organisation(), topics=[new])
    settle()
    Merge(old, new).carry_out()
    return old


def found_by(client: Client, text: str) -> list[str]:
    """What the list shows once the catalogue has been brought up to date, and holds what the pages say."""
    settle()
    assert check() == []
    return [item["name"] for item in client.get("/api/v1/lecturers", {"q": text}).json()["data"]]


@pytest.mark.parametrize("text", ["gnuology", "gnu studies"])
def test_they_find_who_had_the_other_topic_before(merged: Topic, client: Client, text: str) -> None:
    assert found_by(client, text) == ["Nadia Example"]


def test_so_does_a_word_that_is_added_to_it_afterwards(merged: Topic, client: Client) -> None:
    label = TopicLabel.objects.get(topic=merged, language="en")
    label.alternatives = ["wildebeest"]
    label.save()
    assert found_by(client, "wildebeest") == ["Nadia Example"]
    assert found_by(client, "gnuology") == []


def test_and_they_find_nobody_once_it_is_deleted(merged: Topic, client: Client) -> None:
    assert found_by(client, "gnuology") == ["Nadia Example"]
    merged.delete()
    assert found_by(client, "gnuology") == []
