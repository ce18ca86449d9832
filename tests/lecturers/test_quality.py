"""What speaks for a profile is what everybody can read of it; whoever hides something stands no lower for that."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from catalogue.checking import check, settle
from catalogue.models import Entry
from documents.document import Chosen
from lecturers.document import LecturerDocument
from lecturers.models import Endorsement, LecturerPage, Link, Offer, Talk
from tests.factories.pages import lecturer, organisation, post, publish, site_tree, translated
from tests.factories.topics import gender_equality
from topics.models import Topic

pytestmark = pytest.mark.django_db
CHOICES = sorted({chosen.by for _name, chosen in LecturerDocument.marked(Chosen)})
OWN = {"given_name": "Nadia", "family_name": "Example", "pronouns": "she/her", "honorific": "Dr.", "city": "Espoo",
       "region": "Uusimaa", "orcid": "0000-0002-1825-0097"}  # fmt: skip
FULL: dict[str, Any] = {"bio": "<p>Soup.</p>", "levels": ["master"], "months": ["02"]}


@pytest.fixture(autouse=True)
def bank() -> None:
    site_tree(["en", "fi"])


def quality(page: LecturerPage, locale: str = "en") -> dict[str, Any]:
    settle()
    found: dict[str, Any] = Entry.objects.get(thing=page.translation_key, locale=locale).sort["quality"]
    return found


def full(title: str, **fields: Any) -> LecturerPage:
    """Everything filled in that counts."""
    topic = Topic.objects.filter(slug="gender-equality").first() or gender_equality()
    offers = [Offer(title="Soup", abstract="On soup")]
    made: LecturerPage = lecturer(title, topics=[topic], offers=offers, **{**FULL, **fields})
    return made


def found(client: Client, asked: str) -> list[str]:
    settle()
    return [item["title"] for item in client.get(f"/api/v1/lecturers?{asked}").json()["data"]]


def test_a_profile_grows_with_what_is_filled_in() -> None:
    plain = lecturer("Nadia Example")
    assert quality(plain) == {"confirmed": 0.0, "complete": 0.444, "endorsed": 0.0}
    assert quality(full("Amina Example"))["complete"] == 1.0
    for name, value in FULL.items():
        before = quality(plain)["complete"]
        setattr(plain, name, value)
        publish(plain)
        assert quality(plain)["complete"] > before, name


def test_what_may_be_hidden_does_not_count_shown_or_hidden() -> None:
    rows = {"links": [Link(url="https://example.org/")], "talks": [Talk(title="Soup")]}
    shown = full("Nadia Example", **OWN, **dict.fromkeys(CHOICES, "public"), **rows)
    hidden = full("Nadia Other", **OWN, **dict.fromkeys(CHOICES, "hidden"))
    empty = full("Nadia Third")
    pseudonym = full("Nightingale", is_pseudonym=True)
    assert quality(shown) == quality(hidden) == quality(empty) == quality(pseudonym)


@pytest.mark.parametrize("choice", CHOICES)
def test_no_choice_changes_anything(choice: str) -> None:
    page = lecturer("Nadia Example", **OWN, **{choice: "hidden"})
    before = quality(page)
    setattr(page, choice, "public")
    publish(page)
    assert quality(page) == before


def test_it_can_be_told_from_the_public_document_alone() -> None:
    hidden = organisation("Hidden House", live=False)
    page = full("Nadia Example", **OWN, confirmed_on=date(2026, 5, 1), endorsements=[Endorsement(organisation=hidden)])
    translated(page, "fi")
    lecturer("Amina Example", bio="<p>nadia@example.org</p>"), organisation("Harbour"), post()
    settle()
    entries = Entry.objects.public()
    assert entries.count() >= 5
    for entry in entries:
        assert entry.document().quality() == entry.sort.get("quality", {}), entry.title


def test_only_public_organisations_vouch() -> None:
    hidden = organisation("Hidden House", live=False)
    page = full("Nadia Example", endorsements=[Endorsement(organisation=hidden, date=date(2026, 5, 1))])
    assert quality(page)["endorsed"] == 0.0
    publish(hidden)
    assert quality(page)["endorsed"] == 1.0
    hidden.refresh_from_db()
    hidden.unpublish()
    assert quality(page)["endorsed"] == 0.0


def test_a_translation_is_judged_by_its_own_words_and_the_sources_facts() -> None:
    page = full("Nadia Example", confirmed_on=date(2026, 5, 1))
    translated(page, "fi", bio="")
    assert quality(page, "fi") == quality(page) | {"complete": 0.889}


def test_among_equal_words_it_decides_and_in_the_bank_it_does_not(client: Client) -> None:
    for n in range(6):
        fields = {"confirmed_on": timezone.localdate() - timedelta(days=10)} if n % 2 else {}
        lecturer(f"Nadia {'Recent' if n % 2 else 'Earlier'}", headline="Glaciology", slug=f"nadia-{n}", **fields)
    assert found(client, "q=glaciology") == ["Nadia Recent"] * 3 + ["Nadia Earlier"] * 3
    before = [item["id"] for item in client.get("/api/v1/lecturers").json()["data"]]
    for page in LecturerPage.objects.filter(title="Nadia Earlier"):
        page.confirmed_on = timezone.localdate()
        publish(page)
    settle()
    assert [item["id"] for item in client.get("/api/v1/lecturers").json()["data"]] == before
    assert check() == []


def test_a_poor_profile_with_the_name_stands_before_the_best_that_only_mentions_it(client: Client) -> None:
    house = organisation("Harbour University")
    vouched = {"endorsements": [Endorsement(organisation=house, date=date(2026, 5, 1))]}
    full("Amina Best", confirmed_on=timezone.localdate(), **vouched, bio="<p>Glaciology, says Laine. Glaciology.</p>")
    lecturer("Glaciology Laine", headline="", modes=[], formats=[])
    for asked in ("q=glaciology", "q=laine", "q=glaciology+laine"):
        assert found(client, asked) == ["Glaciology Laine", "Amina Best"], asked
