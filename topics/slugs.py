"""Topics of what belongs to a page, where `Topical` is for the page itself."""

from typing import Any
from uuid import UUID

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Cast

from topics.forms import TopicField
from topics.models import Topic


class TopicSlugsFormField(TopicField):
    """The field that a page has for its topics; it gives their slugs."""

    def prepare_value(self, value: Any) -> Any:
        return Topic.objects.filter(slug__in=value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return sorted(topic.slug for topic in super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(sorted(initial or []) != self.clean(data))
        except ValidationError:
            return True


class TopicSlugsField(models.JSONField):
    """Topics of a row of a page by their slugs, which never change; one that was merged stands for its target."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return models.Field.formfield(self, **{"form_class": TopicSlugsFormField, **kwargs})


def things_with(topic: Topic) -> set[UUID]:
    """The keys of the things whose pages have this topic, themselves or in a row of theirs, public or not."""
    found = set(topic.tagged.values_list("content_object__translation_key", flat=True))
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, TopicSlugsField):
                rows = model._base_manager.annotate(slugs=Cast(field.name, models.TextField()))
                named = rows.filter(slugs__contains=f'"{topic.slug}"')  # SQLite cannot ask what a list contains
                found |= set(named.values_list("page__translation_key", flat=True))
    return found
