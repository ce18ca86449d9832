"""Reads of the vocabulary, in its own words."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from topics.models import Topic  # the manager's type only


class TopicQuerySet(models.QuerySet["Topic"]):
    def get_by_natural_key(self, slug: str) -> "Topic":
        return self.get(slug=slug)

    def in_use(self) -> "TopicQuerySet":
        """What can be chosen: not those that were merged into another."""
        return self.filter(merged_into=None)

    def broad(self) -> "TopicQuerySet":
        """The upper of the two levels."""
        return self.in_use().filter(broader=None)

    def labelled(self, locale: str) -> "TopicQuerySet":
        """In order of their `label` in `locale`, or else in English; `broader_label` is that of the topic above."""
        labels = apps.get_model("topics", "TopicLabel").objects.filter(language=locale)

        def label(topic: str, otherwise: str) -> Coalesce:
            return Coalesce(Subquery(labels.filter(topic=OuterRef(topic)).values("preferred")[:1]), F(otherwise))

        named = self.annotate(label=label("pk", "name"), broader_label=label("broader", "broader__name"))
        return named.order_by("label")
