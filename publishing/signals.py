"""Which of Django's and Wagtail's signals change what is public."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Site
from wagtail_localize.models import (
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
    post_save_string_translation,
)

from catalogue.marking import page_changed, page_deleted, reconsider, touch
from pages.models import BasePage
from people.models import Consent, Person
from publishing.translating import judge, keep_current, note_words, title_draft

_DRAFT_FIELDS = {"draft_title", "latest_revision", "latest_revision_created_at", "has_unpublished_changes"}
_TREE_FIELDS = ("live", "url_path", "path", "expire_at", "go_live_at", "alias_of_id")


def connect() -> None:
    """Listen. The sender of many page signals is `Page`, so pages are known by their instance."""
    pre_save.connect(_before_save, dispatch_uid="publishing")
    post_save.connect(_page_saved, dispatch_uid="publishing")
    pre_delete.connect(_page_deleted, dispatch_uid="publishing")
    post_save.connect(_restriction_changed, PageViewRestriction, dispatch_uid="publishing")
    post_delete.connect(_restriction_changed, PageViewRestriction, dispatch_uid="publishing")
    m2m_changed.connect(_restriction_groups_changed, PageViewRestriction.groups.through, dispatch_uid="publishing")
    for model in (Person, Consent):
        post_save.connect(_person_changed, model, dispatch_uid="publishing")
        post_delete.connect(_person_changed, model, dispatch_uid="publishing")
    for model, changed in ((get_image_model(), _image_changed), (Site, _site_changed)):
        post_save.connect(changed, model, dispatch_uid="publishing")
        post_delete.connect(changed, model, dispatch_uid="publishing")
    pre_save.connect(judge, StringTranslation, dispatch_uid="publishing")
    post_save.disconnect(post_save_string_translation, StringTranslation)
    post_save.connect(title_draft, StringTranslation, dispatch_uid="publishing title")
    for signal in (post_save, post_delete):
        signal.connect(_string_translated, StringTranslation, dispatch_uid="publishing")
    for model in (Translation, TranslationSource):
        post_save.connect(_translation_changed, model, dispatch_uid="publishing")


def tell_in_time() -> None:
    """In autocommit these would tell of themselves only after their commit."""
    for model in (PageViewRestriction, Site):
        model.save = transaction.atomic(model.save)
        model.delete = transaction.atomic(model.delete)


def _before_save(instance: Model, update_fields: Any = None, raw: bool = False, **_: Any) -> None:
    if not isinstance(instance, Page) or raw or _only_draft(update_fields):
        return
    row = (
        Page.objects.filter(pk=instance.pk).values(*_TREE_FIELDS, "last_published_at").first() if instance.pk else None
    )
    instance._before = row
    if isinstance(instance, BasePage) and instance.live and not instance.alias_of_id and update_fields is None:
        note_words(instance, published=instance.last_published_at != (row or {}).get("last_published_at"))


def _page_saved(instance: Model, update_fields: Any = None, raw: bool = False, **_: Any) -> None:
    if isinstance(instance, Page) and not raw and not _only_draft(update_fields):
        before = getattr(instance, "_before", None) or {}
        if isinstance(instance, BasePage) and instance.live and not instance.alias_of_id:
            keep_current(instance)
        page_changed(instance, tree=any(before[name] != getattr(instance, name) for name in _TREE_FIELDS if before))


def _page_deleted(instance: Model, **_: Any) -> None:
    if isinstance(instance, Page):
        page_deleted(instance)


def _restriction_changed(instance: PageViewRestriction, **_: Any) -> None:
    page = Page.objects.filter(pk=instance.page_id).first()
    if page:
        page_changed(page, tree=True)


def _restriction_groups_changed(instance: PageViewRestriction | Group, action: str, **_: Any) -> None:
    if action.startswith("post_") and isinstance(instance, PageViewRestriction):
        _restriction_changed(instance)


def _person_changed(instance: Person | Consent, **_: Any) -> None:
    person_id = instance.pk if isinstance(instance, Person) else instance.person_id
    reconsider(f"person:{person_id}")


def _image_changed(instance: Model, **_: Any) -> None:
    touch(f"image:{instance.pk}")


def _string_translated(instance: StringTranslation, **_: Any) -> None:
    translated = TranslationContext.objects.filter(pk=instance.context_id)
    touch(*(f"build:{key}" for key in translated.values_list("object_id", flat=True)))


def _translation_changed(instance: Translation | TranslationSource, **_: Any) -> None:
    touch(f"build:{getattr(instance, 'source', instance).object_id}")


def _site_changed(**_: Any) -> None:
    touch("all:")


def _only_draft(update_fields: Any) -> bool:
    return update_fields is not None and set(update_fields) <= _DRAFT_FIELDS
