"""The way on from a profile and from an organisation: by topic, to others who teach it, to the network."""

import pytest
from django.test import Client

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
