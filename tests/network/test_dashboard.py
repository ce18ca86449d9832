"""The first screen: one's own place and what waits there, and nothing of others."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from catalogue.checking import settle
from lecturers.models import LecturerPage
from people.models import Person, User
from tests.factories.pages import lecturer, publish, translated
from tests.network.neighbours import PRIVATE, SECRET, Neighbours, began

READY, WAITS = "Translations ready to be published", "Translated, and waiting to be published"


def seen(client: Client, user: User) -> str:
    client.force_login(user)
    return client.get(reverse("wagtailadmin_home")).content.decode()


def say(translation: Translation, text: str) -> None:
    """Give every text of this translation these words, and its address, too, as an address has them."""
    for segment in translation.source.stringsegment_set.select_related("context"):
        said = slugify(text) if segment.context.path == "slug" else text
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            defaults={"data": said},
        )


def ready(client: Client, user: User) -> str:
    """The panel of translations that only need to be published."""
    page = seen(client, user)
    return page.split('id="ready-section"')[1].split("</ul>")[0] if 'id="ready-section"' in page else ""


def test_leads_to_ones_own_organisation(client: Client, there: Neighbours) -> None:
    page = seen(client, there.editor)
    assert "Your organisation" in page
    assert reverse("wagtailadmin_explore", args=[there.sunrise.pk]) in page
    assert reverse("wagtailadmin_pages:add_subpage", args=[there.sunrise.pk]) in page
    assert reverse("wagtailadmin_explore", args=[there.harbour.pk]) not in page


def test_names_what_is_published_and_not_public(client: Client, there: Neighbours) -> None:
    person = Person.objects.create(name="Silent", managed_by=there.editor.groups.get())
    lecturer("Quiet Page", parent=there.sunrise, person=person)
    settle()
    page = seen(client, there.editor)
    assert "Quiet Page" in page
    assert "No valid consent" in page
    assert reverse("persons:inspect", args=[person.pk]) in page
    assert "Quiet Page" in seen(client, there.network)
    assert "Quiet Page" not in seen(client, there.translator)


def test_names_what_is_to_be_confirmed(client: Client, there: Neighbours) -> None:
    late = lecturer("Long Unseen", parent=there.sunrise, confirmation_due=timezone.localdate() + timedelta(days=3))
    assert "Long Unseen" in seen(client, there.editor)
    late.confirmation_due = timezone.localdate() + timedelta(days=300)
    publish(late)
    assert "Long Unseen" not in seen(client, there.editor)


def test_names_translations_that_wait(client: Client, there: Neighbours) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[there.translation.get_target_instance().pk])
    assert edit in seen(client, there.translator)
    assert edit not in seen(client, there.editor)


def test_says_nothing_of_others(client: Client, there: Neighbours) -> None:
    page = seen(client, there.editor)
    assert SECRET not in page
    assert PRIVATE not in page


def test_asks_no_more_for_twenty_pages(client: Client, there: Neighbours, django_assert_max_num_queries: Any) -> None:
    for number in range(20):
        lecturer(f"Nobody {number}", parent=there.sunrise, person=None)
    settle()
    seen(client, there.editor)
    with django_assert_max_num_queries(140):
        assert seen(client, there.editor).count("No person is chosen") == 8


class TestWhoOnlyTranslates:
    def begin(self, page: Page) -> str:
        return reverse("wagtail_localize:submit_page_translation", args=[page.pk])

    def test_finds_what_nobody_has_begun(self, client: Client, there: Neighbours) -> None:
        nadia = lecturer("Nadia Read", parent=there.sunrise)
        settle()
        page = seen(client, there.translator)
        assert "To be translated" in page
        assert self.begin(nadia) in page
        row = page.split("Nadia Read")[1].split("</li>")[0]
        assert "Suomi" in row
        assert "English" in row.split("</span>")[0]
        assert "English" not in row.split("</span>", 1)[1]
        assert client.get(self.begin(nadia)).status_code == 200
        assert self.begin(nadia) not in seen(client, there.editor), "who has work of their own"
        assert self.begin(there.draft) not in page, "nobody outside reads it yet"

    def test_no_longer_finds_what_there_is_in_every_language(self, client: Client, there: Neighbours) -> None:
        nadia = lecturer("Nadia Read", parent=there.sunrise)
        for locale in Locale.objects.exclude(pk=nadia.locale_id):
            translated(nadia, locale.language_code)
        settle()
        assert self.begin(nadia) not in seen(client, there.translator)

    def test_finds_what_has_changed_since(self, client: Client, there: Neighbours) -> None:
        nadia = lecturer("Nadia Read", parent=there.sunrise)
        source = began(nadia).source
        settle()
        update = reverse("update_translations", args=[source.pk])
        publish(LecturerPage.objects.get(pk=nadia.pk))
        assert update not in seen(client, there.translator), "there is nothing new to translate"
        changed = LecturerPage.objects.get(pk=nadia.pk)
        changed.headline = "Reads aloud"
        publish(changed)
        assert update in seen(client, there.translator)
        client.post(update, {})
        assert update not in seen(client, there.translator)

    def test_finds_what_was_written_as_a_page_and_is_older_than_the_original(
        self, client: Client, there: Neighbours
    ) -> None:
        nadia = lecturer("Nadia Read", parent=there.sunrise)
        others = [translated(nadia, locale.language_code) for locale in Locale.objects.exclude(pk=nadia.locale_id)]
        nadia.headline = "Reads aloud"
        publish(nadia)
        settle()
        row = seen(client, there.translator).split("Nadia Read")[1].split("</li>")[0]
        assert "Made of an older text:" in row
        assert all(reverse("wagtailadmin_pages:edit", args=[other.pk]) in row for other in others)
        for other in others:
            publish(other)
        settle()
        assert "Nadia Read" not in seen(client, there.translator)

    def test_is_shown_the_newest_and_asks_no_more_for_many(
        self, client: Client, there: Neighbours, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for number in range(3):
            lecturer(f"Reader {number}", parent=there.sunrise)
        settle()
        seen(client, there.translator)
        with CaptureQueriesContext(connection) as few:
            seen(client, there.translator)
        for number in range(3, 30):
            lecturer(f"Reader {number}", parent=there.sunrise)
        settle()
        with django_assert_num_queries(len(few)):
            page = seen(client, there.translator)
        assert [f"Reader {number}<" in page for number in (0, 10, 29)] == [False, True, True]


class TestWhatIsTranslated:
    def test_is_shown_to_who_may_publish_it(self, client: Client, there: Neighbours) -> None:
        translation = began(lecturer("Nadia Read", parent=there.sunrise))
        edit = reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])
        assert ready(client, there.editor) == ""
        say(translation, "Nadia suomeksi")
        for user, heading in ((there.editor, READY), (there.network, READY), (there.translator, WAITS)):
            panel = ready(client, user)
            assert heading in panel
            assert f'href="{edit}"' in panel
            assert "Nadia suomeksi" in panel
            assert "Suomi" in panel

    def test_is_nothing_of_other_organisations(self, client: Client, there: Neighbours) -> None:
        say(began(there.public), "Sanat")
        assert ready(client, there.editor) == ""
        assert "Sanat" in ready(client, there.network)

    def test_is_gone_once_published_and_there_again_when_words_change(self, client: Client, there: Neighbours) -> None:
        translation = began(lecturer("Nadia Read", parent=there.sunrise))
        say(translation, "Sanat")
        page = publish(translation.get_target_instance())
        assert ready(client, there.editor) == ""
        say(translation, "Uudet sanat")
        assert "Uudet sanat" in ready(client, there.editor)
        page = publish(page)
        page.unpublish()
        assert ready(client, there.editor) == "", "somebody meant it"

    def test_is_there_again_when_the_original_was_brought_over(self, client: Client, there: Neighbours) -> None:
        translation = began(lecturer("Nadia Read", parent=there.sunrise))
        say(translation, "Sanat")
        publish(translation.get_target_instance())
        translation.save_target(publish=False)
        assert "Sanat" in ready(client, there.translator)

    def test_is_nothing_of_an_original_that_is_no_longer_public(self, client: Client, there: Neighbours) -> None:
        nadia = lecturer("Nadia Read", parent=there.sunrise)
        say(began(nadia), "Sanat")
        nadia.unpublish()
        assert ready(client, there.editor) == ""

    def test_is_nothing_whose_day_is_set(self, client: Client, there: Neighbours) -> None:
        translation = began(lecturer("Nadia Read", parent=there.sunrise))
        say(translation, "Sanat")
        page = translation.get_target_instance()
        page.go_live_at = timezone.now() + timedelta(days=3)
        publish(page)
        assert ready(client, there.editor) == ""

    def test_is_asked_for_at_once(
        self, client: Client, there: Neighbours, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        say(began(lecturer("Reader", parent=there.sunrise)), "Sanat 0")
        ready(client, there.editor)
        with CaptureQueriesContext(connection) as few:
            ready(client, there.editor)
        for number in range(1, 5):
            say(began(lecturer(f"Reader {number}", parent=there.sunrise)), f"Sanat {number}")
        with django_assert_num_queries(len(few)):
            assert ready(client, there.editor).count("Sanat") == 5
