"""The editor of translations: what it refuses is kept and shown with what is wrong, and is never published."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from lecturers.models import Offer
from people.models import User
from tests.factories.pages import lecturer, organisation, site_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Translation:
    """The beginning of a Finnish translation of a lecturer in Finland, beside another Finnish page."""
    site_tree(["en", "fi"])
    offer = Offer(locale=Locale.get_default(), title="Soup", abstract="How to cook it")
    page = lecturer(parent=organisation(), headline="Teaches", summary="She cooks", bio="<p>Cooks</p>", offers=[offer])
    finnish = Locale.objects.get(language_code="fi")
    Page.objects.get(pk=page.get_parent().pk).copy_for_translation(finnish, copy_parents=True, alias=True)
    made = Translation.objects.create(
        source=TranslationSource.get_or_create_from_instance(page)[0], target_locale=finnish
    )
    made.save_target(publish=True)
    lecturer("Taken", slug="taken", parent=made.get_target_instance().get_parent())
    return made


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser(email="admin@example.org", password="x" * 20))
    return client


def put(admin: Client, made: Translation, what: str, to: str) -> Any:
    segment = made.source.stringsegment_set.get(string__data=what)
    address = reverse("wagtail_localize:edit_string_translation", args=[made.pk, segment.pk])
    return admin.put(address, urlencode({"value": to}), content_type="application/x-www-form-urlencoded").json()


@pytest.mark.parametrize(
    ("what", "to", "fault"),
    [
        ("Nadia Example", "Nadia 050 123 4567", "“050 123 4567” would be public here. Leave it out."),
        ("Nadia Example", "Nadia +358 50 123 4567", "“+358 50 123 4567” would be public here. Leave it out."),
        ("Cooks", "Kysy: <b>nadia@soup.example</b>", "“nadia@soup.example” would be public here. Leave it out."),
        ("How to cook it", "Soita 0401234567", "“0401234567” would be public here. Leave it out."),
        ("Nadia Example", "x" * 256, "Ensure this value has at most 255 characters (it has 256)."),
        ("Teaches", " ", "This field cannot be blank."),
        ("She cooks", "x" * 401, "Ensure this value has at most 400 characters (it has 401)."),
        ("Soup", "x" * 151, "Ensure this value has at most 150 characters (it has 151)."),
        ("nadia-example", "نادية", "Use only the letters a to z, digits, and hyphens between them."),
        ("nadia-example", "a nadia", "Use only the letters a to z, digits, and hyphens between them."),
        ("nadia-example", "-nadia-", "Use only the letters a to z, digits, and hyphens between them."),
        ("nadia-example", "Taken", "Another page has this address. Choose another one."),
    ],
)
def test_what_the_form_refuses_is_shown_with_why_and_not_published(
    admin: Client, made: Translation, what: str, to: str, fault: str
) -> None:
    told = put(admin, made, what, to)
    assert (told["data"], told["error"]) == (to, fault)
    assert StringTranslation.objects.get().data == to
    made.save_target(publish=True)
    page = made.get_target_instance()
    said = [
        page.slug,
        page.title,
        page.draft_title,
        page.headline,
        page.summary,
        page.bio,
        *page.offers.values_list("title", "abstract"),
    ]
    assert not to.strip() or to not in str(said)
    assert what in str(said)


def test_a_number_of_where_the_language_is_read_is_one_wherever_the_person_is(admin: Client, made: Translation) -> None:
    page = made.source.get_source_instance()
    page.country = "BE"
    page.save_revision().publish()
    told = put(admin, made, "Teaches", "Soita 050 123 4567 iltaisin")
    assert told["error"] == "“050 123 4567” would be public here. Leave it out."


def test_once_it_is_mended_it_is_published(admin: Client, made: Translation) -> None:
    put(admin, made, "Nadia Example", "Nadia 050 123 4567")
    assert put(admin, made, "Nadia Example", "Nadia Esimerkki")["error"] is None
    assert put(admin, made, "She cooks", "&amp;" * 400)["error"] is None
    made.save_target(publish=True)
    page = made.get_target_instance()
    assert (page.title, page.summary) == ("Nadia Esimerkki", "&" * 400)


def test_a_file_of_translations_is_judged_too(made: Translation) -> None:
    file = made.export_po()
    next(entry for entry in file if entry.msgid == "Teaches").msgstr = "Opettaa, nadia@soup.example"
    next(entry for entry in file if entry.msgid == "She cooks").msgstr = "Hän kokkaa"
    made.import_po(file)
    made.save_target(publish=True)
    page = made.get_target_instance()
    assert (page.headline, page.summary) == ("Teaches", "Hän kokkaa")
