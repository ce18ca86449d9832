"""Who is named as the author of a post, and who no longer is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from blog.models import PostAuthor, PostPage
from catalogue.checking import check, settle
from catalogue.models import Entry
from lecturers.models import LecturerPage
from people.services import withdraw_consent
from tests.factories.pages import lecturer, organisation, post, publish, translated

pytestmark = pytest.mark.usefixtures("site")
NAME = "Nadia Quokkamara"


@pytest.fixture
def nadia() -> LecturerPage:
    made: LecturerPage = lecturer(NAME, parent=organisation("Sunrise Association"), indexable=True)
    return made


@pytest.fixture
def soup(nadia: LecturerPage) -> PostPage:
    """A post by a lecturer and a neighbour, published by nobody but the network."""
    made = post("Soup", slug="soup", authors=[PostAuthor(lecturer=nadia), PostAuthor(name="Ada")])
    translated(made, "fi", title="Keitto", slug="keitto")
    settle()
    found: PostPage = PostPage.objects.get(pk=made.pk)
    return found


def authors(client: Client, locale: str = "en") -> list[tuple[str, str]]:
    """Each author's name, and what kind of thing it leads to."""
    settle()
    [told] = client.get(f"/api/v1/posts?locale={locale}").json()["data"]
    return [(author["name"], (author["thing"] or {"type": ""})["type"]) for author in told["authors"]]


def told_of(client: Client) -> list[str]:
    """Every address of the post's at which the lecturer's name can be read, and every entry that holds it."""
    tried = [f"/{code}/blog/{path}" for code in ("en", "fi") for path in ("", "soup/", "keitto/", "?q=quokkamara")]
    tried += ["/api/v1/posts", "/api/v1/posts?q=quokkamara", "/api/v1/search?q=soup", "/api/v1/posts/by-slug/soup"]
    found = [path for path in tried if NAME in client.get(path).content.decode()]
    entries = Entry.objects.filter(kind="post")
    return found + [f"{e.locale}: entry" for e in entries if "quokkamara" in f"{e.payload}{e.text}{e.facets}".lower()]


def test_a_lecturer_an_organisation_and_a_name_are_shown_in_the_order_chosen(client: Client) -> None:
    house = organisation("Sunrise Association")
    nadia = lecturer(NAME, parent=house)
    chosen = [PostAuthor(name="Ada"), PostAuthor(organisation=house), PostAuthor(lecturer=nadia)]
    post("Soup", slug="soup", authors=chosen)
    assert authors(client) == [("Ada", ""), ("Sunrise Association", "organisation"), (NAME, "lecturer")]
    shown = client.get("/en/blog/soup/").content.decode()
    assert f'<a href="https://testserver{nadia.url}"><bdi>{NAME}</bdi></a>' in shown
    assert client.get("/api/v1/posts").json()["data"][0]["attribution"] == f"Ada, Sunrise Association, {NAME}"


def test_a_post_is_found_by_its_author(client: Client, soup: PostPage) -> None:
    assert len(told_of(client)) > 8
    for word in ("quokkamara", "ada"):
        assert len(client.get(f"/api/v1/posts?q={word}&locale=en").json()["data"]) == 1


def test_an_author_is_named_as_the_profile_of_the_language_names_them(
    client: Client, nadia: LecturerPage, soup: PostPage
) -> None:
    translated(nadia, "fi", title="Nadja", slug="nadja")
    assert authors(client, "fi") == [("Nadja", "lecturer"), ("Ada", "")]
    assert authors(client, "en")[0][0] == NAME


def test_an_author_who_is_called_otherwise_is_so_here_too(client: Client, nadia: LecturerPage, soup: PostPage) -> None:
    nadia.title = "The Cook"
    publish(nadia)
    assert authors(client) == [("The Cook", "lecturer"), ("Ada", "")]
    assert NAME not in client.get("/en/blog/soup/").content.decode()


def restrict(page: LecturerPage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def expire(page: LecturerPage) -> None:
    LecturerPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(seconds=1))


def withdraw(page: LecturerPage) -> None:
    assert page.person
    withdraw_consent(page.person, by=None)


WAYS: list[Callable[[Any], object]] = [
    withdraw,
    restrict,
    expire,
    lambda page: page.unpublish(),
    lambda page: page.delete(),
    lambda page: page.get_parent().unpublish(),
    lambda page: page.get_parent().delete(),
]
NAMES = ["withdraw", "restrict", "expire", "unpublish", "delete", "unpublish the house", "delete the house"]


@pytest.mark.parametrize("leave", WAYS, ids=NAMES)
def test_who_is_no_longer_public_is_shown_by_nothing(
    client: Client, nadia: LecturerPage, soup: PostPage, leave: Callable[[Any], object]
) -> None:
    assert told_of(client) != []
    leave(LecturerPage.objects.get(pk=nadia.pk))
    call_command("worker", once="reconcile")
    settle()
    assert told_of(client) == []
    assert authors(client) == authors(client, "fi") == [("Ada", "")]
    assert check() == []


def test_who_comes_back_is_named_again(client: Client, nadia: LecturerPage, soup: PostPage) -> None:
    nadia.unpublish()
    assert authors(client) == [("Ada", "")]
    publish(LecturerPage.objects.get(pk=nadia.pk))
    assert authors(client) == [(NAME, "lecturer"), ("Ada", "")]


def test_a_profile_in_draft_names_nobody(client: Client) -> None:
    post("Soup", slug="soup", authors=[PostAuthor(lecturer=lecturer(NAME, live=False))])
    settle()
    assert told_of(client) == []
    assert authors(client) == []


def test_a_name_beside_a_chosen_lecturer_stands_for_nobody(client: Client, nadia: LecturerPage) -> None:
    """The form refuses both; what came into the table by another way must not outlive the consent."""
    post("Soup", slug="soup", authors=[PostAuthor(lecturer=nadia, name=NAME)])
    settle()
    withdraw(nadia)
    settle()
    assert told_of(client) == []
    LecturerPage.objects.get(pk=nadia.pk).delete()
    assert not PostAuthor.objects.exists()
    settle()
    assert told_of(client) == []


def test_an_unpublished_organisation_is_no_author_either(client: Client) -> None:
    house = organisation("Sunrise Association")
    post("Soup", slug="soup", authors=[PostAuthor(organisation=house)])
    assert authors(client) == [("Sunrise Association", "organisation")]
    house.unpublish()
    assert authors(client) == []
