"""Who does not want to be found by search engines is on no page that asks to be kept by them."""

import re
from typing import Any

import pytest
from django.test import Client

from blog.models import PostAuthor
from catalogue.checking import settle
from network.models import OrganisationPage
from tests.factories.pages import lecturer, organisation, post, site_tree
from tests.factories.topics import topic

pytestmark = pytest.mark.django_db
NOT_KEPT = '<meta name="robots" content="noindex">'


@pytest.fixture
def house(settings: Any, tmp_path: Any) -> OrganisationPage:
    settings.VAR_DIR = tmp_path
    site_tree(["en"])
    made: OrganisationPage = organisation("Sunrise", slug="sunrise")
    return made


def shown(client: Client, path: str) -> str:
    settle()
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def sitemap(client: Client) -> list[str]:
    return re.findall("<loc>https?://[^/]+(.*?)</loc>", shown(client, "/sitemap-en-1.xml"))


def test_lists_that_name_them_are_not_kept(client: Client, house: OrganisationPage) -> None:
    soup = topic("Soup")
    lecturer("Omar", parent=house, topics=[soup], indexable=True)
    lists = [f"/en/topics/{soup.slug}/", "/en/lecturers/"]
    for path in lists:
        assert NOT_KEPT not in shown(client, path)
        assert path in sitemap(client)
    lecturer("Shy", parent=house, topics=[soup])
    for path in lists:
        page = shown(client, path)
        assert "Shy" in page
        assert NOT_KEPT in page
        assert path not in sitemap(client)
    assert NOT_KEPT not in shown(client, "/en/topics/")
    assert {"/en/", "/en/topics/", "/en/network/sunrise/", "/en/network/sunrise/omar/"} <= set(sitemap(client))


def test_pages_that_are_kept_for_other_things_do_not_name_them(client: Client, house: OrganisationPage) -> None:
    lecturer("Omar", parent=house, indexable=True)
    shy = lecturer("Shy", parent=house)
    for path in ("/en/", "/en/network/sunrise/"):
        page = shown(client, path)
        assert NOT_KEPT not in page
        assert "Omar" in page
        assert "Shy" not in page
    rest = re.search(r'href="(/en/lecturers/\?organisation=[^"]+)"', shown(client, "/en/network/sunrise/"))
    assert rest
    assert "Shy" in shown(client, rest[1])
    shy.indexable = True
    shy.save_revision().publish()
    assert "Shy" in shown(client, "/en/network/sunrise/")


def test_an_organisation_of_none_but_them_leads_to_the_list(client: Client, house: OrganisationPage) -> None:
    lecturer("Shy", parent=house)
    page = shown(client, "/en/network/sunrise/")
    assert "Its lecturers" in page
    assert "They are introduced in the list of lecturers." in page
    assert "Meet some of them" not in shown(client, "/en/")


def test_a_post_by_them_is_not_kept_and_lists_of_posts_do_not_name_them(
    client: Client, house: OrganisationPage
) -> None:
    shy, omar = lecturer("Shy", parent=house), lecturer("Omar", parent=house, indexable=True)
    soups = post("Soups", parent=house, authors=[PostAuthor(lecturer=shy), PostAuthor(lecturer=omar)])
    bread = post("Bread", parent=house, authors=[PostAuthor(lecturer=omar)])
    assert "Shy" in shown(client, soups.url)
    assert client.get(soups.url)["X-Robots-Tag"] == "noindex"
    assert [NOT_KEPT in shown(client, page.url) for page in (soups, bread)] == [True, False]
    assert [page.url in sitemap(client) for page in (soups, bread)] == [False, True]
    for path in ("/en/", "/en/blog/", "/en/network/sunrise/"):
        page = shown(client, path)
        assert NOT_KEPT not in page
        assert path in sitemap(client)
        assert ("Soups" in page, "Omar" in page, "Shy" in page) == (True, True, False)


def test_a_post_by_nobody_else_is_the_organisations_in_lists(client: Client, house: OrganisationPage) -> None:
    post("Soups", parent=house, authors=[PostAuthor(lecturer=lecturer("Shy", parent=house))])
    byline = shown(client, "/en/blog/").split('class="byline">')[1].split("</p>")[0]
    assert "Sunrise" in byline
    assert "Shy" not in byline
