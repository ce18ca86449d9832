"""The vocabulary is loaded again with each upgrade; what editors have made of it since stays."""

from pathlib import Path

import pytest

from tests.factories.topics import topic
from tests.topics.test_loader import ENTRIES, load_topics
from topics import loader
from topics.models import Topic, TopicLabel, TopicMatch
from topics.services import Merge

pytestmark = pytest.mark.django_db


def test_what_an_editor_removed_stays_away() -> None:
    load_topics()
    Topic.objects.get(slug="history").delete()
    TopicLabel.objects.get(topic__slug="pedagogy", language="uk").delete()
    TopicLabel.objects.filter(topic__slug="pedagogy", language="nl").update(definition="")
    TopicMatch.objects.filter(topic__slug="gender-equality").delete()
    assert load_topics().startswith("Nothing to add")
    assert not Topic.objects.filter(slug="history").exists()
    assert TopicLabel.objects.filter(topic__slug="pedagogy").count() == 9
    assert TopicLabel.objects.get(topic__slug="pedagogy", language="nl").definition == ""
    assert not TopicMatch.objects.filter(topic__slug="gender-equality").exists()


def test_a_broad_topic_that_was_deleted_takes_new_ones_along() -> None:
    loader.load([entry for entry in ENTRIES if entry.slug == "health"])
    Topic.objects.get(slug="health").delete()
    load_topics()
    assert not Topic.objects.filter(slug__in=["health", "public-health"]).exists()
    assert Topic.objects.filter(slug="history").exists()


def test_where_editors_moved_and_merged_it_stays() -> None:
    load_topics()
    Merge(Topic.objects.get(slug="history"), Topic.objects.get(slug="anthropology")).carry_out()
    Topic.objects.filter(slug="pedagogy").update(broader=None)
    assert load_topics().startswith("Nothing to add")
    history = Topic.objects.get(slug="history")
    assert history.merged_into == Topic.objects.get(slug="anthropology")
    assert Topic.objects.get(slug="pedagogy").broader is None


def test_a_broad_topic_that_became_a_narrow_one_passes_new_ones_on(tmp_path: Path) -> None:
    above = topic("Knowledge")
    topic("Science", broader=above)
    (tmp_path / "science.toml").write_text(
        '[science]\nen = { label = "Science" }\n[physics]\nen = { label = "Physics" }\n'
    )
    loader.load(loader.read(tmp_path))
    assert Topic.objects.get(slug="physics").broader == above


def test_an_editor_s_own_topic_of_that_name_is_told_and_stays(tmp_path: Path) -> None:
    """One that editors have made of a proposed word must not stop an upgrade."""
    own, rights = topic("Human rights law"), topic("Rights", fi="Oikeudet")
    Topic.objects.filter(pk=own.pk).update(slug="own-slug")
    (tmp_path / "law.toml").write_text(
        '[law]\nen = { label = "Law" }\nfi = { label = "Oikeudet" }\n'
        '[human-rights-law]\nen = { label = "Human rights law" }\n'
    )
    loaded = loader.load(loader.read(tmp_path))
    assert (loaded.topics, loaded.labels) == (1, 1)
    assert loaded.left_out == ("law.toml, [human-rights-law]", "law.toml, [law], fi")
    assert set(Topic.objects.values_list("slug", flat=True)) == {"own-slug", "rights", "law"}
    rights.delete()
    assert loader.load(loader.read(tmp_path)).labels == 1
    assert Topic.objects.get(slug="law").labels.get(language="fi").preferred == "Oikeudet"
