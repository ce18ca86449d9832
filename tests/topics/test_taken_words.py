"""A word means one topic in each language, whichever of the two is given it last."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data
from wagtail.users.models import UserProfile

from lecturers.models import LecturerPage
from tests.factories.pages import lecturer, site_tree
from tests.factories.people import editor
from tests.factories.topics import gender_equality, topic
from topics import loader, proposing, vocabulary
from topics.models import KeywordProposal, Topic
from topics.services import Merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def finn(client: Client) -> Client:
    """A network editor who works in Finnish."""
    user = editor("topics.add_topic", "topics.change_topic", of="Vocabulary")
    UserProfile.objects.create(user=user, preferred_language="fi")
    client.force_login(user)
    return client


def save(client: Client, found: Topic | None, language: str = "fi", **names: str) -> Any:
    """Send a topic's form with an English name and one in another language, beside what it has."""
    labels = {row.language: row for row in found.labels.all()} if found else {}
    english = {"language": "en", "preferred": found.name if found else "Something new"}
    rows = [{"alternatives": "", "definition": "", **row} for row in (english, {"language": language, **names})]
    for row in rows:
        row["id"] = str(labels[row["language"]].pk) if row["language"] in labels else ""
    rows.sort(key=lambda row: row["id"] == "")
    data = {"labels": inline_formset(rows, initial=sum(bool(row["id"]) for row in rows))}
    data |= {"matches": inline_formset([]), "broader": "", "notation": ""}
    view, args = ("edit", [found.pk]) if found else ("add", [])
    return client.post(reverse(f"wagtailsnippets_topics_topic:{view}", args=args), nested_form_data(data))


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("alternatives", {"preferred": "Uusi", "alternatives": "jotain\nSUKUPUOLTEN tasa-arvo"}),
        ("alternatives", {"preferred": "Uusi", "alternatives": "Naisten oikeudet"}),
        ("preferred", {"preferred": "naisten oikeudet"}),
        ("preferred", {"preferred": "Sukupuolten  tasa-arvo"}),
    ],
)
def test_a_word_of_another_topic_is_refused_by_its_name(finn: Client, field: str, names: dict[str, str]) -> None:
    gender_equality()
    response = save(finn, None, **names)
    errors = response.context["form"].formsets["labels"].forms[1].errors[field]
    assert any("Sukupuolten tasa-arvo”" in error for error in errors)
    assert not Topic.objects.filter(name="Something new").exists()


def test_another_language_may_have_the_same_word(finn: Client) -> None:
    gender_equality()
    assert save(finn, None, language="nl", preferred="Naisten oikeudet").status_code == 302


def test_its_own_words_may_stay_and_change_places(finn: Client) -> None:
    found = topic("Law", fi="Laki", synonyms={"fi": ["oikeus"]})
    assert save(finn, found, preferred="Oikeus", alternatives="laki").status_code == 302
    assert vocabulary.labels("fi")["law"] == "Oikeus"


def test_so_may_those_of_what_was_merged_into_it(finn: Client) -> None:
    old, found = topic("Statutes", fi="Säädökset"), topic("Law", fi="Laki")
    other = topic("Rules", fi="Säännöt")
    Merge(old, found).carry_out()
    assert save(finn, found, preferred="Laki", alternatives="säädökset").status_code == 302
    assert save(finn, other, preferred="Säännöt", alternatives="säädökset").status_code == 200, "a merged one's, too"


def test_a_proposed_word_that_has_come_to_mean_another_topic_is_no_synonym() -> None:
    site_tree()
    bees, page = topic("Bees"), lecturer()
    proposing.propose(page, ["Apiculture"], None)
    topic("Apiculture")
    with pytest.raises(ValidationError, match="“Apiculture” means the topic “Apiculture”"):
        proposing.decide(
            KeywordProposal.objects.get(),
            KeywordProposal.State.MERGED,
            editor(of="Vocabulary"),
            topic=bees,
            synonym=True,
        )
    assert KeywordProposal.objects.get().state == KeywordProposal.State.OPEN
    assert list(LecturerPage.objects.get().topics.all()) == []


def test_the_words_that_come_with_the_site_pass() -> None:
    meant: dict[tuple[str, str], set[str]] = {}
    for entry in loader.read():
        for language, name in entry.names.items():
            for word in (name.label, *name.synonyms):
                meant.setdefault((language, vocabulary.fold(word)), set()).add(entry.slug)
    assert {word: slugs for word, slugs in meant.items() if len(slugs) > 1} == {}
