"""What a topic may be, and who hears when it changes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from catalogue.models import Dirty
from tests.factories.topics import gender_equality, topic
from topics.models import Topic, TopicLabel, TopicMatch

pytestmark = pytest.mark.django_db


def marked() -> set[str]:
    """What has been marked since the last call."""
    refs = {ref for ref in Dirty.objects.values_list("ref", flat=True) if ref.startswith("topic:")}
    Dirty.objects.all().delete()
    return refs


class TestTwoLevels:
    def test_a_third_level_is_refused(self) -> None:
        narrow = gender_equality()
        with pytest.raises(ValidationError, match="two levels only, and “Gender equality” belongs under “Equality"):
            Topic(name="Quotas", slug="quotas", broader=narrow).full_clean()

    def test_a_topic_with_others_below_stays_broad(self) -> None:
        broad = gender_equality().broader
        assert broad is not None
        broad.broader = topic("Society")
        with pytest.raises(ValidationError, match="has to stay a broad topic"):
            broad.full_clean()

    def test_nothing_belongs_under_itself(self) -> None:
        alone = topic()
        alone.broader = alone
        with pytest.raises(ValidationError, match="under itself"):
            alone.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            alone.save()

    def test_two_levels_are_fine(self) -> None:
        gender_equality().full_clean()


class TestNames:
    @pytest.mark.parametrize("word", ["Women, rights", 'The "other"'])
    def test_what_parts_topics_in_a_form_is_in_no_name(self, word: str) -> None:
        for fields in ({"preferred": word}, {"preferred": "Rights", "alternatives": [word]}):
            with pytest.raises(ValidationError, match="comma or a quotation mark"):
                TopicLabel(topic=topic(), language="fi", **fields).full_clean()
            Topic.objects.all().delete()

    def test_words_are_tidied(self) -> None:
        label = TopicLabel(topic=topic(), language="fi", preferred=" Tasa-arvo  nyt ", alternatives=["a  b", "", "a b"])
        label.full_clean()
        assert label.preferred == "Tasa-arvo nyt"
        assert label.alternatives == ["a b"]

    def test_two_topics_have_not_the_same_name_in_a_language(self) -> None:
        topic("Law", fi="Oikeus")
        other = topic("Rights")
        with pytest.raises(ValidationError, match="Another topic has this name"):
            TopicLabel(topic=other, language="fi", preferred="Oikeus").full_clean()
        TopicLabel(topic=other, language="nl", preferred="Oikeus").full_clean()

    def test_the_english_name_is_the_topic_s(self) -> None:
        found = topic("Law")
        label = found.labels.get(language="en")
        label.preferred = "Law and justice"
        label.save()
        assert Topic.objects.get().name == "Law and justice"
        assert Topic.objects.get().slug == "law"

    @pytest.mark.parametrize(
        ("name", "slug"), [("Élan vital", "elan-vital"), ("正義", "topic"), ("Law & order", "law-order")]
    )
    def test_slugs_are_ascii(self, name: str, slug: str) -> None:
        assert topic(name).slug == slug

    def test_slugs_are_unique(self) -> None:
        assert {topic("Arts").slug, topic("Árts").slug} == {"arts", "arts-1"}


class TestAnnouncing:
    def test_a_changed_topic_is_told_with_those_below_it(self) -> None:
        narrow = gender_equality()
        assert narrow.broader is not None
        marked()
        narrow.save()
        assert marked() == {f"topic:{narrow.pk}"}
        narrow.broader.save()
        assert marked() == {f"topic:{narrow.pk}", f"topic:{narrow.broader_id}"}

    def test_so_is_a_changed_name_or_match(self) -> None:
        found = topic()
        marked()
        found.labels.get(language="en").save()
        assert marked() == {f"topic:{found.pk}"}
        match = TopicMatch.objects.create(topic=found, scheme="sdg", uri="http://metadata.un.org/sdg/5")
        assert marked() == {f"topic:{found.pk}"}
        match.delete()
        assert marked() == {f"topic:{found.pk}"}

    def test_a_deleted_topic_is_told(self) -> None:
        found = topic()
        marked()
        pk = found.pk
        found.delete()
        assert marked() == {f"topic:{pk}"}

    def test_what_is_rolled_back_was_never_told(self) -> None:
        found = topic()
        marked()
        with transaction.atomic():
            found.save()
            transaction.set_rollback(True)
        assert marked() == set()


class TestQuerySet:
    def test_labels_fall_back_to_english(self) -> None:
        gender_equality()
        found = [(str(topic), getattr(topic, "broader_label", "")) for topic in Topic.objects.labelled("el")]
        assert found == [("Equality and inclusion", None), ("Ισότητα των φύλων", "Equality and inclusion")]

    def test_broad_topics_and_those_in_use(self) -> None:
        narrow, old = gender_equality(), topic("Old")
        old.merged_into = narrow
        old.save()
        assert [t.name for t in Topic.objects.broad()] == ["Equality and inclusion"]
        assert old not in Topic.objects.in_use()
