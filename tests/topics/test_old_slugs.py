"""An address with the slug of a topic that was merged finds what the other topic finds."""

import pytest
from django.test import Client

from people.services import load_consent_texts
from tests.factories import pages
from tests.factories.topics import topic
from topics.models import Topic
from topics.services import Merge

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def merged(client: Client) -> Topic:
    """A topic that has been merged into another, with a lecturer who had it, since this thread has seen it last."""
    load_consent_texts()
    pages.site_tree()
    old, new = topic("Old matters"), topic("New matters")
    pages.lecturer("Nadia Example", parent=pages.organisation(), topics=[old])
    pages.post("Soup", topics=[old])
    assert client.get(f"/api/v1/lecturers?topic={old.slug}&facets=topic").json()["page"]["total"] == 1
    Merge(old, new).carry_out()
    return old


@pytest.mark.parametrize("query", ["topic={}", "topic.all={}", "topic=new-matters&topic={}"])
def test_the_old_slug_filters_by_the_new_topic(merged: Topic, client: Client, query: str) -> None:
    found = client.get(f"/api/v1/lecturers?{query.format(merged.slug)}").json()
    assert [item["name"] for item in found["data"]] == ["Nadia Example"]


def test_the_old_slug_shuts_out_by_the_new_topic(merged: Topic, client: Client) -> None:
    assert client.get(f"/api/v1/lecturers?topic.not={merged.slug}").json()["data"] == []


def test_the_bank_shows_the_new_topic_as_chosen(merged: Topic, client: Client) -> None:
    page = client.get(f"/en/lecturers/?topic={merged.slug}").content.decode()
    assert "Nadia Example" in page
    assert 'value="new-matters" form="bank" checked' in page


def test_so_it_does_where_posts_are_listed(merged: Topic, client: Client) -> None:
    found = client.get(f"/api/v1/posts?topic={merged.slug}").json()
    assert [item["title"] for item in found["data"]] == ["Soup"]
    assert "Soup" in client.get(f"/en/blog/?topic={merged.slug}").content.decode()
