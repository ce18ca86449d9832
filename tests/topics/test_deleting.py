"""A topic that a page or a lecture has is not lost: it can only become part of another."""

from typing import Any

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from lecturers.models import Offer
from tests.factories.pages import lecture, lecturer, site_tree, translated
from tests.factories.people import editor
from tests.factories.topics import gender_equality, topic
from topics.models import Topic
from topics.services import Merge, why_kept

pytestmark = pytest.mark.django_db


def url(view: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_topics_topic:{view}", args=args)


@pytest.fixture
def network_editor(client: Client) -> Client:
    client.force_login(editor("topics.delete_topic", "topics.change_topic", of="Vocabulary"))
    return client


def test_a_topic_in_use_stays() -> None:
    site_tree()
    used = topic()
    lecturer(topics=[used])
    with pytest.raises(ProtectedError, match=r"used by 1 page\. Merge it"):
        used.delete()
    with pytest.raises(ProtectedError), transaction.atomic():
        Topic.objects.filter(pk=used.pk).delete()
    assert used.tagged.count() == 1
    assert Topic.objects.filter(pk=used.pk).exists()


def test_so_does_one_that_others_belong_under() -> None:
    broad = gender_equality().broader
    assert broad is not None
    assert "Other topics depend on" in why_kept(broad)
    with pytest.raises(ProtectedError):
        broad.delete()


def test_so_does_one_that_only_a_lecture_has() -> None:
    site_tree(["en", "fi"])
    offered, similar, free = topic("Soup"), topic("Soup kitchens"), topic("Free")
    translated(lecturer(offers=[lecture("Broth", offered, similar), lecture("Bread")]), "fi")
    for used in (offered, similar):
        with pytest.raises(ProtectedError, match=r"used by 1 page\. Merge it"):
            used.delete()
    Offer.objects.filter(title="Broth").delete()
    offered.delete()
    free.delete()


def test_one_that_is_part_of_another_stays_for_the_lecture_that_has_it() -> None:
    site_tree()
    old, target = topic("Soup"), topic("Food")
    lecturer(offers=[lecture("Broth", old)])
    merge = Merge(old, target)
    assert merge.pages == 1
    merge.carry_out()
    with pytest.raises(ProtectedError, match="stays as a part of “Food”"):
        Topic.objects.get(slug="soup").delete()


def test_an_unused_topic_can_be_deleted(network_editor: Client) -> None:
    found = topic()
    network_editor.post(url("delete", found.pk))
    assert not Topic.objects.exists()


def test_a_used_one_leads_to_merging(network_editor: Client) -> None:
    site_tree()
    found = topic()
    lecturer(topics=[found])
    response = network_editor.post(url("delete", found.pk), follow=True)
    assert response.redirect_chain[-1][0] == reverse("topics_merge", args=[found.pk])
    assert "Merge it into another topic instead." in response.content.decode()
    assert Topic.objects.filter(pk=found.pk).exists()


def test_one_that_is_merged_and_still_used_leads_back(network_editor: Client) -> None:
    site_tree()
    old, target = topic(), topic("Equity")
    old.merged_into = target
    old.save()
    lecturer(topics=[old])
    response = network_editor.post(url("delete", old.pk), follow=True)
    assert response.redirect_chain[-1][0] == url("edit", old.pk)
    assert "stays as a part of “Equity”" in response.content.decode()
    assert Topic.objects.filter(pk=old.pk).exists()
