"""What stands at the foot of wagtail-localize's editor: what its reader may do."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from network.roles import network_editors, translators
from tests.factories.pages import organisation, site_tree
from tests.factories.people import PASSWORD, new_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def translated(settings: Any, tmp_path: Any) -> Translation:
    """An organisation whose page is being translated into Finnish."""
    settings.VAR_DIR = tmp_path
    site_tree(["en", "fi"])
    source, _created = TranslationSource.get_or_create_from_instance(organisation("Sunrise"))
    translation = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="fi"))
    translation.save_target(publish=False)
    return translation


def opened(page: Page, group: Group, translation: Translation) -> Page:
    """The editor, as somebody of this group sees it."""
    user = new_user()
    user.groups.add(group)
    page.goto("/admin/login/")
    page.fill("[name=username]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.goto(f"/admin/pages/{translation.get_target_instance().pk}/edit/")
    expect(page.get_by_role("link", name="Preview")).to_be_visible()
    return page


def test_a_translator_translates(page: Page, translated: Translation) -> None:
    shown = opened(page, translators(), translated)
    expect(shown.get_by_role("button", name="Translate").first).to_be_visible()
    foot = shown.get_by_role("navigation", name="Actions")
    expect(foot.get_by_role("link")).to_have_text(["Preview"])
    expect(foot.get_by_role("button")).to_have_count(0)


def test_who_publishes_is_offered_more(page: Page, translated: Translation) -> None:
    foot = opened(page, network_editors(), translated).get_by_role("navigation", name="Actions")
    expect(foot.get_by_role("button", name="Publish in Suomi")).to_be_visible()
    foot.get_by_role("button", name="More actions").click()
    for name in ("Stop Synced translation", "Convert to alias page", "Delete"):
        expect(foot.get_by_text(name)).to_be_visible()
