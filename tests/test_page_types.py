"""Every page type renders empty and full, in each language, with as many queries for many things as for one."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import capfirst
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, get_page_models
from wagtail.users.models import UserProfile

from blog.models import BlogIndexPage, PostAuthor, PostPage
from home.models import HomePage
from lecturers.models import Affiliation, LecturerIndexPage, LecturerPage
from network.models import NetworkIndexPage, OrganisationPage, ProjectIndexPage, ProjectPage, ProjectPartner
from pages.models import BasePage
from people.services import load_consent_texts
from tests.factories import pages
from tests.factories.full import full_organisation, full_post, full_profile, full_project
from tests.factories.people import new_user
from topics.loader import load, read
from topics.models import Topic

pytestmark = pytest.mark.django_db(transaction=True)

#: The most that a page may ask of the database, however much it shows. PostgreSQL is asked for the state of the log,
#: too, where SQLite tells without a query that nothing was written.
QUERIES = {
    HomePage: 10,
    LecturerIndexPage: 8,
    NetworkIndexPage: 8,
    BlogIndexPage: 8,
    LecturerPage: 8,
    OrganisationPage: 11,
    PostPage: 8,
    ProjectIndexPage: 8,
    ProjectPage: 8,
}


@pytest.fixture
def tree() -> HomePage:
    load_consent_texts()
    return pages.site_tree(["en", "fi", "ar"])


def test_every_page_type_is_tested_here() -> None:
    assert {model for model in get_page_models() if issubclass(model, BasePage)} == set(QUERIES)


def test_every_page_type_and_every_row_of_one_has_a_name_that_is_translated() -> None:
    rows = {field.related_model for model in QUERIES for field in get_all_child_relations(model)}
    ours = [model for model in (*QUERIES, *rows) if not model.__module__.startswith("wagtail")]
    assert {PostAuthor, ProjectPartner, Affiliation} <= set(ours)
    assert [model._meta.label for model in ours if not isinstance(model._meta.verbose_name, Promise)] == []


def test_an_editor_is_offered_page_types_in_their_own_language(tree: HomePage, client: Client) -> None:
    user = new_user(is_superuser=True)
    UserProfile.objects.create(user=user, preferred_language="fi")
    client.force_login(user)
    for model in (LecturerIndexPage, ProjectIndexPage):  # there is one of each, and for a single type no choice
        model.objects.all().delete()
    offered = client.get(reverse("wagtailadmin_pages:add_subpage", args=[tree.pk])).text
    with translation.override("fi"):
        assert str(capfirst(LecturerIndexPage._meta.verbose_name)) in offered
    assert "ecturer index page" not in offered


@pytest.mark.parametrize("language", ["en", "fi", "ar"])
def test_index_pages_say_so_when_there_is_nothing(tree: HomePage, client: Client, language: str) -> None:
    for page in Page.objects.filter(locale__language_code=language, depth__in=(2, 3)).specific():
        answer = client.get(page.full_url.replace("http://localhost", ""))
        assert answer.status_code == 200
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in answer.content.decode()


def test_a_profile_with_nothing_but_a_name_is_a_page(tree: HomePage, client: Client) -> None:
    page = pages.lecturer(
        "Zoë", parent=pages.organisation(), headline="", country="", modes=[], formats=[], languages=()
    )
    answer = client.get(page.url)
    assert answer.status_code == 200
    assert "Zoë" in answer.content.decode()


def test_a_full_profile_shows_everything_that_is_public(tree: HomePage, client: Client) -> None:
    load(read())
    answer = client.get(_profile(pages.organisation()).url).content.decode()
    for shown in ("Dr", "they/them", "Climate law for beginners", "Helsinki", "Uusimaa", "Finland", "Gender equality",
                  "C1", "Workshop", "Online", "Guest researcher", "Elsewhere Institute", "A long life in law.",
                  "Baltic Ring", "Who pays for the flood?", "To read a judgement", "90 minutes", "قانون المناخ",
                  "0000-0002-1825-0097", "Her papers", "Free for NGOs", "Groups of 5 to 40 people", "Estonia",
                  "September", "Monday", "Europe/Helsinki", "housing", "Photo: "):  # fmt: skip
        assert shown in answer, shown


@pytest.mark.parametrize("count", [1, 20])
def test_queries_do_not_grow_with_what_is_shown(
    tree: HomePage, client: Client, django_assert_max_num_queries: Any, count: int
) -> None:
    load(read())
    organisation = full_organisation(networks=[pages.organisation("Northern Ring", organisation_type="network")])
    full_post(organisation, _profile(organisation))
    full_project(organisation)
    for number in range(count - 1):
        pages.lecturer(f"Person {number}", parent=organisation)
        pages.organisation(f"Organisation {number}")
        full_post(organisation, title=f"Post {number}")
        pages.project(f"Project {number}", partners=[ProjectPartner(organisation=organisation)])
    for model, most in QUERIES.items():
        page = model.objects.filter(locale__language_code="en").first()
        client.get(page.url)  # names of facets are read once for each state of the log
        with django_assert_max_num_queries(most + (connection.vendor == "postgresql")):
            assert client.get(page.url).status_code == 200


def test_a_post_with_nothing_but_a_title_is_a_page(tree: HomePage, client: Client) -> None:
    answer = client.get(pages.post("Silence", body="<hr>").url)
    assert answer.status_code == 200
    assert "Silence" in answer.content.decode()


def _profile(organisation: OrganisationPage) -> Any:
    """A full one, on a topic of the shipped vocabulary, for which a network vouches."""
    ring = pages.organisation("Baltic Ring", organisation_type="network")
    return full_profile(organisation, topics=[Topic.objects.get(slug="gender-equality")], vouching=[ring])
