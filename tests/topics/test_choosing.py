"""An editor chooses topics for a page: in her own language, from the list, on the source only."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text
from wagtail.users.models import UserProfile

from lecturers.models import LecturerPage
from people.models import User
from tests.factories.pages import lecturer, site_tree, translated
from tests.factories.people import editor
from tests.factories.topics import gender_equality, topic
from topics.services import Merge

pytestmark = pytest.mark.django_db


def signed_in(client: Client, language: str = "en") -> User:
    """An editor of all pages who reads the admin in `language`."""
    user = editor(of="Page editors")
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.get_or_create(
            group=user.groups.get(),
            page=Page.objects.get(depth=1),
            permission__codename=codename,
            defaults={"permission": _permission(codename)},
        )
    UserProfile.objects.create(user=user, preferred_language=language)
    client.force_login(user)
    return user


def _permission(codename: str) -> Any:
    field = GroupPagePermission._meta.get_field("permission")
    return field.related_model._default_manager.get(codename=codename)


def suggestions(client: Client, term: str) -> list[dict[str, str]]:
    response = client.get(reverse("topics_autocomplete"), {"term": term})
    assert response.status_code == 200
    return [{**found, "value": found["value"].replace("\N{NO-BREAK SPACE}", " ")} for found in response.json()]


def filled(form: Any) -> dict[str, Any]:
    """What a browser sends of a page's form that nobody has touched."""
    data = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)}
    for name, formset in form.formsets.items():
        rows = [{b.html_name.split("-")[-1]: b.value() or "" for b in row} for row in formset.initial_forms]
        data |= nested_form_data({name: inline_formset(rows, initial=len(rows))})
    return data


def edit(client: Client, page: LecturerPage, topics: str | None, **more: Any) -> Any:
    """Send the page's own form with `topics` in its field, None to send no such field."""
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = filled(client.get(url).context["form"])
    data.pop("topics", None)
    data |= {"bio": rich_text("<p>Teaches.</p>"), "action-publish": "1", **more}
    if topics is not None:
        data["topics"] = topics
    return client.post(url, data)


class TestAutocomplete:
    @pytest.fixture(autouse=True)
    def _vocabulary(self) -> None:
        gender_equality()

    def test_in_finnish(self, client: Client) -> None:
        signed_in(client, "fi")
        assert suggestions(client, "sukupuolten") == [
            {"value": "Sukupuolten tasa-arvo", "label": "Sukupuolten tasa-arvo"}
        ]

    def test_by_a_finnish_synonym(self, client: Client) -> None:
        signed_in(client, "fi")
        assert suggestions(client, "naisten") == [
            {"value": "Sukupuolten tasa-arvo", "label": "Sukupuolten tasa-arvo (naisten oikeudet)"}
        ]

    def test_in_arabic_and_by_a_synonym(self, client: Client) -> None:
        signed_in(client, "ar")
        assert suggestions(client, "الجنسين")[0]["value"] == "المساواة بين الجنسين"
        assert suggestions(client, "حقوق") == [
            {"value": "المساواة بين الجنسين", "label": "المساواة بين الجنسين (حقوق المرأة)"}
        ]

    def test_in_a_language_without_labels_in_english(self, client: Client) -> None:
        signed_in(client, "de")
        assert suggestions(client, "gend") == [{"value": "Gender equality", "label": "Gender equality"}]

    @pytest.mark.parametrize("term", ["", '"', "  ", "\x00", "x" * 5000, "tasa\u0301" * 300])
    def test_odd_input_finds_nothing(self, client: Client, term: str) -> None:
        signed_in(client)
        assert suggestions(client, term) == []

    def test_is_for_editors_only(self, client: Client) -> None:
        response = client.get(reverse("topics_autocomplete"), {"term": "gender"})
        assert response.status_code == 302
        assert "/login/" in response["Location"]

    def test_asks_for_topics_once_however_many_there_are(self, client: Client) -> None:
        signed_in(client)
        for number in range(20):
            topic(f"Gender {number}")
        assert len(suggestions(client, "gender")) == 10
        with CaptureQueriesContext(connection) as queries:
            suggestions(client, "gender")
        assert sum("topics_" in query["sql"] for query in queries.captured_queries) == 1


