"""Rows that are brought back are those that were there, and nobody can tell them from rows made anew."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from wagtail.models import Page

from catalogue import log
from catalogue.checking import check, settle
from catalogue.models import Entry
from home.models import HomePage
from tests.factories.pages import organisation, publish_tree, site_tree
from tests.factories.people import new_user
from tests.rows import Rows, bring, kept, rows

LANGUAGES = ["en", "ar"]
TEXTS = {"en": [{"title": "Terve"}, {}, {}, {}, {}]}


ROLLED_BACK = pytest.param(None, marks=pytest.mark.django_db, id="in a transaction")
COMMITTED = pytest.param(None, marks=pytest.mark.django_db(transaction=True), id="committed")


@pytest.fixture(params=[ROLLED_BACK, COMMITTED])
def first() -> Rows:
    """The rows that every test begins with."""
    return rows()


@kept
def house(title: str) -> Any:
    site_tree(LANGUAGES)
    made = organisation(title)
    settle()
    return made


def counted(found: Rows) -> dict[str, int]:
    """How many rows each table has."""
    return {table: len(of_one) for table, of_one in found.items()}


def told(client: Client) -> list[Any]:
    """What readers and editors get of everything, without what is another each time."""
    entries = Entry.objects.order_by("seq").values_list("seq", "kind", "locale", "path", "title", "facets", "sort")
    pages = [
        (page.path, page.title, page.url, page.live, page.specific.get_verbose_name(), page.revisions.count())
        for page in Page.objects.order_by("path")
    ]
    found = sorted(page.title for page in Page.objects.search("network", operator="or"))
    return [*entries, *pages, found, client.get("/ar/network/").status_code, check()]


def test_what_is_brought_back_is_what_was_made(first: Rows, client: Client) -> None:
    made = house("Sunrise")
    after, shown = rows(), told(client)
    bring(first)
    again = house("Sunrise")
    epochless = {table: found for table, found in rows().items() if "catalogue_head" not in table}
    assert epochless == {table: after[table] for table in epochless}  # moments, too: nothing was made anew
    assert (again, again.url, again.latest_revision_id) == (made, made.url, made.latest_revision_id)
    assert again is not made
    assert told(client) == shown
    assert "Network" in str(shown)


def test_as_much_is_there_as_if_it_were_made_by_hand(first: Rows, client: Client) -> None:
    site_tree(LANGUAGES)
    bring(first)
    site_tree(LANGUAGES)
    quick, shown = counted(rows()), told(client)
    bring(first)
    publish_tree(LANGUAGES)
    assert counted(rows()) == quick
    assert [str(item) for item in told(client)] == [str(item) for item in shown]


def test_other_rows_or_other_wishes_are_no_reason_to_bring_them(first: Rows) -> None:
    site_tree(LANGUAGES)
    bring(first)
    assert site_tree(LANGUAGES, TEXTS).title == "Terve"
    bring(first)
    new_user(email="somebody@example.org")
    home = site_tree(LANGUAGES)
    assert home.title != "Terve"
    assert HomePage.objects.get(locale__language_code="en") == home
    assert Page.objects.filter(depth=2).count() == len(LANGUAGES)


def test_a_log_that_is_brought_back_is_another(first: Rows) -> None:
    house("Sunrise")
    before = log.state()
    bring(first)
    house("Sunrise")
    assert log.state().epoch != before.epoch
    assert log.state().seq == before.seq


def test_life_goes_on_after_it(first: Rows) -> None:
    house("Sunrise")
    bring(first)
    house("Sunrise")
    with transaction.atomic():
        further = organisation("Moonrise")
    settle()
    assert check() == []
    assert Entry.objects.public().filter(title="Moonrise").count() == 1
    assert Page.objects.search("Moonrise").get_queryset()[0].pk == further.pk
    connection.check_constraints()


def test_nothing_else_stays(first: Rows, client: Client) -> None:
    house("Moonrise")
    client.force_login(new_user())
    Page.objects.get(depth=1).delete()
    bring(first)
    assert rows() == first
    assert list(Page.objects.search("Moonrise")) == []
    connection.check_constraints()
