"""The way on from a profile and from an organisation: by topic, to others who teach it, to the network."""

import re

import pytest
from django.test import Client

from catalogue.checking import settle
from tests.factories.pages import lecturer, organisation, site_tree
from tests.factories.topics import gender_equality

pytestmark = pytest.mark.django_db(transaction=True)


def test_topics_of_a_profile_lead_to_others_who_teach_them(client: Client) -> None:
    site_tree()
    topic = gender_equality()
    profile = lecturer("Samira Haddad", topics=[topic]).url
    page = client.get(profile).text
    assert f'href="/en/topics/{topic.slug}/"' in page
    assert "Samira Haddad" in client.get(f"/en/topics/{topic.slug}/").text


def test_organisation_leads_to_the_network_and_to_its_lecturers(client: Client) -> None:
    site_tree()
    house = organisation("Sunrise Association")
    profile = lecturer("Samira Haddad", parent=house, indexable=True)
    page = client.get(house.url).text
    assert 'href="/en/network/"' in page
    assert f'{profile.url}">' in page


@pytest.mark.parametrize(("name", "way"), [("Kwame Silverladle", "ltr"), ("سلمى قوس الحبر", "rtl")])
def test_a_title_stands_before_the_name_as_the_name_runs(client: Client, name: str, way: str) -> None:
    site_tree()
    page = lecturer(name, slug="somebody", honorific="Dr", honorific_visibility="public")
    settle()
    for path in (page.url, "/en/lecturers/"):
        shown = client.get(path).text
        assert re.search(rf'<bdi dir="{way}"><bdi[^>]*>Dr</bdi> <bdi>{name}</bdi></bdi>', shown), path


def test_who_has_not_written_about_themselves_has_a_summary(client: Client) -> None:
    site_tree()
    page = lecturer("Samira Haddad", bio="", summary="Teaches in two languages.")
    assert '<p class="prose"><bdi>Teaches in two languages.</bdi></p>' in client.get(page.url).text
    page.bio = "<p>All about soup.</p>"
    page.save_revision().publish()
    settle()
    assert "Teaches in two languages.</bdi>" not in client.get(page.url).text
