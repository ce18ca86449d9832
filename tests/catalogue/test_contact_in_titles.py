"""A translation whose title tells how to reach somebody: the rest of the thing stays, and nobody reads the address."""

import pytest
from django.test import Client

from catalogue.checking import check, settle
from people.services import load_consent_texts
from tests.factories import pages

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("told", ["soup@kitchen.example", "+358 50 123 4567", "050 123 4567"])
def test_it_is_published_without_that(client: Client, told: str) -> None:
    load_consent_texts()
    pages.site_tree(["en", "fi"])
    organisation = pages.organisation("Soup Kitchen", country="FI")
    lecturer = pages.lecturer("Nadia Example", parent=organisation)
    finnish = pages.translated(organisation, "fi", title=f"Keitto {told}", search_description=f"Kysy: {told}")
    hers = pages.translated(lecturer, "fi", title=f"Nadia {told}", search_description=f"Kysy: {told}")
    settle()
    assert check() == []
    assert client.get(organisation.get_url()).status_code == client.get(lecturer.get_url()).status_code == 200
    lists = ["/fi/network/", "/fi/lecturers/", "/sitemap.xml"]
    api = [f"/api/v1/{name}locale=fi" for name in ("lecturers?", "organisations?", "search?", "suggest?q=keitto&")]
    for address in (finnish.get_url(), hers.get_url(), *lists, *api):
        response = client.get(address)
        assert response.status_code == 200, address
        assert told not in response.content.decode(), address
    shown = client.get(finnish.get_url()).content.decode()
    assert "Keitto …" in shown
