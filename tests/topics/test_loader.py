"""The vocabulary that comes with the site: complete in ten languages, loaded once, errors that name their place."""

from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from catalogue.models import Dirty
from tests.factories.topics import topic
from topics import loader, vocabulary
from topics.models import Shipped, Topic, TopicLabel, TopicMatch, languages

LANGUAGES = [code for code, _name in languages()]
ENTRIES = loader.read()
SCRIPTS = {"ar": "\u0600-\u06ff", "el": "\u0370-\u03ff\u1f00-\u1fff", "uk": "\u0400-\u04ff"}


def load_topics() -> str:
    out = StringIO()
    call_command("load_topics", stdout=out)
    return out.getvalue()


class TestData:
    def test_two_levels_of_a_useful_size(self) -> None:
        broad = {entry.slug for entry in ENTRIES if entry.broader is None}
        under = Counter(entry.broader for entry in ENTRIES if entry.broader)
        assert 75 <= len(ENTRIES) <= 90
        assert set(under) == broad
        assert all(5 <= count <= 12 for count in under.values()), under

    def test_more_than_migration_is_taught(self) -> None:
        """Most of what these lecturers teach has nothing to do with where they come from."""
        assert sum(entry.broader == "migration" for entry in ENTRIES) * 5 < len(ENTRIES)

    def test_every_slug_is_ascii_and_its_own(self) -> None:
        slugs = [entry.slug for entry in ENTRIES]
        assert len(set(slugs)) == len(slugs)
        assert all(slug.isascii() and slug == slug.lower() and " " not in slug for slug in slugs)

    @pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
    def test_every_topic_is_complete_in_all_languages(self, entry: loader.Entry) -> None:
        assert set(entry.names) == set(LANGUAGES)
        for language, name in entry.names.items():
            assert 1 <= len(name.synonyms) <= 5, language
            assert name.label not in name.synonyms, language
            assert name.label[0].isupper() or language == "ar"

    @pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
    def test_every_definition_is_one_sentence(self, entry: loader.Entry) -> None:
        for language, name in entry.names.items():
            assert 20 <= len(name.definition) <= 200, language
            assert name.definition.endswith("."), language
            assert "." not in name.definition[:-1], language
            assert name.definition[0].isupper() or language == "ar"

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_no_definition_serves_twice(self, language: str) -> None:
        """A sentence copied from another topic or left in another language."""
        own = Counter(entry.names[language].definition for entry in ENTRIES)
        others = {name.definition for e in ENTRIES for code, name in e.names.items() if code != language}
        assert [text for text, count in own.items() if count > 1 or text in others] == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_no_word_means_two_topics(self, language: str) -> None:
        words = Counter(
            vocabulary.fold(word)
            for entry in ENTRIES
            for word in {entry.names[language].label, *entry.names[language].synonyms}
        )
        assert [word for word, count in words.items() if count > 1] == []

    @pytest.mark.parametrize(("language", "block"), SCRIPTS.items())
    def test_labels_and_definitions_are_in_their_script(self, language: str, block: str) -> None:
        """One letter of another script in a word looks right and is never found."""
        ranges = [(block[i], block[i + 2]) for i in range(0, len(block), 3)]
        for entry in ENTRIES:
            name = entry.names[language]
            for text in (name.label, name.definition):
                foreign = [x for x in text if x.isalpha() and not any(low <= x <= high for low, high in ranges)]
                assert foreign == [], text

    def test_labels_differ_between_languages_that_share_no_word(self) -> None:
        """A label that was left in English would be the same in Finnish."""
        same = [entry.slug for entry in ENTRIES if entry.names["fi"].label == entry.names["en"].label]
        assert same == []


