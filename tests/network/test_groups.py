"""Groups: made with every organisation and by a command, never shared by two, and never for everything."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, GroupApprovalTask, GroupPagePermission, Workflow

from network.models import OrganisationPage
from network.roles import network_editors, organisation_editors
from people.models import User
from tests.factories.pages import lecturer, organisation, site_tree, translated
from tests.factories.people import new_user
from tests.network.filling import house as filled
from tests.network.filling import profile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(db: None) -> None:
    site_tree(["en", "fi"])


def worker(*groups: Group) -> User:
    user = new_user()
    user.groups.set(groups)
    return user


def may_edit(user: User, page: Any) -> bool:
    return bool(page.permissions_for_user(User.objects.get(pk=user.pk)).can_edit())


def test_a_new_organisation_has_its_group_at_once(client: Client) -> None:
    client.force_login(worker(network_editors()))
    index = organisation("First").get_parent()
    add = reverse("wagtailadmin_pages:add", args=["network", "organisationpage", index.pk])
    client.post(add, filled(title="Paper Crane", slug="paper-crane"))
    made = OrganisationPage.objects.get(slug="paper-crane")
    assert may_edit(worker(Group.objects.get(name="Editors: Paper Crane")), made)


def test_two_of_the_same_name_share_nothing() -> None:
    one, other = organisation("Sunrise"), organisation("Sunrise", slug="sunrise-2")
    first, second = organisation_editors(one), organisation_editors(other)
    assert (first.name, second.name) == ("Editors: Sunrise", "Editors: Sunrise (2)")
    assert not may_edit(worker(first), other)
    assert not may_edit(worker(second), one)
    assert Collection.objects.filter(name__startswith="Sunrise").count() == 2


def test_a_new_name_changes_nobodys_rights() -> None:
    house = organisation("Sunrise")
    before = organisation_editors(house)
    house.title = "Sunset"
    house.save_revision().publish()
    assert organisation_editors(OrganisationPage.objects.get(pk=house.pk)) == before


def test_every_language_of_an_organisation_belongs_to_its_editors() -> None:
    house = organisation("Sunrise")
    page = lecturer(parent=house)
    editor = worker(organisation_editors(house))
    finnish = translated(page, "fi")  # makes a copy of the organisation as well
    assert may_edit(editor, finnish)
    assert Group.objects.filter(name__startswith="Editors: ").count() == 1


def test_the_command_makes_all_and_again_the_same(capsys: Any) -> None:
    organisation("Sunrise")
    Group.objects.all().delete()
    call_command("roles")
    state = sorted(GroupPagePermission.objects.values_list("group__name", "page", "permission__codename"))
    call_command("roles")
    assert sorted(GroupPagePermission.objects.values_list("group__name", "page", "permission__codename")) == state
    assert capsys.readouterr().out.split("\n")[:3] == ["  Editors: Sunrise", "  Network editors", "  Translators"]


def test_the_groups_for_everything_go_unless_somebody_is_in_them() -> None:
    stock, _new = Group.objects.get_or_create(name="Editors")
    kept = worker(Group.objects.get_or_create(name="Moderators")[0])
    call_command("roles")
    assert not Group.objects.filter(pk=stock.pk).exists()
    assert kept.groups.get().name == "Moderators"


def test_what_is_submitted_reaches_somebody(client: Client) -> None:
    """Wagtail's own workflow has a group of moderators in which nobody is."""
    house = organisation("Sunrise")
    page = lecturer(parent=house, live=False)
    approver, editor = worker(network_editors()), worker(organisation_editors(house))
    assert Workflow.objects.filter(name="Network editors", active=True).exists()
    assert approver.groups.get() in GroupApprovalTask.objects.get(name="Network editors").groups.all()
    client.force_login(editor)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Submit to Network editors" in client.get(edit).content.decode()
    client.post(edit, profile(page) | {"action-submit": "1"})
    client.force_login(approver)
    assert page.title in client.get(reverse("wagtailadmin_home")).content.decode()
