"""How a page is tagged with topics."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel

from media.atomic import AtomicModel
from topics.models.concepts import Topic


class TopicTag(AtomicModel, ItemBase):
    """One page has one topic. A dangling topic in an old revision is dropped, which asks for CASCADE."""

    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="tagged")
    content_object = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="topic_tags")

    objects = models.Manager["TopicTag"]()

    class Meta:
        verbose_name = _("topic of a page")
        verbose_name_plural = _("topics of pages")
        ordering = ["pk"]


class TopicsManager(ClusterTaggableManager):
    """A page's topics. Nothing in them is for a translator, and `topic_tags` alone is what synchronises."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "topics.models.TopicsManager", args, kwargs

    def get_translatable_segments(self, value: Any) -> list[Any]:
        """Tell wagtail-localize to leave this field alone: it would assign the source's manager to the copy."""
        return []


class Topical(models.Model):
    """A page that has topics. They belong to the source page; its translations show the same ones."""

    #: The form that takes words which are no topic yet. It is set by `topics.forms`, which needs the models first.
    base_form_class: ClassVar[Any]

    topics = TopicsManager(
        through=TopicTag,
        blank=True,
        verbose_name=_("topics"),
        help_text=_("Start typing in your language and choose from the list. Synonyms are understood."),
    )

    topic_panels = [FieldPanel("topics"), FieldPanel("missing_topics")]

    class Meta:
        abstract = True