@pytest.mark.django_db
class TestLoading:
    def test_the_second_run_changes_nothing_and_says_so(self) -> None:
        said = load_topics()
        assert said.startswith(f"Added {len(ENTRIES)} topics, {len(ENTRIES) * 10} names, 0 definitions and ")
        before = list(TopicLabel.objects.values()) + list(Topic.objects.values()) + list(TopicMatch.objects.values())
        marks = Dirty.objects.count()
        assert load_topics() == f"Nothing to add: all {len(ENTRIES)} topics are there with their names.\n"
        after = list(TopicLabel.objects.values()) + list(Topic.objects.values()) + list(TopicMatch.objects.values())
        assert after == before
        assert Dirty.objects.count() == marks

    def test_the_same_words_find_the_same_topic_in_every_language(self) -> None:
        load_topics()
        words = vocabulary.current()
        for text in (
            "sukupuolten tasa-arvo",
            "égalité des genres",
            "ισότητα των φύλων",
            "gender equality",
            "حقوق المرأة",
        ):
            found = words.find(text, "nl")
            assert found is not None
            assert found.slug == "gender-equality"

    def test_what_people_call_a_topic_suggests_it(self) -> None:
        load_topics()
        words = vocabulary.current()
        for slug, language, typed in (
            ("gender-equality", "de", "Geschlechtergleichstellung Gleichstellung Feminismus Geschlechterforschung"),
            ("migration", "de", "Einwanderer"),
            ("migration", "fi", "maahanmuuttajat"),
            ("migration", "fr", "immigrés"),
            ("migration", "es", "inmigrantes"),
        ):
            for word in typed.split():
                assert slug in [found.concept.slug for found in words.suggest(word, language)], word

    def test_what_an_editor_changed_stays(self) -> None:
        load_topics()
        label = TopicLabel.objects.get(topic__slug="history", language="fi")
        label.preferred = "Historiantutkimus"
        label.save()
        load_topics()
        label.refresh_from_db()
        assert label.preferred == "Historiantutkimus"

    def test_what_is_missing_is_added_and_told(self) -> None:
        load_topics()
        gone = Topic.objects.get(slug="history")
        gone.labels.get(language="uk").delete()
        gone.matches.all().delete()
        Shipped.objects.all().delete()  # as in a database from before anything was remembered
        Dirty.objects.all().delete()
        assert load_topics() == "Added 0 topics, 1 names, 0 definitions and 3 matches.\n"
        assert set(Dirty.objects.values_list("ref", flat=True)) == {f"topic:{gone.pk}"}
        assert vocabulary.labels("uk")["history"] == "Історія"

    def test_a_database_of_fewer_topics_grows_and_keeps_its_editors_words(self) -> None:
        """As it is in a network that has worked with an earlier vocabulary."""
        with transaction.atomic():
            loader.load([entry for entry in ENTRIES if entry.slug in {"health", "public-health"}])
        health = Topic.objects.get(slug="health")
        TopicLabel.objects.filter(language="nl").update(definition="")
        TopicLabel.objects.filter(topic=health, language="nl").update(preferred="Gezond leven")
        Shipped.objects.all().delete()
        TopicLabel.objects.filter(topic=health, language="fr").update(definition="Nos propres mots.", alternatives=[])
        assert load_topics().startswith(f"Added {len(ENTRIES) - 2} topics, {(len(ENTRIES) - 2) * 10} names, 1 def")
        found = {(row.topic.slug, row.language): row for row in TopicLabel.objects.select_related("topic")}
        assert found["public-health", "nl"].definition.startswith("Ziekte voorkomen")
        own = found["health", "nl"]
        assert (own.preferred, own.definition) == ("Gezond leven", ""), "the shipped sentence is about another name"
        own = found["health", "fr"]
        assert (own.definition, own.alternatives) == ("Nos propres mots.", [])
        assert Topic.objects.get(slug="medicine-and-pharmacy").broader == health

    def test_a_definition_that_came_later_is_told(self) -> None:
        load_topics()
        label = TopicLabel.objects.get(topic__slug="history", language="uk")
        before = Topic.objects.get(slug="history").updated_at
        TopicLabel.objects.filter(pk=label.pk).update(definition="")
        history = Shipped.objects.get(slug="history")
        history.parts.remove("uk definition")
        history.save()
        Dirty.objects.all().delete()
        assert load_topics() == "Added 0 topics, 0 names, 1 definitions and 0 matches.\n"
        assert set(Dirty.objects.values_list("ref", flat=True)) == {f"topic:{label.topic_id}"}
        assert Topic.objects.get(slug="history").updated_at > before
        assert vocabulary.current().concepts["history"].wording("uk").definition.startswith("Минуле")

    @pytest.mark.parametrize(
        ("text", "locale", "slug"),
        [
            ("tolken", "nl", "translation-and-interpreting"),
            ("Φυσικοθεραπεία", "el", "rehabilitation-and-therapy"),
            ("tilastotiede", "fi", "research-methods"),
            ("туризм", "uk", "tourism-and-hospitality"),
            ("الوساطة", "ar", "peace-and-conflict"),
            ("Kindergarten", "de", "early-childhood-education"),
            ("comercio justo", "es", "responsible-consumption"),
            ("odontoiatria", "it", "medicine-and-pharmacy"),
            ("jeux d'évasion", "fr", "games-and-immersive-media"),
        ],
    )
    def test_what_is_taught_is_found_by_its_everyday_word(self, text: str, locale: str, slug: str) -> None:
        load_topics()
        found = vocabulary.current().find(text, locale)
        assert found is not None
        assert found.slug == slug

    def test_a_broad_topic_that_was_merged_passes_new_ones_on(self, tmp_path: Path) -> None:
        target, old = topic("Knowledge"), topic("Science")
        old.merged_into = target
        old.save()
        (tmp_path / "science.toml").write_text(
            '[science]\nen = { label = "Science" }\n[physics]\nen = { label = "Physics" }\n'
        )
        loader.load(loader.read(tmp_path))
        assert Topic.objects.get(slug="physics").broader == target


