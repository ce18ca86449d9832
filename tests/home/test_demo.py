"""What `manage.py demo` makes, asked of the site."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Revision, Site

from catalogue import checking, log
from catalogue.models import Dirty, Entry, Thing
from config.gallery import STATES
from documents.members import read_for_members
from home.demo import accounts, texts
from home.demo.making import identifier
from home.models import HomePage
from lecturers.models import LecturerPage
from media.models import Image, PublicRendition
from people.models import Consent, Person, Purpose, User
from people.services import valid_consent
from tests.home.conftest import run_demo

pytestmark = pytest.mark.django_db

WITHHELD = {
    "yusuf-quillharbour": "consent",  # expired
    "goran-nightbicycle": "consent",  # never given
    "aiko-fennelpaper": "restricted",
    "bilal-halfpage": "draft",
    "salma-lampwharf": "network",  # her wish
    "emil-threelocks": "network",  # so far goes his consent
}
LECTURERS = texts.lecturers()
POSTS = texts.posts()
PUBLIC = {key: told for key, told in LECTURERS.items() if key not in WITHHELD}


def test_everything_told_is_there(demo: str) -> None:
    assert f"{len(PUBLIC)} public lecturers in {sum(len(told.texts) for told in PUBLIC.values())} language" in demo
    assert LecturerPage.objects.filter(alias_of=None).count() == sum(len(told.texts) for told in LECTURERS.values())
    entries = Entry.objects.public()
    assert {str(key) for key in entries.filter(kind="lecturer").values_list("thing_id", flat=True)} == {
        str(identifier("lecturer", key)) for key in PUBLIC
    }
    for key, told in texts.organisations().items():
        assert set(entries.filter(thing=identifier("organisation", key)).values_list("locale", flat=True)) == set(
            told.texts
        )
    told_of = [*texts.organisations().values(), *texts.projects().values(), *POSTS.values()]
    pictures = [told for told in told_of if next(iter(told.texts.values())).picture]
    logos = [told for told in texts.organisations().values() if told.logo]
    portraits = [told for told in LECTURERS.values() if told.looks]
    assert Image.objects.count() == len([*pictures, *logos, *portraits])


@pytest.mark.parametrize("state", STATES)
def test_there_is_somebody_in_every_state_to_look_at(demo: str, state: str) -> None:
    assert Entry.objects.public().filter(STATES[state], kind="lecturer").exists()


def bank(client: Client, asked: str) -> list[dict[str, Any]]:
    """What a partner is given of everybody."""
    found: list[dict[str, Any]] = client.get(f"/api/v1/lecturers?limit=100&{asked}").json()["data"]
    return found


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_bank_has_many_texts_in_every_language(demo: str, client: Client, language: str) -> None:
    own = bank(client, f"locale={language}&fallback=none")
    assert len(own) >= 15
    assert all(item["locale"] == language and language in item["translations"] for item in own)
    assert all(item["headline"] and item["bio"] for item in own)


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_whoever_has_no_text_in_a_language_is_shown_in_another(demo: str, client: Client, language: str) -> None:
    listed = bank(client, f"locale={language}&fallback=en,any")
    assert len(listed) == len(PUBLIC)
    others = [item for item in listed if item["locale"] != language]
    assert others
    assert not any(language in item["translations"] for item in others)
    assert all(item["locale"] in item["translations"] for item in others)


def test_some_can_be_read_in_many_languages_and_some_in_one_alone(demo: str, client: Client) -> None:
    counts = [len(item["translations"]) for item in bank(client, "locale=en&fallback=any")]
    assert max(counts) == len(texts.LANGUAGES)
    assert sum(count >= 4 for count in counts) >= 5
    assert sum(count == 1 for count in counts) >= 10


def test_every_post_is_there_with_its_authors(demo: str) -> None:
    assert f"{len(POSTS)} public posts in {sum(len(told.texts) for told in POSTS.values())} language" in demo
    for key, told in POSTS.items():
        for entry in Entry.objects.public().filter(thing=identifier("post", key)):
            shown = json.loads(entry.payload)
            assert shown["title"] == told.texts[entry.locale].title
            assert len(shown["authors"]) == len(told.authors)
            assert (shown["organisation"] is not None) is bool(told.organisation)
            assert (shown["image"] or {"alt": ""})["alt"] == told.texts[entry.locale].picture


def test_organisations_name_whom_to_turn_to(demo: str, client: Client) -> None:
    named = {key: told.contact for key, told in texts.organisations().items() if told.contact}
    assert named
    for key, contact in named.items():
        shown = client.get(f"/api/v1/organisations/{identifier('organisation', key)}").json()["data"]
        assert shown["contact"]["id"] == str(identifier("lecturer", contact))
        page = client.get(shown["url"].removeprefix("http://testserver")).content.decode()
        assert (f'href="{shown["contact"]["url"]}"' in page) is shown["contact"]["indexable"]
        assert ("The contact person is introduced among its lecturers." in page) is not shown["contact"]["indexable"]


def test_organisations_that_pass_requests_on_say_how_they_are_reached(demo: str, client: Client) -> None:
    bank = client.get("/api/v1/lecturers?limit=100&locale=en&fallback=any&include=organisation").json()["data"]
    asked = {each["organisation"]["id"] for each in bank if each["contact_mode"] == "organisation"}
    assert len(asked) > 5
    told = [client.get(f"/api/v1/organisations/{key}").json()["data"] for key in asked]
    assert [each["title"] for each in told if not (each["website"] or each["contact"])] == []


def test_the_networks_editor_has_topics_to_decide_about(demo: str, client: Client) -> None:
    client.force_login(User.objects.get(email=accounts.NETWORK_EDITOR.email))
    waiting = client.get(reverse("proposed_topics:index")).content.decode()
    for words in texts.missing_topics().values():
        assert all(word in waiting for word in words)


def test_the_catalogue_has_nothing_to_mend(demo: str) -> None:
    assert checking.check() == []
    assert not Dirty.objects.exists()


def test_a_second_run_changes_nothing(demo: str, django_assert_max_num_queries: Any) -> None:
    def state() -> tuple[Any, ...]:
        counted = (Page, Revision, Person, Consent, User, Image, PublicRendition, Thing, Entry, Dirty)
        return log.head(), *(model._base_manager.count() for model in counted)

    before = state()
    with django_assert_max_num_queries(30):
        assert run_demo() == demo
    assert state() == before


def test_every_public_lecturer_has_agreed_and_every_portrait_too(demo: str) -> None:
    for key, told in PUBLIC.items():
        person = identifier("person", key)
        consent = valid_consent(person, Purpose.PROFILE)
        assert consent
        assert consent.scope == ("pseudonym" if told.pseudonym else "public")
        for entry in Entry.objects.public().filter(thing=identifier("lecturer", key)):
            shown = json.loads(entry.payload)
            assert shown["pseudonym"] is told.pseudonym
            assert (shown["photo"] is not None) is (valid_consent(person, Purpose.PHOTO) is not None)


def test_texts_agreed_to_were_in_the_language_of_the_profile(demo: str) -> None:
    for key, told in PUBLIC.items():
        given = Consent.objects.filter(person=identifier("person", key)).values_list("text__language", flat=True)
        assert set(given) == {next(iter(told.texts))}, key


@pytest.mark.parametrize("key", WITHHELD)
def test_who_may_not_be_shown_is_shown_nowhere(demo: str, client: Client, key: str) -> None:
    thing = Thing.objects.get(pk=identifier("lecturer", key))
    assert thing.withheld == WITHHELD[key]
    assert not Entry.objects.filter(thing=thing).exists()
    assert client.get(f"/api/v1/lecturers/{thing.pk}").status_code in (404, 410)
    for page in LecturerPage.objects.filter(translation_key=thing.pk):
        assert client.get(address(page)).status_code in (302, 404)
        listed = client.get(f"/en/lecturers/?q={page.title.replace(' ', '+')}").content.decode()
        assert address(page) not in listed
    assert not PublicRendition.objects.filter(key=thing.pk).exists()


def address(page: Page) -> str:
    return "/" + (page.specific.full_url or "").split("/", 3)[3]


def test_members_see_who_is_for_them_and_what(demo: str) -> None:
    keys = [identifier("lecturer", key) for key in ("salma-lampwharf", "emil-threelocks", "azadeh-mirrorcanal")]
    shown = read_for_members([*keys, identifier("lecturer", "goran-nightbicycle")], "nl")
    assert [shown[key].members_only for key in keys] == [True, True, False]
    assert [getattr(shown[key].document, "city", "") for key in keys] == ["Dordrecht", "", "Utrecht"]
    assert len(shown) == len(keys)


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_page_can_be_read_in_its_language(demo: str, client: Client, language: str) -> None:
    withheld = [identifier("lecturer", key) for key in WITHHELD]
    pages = Page.objects.filter(locale__language_code=language, live=True, depth__gt=1)
    pages = pages.exclude(translation_key__in=withheld).filter(alias_of=None)
    assert pages.count() > 20
    direction = "rtl" if language == "ar" else "ltr"
    for page in pages.specific():
        answer = client.get(address(page))
        assert answer.status_code == 200, page
        shown = unescape(answer.content.decode())
        assert f'<html lang="{language}" dir="{direction}">' in shown
        heading = page.hero_title if isinstance(page, HomePage) else page.title
        assert heading in re.sub(r"<[^>]+>", "", shown.partition("<h1")[2].partition("</h1>")[0]), page


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_bank_lists_everybody_in_every_language(demo: str, client: Client, language: str) -> None:
    shown = client.get(f"/{language}/lecturers/").content.decode()
    assert re.search(rf"\b{len(PUBLIC)}\b", shown.partition('id="results-title"')[2].partition("</h2>")[0])


def test_every_question_of_the_apis_guide_finds_something(demo: str, client: Client) -> None:
    guide = client.get("/api/v1/openapi.json").json()["info"]["description"]
    asked = re.findall(r"curl 'https://example\.org(/api/v1/[^']+)'", guide)
    assert len(asked) > 4
    assert [address for address in asked if not client.get(address).json()["data"]] == []


def test_every_index_is_in_the_menu(demo: str, client: Client) -> None:
    told = texts.site()
    for language in texts.LANGUAGES:
        menu = client.get(f"/{language}/").content.decode().partition('class="menu')[2].partition("</ul>")[0]
        assert told[language].network.title in menu
        assert told[language].bank.title in menu
        assert told[language].blog.title in menu


def test_the_site_begins_in_english(demo: str, client: Client) -> None:
    assert Site.objects.get().root_page.locale.language_code == "en"
    assert client.get("/", headers={"Accept-Language": "fi"}).headers["Location"].endswith("/fi/")


def test_wagtails_own_indexes_know_what_was_made(demo: str, client: Client) -> None:
    client.force_login(User.objects.get(email=accounts.ADMINISTRATOR.email))
    assert "Nour Bridgelamp" in client.get("/admin/pages/search/?q=Bridgelamp").content.decode()
    portrait = Image.objects.get(title="Portrait of Nour Bridgelamp")
    assert "Nour Bridgelamp" in client.get(f"/admin/images/usage/{portrait.pk}/").content.decode()


def test_no_address_belongs_to_anybody(demo: str) -> None:
    emails = [*User.objects.values_list("email", flat=True), *Person.objects.values_list("email", flat=True)]
    assert len(emails) == len(LECTURERS) + len(accounts.ACCOUNTS)
    assert [email for email in emails if not email.endswith("@example.org")] == []
    for entry in Entry.objects.public():
        assert "@" not in entry.payload
