"""Who may do what in the admin: the network's editors everything, an organisation's only what is its own."""

from collections.abc import Iterable
from itertools import chain, count
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
)
from wagtail_localize.models import Translation

from network.models import OrganisationPage
from people.models import User

ADMIN = ["wagtailadmin.access_admin"]
PEOPLE = [
    *(f"people.{action}_person" for action in ("add", "change", "view")),
    *(f"people.{action}_consent" for action in ("add", "change", "view")),
]
TOPICS = [
    *(f"topics.{action}_topic" for action in ("add", "change", "delete", "view")),
    "topics.change_keywordproposal",
]
TRANSLATING = ["wagtail_localize.submit_translation"]
NETWORK, TRANSLATORS, EDITORS = "Network editors", "Translators", "Editors: "


@transaction.atomic
def network_editors() -> Group:
    """The network's own editors: every page, every person, the vocabulary, and what waits for approval."""
    group = Group.objects.get_or_create(name=NETWORK)[0]
    group.permissions.set(_permissions([*ADMIN, *PEOPLE, "people.see_every_person", *TOPICS, *TRANSLATING]))
    _grant_pages(group, Page.objects.filter(depth=1), ("add", "change", "publish", "lock", "unlock"))
    _grant_files(group, Collection.get_first_root_node())
    for stock in (Workflow, Task):
        stock.objects.filter(name="Moderators approval").update(name=NETWORK)
    for task in GroupApprovalTask.objects.filter(name=NETWORK):
        task.groups.add(group)
    return group


@transaction.atomic
def organisation_editors(organisation: OrganisationPage) -> Group:
    """The editors of one organisation: what stands beneath it in each language, and its own files and persons.

    They are known by their rights, not by a name that two organisations could share. Safe to run again.
    """
    pages = organisation.get_translations(inclusive=True)
    group = editors_of(organisation) or Group.objects.create(
        name=_free(EDITORS + organisation.title[:100], Group.objects.all())
    )
    group.permissions.set(_permissions([*ADMIN, *PEOPLE, *TRANSLATING]))
    _grant_pages(group, pages, ("add", "change", "publish"))
    _grant_files(group, _collection_of(group, organisation))
    return group


def editors_of(organisation: OrganisationPage) -> Group | None:
    """The group of an organisation's editors, if it has been made."""
    pages = organisation.get_translations(inclusive=True)
    granted = GroupPagePermission.objects.filter(page__in=pages, group__name__startswith=EDITORS)
    return Group.objects.filter(pk__in=granted.values("group")).order_by("pk").first()


def _collection_of(group: Group, organisation: OrganisationPage) -> Collection:
    own = Collection.objects.filter(group_permissions__group=group).order_by("pk").first()
    root = Collection.get_first_root_node()
    return own or root.add_child(name=_free(organisation.title[:200], Collection.objects.all()))


def _free(name: str, taken: QuerySet) -> str:
    """`name`, or with a number behind it if something else is called so already."""
    numbered = (f"{name} ({number})" for number in count(2))
    return next(wanted for wanted in chain([name], numbered) if not taken.filter(name=wanted).exists())


@transaction.atomic
def without_stock_groups() -> None:
    """Remove the groups that Wagtail makes, while nobody is in them: theirs are the pages of everybody."""
    Group.objects.filter(name__in=("Editors", "Moderators"), user=None).delete()


@transaction.atomic
def translators() -> Group:
    """Those who translate every page and publish none."""
    group = Group.objects.get_or_create(name=TRANSLATORS)[0]
    group.permissions.set(_permissions([*ADMIN, *TRANSLATING]))
    _grant_pages(group, Page.objects.filter(depth=1), ("change",))
    return group


def edits_network(user: User) -> bool:
    """Whether somebody may see all that the network has."""
    return user.is_superuser or user.groups.filter(name=NETWORK).exists()


def only_translates(user: User, page: Page) -> bool:
    """Whether somebody's right to edit `page` is a translator's, and the page is no translation.

    An original holds what the person has hidden, and a translator needs none of that.
    """
    roles = GroupPagePermission.objects.filter(group__user=user, page__in=page.get_ancestors(inclusive=True))
    if user.is_superuser or {*roles.values_list("group__name", flat=True)} != {TRANSLATORS}:
        return False
    translations = Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale_id)
    return not translations.filter(enabled=True).exists()


def give_to_editors(instance: OrganisationPage, created: bool, **_: Any) -> None:
    """A new organisation has a group of editors at once; its copy in another language belongs to the same."""
    if created:
        organisation_editors(instance)


def _permissions(names: Iterable[str]) -> list[Permission]:
    wanted = Q(pk=None)
    for name in names:
        app, _, codename = name.partition(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(wanted))


def _grant_pages(group: Group, pages: Iterable[Page], actions: Iterable[str]) -> None:
    names = [f"{action}_page" for action in actions]
    permissions = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=names)
    rows = [GroupPagePermission(group=group, page_id=p.pk, permission=may) for p in pages for may in permissions]
    GroupPagePermission.objects.bulk_create(rows, ignore_conflicts=True)


def _grant_files(group: Group, collection: Collection) -> None:
    names = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")
    permissions = Permission.objects.filter(content_type__app_label="media", codename__in=names)
    rows = [GroupCollectionPermission(group=group, collection=collection, permission=may) for may in permissions]
    GroupCollectionPermission.objects.bulk_create(rows, ignore_conflicts=True)
