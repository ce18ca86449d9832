"""Topics that nobody has yet are known everywhere at once: a filter by one finds nobody, and is no mistake."""

import pytest
from django.test import Client

from catalogue.checking import settle
from people.services import load_consent_texts
from tests.factories import pages
from tests.factories.topics import topic
from topics.services import Merge

pytestmark = pytest.mark.django_db(transaction=True)


def answer(client: Client, slug: str) -> int:
    return client.get("/api/v1/lecturers", {"topic": slug}).status_code


def listed(client: Client, slug: str) -> str:
    return client.get("/en/lecturers/", {"topic": slug}).content.decode()


def test_a_new_topic_is_a_filter_and_its_new_name_is_the_filters(client: Client) -> None:
    load_consent_texts()
    pages.site_tree()
    pages.lecturer("Nadia Example", parent=pages.organisation(), topics=[topic("Nursing")])
    settle()
    assert answer(client, "gnu-studies") == 400
    new = topic("Gnu studies")
    assert answer(client, "gnu-studies") == 200
    assert "Gnu studies" in listed(client, "gnu-studies")
    label = new.labels.get(language="en")
    label.preferred = "Study of gnus"
    label.save()
    assert "Study of gnus" in listed(client, "gnu-studies")


def test_the_old_slug_of_one_that_was_merged_means_the_other(client: Client) -> None:
    pages.site_tree()
    old, new = topic("Gnu studies"), topic("Nursing")
    assert "Nursing" not in listed(client, "gnu-studies")
    Merge(old, new).carry_out()
    assert "Nursing" in listed(client, "gnu-studies")


def test_one_that_is_deleted_is_no_filter_any_more(client: Client) -> None:
    pages.site_tree()
    old = topic("Gnu studies")
    assert answer(client, "gnu-studies") == 200
    old.delete()
    assert answer(client, "gnu-studies") == 400
