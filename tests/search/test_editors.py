"""Whatever an editor types into a search box of the admin is looked for, and breaks nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from home.models import HomePage
from network.models import OrganisationPage
from tests.factories.media import ImageFactory
from tests.factories.pages import organisation, site_tree
from tests.factories.people import new_user

pytestmark = pytest.mark.django_db
ODD = ['"', 'harbour "', '"harbour', '"" ""', "   ", "\0", "har\0bour", "'", "%", "*", "-", "(", "a:b", "NOT"]


@pytest.fixture
def boxes(client: Client) -> dict[str, str]:
    """The addresses that search, each with the name of what is searched for."""
    site_tree()
    place = organisation("Harbour House").get_parent()
    ImageFactory(title="Harbour at night")
    client.force_login(new_user(is_superuser=True))
    return {
        reverse("wagtailadmin_explore", args=[place.pk]): "q",
        reverse("wagtailadmin_pages:search"): "q",
        reverse("wagtailadmin_pages:type_use", args=["network", "organisationpage"]): "q",
        reverse("wagtailadmin_choose_page_search"): "q",
        reverse("wagtailadmin_api:pages:listing"): "search",
        reverse("wagtailimages:index"): "q",
        reverse("wagtailimages_chooser:choose_results"): "q",
        reverse("wagtaildocs_chooser:choose_results"): "q",
    }


@pytest.mark.parametrize("typed", [*ODD, "word " * 300, 'a "b" ' * 300])
def test_no_search_breaks(client: Client, boxes: dict[str, str], typed: str) -> None:
    for address, name in boxes.items():
        assert client.get(address, {name: typed}).status_code == 200, address


@pytest.mark.parametrize("typed", ["harbour house", '"harbour house', 'harbour "house"', 'house" harbour'])
def test_quotation_marks_are_no_words(boxes: dict[str, str], typed: str) -> None:
    assert [page.title for page in OrganisationPage.objects.search(typed)] == ["Harbour House"]
    assert [page.title for page in OrganisationPage.objects.autocomplete(typed[:-1])] == ["Harbour House"]
    assert not HomePage.objects.search(typed)
