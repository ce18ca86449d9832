"""The vocabulary: topics with their words in every language."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import TagBase

from media.atomic import AtomicModel
from topics.fields import WordsField
from topics.querysets import TopicQuerySet

ENGLISH = "en"


def languages() -> list[tuple[str, str]]:
    """The languages that a topic is named in."""
    return list(settings.WAGTAIL_CONTENT_LANGUAGES)


class Topic(AtomicModel, ClusterableModel, TagBase):
    """One concept across all languages (SKOS). `name` is its English label and `slug` its address for ever."""

    broader = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="narrower",
        limit_choices_to={"broader": None, "merged_into": None},
        verbose_name=_("belongs under"),
        help_text=_("The broad topic that this one is part of. Leave it empty for a broad topic."),
    )
    related = models.ManyToManyField(
        "self",
        blank=True,
        limit_choices_to={"merged_into": None},
        verbose_name=_("see also"),
        help_text=_("Topics elsewhere that somebody who looks for this one may look for, too."),
    )
    notation = models.CharField(
        _("code"),
        max_length=30,
        blank=True,
        help_text=_("A short code, if your network uses one. Most topics need none."),
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    free_tagging = False
    natural_key_fields = ["slug"]

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.CheckConstraint(
                condition=~Q(broader=models.F("id")) & ~Q(merged_into=models.F("id")),
                name="topic_not_its_own",
            ),
        ]

    def __str__(self) -> str:
        """Its label where the query has chosen a language, or else its English name."""
        return getattr(self, "label", self.name)

    def clean(self) -> None:
        super().clean()
        if not self.broader:
            return
        if self.broader == self:
            raise ValidationError({"broader": gettext("A topic cannot belong under itself.")})
        if self.broader.merged_into_id:
            raise ValidationError({"broader": gettext("“%s” has been merged into another topic.") % self.broader.name})
        if self.broader.broader_id:
            raise ValidationError(
                {
                    "broader": gettext("There are two levels only, and “%(broader)s” belongs under “%(top)s” itself.")
                    % {"broader": self.broader.name, "top": self.broader.broader.name}  # type: ignore[union-attr]
                }
            )
        if self.pk and self.narrower.exists():
            raise ValidationError(
                {"broader": gettext("Other topics belong under this one, so it has to stay a broad topic.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The English label is the name."""
        english = next((label for label in self.labels.all() if label.language == ENGLISH), None)
        if english:
            self.name = english.preferred
        super().save(*args, **kwargs)

    def slugify(self, tag: str, i: int | None = None) -> str:
        """ASCII only: the slug stands in addresses, in filters and in other people's databases."""
        slug = slugify(tag) or "topic"
        return slug if i is None else f"{slug}-{i}"


class TopicLabel(AtomicModel):
    """What a topic is called in one language."""

    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(_("language"), max_length=12, choices=languages)
    preferred = models.CharField(
        _("name"), max_length=100, help_text=_("The name that pages and filters show, in the singular or as a field.")
    )
    alternatives = WordsField(
        _("other words for it"),
        default=list,
        blank=True,
        help_text=_("One a line. Whoever searches for one of these words finds this topic."),
    )
    definition = models.TextField(
        _("what it means"), blank=True, help_text=_("One sentence, for a colleague who does not know the field.")
    )

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "language"],
                name="one_label_per_language",
                violation_error_message=_("This topic has a name in that language already."),
            ),
            models.UniqueConstraint(
                fields=["language", "preferred"],
                name="label_means_one_topic",
                violation_error_message=_("Another topic has this name in that language already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.preferred} ({self.language})"

    def clean(self) -> None:
        """Commas and quotes part one topic from the next where an editor enters them."""
        super().clean()
        self.preferred = " ".join(self.preferred.split())
        if not isinstance(self.alternatives, list) or not all(isinstance(word, str) for word in self.alternatives):
            raise ValidationError({"alternatives": gettext("Give a list of words, one a line.")})
        words = [" ".join(word.split()) for word in self.alternatives]
        self.alternatives = list(dict.fromkeys(word for word in words if word and word != self.preferred))
        for field, values in (("preferred", [self.preferred]), ("alternatives", self.alternatives)):
            for value in values:
                if set(value) & {",", '"'}:
                    raise ValidationError(
                        {field: gettext("“%s” has a comma or a quotation mark; write it without.") % value}
                    )


class TopicMatch(AtomicModel):
    """The same concept, or nearly, in another vocabulary, or a wider one that this is part of."""

    class Closeness(models.TextChoices):
        EXACT = "exact", _("the same")
        CLOSE = "close", _("nearly the same")
        BROAD = "broad", _("wider than the topic")

    class Scheme(models.TextChoices):
        EUROVOC = "eurovoc", "EuroVoc"
        ESCO = "esco", "ESCO"
        ISCED = "isced-f", "ISCED-F 2013"
        SDG = "sdg", _("UN Sustainable Development Goals")
        WIKIDATA = "wikidata", "Wikidata"

    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="matches")
    scheme = models.CharField(_("vocabulary"), max_length=20, choices=Scheme)
    uri = models.URLField(_("address there"), max_length=300)
    closeness = models.CharField(_("how close"), max_length=5, choices=Closeness, default=Closeness.CLOSE)

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["topic", "uri"], name="match_once")]

    def __str__(self) -> str:
        return f"{self.get_closeness_display()}: {self.uri}"


class Shipped(models.Model):
    """What of a topic has been loaded once from the files that come with the site, so that it is never loaded again.

    What an editor has renamed, moved, merged or deleted since stays as the editor left it.
    """

    slug = models.CharField(max_length=100, primary_key=True)
    parts = models.JSONField(default=list)

    objects = models.Manager["Shipped"]()

    def __str__(self) -> str:
        return self.slug
