"""The picture at the top of organisations and projects: public as long as they are, in words of each language."""

from typing import Any

import pytest
from django.test import Client

from catalogue.checking import settle
from media.models import PublicRendition
from tests.factories.media import ImageFactory
from tests.factories.pages import organisation, project, site_tree, translated

pytestmark = pytest.mark.django_db


FACTORIES: list[Any] = [organisation, project]


@pytest.fixture(params=FACTORIES, ids=["organisation", "project"])
def made(request: pytest.FixtureRequest, settings: Any, tmp_path: Any) -> Any:
    settings.VAR_DIR = tmp_path
    site_tree(["en", "fi"])
    page = request.param("Soup", hero_image=ImageFactory(rights_holder="Ann"), hero_alt="A pot")
    translated(page, "fi", hero_alt="Kattila")
    settle()
    return page


def documents(client: Client, page: Any, locale: str) -> Any:
    collection = "organisations" if page.specific_class.__name__ == "OrganisationPage" else "projects"
    return client.get(f"/api/v1/{collection}?locale={locale}").json()["data"]


def test_it_is_shown_with_whose_it_is_and_goes_with_shared_links(client: Client, made: Any) -> None:
    [told] = documents(client, made, "en")
    shown = client.get(made.url).content.decode()
    assert f'<meta property="og:image" content="{told["image"]["url"]}">' in shown
    assert 'alt="A pot"' in shown
    assert "Photo: Ann" in shown
    assert f'"image": "{told["image"]["url"]}"' in shown
    assert documents(client, made, "fi")[0]["image"]["alt"] == "Kattila"


def test_its_files_go_with_the_page(client: Client, made: Any) -> None:
    address = documents(client, made, "en")[0]["image"]["url"].removeprefix("https://testserver")
    assert client.get(address).getvalue()
    made.unpublish()
    settle()
    assert client.get(address).status_code == 404
    assert not PublicRendition.objects.exists()


def test_without_one_there_is_none(client: Client, made: Any) -> None:
    made.hero_image.delete()
    settle()
    assert documents(client, made, "en")[0]["image"] is None
    assert "picture-above" not in client.get(made.url).content.decode()
