"""The front page: what it introduces, and to what it opens doors."""

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page

from home.models import FEATURED, HomePage
from tests.factories.pages import blog, lecturer, network, organisation, post, site_tree, translated
from tests.factories.topics import topic

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _tree(db: None) -> None:
    cache.clear()
    site_tree(["en", "fi"])


def introduced(client: Client, address: str) -> list[str]:
    shown = client.get(address).content.decode().partition('aria-labelledby="featured"')[2].partition("</section>")[0]
    return [re.sub(r"<[^>]+>", "", name).strip() for name in re.findall(r'class="card__name">(.*?)</h', shown)]


def test_it_introduces_those_first_who_can_be_read_in_its_language(client: Client) -> None:
    for number in range(6):
        lecturer(f"Somebody {number}", indexable=True)
    translated(lecturer("Tuuli", indexable=True), "fi", headline="Luennoitsija")
    lecturer("Pilvi", parent=network("fi"), headline="Opettaja", indexable=True)
    names = introduced(client, "/fi/")
    assert set(names[:2]) == {"Tuuli", "Pilvi"}
    assert names[2].startswith("Somebody")
    assert len(names) == FEATURED
    assert len(introduced(client, "/en/")) == FEATURED


def test_nobody_is_introduced_twice(client: Client) -> None:
    lecturer("Nadia", indexable=True)
    translated(lecturer("Tuuli", indexable=True), "fi")
    assert sorted(introduced(client, "/en/")) == ["Nadia", "Tuuli"]
    assert introduced(client, "/fi/") == ["Tuuli", "Nadia"]


def test_it_introduces_nobody_while_there_is_nobody(client: Client) -> None:
    assert introduced(client, "/en/") == []
    assert 'id="numbers"' not in client.get("/en/").content.decode()


def test_it_shows_the_newest_posts_in_its_language_or_another(client: Client) -> None:
    for month in range(1, 6):
        post(f"Month {month}", date=date(2026, month, 1))
    translated(post("Month 6", date=date(2026, 6, 1)), "fi", title="Kesäkuu", slug="kesakuu")
    shown = client.get("/fi/").content.decode().partition('aria-labelledby="posts"')[2].partition("</section>")[0]
    assert re.findall(r"<bdi>(Month \d|Kesäkuu)</bdi>", shown) == ["Kesäkuu", "Month 5", "Month 4"]
    assert 'href="/fi/blog/"' in shown


def test_it_has_no_blog_where_nobody_writes_or_the_blog_is_closed(client: Client) -> None:
    assert 'id="posts"' not in client.get("/en/").content.decode()
    post("Soup", parent=organisation())
    assert 'id="posts"' in client.get("/en/").content.decode()
    blog().unpublish()
    assert 'id="posts"' not in client.get("/en/").content.decode()


def test_doors_lead_to_topics_and_count_who_is_behind_them(client: Client) -> None:
    subject = topic("Beekeeping", fi="Mehiläishoito")
    topic("Nobody's topic")
    for name in ("Nadia", "Tuuli"):
        lecturer(name, topics=[subject])
    shown = client.get("/fi/").content.decode()
    assert "Nobody" not in shown
    door = re.search(r'<a class="door" href="([^"]+)">(.*?)</a>', shown)
    assert door
    assert "Mehiläishoito" in door[2]
    assert "2" in door[2]
    found = client.get(door[1].replace("&amp;", "&")).content.decode()
    assert found.count('class="card__name"') == 2


def test_the_numbers_are_those_of_the_catalogue(client: Client) -> None:
    sunrise = organisation()
    organisation("Not yet", live=False)
    translated(lecturer("Nadia", parent=sunrise, country="FI", languages=[("ar", "native"), ("en", "C1")]), "fi")
    lecturer("Draft", live=False, country="GR", languages=[("el", "native")])
    shown = client.get("/en/").content.decode()
    assert re.findall(r"<strong>(\d+)</strong> (\w+)", shown) == [
        ("1", "lecturer"), ("1", "organisation"), ("1", "country"), ("2", "languages"),
    ]  # fmt: skip


def told(client: Client, address: str) -> tuple[str, str]:
    """What a tab and a shared link call the page."""
    html = client.get(address).content.decode()
    [[tab], [shared]] = re.findall(r"<title>([^<]*)", html), re.findall(r'"og:title" content="([^"]*)', html)
    return tab, shared


def test_it_is_called_as_the_network_is(client: Client) -> None:
    Page.objects.filter(depth=2).update(title="Home")
    assert told(client, "/en/") == ("Migrant Teaching Network", "Migrant Teaching Network")
    assert "Home" not in told(client, "/fi/")


def test_or_as_its_editors_call_it_for_others(client: Client) -> None:
    HomePage.objects.filter(locale__language_code="en").update(seo_title="Invite a lecturer")
    assert told(client, "/en/") == ("Invite a lecturer – Migrant Teaching Network", "Invite a lecturer")
