"""Topics of what belongs to a page, where `Topical` is for the page itself."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

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
    """Topics by their slugs, which never change; one that was merged stands for its target."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return models.Field.formfield(self, **{"form_class": TopicSlugsFormField, **kwargs})
