"""Topics follow their source into a translation, and no translator is asked about them."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import Translation, TranslationSource

from lecturers.models import LecturerPage
from tests.factories.pages import lecturer, publish, site_tree, translated
from tests.factories.people import new_user
from tests.factories.topics import gender_equality, topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> LecturerPage:
    site_tree(["en", "fi"])
    page: LecturerPage = lecturer("Nadia", topics=[gender_equality(), topic("Law")])
    return page


def translate(page: LecturerPage) -> Translation:
    """Send the source's present state to its Finnish page. The objects cache what they were made from."""
    found, _new = TranslationSource.update_or_create_from_instance(page)
    made = Translation.objects.get_or_create(source=found, target_locale=Locale.objects.get(language_code="fi"))[0]
    Translation.objects.get(pk=made.pk).save_target(publish=True)
    return made


def topics_of(page: LecturerPage) -> dict[str, list[str]]:
    """The topics of each language's page, by language."""
    pages = LecturerPage.objects.filter(translation_key=page.translation_key).select_related("locale")
    return {p.locale.language_code: sorted(t.slug for t in p.topics.all()) for p in pages}


def test_every_synchronisation_brings_the_source_s_topics(source: LecturerPage) -> None:
    translate(source)
    assert topics_of(source) == {"en": ["gender-equality", "law"], "fi": ["gender-equality", "law"]}

    source.topics.set([topic("Music")])
    source = publish(source)
    translate(source)
    assert topics_of(source) == {"en": ["music"], "fi": ["music"]}

    source.topics.clear()
    source = publish(source)
    translate(source)
    assert topics_of(source) == {"en": [], "fi": []}


def test_no_translator_is_asked_about_topics(source: LecturerPage) -> None:
    made = translate(source)
    paths = {str(path) for path in made.source.stringsegment_set.values_list("context__path", flat=True)}
    paths |= {str(path) for path in made.source.overridablesegment_set.values_list("context__path", flat=True)}
    assert "headline" in paths
    assert not {path for path in paths if path.startswith("topic")}


def test_the_translators_view_opens(source: LecturerPage, client: Client) -> None:
    translate(source)
    copy = LecturerPage.objects.get(locale__language_code="fi")
    client.force_login(new_user(is_superuser=True))
    response = client.get(reverse("wagtailadmin_pages:edit", args=[copy.pk]))
    assert response.status_code == 200
    assert "wagtail_localize/admin/edit_translation.html" in [template.name for template in response.templates]


def test_a_synchronised_copy_has_topics_of_its_own(source: LecturerPage) -> None:
    """Left to itself, wagtail-localize hands the source's own manager to the copy."""
    copy: LecturerPage = translated(source, "fi")
    copy_synchronised_fields(source, copy)
    copy.topics.set([topic("Music")])
    assert [t.slug for t in copy.topics.all()] == ["music"]
    assert sorted(t.slug for t in source.topics.all()) == ["gender-equality", "law"]
