"""Who may do what in the admin: the network's editors everything, an organisation's only what is its own."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail_localize.models import Translation

from network.models import OrganisationPage
from people.models import User

ADMIN = ["wagtailadmin.access_admin"]
PEOPLE = [
    *(f"people.{action}_person" for action in ("add", "change", "view")),
    *(f"people.{action}_consent" for action in ("add", "change", "view")),
]
TOPICS = ["topics.add_topic", "topics.change_topic", "topics.delete_topic", "topics.view_topic"]
TRANSLATING = ["wagtail_localize.submit_translation"]
TRANSLATORS = "Translators"


@transaction.atomic
def network_editors() -> Group:
    """The network's own editors: every page, every person, the vocabulary. Safe to run again."""
    group = Group.objects.get_or_create(name="Network editors")[0]
    group.permissions.set(_permissions([*ADMIN, *PEOPLE, "people.see_every_person", *TOPICS, *TRANSLATING]))
    _grant_pages(group, Page.objects.filter(depth=1), ("add", "change", "publish", "lock", "unlock"))
    _grant_files(group, Collection.get_first_root_node())
    return group


@transaction.atomic
def organisation_editors(organisation: OrganisationPage) -> Group:
    """The editors of one organisation: what stands beneath it in each language, and its own files and persons."""
    group = Group.objects.get_or_create(name=f"Editors: {organisation.title}")[0]
    group.permissions.set(_permissions([*ADMIN, *PEOPLE, *TRANSLATING]))
    _grant_pages(group, organisation.get_translations(inclusive=True), ("add", "change", "publish"))
    root = Collection.get_first_root_node()
    own = root.get_children().filter(name=organisation.title).first() or root.add_child(name=organisation.title)
    _grant_files(group, own)
    return group


@transaction.atomic
def translators() -> Group:
    """Those who translate every page and publish none."""
    group = Group.objects.get_or_create(name=TRANSLATORS)[0]
    group.permissions.set(_permissions([*ADMIN, *TRANSLATING]))
    _grant_pages(group, Page.objects.filter(depth=1), ("change",))
    return group


def only_translates(user: User, page: Page) -> bool:
    """Whether somebody's right to edit `page` is a translator's, and the page is no translation.

    An original holds what the person has hidden, and a translator needs none of that.
    """
    roles = GroupPagePermission.objects.filter(group__user=user, page__in=page.get_ancestors(inclusive=True))
    if user.is_superuser or {*roles.values_list("group__name", flat=True)} != {TRANSLATORS}:
        return False
    translations = Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale_id)
    return not translations.filter(enabled=True).exists()


def share_with_copy(instance: OrganisationPage, created: bool, **_: Any) -> None:
    """A copy of an organisation in another language belongs to the same editors as the organisation."""
    if created:
        others = instance.get_translations().values("pk")
        for granted in GroupPagePermission.objects.filter(page__in=others):
            GroupPagePermission.objects.get_or_create(
                group_id=granted.group_id, page_id=instance.pk, permission_id=granted.permission_id
            )


def _permissions(names: Iterable[str]) -> list[Permission]:
    wanted = Q(pk=None)
    for name in names:
        app, _, codename = name.partition(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(wanted))


def _grant_pages(group: Group, pages: Iterable[Page], actions: Iterable[str]) -> None:
    for page in pages:
        for action in actions:
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{action}_page")
            GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)


def _grant_files(group: Group, collection: Collection) -> None:
    wanted = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")
    for permission in Permission.objects.filter(content_type__app_label="media", codename__in=wanted):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