class TestErrors:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("[law\n", r"^law.toml: this is no TOML: "),
            ('[other]\nen = { label = "O" }\n', r"^law.toml: expected an entry \[law\]"),
            ("law = 5\n", r"^law.toml, \[law\]: expected a table"),
            ('[law]\nfi = { label = "Laki" }\n', r"^law.toml, \[law\]: expected a line for English"),
            ('[law]\nen = { label = "Law" }\nxx = { label = "L" }\n', r"^law.toml, \[law\]: “xx” is no language"),
            ('[law]\nen = { label = "Law", sinonyms = ["x"] }\n', r"^law.toml, \[law\], en.sinonyms: Extra inputs"),
            ('[law]\nen = { synonyms = ["x"] }\n', r"^law.toml, \[law\], en.label: Field required"),
            (
                '[law]\nmatches = [{ scheme = "x", uri = "x", closeness = "exact" }]\nen = { label = "L" }\n',
                r"^law.toml, \[law\], 0.scheme: Input should be 'eurovoc'",
            ),
            (
                '[law]\nen = { label = "Law" }\n[rules]\nen = { label = "Law" }\n',
                r"^law.toml, \[rules\]: the label “Law” \(en\) is in law.toml, \[law\] already",
            ),
        ],
    )
    def test_name_file_and_entry(self, tmp_path: Path, text: str, message: str) -> None:
        (tmp_path / "law.toml").write_text(text)
        with pytest.raises(loader.LoadError, match=message):
            loader.read(tmp_path)

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        ("line", "message"),
        [
            ('en = { label = "Law, and order" }', r"^law.toml, \[law\], en: .*comma or a quotation mark"),
            (
                'en = { label = "Law" }\nmatches = [{ scheme = "sdg", uri = "sdg 5", closeness = "exact" }]',
                r"^law.toml, \[law\], matches: Enter a valid URL",
            ),
        ],
    )
    def test_a_row_that_cannot_be_leaves_nothing_behind(self, tmp_path: Path, line: str, message: str) -> None:
        topic("Rights", fi="Oikeudet")
        (tmp_path / "law.toml").write_text(f"[law]\n{line}\n")
        with pytest.raises(loader.LoadError, match=message):
            loader.load(loader.read(tmp_path))
        assert [t.slug for t in Topic.objects.all()] == ["rights"]

    @pytest.mark.django_db
    def test_the_command_says_what_it_left_out(self) -> None:
        topic("Some other topic", fi="Ihmisoikeudet")
        errors = StringIO()
        call_command("load_topics", stdout=StringIO(), stderr=errors)
        assert errors.getvalue() == "Left out: society.toml, [human-rights], fi. Another topic has this name already.\n"

    @pytest.mark.django_db
    def test_the_command_says_in_one_line_what_is_wrong(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "law.toml").write_text('[law]\nen = { label = "Law, and order" }\n')
        monkeypatch.setattr(loader.read, "__defaults__", (tmp_path,))
        with pytest.raises(CommandError, match=r"^law.toml, \[law\], en: .*comma"):
            load_topics()
