"""The editors' form of a post."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from blog.models import BlogIndexPage, PostPage
from catalogue.checking import settle
from network.roles import network_editors, organisation_editors
from people.models import User
from tests.factories.pages import blog, lecturer, organisation, post
from tests.factories.people import new_user

pytestmark = pytest.mark.usefixtures("site")


def form(authors: Sequence[Mapping[str, Any]] = (), **fields: Any) -> dict[str, Any]:
    """A post as a browser sends it, to be published."""
    rows = [{"lecturer": "", "organisation": "", "name": "", **author} for author in authors]
    written = {"title": "Soup", "slug": "soup", "date": "2026-11-01", "licence": "CC-BY-4.0", **fields}
    return nested_form_data(
        {
            **written,
            "body": rich_text("<p>Everybody cooked.</p>"),
            "authors": inline_formset(rows),
            "comments": inline_formset([]),
            "action-publish": "1",
        }
    )


def add(client: Client, parent: Page, **sent: Any) -> Any:
    address = reverse("wagtailadmin_pages:add", args=["blog", "postpage", parent.pk])
    return client.post(address, form(**sent))


@pytest.fixture
def network_editor() -> User:
    user = new_user()
    user.groups.add(network_editors())
    return user


def test_an_organisations_editor_writes_beneath_it_and_nowhere_else(client: Client) -> None:
    house, other = organisation("Sunrise Association"), organisation("Harbour")
    user = new_user()
    user.groups.add(organisation_editors(house))
    client.force_login(user)
    assert add(client, other).status_code == 302
    assert add(client, blog()).status_code == 302
    assert not PostPage.objects.exists()
    add(client, house, authors=[{"organisation": house.pk}, {"name": "Ada"}])
    made = PostPage.objects.get()
    assert [author.name or author.organisation.title for author in made.authors.all()] == ["Sunrise Association", "Ada"]
    settle()
    assert "Everybody cooked." in client.get(f"{house.url}soup/").content.decode()


@pytest.mark.parametrize("given", [(), ("lecturer", "name"), ("lecturer", "organisation"), ("organisation", "name")])
def test_an_author_is_one_of_three(client: Client, network_editor: User, given: Sequence[str]) -> None:
    house = organisation()
    values = {"lecturer": lecturer("Nadia", parent=house).pk, "organisation": house.pk, "name": "Ada"}
    client.force_login(network_editor)
    answer = add(client, blog(), authors=[{name: values[name] for name in given}])
    assert "one of the three" in answer.content.decode()
    assert not PostPage.objects.exists()


def test_a_profile_that_others_have_not_published_cannot_be_chosen(client: Client) -> None:
    house, other = organisation("Sunrise Association"), organisation("Harbour")
    secret = lecturer("Zyzzyva", parent=other, live=False)
    user = new_user()
    user.groups.add(organisation_editors(house))
    client.force_login(user)
    answer = add(client, house, authors=[{"lecturer": secret.pk}])
    assert "This belongs to others." in answer.content.decode()
    assert "Zyzzyva" not in answer.content.decode()
    assert not PostPage.objects.exists()


def test_the_form_says_whether_the_public_sees_it(client: Client, network_editor: User) -> None:
    client.force_login(network_editor)
    edit = reverse("wagtailadmin_pages:edit", args=[post("Soup").pk])
    settle()
    assert 'data-publicity="public"' in client.get(edit).content.decode()


def test_a_preview_shows_the_draft(client: Client, network_editor: User) -> None:
    client.force_login(network_editor)
    page = post("Soup", live=False)
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(preview, form(authors=[{"name": "Ada"}], title="Stew")).json()["is_valid"]
    shown = client.get(preview).content.decode()
    assert "Stew" in shown
    assert "<bdi>Ada</bdi>" in shown


def test_posts_stand_beneath_organisations_and_the_blog_alone() -> None:
    assert {model.__name__ for model in PostPage.allowed_parent_page_models()} == {"OrganisationPage", "BlogIndexPage"}
    assert PostPage.allowed_subpage_models() == []
    assert BlogIndexPage.allowed_subpage_models() == [PostPage]
    assert not BlogIndexPage.can_create_at(blog().get_parent())
