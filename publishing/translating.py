"""What translators write is judged as what editors write: what is refused stays, with why, and is not published."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Field, Model
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail_localize.models import String, StringTranslation, TranslationSource, post_save_string_translation
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments

from documents.markdown import plain
from pages.models import BasePage
from pages.versions import find_source, source_of
from publishing.forms import without_contact


def judge(instance: StringTranslation, update_fields: Any = None, raw: bool = False, **_: Any) -> None:
    """Mark a translation, before it is saved, that the form of its page would refuse."""
    if raw or not instance.context or not (update_fields is None or "data" in update_fields):
        return
    page = Page.objects.filter(translation_key=instance.context.object_id).specific().first()
    if not isinstance(page, BasePage):
        return
    text, field = plain(instance.data), _field(type(page), instance.context.field_path)
    try:
        if not text:  # the original's would stand in its place
            raise ValidationError(Field.default_error_messages["blank"])
        without_contact(text, getattr(source_of(page), "country", ""), instance.locale.language_code)
        if field.max_length and not isinstance(field, RichTextField):
            MaxLengthValidator(field.max_length)(text)
        if field.name == "slug":
            _judge_slug(text, page.get_translation_or_none(instance.locale))
    except ValidationError as fault:
        instance.has_error, instance.field_error = True, fault.messages[0]


def title_draft(instance: StringTranslation, **more: Any) -> None:
    """Let Wagtail name the draft by a translated title, as wagtail-localize does, if it is one that a page can have."""
    if not instance.has_error:
        post_save_string_translation(instance, **more)


def keep_current(page: BasePage) -> None:
    """Take note that a source was published with the words that its translations were made of: they are not outdated.

    Call it in the transaction that publishes `page`, once its words are noted.
    """
    moment = page.last_published_at
    if not moment:
        return
    source = TranslationSource.objects.filter(object_id=page.translation_key, locale=page.locale_id).first()
    if source and moment > source.last_updated_at and page.made_of == _digest(_known(source, page)):
        TranslationSource.objects.filter(pk=source.pk).update(last_updated_at=moment)


def note_words(page: BasePage, *, published: bool) -> None:
    """Note which words a live page says, if it is an original, or is `published` with, if it is a translation.

    Call it before `page` is saved. To write its row once more would lock whatever that refers to, and so wait for
    whoever withdraws a consent and waits for this page.
    """
    source = find_source(page) or page  # not kept with the page, which is judged after it is saved
    if page.pk == source.pk:
        page.made_of = _digest(_said(page))
    elif published:
        translators = TranslationSource.objects.filter(
            object_id=page.translation_key,
            translations__target_locale=page.locale_id,
            translations__enabled=True,
        ).first()
        page.made_of = _digest(_known(translators, page)) if translators else source.made_of or _digest(_said(source))


def forget_strings() -> None:
    """Delete what is no part of any page any more and was never translated: wagtail-localize keeps it for good."""
    String.objects.filter(segments=None, translations=None).delete()


def _said(page: Page) -> list[tuple[str, ...]]:
    """What of a page is for translators, as `_known` has it."""
    found: list[tuple[str, ...]] = []
    for segment in extract_segments(page):
        match segment:
            case StringSegmentValue():
                found.append((segment.path, segment.string.data, json.dumps(segment.attrs)))
            case TemplateSegmentValue():
                found.append((segment.path, segment.template))
            case RelatedObjectSegmentValue():
                found.append((segment.path, str(segment.translation_key)))
            case OverridableSegmentValue():
                found.append((segment.path, json.dumps(segment.data)))
    return _by_place(found, page)


def _known(source: TranslationSource, page: Page) -> list[tuple[str, ...]]:
    """What translators of `page` were given: where it stands and what it is."""
    segments = (
        source.stringsegment_set.values_list("context__path", "string__data", "attrs"),
        source.templatesegment_set.values_list("context__path", "template__template"),
        source.relatedobjectsegment_set.values_list("context__path", "object_id"),
        source.overridablesegment_set.values_list("context__path", "data_json"),
    )
    return _by_place((tuple(map(str, each)) for some in segments for each in some.order_by("order")), page)


def _digest(said: list[tuple[str, ...]]) -> str:
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _by_place(segments: Iterable[tuple[str, ...]], page: Page) -> list[tuple[str, ...]]:
    """In one order whatever the order of rows; paragraphs of a text stay in theirs, which translators follow.

    Without the address, which nobody reads, and what may be hidden: that it has changed is nobody's business.
    """
    left_out = {"slug", *getattr(page, "hidden_rows", ())}
    said = (each for each in segments if each[0].partition(".")[0] not in left_out)
    return sorted(said, key=lambda each: (each[0], len(each)))


def _judge_slug(slug: str, page: Page | None) -> None:
    """Raise ValidationError for one that would silently become another."""
    if slugify(slug) != slug.lower():
        raise ValidationError(_("Use only the letters a to z, digits, and hyphens between them."))
    if page and not Page._slug_is_available(slug.lower(), page.get_parent(), page):
        raise ValidationError(_("Another page has this address. Choose another one."))


def _field(model: type[Model], path: str) -> Field:
    """The field of the page, or of one of its rows, that `path` names."""
    *relations, name = path.split(".")
    for relation in relations:
        model = cast(type[Model], model._meta.get_field(relation).related_model)
    return cast(Field, model._meta.get_field(name))
