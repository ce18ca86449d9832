"""Topics of what belongs to a page, where `Topical` is for the page itself."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, When

from topics.forms import TopicField
from topics.models import Topic, TopicTag
from topics.querysets import TopicQuerySet


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


def things_by_topic() -> dict[str, set[UUID]]:
    """By its slug for each topic the keys of the things whose pages have it, themselves or in a row, public or not."""
    found: dict[str, set[UUID]] = defaultdict(set)
    for slug, key in TopicTag.objects.values_list("tag__slug", "content_object__translation_key"):
        found[slug].add(key)
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, TopicSlugsField):
                for slugs, key in model._base_manager.values_list(field.name, "page__translation_key"):
                    for slug in slugs:
                        found[slug].add(key)
    return found


def things_with(topic: Topic) -> set[UUID]:
    return things_by_topic()[topic.slug]


def counted(topics: TopicQuerySet) -> TopicQuerySet:
    """Each with its number of `pages`, those of what was merged into it too; a page and its translations count once."""
    found, merged = things_by_topic(), Topic.objects.exclude(merged_into=None)
    for slug, target in merged.values_list("slug", "merged_into__slug"):
        found[target] |= found[slug]
    numbers = [When(slug=slug, then=len(keys)) for slug, keys in found.items()]
    return topics.annotate(pages=Case(*numbers, default=0, output_field=models.IntegerField()))
