"""A pseudonym hides the own name: in the address, in every text, in every language, whoever writes it there."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalogue.checking import settle
from catalogue.models import Entry
from lecturers.models import LecturerPage
from lecturers.names import own_words, telling
from network.models import OrganisationPage
from tests.factories.pages import lecturer, organisation, person_with_consent, publish, site_tree, translated
from tests.factories.people import new_user
from tests.network.filling import profile

pytestmark = pytest.mark.django_db
ORCID = "0000-0002-1825-0097"


@pytest.fixture
def house(client: Client, settings: Any, tmp_path: Any) -> OrganisationPage:
    settings.VAR_DIR = tmp_path
    site_tree(["en", "fi"])
    client.force_login(new_user(is_superuser=True))
    made: OrganisationPage = organisation()
    return made


@pytest.fixture
def page(house: OrganisationPage) -> LecturerPage:
    made: LecturerPage = lecturer(
        "Nightingale", parent=house, person=person_with_consent("Samira Osman-Haïdar"), is_pseudonym=True
    )
    return made


def shown(page: LecturerPage) -> dict[str, str]:
    settle()
    return dict(Entry.objects.public().filter(thing=page.translation_key).values_list("locale", "payload"))


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("slug", "samira-o", "Samira"),
        ("slug", "n-haidar", "Haïdar"),
        ("headline", "Osman teaches", "Osman"),
        ("headline", "Samiran oppitunnit", "Samira"),
        ("headline", "Haidar's lessons", "Haïdar"),
        ("summary", "Dr. Samira, from practice", "Samira"),
        ("bio", "<p>Call me <b>Haïdar</b>.</p>", "Haïdar"),
        ("bio", '<p><a href="https://example.org/">Elsewhere</a> and Osmanin.</p>', "Osman"),
        ("search_description", "By Samira", "Samira"),
    ],
)
def test_the_form_says_where_the_own_name_stands(
    client: Client, page: LecturerPage, field: str, value: str, word: str
) -> None:
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), profile(page, **{field: value}))
    assert f"This still shows “{word}”" in answer.content.decode()
    assert value not in str(LecturerPage.objects.get(pk=page.pk).get_latest_revision().content)


@pytest.mark.parametrize(
    ("given", "family", "value", "word"),
    [
        ("Wu", "Li", "Wu Li on tea", "Wu Li"),
        ("Wu", "Li", "Tea with Li, Wu", ""),
        ("Wu", "Li", "Li Wu on tea", "Li Wu"),
        ("Wu", "Li", "Tea in Li, on a Wu", ""),
        ("伟", "王", "Translator 王伟 on tea", "王伟"),
        ("伟", "王", "翻译王伟谈茶", "王伟"),
        ("伟", "王", "Wang on tea", "王"),
        ("小明", "李", "茶与小明", "小明"),
        ("지은", "이", "차와 지은", "지은"),
        ("지은", "이", "I teach", ""),
        ("S.", "de la Osa", "Back to de la S.", ""),
    ],
)
def test_short_names_tell_together(page: LecturerPage, given: str, family: str, value: str, word: str) -> None:
    page.given_name, page.family_name, page.headline = given, family, value
    assert [said for _field, said in telling(page, own_words(page))][:1] == ([word] if word else [])


def test_a_short_name_stands_in_no_address(client: Client, page: LecturerPage) -> None:
    sent = profile(page, given_name="Wu", family_name="Li", is_pseudonym="on")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for slug, refused in (("tea-wu-li", True), ("wuli-on-tea", True), ("wu-on-tea-li", False)):
        said = client.post(edit, {**sent, "slug": slug}).content.decode()
        assert ("the person&#x27;s own name" in said) is refused, slug


@pytest.mark.parametrize("value", ["Nightingale sings", "osmanic studies", "Sam teaches"])
def test_other_words_are_welcome(client: Client, page: LecturerPage, value: str) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.post(edit, profile(page, headline=value)).status_code == 302


def test_a_part_of_the_name_that_the_pseudonym_keeps_is_no_secret(client: Client, page: LecturerPage) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.post(edit, profile(page, title="Samira N.", slug="samira-n")).status_code == 302


def test_without_a_pseudonym_the_name_may_stand_everywhere(client: Client, page: LecturerPage) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.post(edit, profile(page, is_pseudonym="", slug="samira", headline="Osman")).status_code == 302


@pytest.mark.parametrize("seen", ["public", "network"])
def test_the_own_name_stays_hidden_beside_a_pseudonym(client: Client, page: LecturerPage, seen: str) -> None:
    fields = {"given_name": "Samira", "given_name_visibility": seen, "orcid": ORCID, "orcid_visibility": seen}
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), profile(page, **fields)).content.decode()
    assert "Under a pseudonym the own name stays hidden" in answer
    assert "An ORCID iD leads to the own name" in answer


def test_past_the_form_it_is_not_public_either(page: LecturerPage) -> None:
    page.given_name, page.given_name_visibility = "Samira", "public"
    publish(page)
    assert json.loads(shown(page)["en"])["given_name"] == ""


@pytest.mark.parametrize("field", ["slug", "title", "headline", "summary", "bio", "seo_title", "search_description"])
def test_a_translation_that_tells_is_kept_back(page: LecturerPage, field: str) -> None:
    finnish = translated(page, "fi", title="Satakieli", slug="satakieli")
    assert set(shown(page)) == {"en", "fi"}
    before = getattr(finnish, field)
    setattr(finnish, field, "osman" if field == "slug" else "Osmanin")
    publish(finnish)
    assert set(shown(page)) == {"en"}
    setattr(finnish, field, before)
    publish(finnish)
    assert set(shown(page)) == {"en", "fi"}


def test_a_source_that_tells_keeps_every_language_back(page: LecturerPage) -> None:
    translated(page, "fi", title="Satakieli", slug="satakieli")
    page.slug = "samira"
    publish(page)
    assert shown(page) == {}


def test_whoever_takes_a_pseudonym_is_shown_in_no_language_that_has_not_followed(house: OrganisationPage) -> None:
    known = lecturer("Samira Osman", parent=house, person=person_with_consent("Samira Osman"), slug="s")
    finnish = translated(known, "fi", slug="f")
    assert set(shown(known)) == {"en", "fi"}
    known.title, known.is_pseudonym = "Nightingale", True
    publish(known)
    assert set(shown(known)) == {"en"}
    finnish.title = "Satakieli"
    publish(finnish)
    assert set(shown(known)) == {"en"}
    finnish.is_pseudonym = True
    publish(finnish)
    assert set(shown(known)) == {"en", "fi"}


def test_the_form_of_a_translation_knows_whose_name_is_hidden(client: Client, page: LecturerPage) -> None:
    finnish = translated(page, "fi", title="Satakieli", slug="satakieli")
    answer = client.post(
        reverse("wagtailadmin_pages:edit", args=[finnish.pk]), profile(finnish, title="Samira Osman", is_pseudonym="")
    )
    assert "This still shows “Osman”" in answer.content.decode()


def test_a_name_that_becomes_known_later_is_hidden_from_then_on(page: LecturerPage) -> None:
    assert shown(page)
    page.person.name = "Nour Nightingale-Known"
    page.person.save()
    assert shown(page)
    page.slug = "known"
    publish(page)
    assert shown(page) == {}
