"""The vocabulary in memory: every language, no stale word, few queries."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from tests.factories.topics import gender_equality, topic
from topics import vocabulary
from topics.models import TopicLabel

pytestmark = pytest.mark.django_db


def suggested(text: str, locale: str) -> list[tuple[str, str]]:
    return [(s.label, s.via) for s in vocabulary.current().suggest(text, locale)]


class TestLabels:
    def test_in_the_reader_s_language_or_in_english(self) -> None:
        gender_equality()
        assert vocabulary.labels("fi")["gender-equality"] == "Sukupuolten tasa-arvo"
        assert vocabulary.labels("uk")["gender-equality"] == "Gender equality"
        assert vocabulary.labels("el-CY")["gender-equality"] == "Ισότητα των φύλων"

    def test_an_old_slug_has_its_target_s_label(self) -> None:
        target, old = gender_equality(), topic("Feminist studies")
        old.merged_into = target
        old.save()
        assert vocabulary.labels("fi")["feminist-studies"] == "Sukupuolten tasa-arvo"
        assert vocabulary.current().lineage("feminist-studies") == ["gender-equality", "equality-and-inclusion"]

    def test_the_tree_has_two_levels_in_the_reader_s_alphabet(self) -> None:
        gender_equality()
        topic("Zoology", fi="Eläintiede")
        tree = vocabulary.tree("fi")
        assert [branch.label for branch in tree] == ["Eläintiede", "Yhdenvertaisuus"]
        assert [(leaf.slug, leaf.definition) for leaf in tree[1].narrower] == [("gender-equality", "")]
        assert vocabulary.tree("en")[0].narrower[0].definition == "Equal rights for all genders."

    def test_words_are_those_of_all_languages_and_of_merged_topics(self) -> None:
        target, old = gender_equality(), topic("Feminist studies", de="Feministische Studien")
        old.merged_into = target
        old.save()
        found = vocabulary.current().words(target.slug)
        some = {"en": "Gender equality", "fi": "naisten oikeudet", "el": "Ισότητα των φύλων", "ar": "حقوق المرأة"}
        assert all(word in found[language] for language, word in some.items())
        assert "Feministische Studien" in found["de"]
        assert not any("Yhdenvertaisuus" in words for words in found.values())


class TestFinding:
    @pytest.mark.parametrize(
        ("text", "locale"),
        [
            ("Sukupuolten tasa-arvo", "fi"),
            ("sukupuolten TASA-ARVO", "en"),
            ("ισοτητα των φυλων", "fi"),
            ("naisten oikeudet", "fi"),
            ("المُساواة بين الجنسين", "ar"),
            ("feminism", "uk"),
        ],
    )
    def test_by_any_word_however_written(self, text: str, locale: str) -> None:
        gender_equality()
        found = vocabulary.current().find(text, locale)
        assert found is not None
        assert found.slug == "gender-equality"

    def test_the_reader_s_language_comes_first(self) -> None:
        topic("Law", fi="Laki")
        topic("Gift", de="Geschenk")
        topic("Poison", de="Gift")
        words = vocabulary.current()
        assert [found.slug for locale in ("en", "de") if (found := words.find("gift", locale))] == ["gift", "poison"]

    @pytest.mark.parametrize("text", ["", "…", "equality of genders"])
    def test_nothing_else_is_found(self, text: str) -> None:
        gender_equality()
        assert vocabulary.current().find(text, "en") is None


class TestSuggesting:
    def test_labels_by_any_of_their_words(self) -> None:
        gender_equality()
        assert suggested("tasa", "fi") == [("Sukupuolten tasa-arvo", "")]
        assert suggested("sukup", "fi") == [("Sukupuolten tasa-arvo", "")]
        assert suggested("asa", "fi") == []

    def test_synonyms_say_by_which_word(self) -> None:
        gender_equality()
        assert suggested("nais", "fi") == [("Sukupuolten tasa-arvo", "naisten oikeudet")]
        assert suggested("femi", "fi") == [("Sukupuolten tasa-arvo", "feminism")]

    def test_arabic_with_and_without_its_article(self) -> None:
        gender_equality()
        for typed in ("المساواة بين", "مساواة", "الجنسين", "جنسين"):
            assert ("المساواة بين الجنسين", "") in suggested(typed, "ar")
        assert suggested("نسوية", "ar") == [("المساواة بين الجنسين", "النسوية")]

    def test_words_of_another_language_are_suggested_where_the_reader_s_own_has_none(self) -> None:
        gender_equality()
        assert suggested("nais", "de") == [("Gender equality", "naisten oikeudet")]
        topic("Naiskuoro", de="Naiskuoro")
        assert suggested("nais", "de") == [("Naiskuoro", "")]

    def test_merged_topics_lead_to_their_target(self) -> None:
        target, old = gender_equality(), topic("Quotas", fi="Kiintiöt")
        old.merged_into = target
        old.save()
        assert suggested("kiint", "fi") == [("Sukupuolten tasa-arvo", "Kiintiöt")]

    def test_nearest_forgives_spelling(self) -> None:
        gender_equality()
        topic("Agriculture")
        assert [c.slug for c in vocabulary.current().nearest("gendre eqality", "en")] == ["gender-equality"]
        assert vocabulary.current().nearest("xyzxyz", "en") == []


class TestFreshness:
    def test_one_query_when_nothing_has_changed(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        for number in range(20):
            topic(f"Topic {number}", fi=f"Aihe {number}")
        with django_assert_num_queries(4):
            vocabulary.labels("fi")
        with django_assert_num_queries(1):
            assert len(vocabulary.labels("en")) == 20

    def test_a_rename_is_seen_at_once(self) -> None:
        gender_equality()
        vocabulary.labels("fi")
        label = TopicLabel.objects.get(preferred="Sukupuolten tasa-arvo")
        label.preferred = "Tasa-arvo"
        label.save()
        assert vocabulary.labels("fi")["gender-equality"] == "Tasa-arvo"

    def test_so_are_a_deleted_name_and_a_deleted_topic(self) -> None:
        found = gender_equality()
        assert "gender-equality" in vocabulary.labels("fi")
        TopicLabel.objects.get(preferred="Sukupuolten tasa-arvo").delete()
        assert vocabulary.labels("fi")["gender-equality"] == "Gender equality"
        found.delete()
        assert set(vocabulary.labels("fi")) == {"equality-and-inclusion"}

    @pytest.mark.django_db(transaction=True)
    def test_another_connection_sees_a_rename_once_it_is_committed(self) -> None:
        gender_equality()

        def read() -> str:
            try:
                return vocabulary.labels("fi")["gender-equality"]
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as elsewhere:
            assert elsewhere.submit(read).result() == "Sukupuolten tasa-arvo"
            label = TopicLabel.objects.get(preferred="Sukupuolten tasa-arvo")
            label.preferred = "Tasa-arvo"
            label.save()
            assert elsewhere.submit(read).result() == "Tasa-arvo"

    def test_what_was_rolled_back_is_forgotten(self) -> None:
        found = topic("Law")
        with transaction.atomic():
            TopicLabel.objects.create(topic=found, language="fi", preferred="Laki")
            assert vocabulary.labels("fi") == {"law": "Laki"}
            transaction.set_rollback(True)
        assert vocabulary.labels("fi") == {"law": "Law"}
