"""What an editor does to pages, and what the public then finds in the catalogue."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from catalogue.checking import check, settle
from catalogue.models import Dirty, Entry, Thing
from home.models import HomePage
from lecturers.models import LecturerIndexPage, LecturerPage
from network.models import OrganisationPage
from tests.catalogue.reading import ended, entry, hours_pass, leave, payload, public, said, standing
from tests.factories.pages import add, lecturer, network, organisation, publish, translated


@pytest.fixture
def nadia(org: OrganisationPage) -> LecturerPage:
    return lecturer("Nadia Example", parent=org, headline="Teaches gender studies")


def again(page: Page) -> Any:
    """The page as it is stored now."""
    return Page.objects.get(pk=page.pk).specific


def test_a_draft_is_known_and_not_public(org: OrganisationPage) -> None:
    page = lecturer(parent=org, live=False)
    assert public(page) == {}
    assert Thing.objects.get(pk=page.translation_key).withheld == "draft"


def test_publishing_brings_one_document(nadia: LecturerPage) -> None:
    shown = entry(nadia)
    assert (shown.title, shown.path, shown.slug) == (
        "Nadia Example",
        "/en/network/sunrise-association/nadia-example/",
        "nadia-example",
    )
    document = payload(shown)
    assert document["url"] == f"https://testserver{shown.path}"
    assert document["organisation"]["title"] == "Sunrise Association"
    assert shown.facets["organisation"] == [document["organisation"]["id"]]
    assert Thing.objects.get(pk=nadia.translation_key).withheld == ""


def test_saving_a_draft_of_a_public_page_marks_nothing(nadia: LecturerPage) -> None:
    before = entry(nadia)
    nadia.headline = "Not yet to be seen"
    nadia.save_revision()
    assert not Dirty.objects.exists()
    assert entry(nadia).seq == before.seq
    assert "Not yet" not in said(entry(nadia))


def test_the_next_publishing_brings_the_draft(nadia: LecturerPage) -> None:
    before = entry(nadia)
    nadia.headline = "Teaches statistics"
    publish(nadia)
    after = entry(nadia)
    assert "Teaches statistics" in after.payload
    assert after.seq > before.seq


def test_unpublishing_ends_the_entry_before_anything_is_refreshed(nadia: LecturerPage) -> None:
    settle()
    nadia.unpublish()
    assert standing(nadia) == {}
    assert ended(nadia) == {"en": "unpublished"}


@pytest.mark.parametrize("publish_scheduled", [True, False], ids=["scheduled job", "nothing but time"])
def test_expiry_ends_the_entry(nadia: LecturerPage, publish_scheduled: bool) -> None:
    nadia.expire_at = timezone.now() + timedelta(hours=1)
    publish(nadia)
    until = entry(nadia).visible_until
    assert until == nadia.expire_at
    assert not Entry.objects.public(until).filter(thing=nadia.translation_key).exists()
    hours_pass(2)
    assert standing(nadia) == {}
    call_command("publish_scheduled") if publish_scheduled else again(nadia).save()
    assert ended(nadia) == {"en": "expired"}


def test_a_scheduled_page_comes_when_its_time_has_come(org: OrganisationPage) -> None:
    page = lecturer(parent=org, live=False)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    call_command("publish_scheduled")
    assert public(page) == {}
    page.go_live_at = timezone.now() - timedelta(seconds=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    call_command("publish_scheduled")
    assert list(public(page)) == ["en"]


def test_an_ancestor_that_expires_takes_its_lecturers_with_it(org: OrganisationPage, nadia: LecturerPage) -> None:
    org.expire_at = timezone.now() + timedelta(hours=2)
    publish(org)
    assert entry(nadia).visible_until == org.expire_at


def test_reverting_brings_the_older_text(nadia: LecturerPage) -> None:
    first = nadia.latest_revision
    nadia.headline = "Something newer"
    publish(nadia)
    first.publish()
    assert "gender studies" in entry(nadia).payload
    assert "Something newer" not in said(entry(nadia))


def test_reverting_does_not_go_past_a_withdrawn_consent(nadia: LecturerPage) -> None:
    settle()
    leave(nadia)
    nadia.latest_revision.publish()
    assert again(nadia).live
    assert ended(nadia) == {"en": "unpublished"}


def test_a_copy_is_a_thing_of_its_own(nadia: LecturerPage, org: OrganisationPage) -> None:
    copy = nadia.copy(update_attrs={"slug": "second", "title": "Second"}, to=org)
    assert copy.translation_key != nadia.translation_key
    assert public(copy)["en"].title == "Second"
    assert public(nadia)["en"].title == "Nadia Example"
    draft = nadia.copy(update_attrs={"slug": "third"}, to=org, keep_live=False)
    assert public(draft) == {}


def test_a_moved_page_is_found_at_its_new_address_and_owner(nadia: LecturerPage) -> None:
    other = organisation("Harbour University")
    before = entry(nadia)
    nadia.move(other, pos="last-child")
    after = entry(again(nadia))
    assert (after.thing_id, after.path) == (before.thing_id, "/en/network/harbour-university/nadia-example/")
    assert payload(after)["organisation"]["title"] == "Harbour University"


def test_a_page_moved_below_a_closed_page_is_no_longer_public(nadia: LecturerPage) -> None:
    settle()
    nadia.move(organisation("Closed", live=False), pos="last-child")
    assert standing(nadia) == {}
    assert ended(nadia) == {"en": "unpublished"}


def test_a_moved_organisation_takes_its_lecturers_with_it(org: OrganisationPage, nadia: LecturerPage) -> None:
    settle()
    above = organisation("Umbrella")
    org.move(above, pos="last-child")
    assert entry(again(nadia)).path == "/en/network/umbrella/sunrise-association/nadia-example/"


def test_a_new_slug_changes_the_address(nadia: LecturerPage) -> None:
    nadia.slug = "n-e"
    publish(nadia)
    assert entry(nadia).path == "/en/network/sunrise-association/n-e/"


def test_a_new_slug_above_changes_every_address_below(org: OrganisationPage, nadia: LecturerPage) -> None:
    before = entry(nadia)
    org.slug = "dawn"
    publish(org)
    after = entry(nadia)
    assert (before.path, after.path) == (
        "/en/network/sunrise-association/nadia-example/",
        "/en/network/dawn/nadia-example/",
    )
    assert payload(after)["organisation"]["url"].endswith("/en/network/dawn/")
    assert check() == []


def test_a_mark_below_a_page_holds_though_the_tree_is_reordered(home: HomePage) -> None:
    page = lecturer("Freelance Example", parent=network())
    settle()
    above = network()
    above.slug = "partners"
    publish(above)
    LecturerIndexPage.objects.child_of(home).get().move(again(above), pos="left")
    assert entry(page).path == "/en/partners/freelance-example/"
    assert check() == []


def test_unpublishing_an_organisation_ends_what_it_owns(org: OrganisationPage, nadia: LecturerPage) -> None:
    settle()
    org.unpublish()
    assert standing(nadia) == standing(org) == {}
    assert ended(nadia) == {"en": "unpublished"}
    publish(again(org))
    assert list(public(nadia)) == list(public(org)) == ["en"]


def test_pages_that_are_no_things_stay_out(home: HomePage, nadia: LecturerPage) -> None:
    settle()
    assert {e.kind for e in Entry.objects.all()} == {"lecturer", "organisation"}


def test_unpublishing_the_home_page_ends_everything(home: HomePage, nadia: LecturerPage) -> None:
    settle()
    home.unpublish()
    assert not Entry.objects.public().exists()


def bulk(admin: Client, action: str, pages: list[Page]) -> None:
    """Do `action` to these pages with the buttons of the page listing."""
    query = "&".join(f"id={page.pk}" for page in pages)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    assert admin.post(f"{address}?{query}", {"include_descendants": ""}).status_code == 302


def test_bulk_unpublishing_and_publishing(admin: Client, org: OrganisationPage) -> None:
    pages = [lecturer(f"Lecturer {n}", parent=org) for n in range(3)]
    settle()
    bulk(admin, "unpublish", pages[:2])
    assert [list(standing(page)) for page in pages] == [[], [], ["en"]]
    assert ended(pages[0]) == ended(pages[1]) == {"en": "unpublished"}
    bulk(admin, "publish", pages)
    assert [list(public(page)) for page in pages] == [["en"]] * 3


def test_bulk_publishing_does_not_go_past_a_missing_consent(admin: Client, org: OrganisationPage) -> None:
    page = lecturer(parent=org, person=None, live=False)
    bulk(admin, "publish", [page])
    assert again(page).live
    assert public(page) == {}
    assert Thing.objects.get(pk=page.translation_key).withheld == "no-person"


def test_bulk_deleting(admin: Client, org: OrganisationPage, nadia: LecturerPage) -> None:
    settle()
    bulk(admin, "delete", [org])
    assert standing(nadia) == {}
    assert ended(nadia) == ended(org) == {"en": "deleted"}


def test_bulk_moving(admin: Client, nadia: LecturerPage) -> None:
    settle()
    other = organisation("Harbour University")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    moved = admin.post(f"{address}?id={nadia.pk}", {"chooser": other.pk})
    assert moved.status_code == 302, moved.context["form"].errors
    assert entry(again(nadia)).path == "/en/network/harbour-university/nadia-example/"


def test_deleting_a_page_leaves_its_neighbours(org: OrganisationPage, nadia: LecturerPage) -> None:
    other = lecturer("Omar Example", parent=org)
    settle()
    again(nadia).delete()
    assert standing(nadia) == {}
    assert ended(nadia) == {"en": "deleted"}
    assert list(public(other)) == ["en"]


def test_deleting_a_parent_ends_what_stood_below(org: OrganisationPage, nadia: LecturerPage) -> None:
    fi = translated(nadia, "fi")
    settle()
    again(org).delete()
    assert ended(nadia) == {"en": "deleted", "fi": "deleted"}
    assert public(fi) == {}


def test_a_page_of_the_network_itself_has_no_organisation(home: HomePage) -> None:
    page = lecturer("Freelance Example", parent=network())
    assert payload(entry(page))["organisation"] is None
    assert entry(page).facets["organisation"] == []


def test_two_pages_may_be_made_and_published_in_one_go(home: HomePage) -> None:
    first = add(network(), OrganisationPage(title="One"))
    second = add(network(), OrganisationPage(title="Two"))
    assert [list(public(page)) for page in (first, second)] == [["en"], ["en"]]
