"""What only counts on the page that a translation was made from is shown on the translation, and not changed there."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from blog.models import PostPage
from lecturers.models import LecturerPage
from network.models import OrganisationPage, ProjectPage
from tests.factories.pages import (
    lecturer,
    organisation,
    person_with_consent,
    post,
    project,
    publish,
    site_tree,
    translated,
)
from tests.factories.people import new_user
from tests.network.filling import HIDEABLE, house, profile

pytestmark = pytest.mark.django_db
TOLD = "This belongs to the original page, “%s”, and is changed there."
VISIBILITIES = [f"{name}_visibility" for name in HIDEABLE]
MADE: dict[Any, Any] = {LecturerPage: lecturer, OrganisationPage: organisation, ProjectPage: project, PostPage: post}


@pytest.fixture(autouse=True)
def _signed_in(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.VAR_DIR = tmp_path
    site_tree(["en", "fi"])
    client.force_login(new_user(is_superuser=True))


@pytest.fixture
def nadia() -> LecturerPage:
    """Somebody whose Finnish page was made before she chose who sees her given name."""
    page: LecturerPage = lecturer("Nadia", parent=organisation(), given_name="Nadia")
    translated(page, "fi", title="Nadia suomeksi")
    page.given_name_visibility, page.licence, page.keywords = "public", "CC0-1.0", ["Wax"]
    return publish(page)


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def finnish(page: Page) -> Any:
    return type(page)._default_manager.get(translation_key=page.translation_key, locale__language_code="fi")


def shared(model: Any) -> set[str]:
    kept = (field for field in model.override_translatable_fields if isinstance(field, SynchronizedField))
    return {field.field_name for field in kept if not field.overridable}


@pytest.mark.parametrize("model", MADE)
def test_all_of_it_is_disabled_on_a_translation_alone(client: Client, model: Any) -> None:
    source = MADE[model]("The original")
    copy = translated(source, "fi")
    fields = client.get(edit(copy)).context["form"].fields
    disabled = {name for name, field in fields.items() if field.disabled} - {"topics", "missing_topics"}
    assert disabled == (shared(model) & fields.keys()) - {"is_pseudonym"}
    assert {fields[name].help_text for name in disabled} == {TOLD % "The original"}
    assert not any(field.disabled for field in client.get(edit(source)).context["form"].fields.values())


def test_it_shows_what_the_original_says(client: Client, nadia: LecturerPage) -> None:
    form = client.get(edit(finnish(nadia))).context["form"]
    shown = {name: form[name].value() for name in ("given_name_visibility", "licence", "person")}
    assert shown == {"given_name_visibility": "public", "licence": "CC0-1.0", "person": nadia.person_id}
    html = str(form["given_name_visibility"])
    assert "disabled" in html
    assert '<option value="public" selected>' in html


def test_what_is_sent_nevertheless_changes_nothing(client: Client, nadia: LecturerPage) -> None:
    other = person_with_consent("Zoe")
    sent = profile(
        finnish(nadia), person=other.pk, licence="CC-BY-4.0", confirmed_on="2026-01-01", paused_until="2030-01-01",
        audience="network", contact_mode="none", indexable="on", headline="Opettaa", keywords="Other",
        **dict.fromkeys(VISIBILITIES, "network"),
    )  # fmt: skip
    response = client.post(edit(finnish(nadia)), {**sent, "action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    copy = finnish(nadia)
    assert copy.headline == "Opettaa"
    for name in ("person", "licence", "confirmed_on", "paused_until", "audience", "contact_mode", "indexable",
                 "keywords", *VISIBILITIES):  # fmt: skip
        assert getattr(copy, name) == getattr(nadia, name), name


def test_the_same_is_changed_on_the_original(client: Client, nadia: LecturerPage) -> None:
    sent = profile(nadia, given_name_visibility="network", keywords="Wax", **{"action-publish": "1"})
    assert client.post(edit(nadia), sent).status_code == 302
    assert LecturerPage.objects.get(pk=nadia.pk).given_name_visibility == "network"


def test_an_old_choice_of_the_translation_stands_in_nobody_s_way(client: Client, nadia: LecturerPage) -> None:
    """A pseudonym hides the own name in every language, also where it was shown before."""
    LecturerPage.objects.filter(pk=finnish(nadia).pk).update(given_name="Nadia", given_name_visibility="public")
    nadia.title, nadia.slug, nadia.is_pseudonym, nadia.given_name_visibility = "Starling", "starling", True, "hidden"
    publish(nadia)
    sent = profile(finnish(nadia), title="Kottarainen", slug="kottarainen", is_pseudonym="on", headline="Opettaa")
    assert client.post(edit(finnish(nadia)), {**sent, "action-publish": "1"}).status_code == 302
    copy = finnish(nadia)
    assert (copy.title, copy.is_pseudonym, copy.given_name_visibility) == ("Kottarainen", True, "hidden")


def test_an_organisation_s_contact_and_who_sees_it(client: Client) -> None:
    source = organisation("Sunrise")
    own = lecturer("Olga", parent=source)
    source.contact, source.contact_visibility = own, "public"
    copy = translated(publish(source), "fi")
    sent = house(copy, contact=lecturer("Zoe").pk, contact_visibility="hidden", offers="Tiloja")
    assert client.post(edit(copy), {**sent, "action-publish": "1"}).status_code == 302
    kept = finnish(source)
    assert (kept.offers, kept.contact_id, kept.contact_visibility) == ("Tiloja", own.pk, "public")
