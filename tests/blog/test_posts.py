"""A post, from its publication to what readers and partner sites get."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from blog.models import PostAuthor, PostPage
from catalogue.checking import check, settle
from catalogue.models import Entry
from media.models import PublicRendition
from tests.factories.media import ImageFactory
from tests.factories.pages import lecturer, organisation, post, publish, translated
from tests.factories.topics import gender_equality

pytestmark = pytest.mark.usefixtures("site")


def page(client: Client, address: str) -> str:
    settle()
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def posts(client: Client, query: str = "") -> list[dict[str, Any]]:
    settle()
    told: list[dict[str, Any]] = client.get(f"/api/v1/posts{query}").json()["data"]
    return told


def listed(client: Client, address: str) -> list[str]:
    """The titles of the cards on a page, in their order."""
    cards = re.findall(r'class="card__name"><a [^>]*>(.*?)</a>', page(client, address))
    return [re.sub(r"<[^>]+>", "", card) for card in cards]


def linked_data(shown: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', shown)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_a_post_of_an_organisation_is_on_its_page_in_the_lists_and_in_the_api(client: Client) -> None:
    house = organisation("Sunrise Association")
    post("A café of eight tongues", slug="cafe", parent=house, body="<p>Lentils.</p>", topics=[gender_equality()])
    shown = page(client, "/en/network/sunrise-association/cafe/")
    assert "Lentils." in shown
    assert 'href="/en/topics/gender-equality/"' in shown
    assert listed(client, "/en/blog/") == ["A café of eight tongues"]
    assert listed(client, house.url) == ["A café of eight tongues"]
    [told] = posts(client, f"?q=lentils&topic=equality-and-inclusion&organisation={house.translation_key}")
    assert (told["organisation"]["title"], told["topics"][0]["slug"]) == ("Sunrise Association", "gender-equality")
    assert client.get("/api/v1/posts/by-slug/cafe").json()["data"]["body"] == "<p>Lentils.</p>"
    assert check() == []


def test_a_post_of_the_network_by_nobody_is_attributed_to_nobody(client: Client) -> None:
    made = post("Ten years", slug="ten-years")
    translated(made, "fi", title="Kymmenen vuotta", slug="kymmenen")
    for address in ("/en/blog/ten-years/", "/fi/blog/kymmenen/"):
        shown = page(client, address)
        assert "Everybody cooked." in shown
        assert re.search(r'<p class="byline"><time [^>]*>[^<]*</time></p>', shown), "the day, and nobody"
        assert {"author", "publisher"}.isdisjoint(linked_data(shown))
    for told in [*posts(client, "?locale=en"), *posts(client, "?locale=fi")]:
        assert (told["organisation"], told["authors"], told["attribution"]) == (None, [], "")


def test_a_post_without_authors_is_attributed_to_its_organisation(client: Client) -> None:
    post("Soup", parent=organisation("Sunrise Association"))
    assert [told["attribution"] for told in posts(client)] == ["Sunrise Association"]


def test_drafts_are_nowhere(client: Client) -> None:
    draft = post("Not yet", slug="not-yet", live=False)
    assert listed(client, "/en/blog/") == []
    assert posts(client) == []
    assert client.get("/en/blog/not-yet/").status_code == 404
    assert client.get(f"/api/v1/posts/{draft.translation_key}").status_code == 404


def test_a_post_leaves_with_its_organisation(client: Client) -> None:
    house = organisation()
    key = post("Soup", parent=house).translation_key
    assert len(posts(client)) == 1
    house.unpublish()
    assert posts(client) == []
    assert client.get(f"/api/v1/posts/{key}").json()["reason"] == "unpublished"


def test_lists_show_the_newest_first_and_a_search_the_best(client: Client) -> None:
    house = organisation()
    for month, title in ((3, "March"), (9, "September"), (6, "June")):
        soup = "<p>Soup.</p>" if title != "March" else "<p>Soup, soup and soup again.</p>"
        post(title, parent=house, date=date(2026, month, 1), body=soup, summary="Soup" if title == "March" else "")
    assert listed(client, "/en/blog/") == ["September", "June", "March"]
    assert listed(client, house.url) == ["September", "June", "March"]
    assert listed(client, "/en/blog/?q=soup")[0] == "March"
    assert listed(client, "/en/blog/?q=&limit=2") == ["September", "June"]
    assert [told["title"] for told in posts(client, "?sort=date")] == ["March", "June", "September"]
    assert [told["date"] for told in posts(client, "?sort=-date&limit=1")] == ["2026-09-01"]


def test_a_long_list_goes_on_where_it_stopped(client: Client) -> None:
    for number in range(1, 26):
        post(f"Day {number}", date=date(2026, 5, number))
    first = page(client, "/en/blog/")
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward
    assert listed(client, "/en/blog/" + onward[1].replace("&amp;", "&")) == [f"Day {n}" for n in range(5, 0, -1)]


def test_chips_lead_back_to_the_newest_first(client: Client) -> None:
    subject = gender_equality()
    post("Old", topics=[subject], date=date(2025, 1, 1), body="<p>Soup</p>")
    post("New", topics=[subject], date=date(2026, 1, 1), body="<p>Soup</p>")
    shown = page(client, "/en/blog/?q=soup&topic=gender-equality")
    chips = re.findall(r'class="chip chip--remove" href="([^"]*)"', shown)
    assert [chip.replace("&amp;", "&") for chip in chips] == ["?topic=gender-equality", "?q=soup"]
    assert listed(client, f"/en/blog/{chips[0]}") == ["New", "Old"]


def test_what_fits_nothing_and_what_cannot_be_read_is_said(client: Client) -> None:
    assert "Nobody has written here yet." in page(client, "/en/blog/")
    post("Soup")
    assert "No post fits this." in page(client, "/en/blog/?q=quokka")
    answer = client.get("/en/blog/?limit=many")
    assert answer.status_code == 400
    assert "This question was not understood" in answer.content.decode()


def test_a_translation_is_listed_in_its_language_and_the_others_fall_back(client: Client) -> None:
    soup = post("Soup", slug="soup", canonical_url="https://elsewhere.example.org/soup")
    post("Bread", date=date(2026, 1, 1))
    translated(soup, "fi", title="Keitto", slug="keitto", body="<p>Kaikki kokkasivat.</p>")
    assert listed(client, "/fi/blog/") == ["Keitto", "Bread"]
    shown = page(client, "/fi/blog/keitto/")
    assert "Kaikki kokkasivat." in shown
    assert 'hreflang="en" href="https://testserver/en/blog/soup/"' in shown
    assert check() == []


def test_only_the_original_points_to_where_it_first_appeared(client: Client) -> None:
    soup = post("Soup", slug="soup", canonical_url="https://elsewhere.example.org/soup")
    translated(soup, "fi", slug="keitto")
    canonical = '<link rel="canonical" href="{}">'.format
    assert canonical("https://elsewhere.example.org/soup") in page(client, "/en/blog/soup/")
    assert canonical("https://testserver/fi/blog/keitto/") in page(client, "/fi/blog/keitto/")
    assert [told["canonical_url"] for told in posts(client, "?locale=fi")] == [""]


def test_what_belongs_to_the_thing_comes_from_its_source(client: Client) -> None:
    soup = post("Soup", authors=[PostAuthor(name="Ada")], hero_image=ImageFactory(), hero_alt="A pot")
    finnish = translated(soup, "fi", slug="keitto", hero_alt="Kattila", date=date(2001, 1, 1))
    finnish.authors = [PostAuthor(name="Somebody else")]
    publish(finnish)
    [told] = posts(client, "?locale=fi")
    assert (told["date"], [author["name"] for author in told["authors"]]) == ("2026-11-01", ["Ada"])
    assert told["image"]["alt"] == "Kattila"


def test_the_picture_is_public_as_long_as_the_post(client: Client) -> None:
    made = post("Soup", hero_image=ImageFactory(rights_holder="Ann"), hero_alt="A pot", slug="soup")
    shown = page(client, "/en/blog/soup/")
    picture = posts(client)[0]["image"]
    assert f'<meta property="og:image" content="{picture["url"]}">' in shown
    assert "Photo: Ann" in shown
    assert 'alt="A pot"' in page(client, "/en/blog/")
    address = picture["url"].removeprefix("https://testserver")
    assert client.get(address).getvalue()
    PostPage.objects.get(pk=made.pk).unpublish()
    settle()
    assert client.get(address).status_code == 404
    assert not PublicRendition.objects.exists()


def test_search_engines_are_told_of_a_blog_posting(client: Client) -> None:
    house = organisation("Sunrise Association")
    nadia = lecturer("Nadia", parent=house, indexable=True)
    authors = [PostAuthor(lecturer=nadia), PostAuthor(organisation=house), PostAuthor(name="A </script> neighbour")]
    post("Soup", slug="soup", parent=house, summary="Eaten.", authors=authors, topics=[gender_equality()])
    told = linked_data(page(client, f"{house.url}soup/"))
    assert (told["@type"], told["headline"], told["description"]) == ("BlogPosting", "Soup", "Eaten.")
    assert (told["datePublished"], told["inLanguage"], told["keywords"]) == ("2026-11-01", "en", ["Gender equality"])
    assert told["author"] == [
        {"@type": "Person", "name": "Nadia", "url": f"https://testserver{nadia.url}"},
        {"@type": "Organization", "name": "Sunrise Association", "url": f"https://testserver{house.url}"},
        {"@type": "Person", "name": "A </script> neighbour"},
    ]
    assert told["publisher"]["name"] == "Sunrise Association"


def test_links_in_a_post_lead_to_what_is_public(client: Client) -> None:
    hidden, open_to_all = lecturer("Hidden", live=False), lecturer("Nadia")
    body = "".join(f'<p><a linktype="page" id="{p.pk}">{p.pk}</a></p>' for p in (hidden, open_to_all))
    post("Soup", slug="soup", body=body)
    shown = page(client, "/en/blog/soup/")
    assert open_to_all.url in shown
    assert "hidden" not in shown.partition('class="prose"')[2].partition("</div>")[0]


def test_posts_take_part_in_the_search_over_everything(client: Client) -> None:
    post("Lentil soup")
    settle()
    found = client.get("/api/v1/search?q=lentil&facets=kind").json()
    assert [told["type"] for told in found["data"]] == ["post"]
    assert found["facets"]["kind"] == [{"value": "post", "label": "post", "count": 1, "selected": False}]
    assert Entry.objects.public().filter(kind="post").count() == 1