class TestPageForm:
    @pytest.fixture(autouse=True)
    def _tree(self) -> None:
        site_tree()

    def test_a_label_or_synonym_of_any_language_is_understood(self, client: Client) -> None:
        found, law = gender_equality(), topic("Law")
        page = lecturer()
        signed_in(client, "fi")
        assert edit(client, page, '"naisten oikeudet", Law').status_code == 302
        assert set(LecturerPage.objects.get().topics.all()) == {found, law}

    def test_one_name_of_several_words_needs_no_quotes(self, client: Client) -> None:
        found, page = gender_equality(), lecturer()
        signed_in(client)
        edit(client, page, "gender equality")
        assert list(LecturerPage.objects.get().topics.all()) == [found]

    def test_nobody_invents_a_topic(self, client: Client) -> None:
        gender_equality()
        page = lecturer()
        signed_in(client)
        response = edit(client, page, '"gendre equality","Quantum knitting"')
        assert response.status_code == 200
        text = " ".join(response.context["form"].errors["topics"])
        assert "“gendre equality” is not one of the network's topics. Perhaps you mean “Gender equality”" in text
        assert "“Quantum knitting” is not one of the network's topics. Choose one from the list." in text
        assert "has its place below: “Topics that are missing”, “Own keywords”." in text
        assert "Quantum knitting" in response.content.decode()
        assert LecturerPage.objects.get().topics.count() == 0

    def test_a_word_of_several_topics_is_asked_back(self, client: Client) -> None:
        topic("Gift", de="Geschenk")
        topic("Danger", uk="Небезпека", synonyms={"uk": ["risk"]}, de="Gift")
        topic("Insurance", ar="التأمين", synonyms={"ar": ["risk"]})
        page = lecturer()
        signed_in(client, "fi")
        response = edit(client, page, "risk")
        text = " ".join(response.context["form"].errors["topics"])
        assert "“Danger”, “Insurance”" in text
        assert "Puuttuvat aiheet" not in text
        assert edit(client, page, "Gift").status_code == 302
        assert [found.name for found in LecturerPage.objects.get().topics.all()] == ["Gift"], "as the list shows it"

    def test_the_name_of_a_merged_topic_means_its_target(self, client: Client) -> None:
        found, old, page = gender_equality(), topic("Women's studies", fi="Naistutkimus"), lecturer()
        Merge(old, found).carry_out()
        signed_in(client, "el")
        assert edit(client, page, "naistutkimus").status_code == 302
        assert list(LecturerPage.objects.get().topics.all()) == [found]

    def test_the_form_shows_labels_in_the_editor_s_language(self, client: Client) -> None:
        page = lecturer(topics=[gender_equality()])
        signed_in(client, "fi")
        html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert 'value="Sukupuolten\N{NO-BREAK SPACE}tasa-arvo"' in html
        assert f'data-w-tag-url-value="{reverse("topics_autocomplete")}"' in html
        assert "autocompleteOnly&quot;: false" in html, "what it kept to itself would be lost"

    def test_a_draft_keeps_its_topics_to_itself(self, client: Client) -> None:
        found, law = gender_equality(), topic("Law")
        page = lecturer(topics=[found])
        page.topics.set([law])
        page.save_revision()
        assert list(LecturerPage.objects.get().topics.all()) == [found]
        assert list(page.get_latest_revision_as_object().topics.all()) == [law]
        page.get_latest_revision().publish()
        assert list(LecturerPage.objects.get().topics.all()) == [law]

    def test_a_draft_with_a_topic_that_is_gone_still_opens(self) -> None:
        law, page = topic("Law"), lecturer()
        page.topics.set([law])
        page.save_revision()
        law.delete()
        assert list(page.get_latest_revision_as_object().topics.all()) == []

    def test_topics_can_be_taken_away(self, client: Client) -> None:
        page = lecturer(topics=[gender_equality()])
        signed_in(client)
        edit(client, page, "")
        assert LecturerPage.objects.get().topics.count() == 0


class TestTranslation:
    @pytest.fixture(autouse=True)
    def _tree(self) -> None:
        site_tree(["en", "fi"])

    def test_shows_the_source_s_topics_and_changes_none(self, client: Client) -> None:
        found, law = gender_equality(), topic("Law")
        source = lecturer("Nadia", topics=[found])
        copy = translated(source, "fi", title="Nadia suomeksi")
        signed_in(client)
        html = client.get(reverse("wagtailadmin_pages:edit", args=[copy.pk])).content.decode()
        assert "Topics belong to the original page, “Nadia”, and are changed there." in html
        assert "readOnly&quot;: true" in html
        for sent in ("Law", "", None, "Quantum knitting"):
            assert edit(client, copy, sent).status_code == 302
            assert list(LecturerPage.objects.get(pk=copy.pk).topics.all()) == [found]
        assert list(LecturerPage.objects.get(pk=source.pk).topics.all()) == [found]
        assert law.tagged.count() == 0

    def test_the_source_is_free_to_change(self, client: Client) -> None:
        source = lecturer("Nadia", topics=[gender_equality()])
        translated(source, "fi")
        law = topic("Law")
        signed_in(client)
        assert edit(client, source, "Law").status_code == 302
        assert list(LecturerPage.objects.get(pk=source.pk).topics.all()) == [law]
