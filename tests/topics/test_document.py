"""A page's topics in its document: labels in one language, words of all, the broad topic in the facet."""

import pytest
from pytest_django import DjangoAssertNumQueries

from lecturers.models import LecturerPage
from tests.factories.pages import lecturer, site_tree
from tests.factories.topics import gender_equality, topic
from topics import vocabulary
from topics.document import topic_refs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tree() -> None:
    site_tree()


def test_a_reference_carries_what_finding_needs() -> None:
    found = gender_equality()
    ref = topic_refs(lecturer(topics=[found]), "fi")[0]
    assert ref.model_dump() == {"id": found.pk, "slug": "gender-equality", "label": "Sukupuolten tasa-arvo"}
    assert ref.facet_values == ["gender-equality", "equality-and-inclusion"]
    for language, word in {"el": "Ισότητα των φύλων", "fi": "naisten oikeudet", "en": "feminism"}.items():
        assert word in ref.words_in[language]
    assert set(ref.depends_on) == {f"topic:{found.pk}", f"topic:{found.broader_id}"}


def test_they_stand_in_the_reader_s_alphabet() -> None:
    page = lecturer(topics=[topic("Law", fi="Öljy"), topic("Arts", fi="Zen"), topic("Music", fi="aamu")])
    assert [ref.label for ref in topic_refs(page, "fi")] == ["aamu", "Öljy", "Zen"]
    assert [ref.label for ref in topic_refs(page, "en")] == ["Arts", "Law", "Music"]


def test_a_merged_topic_stands_for_its_target_and_both_are_watched() -> None:
    target, old = gender_equality(), topic("Women's studies")
    page = lecturer(topics=[old, target])
    old.merged_into = target
    old.save()
    (ref,) = topic_refs(LecturerPage.objects.get(pk=page.pk), "en")
    assert ref.slug == "gender-equality"
    assert {f"topic:{old.pk}", f"topic:{target.pk}"} < set(ref.depends_on)


def test_an_unsaved_page_shows_the_topics_it_was_given() -> None:
    page = LecturerPage(title="Nadia")
    page.topics.set([gender_equality()])
    assert [ref.slug for ref in topic_refs(page, "en")] == ["gender-equality"]


@pytest.mark.parametrize("count", [1, 20])
def test_a_page_s_topics_take_two_queries(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    page = lecturer(topics=[topic(f"Topic {number}", fi=f"Aihe {number}") for number in range(count)])
    vocabulary.current()
    page = LecturerPage.objects.get(pk=page.pk)
    with django_assert_num_queries(2):
        assert len(topic_refs(page, "fi")) == count
