"""A project, from its publication to what readers and partners get."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from catalogue.checking import check, settle
from network.models import OrganisationPage, ProjectPage, ProjectPartner
from tests.factories.pages import organisation, project, publish, site_tree, translated
from tests.factories.people import new_user
from tests.factories.topics import gender_equality

pytestmark = pytest.mark.django_db


@pytest.fixture
def soup(settings: Any, tmp_path: Any) -> ProjectPage:
    settings.VAR_DIR = tmp_path
    site_tree(["en", "fi"])
    partners = [
        ProjectPartner(organisation=organisation("Sunrise Association"), coordinates=True),
        ProjectPartner(organisation=organisation("Moon Association")),
        ProjectPartner(name="Elsewhere Institute"),
    ]
    page: ProjectPage = project(
        "Soup across borders", partners=partners, topics=[gender_equality()], acronym="SOUP",
        programme="Erasmus+ KA220-ADU", reference_number="2021-1-XX", start=date(2022, 3, 1), end=date(2024, 2, 29),
        aims="<p>To cook together.</p>", activities="<p>Lunches.</p>", results="<p>A handbook of lentils.</p>",
        funder_line="Funded by the European Union", disclaimer="Views are those of the cooks only.",
    )  # fmt: skip
    settle()
    return page


def test_all_of_it_is_on_its_page(client: Client, soup: ProjectPage) -> None:
    html = client.get(soup.url).content.decode()
    for shown in ("Soup across borders", "Erasmus+ KA220-ADU", "2021-1-XX", "March 1, 2022", "February 29, 2024",
                  "To cook together.", "Lunches.", "A handbook of lentils.", "Funded by the European Union",
                  "Views are those of the cooks only.", "Elsewhere Institute", "Gender equality"):  # fmt: skip
        assert shown in html, shown
    assert re.search(r"Sunrise Association</bdi></a><br><small>Coordinates the project", html)
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    said = json.loads(block)
    assert (said["alternateName"], said["identifier"], said["foundingDate"]) == ("SOUP", "2021-1-XX", "2022-03-01")
    assert check() == []


@pytest.mark.parametrize(("name", "shown"), [("end", "March 1, 2022"), ("start", "February 29, 2024")])
def test_one_date_stands_alone(client: Client, soup: ProjectPage, name: str, shown: str) -> None:
    setattr(soup, name, None)
    publish(soup)
    settle()
    assert f"<p>{shown}</p>" in client.get(soup.url).content.decode()


def test_an_empty_list_speaks_of_projects(client: Client, soup: ProjectPage) -> None:
    html = client.get("/en/projects/?q=nothing").content.decode()
    assert "No project of the network fits this." in html
    assert "Show all projects" in html
    soup.unpublish()
    settle()
    assert "No project is here yet." in client.get("/en/projects/").content.decode()


def test_cards_say_in_which_other_languages_it_can_be_read(client: Client, soup: ProjectPage) -> None:
    assert "Also in:" not in client.get("/en/projects/").content.decode()
    translated(soup, "fi", title="Keittoa yli rajojen")
    settle()
    shown = client.get("/en/projects/").content.decode()
    assert "Also in:" in shown
    assert 'lang="fi">fi</abbr>' in shown


@pytest.mark.parametrize(("asked", "found"), [("q=lentils", 1), ("q=SOUP", 1), ("q=elsewhere", 1), ("q=nothing", 0)])
def test_it_is_found_in_its_list_and_in_the_api(client: Client, soup: ProjectPage, asked: str, found: int) -> None:
    assert client.get(f"/api/v1/projects?{asked}").json()["page"]["total"] == found
    assert (f'{soup.url}"><bdi>' in client.get(f"/en/projects/?{asked}").content.decode()) is bool(found)


def test_every_partner_shows_it_and_is_found_by_it(client: Client, soup: ProjectPage) -> None:
    for house in OrganisationPage.objects.all():
        assert "Soup across borders" in client.get(house.url).content.decode()
        found = client.get(f"/api/v1/projects?organisation={house.translation_key}").json()["data"]
        assert [item["title"] for item in found] == ["Soup across borders"]


def test_a_partner_who_is_not_public_is_not_named(client: Client, soup: ProjectPage) -> None:
    OrganisationPage.objects.get(title="Moon Association").unpublish()
    settle()
    assert "Moon Association" not in client.get(soup.url).content.decode()
    said = client.get(f"/api/v1/projects/{soup.translation_key}").json()["data"]
    assert [partner["name"] for partner in said["partners"]] == ["Sunrise Association", "Elsewhere Institute"]


def test_a_translation_has_its_own_words_and_the_same_facts(client: Client, soup: ProjectPage) -> None:
    translated(soup, "fi", aims="<p>Keittää yhdessä.</p>", funder_line="Euroopan unionin rahoittama")
    settle()
    said = client.get(f"/api/v1/projects/{soup.translation_key}?locale=fi").json()["data"]
    assert (said["aims"], said["funder_line"]) == ("<p>Keittää yhdessä.</p>", "Euroopan unionin rahoittama")
    assert (said["reference_number"], len(said["partners"])) == ("2021-1-XX", 3)


def test_what_is_taken_down_is_gone(client: Client, soup: ProjectPage) -> None:
    soup.unpublish()
    settle()
    assert client.get(f"/api/v1/projects/{soup.translation_key}").status_code == 410
    assert "Soup" not in client.get("/en/projects/").content.decode()
    assert "Soup" not in client.get(OrganisationPage.objects.earliest("pk").url).content.decode()


def test_a_project_of_one_organisation_stands_beneath_it(client: Client, soup: ProjectPage) -> None:
    house = OrganisationPage.objects.get(title="Sunrise Association")
    own = project("Bread", parent=house, partners=[ProjectPartner(organisation=house)])
    settle()
    assert "Bread" in client.get("/en/network/sunrise-association/bread/").content.decode()
    own.title = "Rye bread"
    publish(own)
    settle()
    assert "Rye bread" in client.get(house.url).content.decode()


@pytest.mark.parametrize(
    ("fields", "partner", "complaint"),
    [
        ({"start": "2024-01-01", "end": "2023-01-01"}, {"name": "Elsewhere"}, "The end is before the beginning"),
        ({}, {"name": ""}, "write the name of another"),
    ],
)
def test_the_form_says_what_is_wrong(
    client: Client, soup: ProjectPage, fields: dict[str, str], partner: dict[str, str], complaint: str
) -> None:
    client.force_login(new_user(is_superuser=True))
    sent = {
        "title": soup.title, "slug": soup.slug, "licence": "CC-BY-4.0", **fields,
        **{name: rich_text("") for name in ("aims", "activities", "results")},
        "partners": inline_formset([partner | {"coordinates": "on"}]), "comments": inline_formset([]),
    }  # fmt: skip
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[soup.pk]), nested_form_data(sent))
    assert complaint in answer.content.decode()
