"""What translators write is judged as what editors write: what is refused stays, with why, and is not published."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Field, Model
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, post_save_string_translation

from documents.markdown import plain
from pages.models import BasePage
from pages.versions import source_of
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
    except ValidationError as fault:
        instance.has_error, instance.field_error = True, fault.messages[0]


def title_draft(instance: StringTranslation, **more: Any) -> None:
    """Let Wagtail name the draft by a translated title, as wagtail-localize does, if it is one that a page can have."""
    if not instance.has_error:
        post_save_string_translation(instance, **more)


def _field(model: type[Model], path: str) -> Field:
    """The field of the page, or of one of its rows, that `path` names."""
    *relations, name = path.split(".")
    for relation in relations:
        model = cast(type[Model], model._meta.get_field(relation).related_model)
    return cast(Field, model._meta.get_field(name))
