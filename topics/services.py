"""What changes the vocabulary, and who hears of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.signals import post_delete, post_save, pre_delete
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from catalogue import log
from catalogue.marking import touch
from topics.models import ENGLISH, Topic, TopicLabel, TopicMatch, TopicTag
from topics.slugs import things_with


def connect() -> None:
    """Listen to every change of a topic and its parts, in the transaction that makes it."""
    pre_delete.connect(_keep_what_is_used, Topic, dispatch_uid="topics")
    for signal in (post_save, post_delete):
        signal.connect(_topic_changed, Topic, dispatch_uid="topics")
        for part in (TopicLabel, TopicMatch):
            signal.connect(_part_changed, part, dispatch_uid="topics")


def announce(pks: Iterable[int]) -> None:
    """Have all built anew that shows one of these topics, what it was merged into, or what belongs under them.

    The log moves by a number, for filters know the topics that nothing uses, too, as of a number. After the commit: no
    thing may be locked by who holds the log.
    """
    pks = set(pks)
    pks |= set(Topic.objects.filter(merged__in=pks).values_list("pk", flat=True))
    below = Topic.objects.filter(broader__in=pks).values_list("pk", flat=True)
    touch(*(f"topic:{pk}" for pk in sorted(pks | set(below))))
    transaction.on_commit(lambda: log.take(1))


@dataclass(frozen=True)
class Merge:
    """One topic to become another: what that will do, before it is done."""

    topic: Topic
    target: Topic

    @property
    def pages(self) -> int:
        """How many pages change their topic; a page and its translations count once."""
        return len(things_with(self.topic))

    @property
    def words(self) -> list[str]:
        """What the target will be found by from now on besides its own words."""
        labels = self.topic.labels.all()
        return list(dict.fromkeys(word for label in labels for word in (label.preferred, *label.alternatives)))

    @property
    def narrower(self) -> list[Topic]:
        """The topics that move under the target."""
        return list(self.topic.narrower.all())

    def check(self) -> None:
        """Raise ValidationError where the two cannot become one."""
        if self.topic.pk == self.target.pk:
            raise ValidationError(gettext("A topic cannot be merged into itself."))
        if self.topic.merged_into_id or self.target.merged_into_id:
            raise ValidationError(gettext("One of the two has been merged already."))
        if self.narrower and self.target.broader_id:
            raise ValidationError(
                gettext("Other topics belong under “%(topic)s”. Choose a broad topic, so that they can move there.")
                % {"topic": self.topic.name}
            )

    @transaction.atomic
    def carry_out(self) -> None:
        """Move pages and narrower topics to the target. The old slug and words work on and mean the target.

        Both are locked and judged again: a second merge at the same time could close a circle.
        """
        locked = Topic.objects.select_for_update().filter(pk__in=(self.topic.pk, self.target.pk)).order_by("pk")
        rows = {topic.pk: topic for topic in locked}
        if len(rows) == 2:
            Merge(rows[self.topic.pk], rows[self.target.pk])._move()
        else:
            self.check()
            raise ValidationError(gettext("One of the two is gone."))

    def _move(self) -> None:
        self.check()
        with_target = TopicTag.objects.filter(tag=self.target).values("content_object")
        TopicTag.objects.filter(tag=self.topic, content_object__in=with_target).delete()
        TopicTag.objects.filter(tag=self.topic).update(tag=self.target)
        self.target.related.add(*self.topic.related.exclude(pk=self.target.pk))
        self.topic.related.clear()
        for moved in self.narrower:
            moved.broader = self.target
            moved.save()
        for earlier in self.topic.merged.all():
            earlier.merged_into = self.target
            earlier.save()
        self.topic.merged_into, self.topic.broader = self.target, None
        self.topic.save()


def why_kept(topic: Topic) -> str:
    """What an editor is told who wants to delete a topic that is in use; empty if nothing uses it."""
    names = {"topic": topic.name, "target": topic.merged_into}
    if pages := len(things_with(topic)):
        if topic.merged_into:
            return gettext("“%(topic)s” stays as a part of “%(target)s”, because pages still have it.") % names
        return ngettext(
            "“%(topic)s” is used by %(count)d page. Merge it into another topic instead.",
            "“%(topic)s” is used by %(count)d pages. Merge it into another topic instead.",
            pages,
        ) % {**names, "count": pages}
    if topic.narrower.exists() or topic.merged.exists():
        return gettext("Other topics depend on “%s”. Merge it into another topic instead.") % topic.name
    return ""


def _keep_what_is_used(instance: Topic, **_: Any) -> None:
    """Only an unused topic can go. A used one is merged into another, so that its pages keep a topic."""
    if obstacle := why_kept(instance):
        raise ProtectedError(obstacle, {*instance.tagged.all(), *instance.narrower.all(), *instance.merged.all()})


def _topic_changed(instance: Topic, raw: bool = False, **_: Any) -> None:
    if not raw:
        # One that has been deleted says only here what it had been merged into, which loses its words.
        announce(filter(None, (instance.pk, instance.merged_into_id)))


def _part_changed(instance: TopicLabel | TopicMatch, raw: bool = False, **_: Any) -> None:
    if raw:
        return
    changes: dict[str, Any] = {"updated_at": timezone.now()}
    if isinstance(instance, TopicLabel) and instance.language == ENGLISH:
        changes["name"] = instance.preferred
    Topic.objects.filter(pk=instance.topic_id).update(**changes)
    announce([instance.topic_id])
