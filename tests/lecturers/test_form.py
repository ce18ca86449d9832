"""What the editors' form of a profile refuses, and in which words."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from catalogue.checking import settle
from lecturers import validators
from lecturers.models import Endorsement, LecturerPage, Offer
from network.models import OrganisationPage
from network.roles import organisation_editors
from tests.factories.pages import lecturer, organisation, person_with_consent, site_tree
from tests.factories.people import new_user
from tests.factories.topics import gender_equality
from tests.network.filling import profile

pytestmark = pytest.mark.django_db

OFFER = {"title": "Kettles", "abstract": "", "learning_outcomes": "", "needs": "", "duration": "", "topics": ""}
TALK = {"title": "Kettles", "date": "", "language": "", "organisation": "", "url": ""}


@pytest.fixture
def house(client: Client, settings: Any, tmp_path: Any) -> OrganisationPage:
    settings.VAR_DIR = tmp_path
    site_tree()
    client.force_login(new_user(is_superuser=True))
    made: OrganisationPage = organisation()
    return made


@pytest.fixture
def page(house: OrganisationPage) -> LecturerPage:
    made: LecturerPage = lecturer(parent=house, languages=[("fi", "C1"), ("ar", "native")], live=False)
    return made


def edit(page: LecturerPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def saved(page: LecturerPage) -> LecturerPage:
    found: LecturerPage = LecturerPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return found


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"orcid": "0000-0002-1825-0098"}, "This ORCID iD has a slip in it"),
        ({"orcid": "1825-0097"}, "An ORCID iD has four groups of four characters"),
        ({"time_zone": "Mars/Phobos"}, "“Mars/Phobos” is no time zone. Choose one by its continent and city"),
        ({"group_min": "30", "group_max": "5"}, "The largest group is smaller than the smallest."),
        ({"keywords": "\n".join(map(str, range(11)))}, "At most 10 keywords"),
        ({"keywords": "write to nadia@example.org"}, "“nadia@example.org” would be public here"),
        ({"rows": {"talks": [{**TALK, "url": "javascript:alert(1)"}]}}, "beginning with https:// or http://"),
        ({"rows": {"talks": [{**TALK, "url": "ftp://example.org/a"}]}}, "beginning with https:// or http://"),
        ({"rows": {"links": [{"url": "example.org", "label": ""}]}}, "beginning with https:// or http://"),
        ({"rows": {"links": [{"url": "https://nadia@example.org/", "label": ""}]}}, "would be public here"),
        ({"rows": {"offers": [{**OFFER, "abstract": "Ask nadia@example.org"}]}}, "would be public here"),
        ({"rows": {"offers": [{**OFFER, "topics": "kettles"}]}}, "is not one of the network"),
        ({"rows": {"offers": [{**OFFER, "duration": "0"}]}}, "greater than or equal to 5"),
    ],
)
def test_a_slip_is_told_in_plain_words(
    client: Client, page: LecturerPage, fields: dict[str, Any], complaint: str
) -> None:
    before = page.get_latest_revision().pk if page.latest_revision_id else None
    answer = client.post(edit(page), profile(page, **fields))
    assert complaint in answer.content.decode()
    assert LecturerPage.objects.get(pk=page.pk).latest_revision_id == before


def test_rows_of_one_kind_that_are_wrong_leave_the_others_alone(client: Client, page: LecturerPage) -> None:
    rows = {
        "affiliations": [{"name": "Elsewhere", "role": "", "start": "2024-02-01", "end": "2023-01-01"}],
        "offers": [{**OFFER, "abstract": "Ask nadia@example.org"}],
        "links": [{"url": "https://example.org/", "label": "Must not be lost"}],
    }
    answer = client.post(edit(page), profile(page, rows=rows))
    assert answer.status_code == 200
    assert "The end is before the beginning" in answer.text
    assert "“nadia@example.org” would be public here" in answer.text
    assert "Must not be lost" in answer.text


def test_a_talk_is_listed_once_it_was_given(client: Client, page: LecturerPage) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = client.post(edit(page), profile(page, rows={"talks": [{**TALK, "date": tomorrow.isoformat()}]}))
    assert "This day is still to come" in answer.content.decode()


def test_what_is_right_is_kept(client: Client, page: LecturerPage) -> None:
    topic = gender_equality()
    sent = profile(
        page,
        orcid="https://orcid.org/0000-0002-1694-233x",
        keywords="kettles\n  time use ",
        rows={
            "offers": [{**OFFER, "duration": "90", "topics": "Gender equality"}],
            "talks": [{**TALK, "url": "http://example.org/talk"}, {**TALK, "title": "Pots"}],
            "links": [{"url": "https://example.org/", "label": "Me"}],
        },
    ) | {"travels_to": ["SE", "EE"], "offers-0-languages": ["ar"]}
    assert client.post(edit(page), sent).status_code == 302
    kept = saved(page)
    assert sorted(kept.travels_to) == ["EE", "SE"]
    assert (kept.orcid, kept.keywords) == ("0000-0002-1694-233X", ["kettles", "time use"])
    [offer] = kept.offers.all()
    assert (offer.title, offer.duration, offer.languages, offer.topics) == ("Kettles", 90, ["ar"], [topic.slug])
    assert [talk.title for talk in kept.talks.all()] == ["Kettles", "Pots"]
    assert [link.url for link in kept.links.all()] == ["https://example.org/"]
    form = client.get(edit(page)).content.decode()
    assert 'value="Gender\N{NO-BREAK SPACE}equality"' in form


def test_a_lecture_is_given_in_languages_of_the_profile_by_their_names(client: Client, page: LecturerPage) -> None:
    UserProfile.objects.update_or_create(user_id=client.session["_auth_user_id"], defaults={"preferred_language": "fi"})
    form = client.get(edit(page)).content.decode()
    empty = form[form.index("offers-__prefix__-languages") :]
    offered = empty[: empty.index("offers-__prefix__-topics")]
    assert [name for name in ("arabia", "suomi", "ruotsi", "Swedish") if name in offered] == ["arabia", "suomi"]


def test_only_an_organisation_itself_vouches(client: Client, house: OrganisationPage) -> None:
    other = organisation("Harbour University")
    settle()
    editor = new_user()
    editor.groups.add(organisation_editors(house))
    client.force_login(editor)
    person = person_with_consent()
    person.managed_by = organisation_editors(house)
    person.save()
    page = lecturer(parent=house, person=person, live=False)

    def vouch(organisation: OrganisationPage, **row: Any) -> Any:
        rows = {"endorsements": [{"organisation": organisation.pk, "date": "2026-05-01", **row}]}
        return client.post(edit(page), profile(page, rows=rows))

    refused = vouch(other)
    assert "Only editors of this organisation can say that it vouches for somebody." in refused.content.decode()
    own = vouch(house)
    assert "This organisation owns the profile. Only others vouch for the person." in own.content.decode()
    editor.groups.add(organisation_editors(other))
    assert vouch(other).status_code == 302
    assert [row.organisation.title for row in saved(page).endorsements.all()] == ["Harbour University"]


def test_what_another_organisation_has_said_may_stay(client: Client, house: OrganisationPage) -> None:
    other = organisation("Harbour University")
    page = lecturer(parent=house, endorsements=[Endorsement(organisation=other, date=date(2026, 5, 1))], live=False)
    editor = new_user()
    editor.groups.add(organisation_editors(house))
    page.person.managed_by = organisation_editors(house)
    page.person.save()
    client.force_login(editor)
    row = page.endorsements.get()
    sent = profile(page, headline="Anew") | {
        "endorsements-TOTAL_FORMS": "1", "endorsements-INITIAL_FORMS": "1", "endorsements-0-id": row.pk,
        "endorsements-0-organisation": other.pk, "endorsements-0-date": "2026-05-01", "endorsements-0-ORDER": "1",
    }  # fmt: skip
    assert client.post(edit(page), sent).status_code == 302
    kept = saved(page)
    assert (kept.headline, [row.organisation for row in kept.endorsements.all()]) == ("Anew", [other])


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"orcid": "0000-0002-1825-0097", "orcid_visibility": "public"}, "An ORCID iD leads to the own name"),
        ({"keywords": "the Osman method"}, "This still shows “Osman”"),
        ({"rows": {"offers": [{**OFFER, "abstract": "With Samira"}]}}, "This still shows “Samira”"),
        ({"rows": {"talks": [{**TALK, "title": "A talk by Osman"}]}}, "This still shows “Osman”"),
        ({"rows": {"links": [{"url": "https://example.org/samira-osman", "label": ""}]}}, "This still shows “Osman”"),
    ],
)
def test_a_pseudonym_is_not_given_away(
    client: Client, house: OrganisationPage, fields: dict[str, Any], complaint: str
) -> None:
    page = lecturer("Nightingale", parent=house, person=person_with_consent("Samira Osman"), is_pseudonym=True)
    assert complaint in client.post(edit(page), profile(page, **fields)).content.decode()
    assert client.post(edit(page), profile(page, headline="Sings")).status_code == 302


def test_what_a_row_says_already_gives_no_pseudonym_away(client: Client, house: OrganisationPage) -> None:
    offers = [Offer(title="With Samira")]
    page = lecturer("Nightingale", parent=house, person=person_with_consent("Samira Osman"), offers=offers)
    row = page.offers.get()
    sent = profile(page, is_pseudonym="on") | {
        "offers-TOTAL_FORMS": "1", "offers-INITIAL_FORMS": "1", "offers-0-id": row.pk, "offers-0-ORDER": "1",
        **{f"offers-0-{name}": value for name, value in {**OFFER, "title": row.title}.items()},
    }  # fmt: skip
    assert "This still shows “Samira”" in client.post(edit(page), sent).content.decode()


@pytest.mark.parametrize("zone", ["Europe/Helsinki", "Asia/Kolkata"])
def test_time_zones_are_offered_by_place_those_of_europe_first(zone: str) -> None:
    zones = validators.time_zones()
    assert zone in zones
    assert zones[0].startswith("Europe/")
    validators.time_zone(zone)
    with pytest.raises(ValidationError):
        validators.time_zone("EuropeHelsinki")


def test_a_time_zone_is_offered_by_its_name_of_today_and_a_former_one_stays(client: Client, page: LecturerPage) -> None:
    kept = '<option value="Europe/Kiev" selected>Europe/Kiev</option>'
    form = client.get(edit(page)).content.decode()
    assert '<option value="Europe/Kyiv">' in form
    assert "Europe/Kiev" not in form
    page.time_zone = "Europe/Kiev"
    page.save_revision()
    assert kept in client.get(edit(page)).content.decode()
    page.time_zone = "Europe/Kyiv"
    page.save_revision()
    assert "Europe/Kiev" not in client.get(edit(page)).content.decode()


def test_a_row_that_was_removed_is_asked_nothing(client: Client, page: LecturerPage) -> None:
    page.offers = [Offer(title="Ask nadia@example.org")]
    page.save()
    row = page.offers.get()
    sent = profile(page) | {
        "offers-TOTAL_FORMS": "1", "offers-INITIAL_FORMS": "1", "offers-0-id": row.pk, "offers-0-DELETE": "1",
        "offers-0-ORDER": "1", **{f"offers-0-{name}": value for name, value in OFFER.items()},
        "offers-0-title": "Ask nadia@example.org again",
    }  # fmt: skip
    assert client.post(edit(page), sent).status_code == 302
    assert list(saved(page).offers.all()) == []
