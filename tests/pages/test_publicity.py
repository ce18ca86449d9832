"""The one rule: live, every ancestor live, unrestricted, in its time, and consented; and the same of the source."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from home.models import HomePage
from lecturers.models import LecturerIndexPage, LecturerPage
from network.models import OrganisationPage
from pages.publicity import Publicity, is_public, line_of, publicity
from pages.reasons import Reason
from people.models import Person
from tests.factories.pages import lecturer, network, organisation, person_with_consent, site_tree, translated

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def home() -> HomePage:
    return site_tree(["en", "fi"])


@pytest.fixture
def org(home: HomePage) -> OrganisationPage:
    return organisation()


@pytest.fixture
def nadia(org: OrganisationPage) -> LecturerPage:
    return lecturer("Nadia Example", parent=org)


def judged(page: Page) -> Publicity:
    return publicity(Page.objects.get(pk=page.pk).specific, timezone.now())


def told(page: Page) -> tuple[str, str]:
    obstacle = judged(page).obstacle
    return (obstacle.code, obstacle.reason) if obstacle else ("", "")


def change(page: Page, **fields: Any) -> None:
    Page.objects.filter(pk=page.pk).update(**fields)


def test_a_published_page_is_public(home: HomePage, org: OrganisationPage, nadia: LecturerPage) -> None:
    assert [judged(page) for page in (home, org, nadia)] == [Publicity()] * 3
    assert is_public(nadia)
    assert is_public(Page.objects.get(pk=nadia.pk))


def test_a_draft_is_not(nadia: LecturerPage) -> None:
    change(nadia, live=False)
    assert told(nadia) == ("draft", Reason.UNPUBLISHED)
    assert not is_public(nadia)


@pytest.mark.parametrize("above", ["home", "network", "organisation"])
def test_a_page_below_one_that_is_not_published_is_not(nadia: LecturerPage, org: Page, home: Page, above: str) -> None:
    change({"home": home, "network": network(), "organisation": org}[above], live=False)
    assert told(nadia) == ("ancestor", Reason.UNPUBLISHED)


@pytest.mark.parametrize("of", ["itself", "organisation"])
def test_a_private_page_is_not(nadia: LecturerPage, org: OrganisationPage, of: str) -> None:
    PageViewRestriction.objects.create(page=nadia if of == "itself" else org, restriction_type="password")
    assert told(nadia) == ("restricted", Reason.RESTRICTED)


@pytest.mark.parametrize("of", ["itself", "organisation"])
def test_a_page_whose_time_is_over_is_not(nadia: LecturerPage, org: OrganisationPage, of: str) -> None:
    end = timezone.now() + HOUR
    change(nadia if of == "itself" else org, expire_at=end)
    page = LecturerPage.objects.get(pk=nadia.pk)
    assert publicity(page, end - HOUR).ends == end
    assert [is_public(page, at) for at in (end - HOUR, end, end + HOUR)] == [True, False, False]
    assert publicity(page, end).obstacle == publicity(page, end + HOUR).obstacle
    change(nadia if of == "itself" else org, expire_at=end - 2 * HOUR)
    assert told(nadia) == ("expired", Reason.EXPIRED)


def test_a_page_that_the_scheduler_has_closed_is_over_and_not_merely_unpublished(nadia: LecturerPage) -> None:
    change(nadia, live=False, expired=True, expire_at=timezone.now() - HOUR)
    assert told(nadia) == ("expired", Reason.EXPIRED)


def test_a_page_is_not_public_before_its_time(nadia: LecturerPage, org: OrganisationPage) -> None:
    begin = timezone.now() + HOUR
    change(org, go_live_at=begin)
    change(nadia, go_live_at=begin - 2 * HOUR)
    page = LecturerPage.objects.get(pk=nadia.pk)
    assert judged(page) == Publicity(starts=begin)
    assert [is_public(page, at) for at in (begin - HOUR, begin)] == [False, True]


def test_the_first_end_of_all_counts(org: OrganisationPage) -> None:
    first, second, third = (timezone.now() + n * HOUR for n in (1, 2, 3))
    person = person_with_consent("Somebody", expires_at=second)
    page = lecturer(parent=org, person=person)
    assert judged(page).ends == second
    change(org, expire_at=third)
    assert judged(page).ends == second
    change(page, expire_at=first)
    assert judged(page).ends == first


def test_without_a_persons_consent_a_profile_is_not_public(org: OrganisationPage) -> None:
    assert told(lecturer("Nobody", parent=org, person=None)) == ("no-person", Reason.UNPUBLISHED)
    unasked = lecturer("Unasked", parent=org, person=Person.objects.create(name="Unasked"))
    assert told(unasked) == ("consent", Reason.UNPUBLISHED)


def test_a_translation_is_public_only_with_its_source(nadia: LecturerPage) -> None:
    fi = translated(nadia, "fi")
    assert is_public(fi)
    change(fi, live=False)
    assert (told(fi)[0], told(nadia)[0]) == ("draft", "")
    change(fi, live=True)
    change(nadia, live=False)
    assert told(fi) == ("draft", Reason.UNPUBLISHED)
    assert not is_public(Page.objects.get(pk=fi.pk))


def test_a_translation_ends_with_its_source(nadia: LecturerPage) -> None:
    fi = translated(nadia, "fi")
    first, second = timezone.now() + HOUR, timezone.now() + 2 * HOUR
    change(nadia, expire_at=first)
    change(fi, expire_at=second)
    assert judged(fi).ends == first
    change(nadia, go_live_at=first - 3 * HOUR)
    assert judged(fi).starts == first - 3 * HOUR


def test_what_was_just_found_of_the_source_holds_for_a_translation_which_is_judged_all_the_same(
    nadia: LecturerPage,
) -> None:
    fi = translated(nadia, "fi")
    change(nadia, live=False)
    found = judged(nadia)
    change(nadia, live=True)
    assert publicity(fi, timezone.now(), found) == found
    assert publicity(fi, timezone.now()) == Publicity()
    change(fi, live=False)
    fi = LecturerPage.objects.get(pk=fi.pk)
    obstacle = publicity(fi, timezone.now(), judged(nadia)).obstacle
    assert obstacle
    assert obstacle.code == "draft"


def test_a_translation_whose_source_was_deleted_is_not_public(nadia: LecturerPage) -> None:
    fi = translated(nadia, "fi")
    Page.objects.get(pk=nadia.pk).delete()
    assert told(fi) == ("orphan", Reason.DELETED)


def test_the_consent_is_asked_of_the_source(nadia: LecturerPage) -> None:
    fi: Any = translated(nadia, "fi")
    LecturerPage.objects.filter(pk=fi.pk).update(person=None)
    assert told(fi) == ("", "")


def test_the_line_of_a_page_leads_up_to_its_home(home: HomePage, nadia: LecturerPage) -> None:
    line = Page.objects.filter(path__in=line_of(nadia)).order_by("path")
    assert [page.title for page in line] == [home.title, "Network", "Sunrise Association", "Nadia Example"]


def test_a_page_without_rules_of_its_own_has_those_of_the_tree(home: HomePage) -> None:
    index = LecturerIndexPage.objects.child_of(home).get()
    assert (index.withheld(timezone.now()), index.depends_on(), index.public_until(timezone.now())) == (None, [], None)
    assert index.source == index
