"""Topics as documents refer to them: found by their own slug and by their broader topic's, in every language."""

from collections.abc import Mapping

from django.db.models import Q

from documents.document import Ref
from topics import vocabulary
from topics.models import Topic, Topical


class TopicRef(Ref):
    """A topic, labelled in the document's language."""

    id: int
    slug: str
    label: str


def topic_labels(locale: str) -> Mapping[str, str]:
    """The label of every topic in `locale`, by slug: what a facet shows."""
    return vocabulary.labels(locale)


def topic_refs(page: Topical, locale: str) -> list[TopicRef]:
    """The topics of `page`; those merged into another appear as that one."""
    chosen = Topic.objects.filter(tagged__content_object=page)
    topics = Topic.objects.filter(Q(pk__in=chosen.filter(merged_into=None)) | Q(merged__in=chosen)).distinct()
    rows = topics.select_related("broader").prefetch_related("labels", "broader__labels").order_by("pk")
    return [_ref(topic, locale) for topic in rows]


def _ref(topic: Topic, locale: str) -> TopicRef:
    line = [topic, *([topic.broader] if topic.broader else [])]
    labels = {label.language: label.preferred for label in topic.labels.all()}
    return TopicRef(
        id=topic.pk,
        slug=topic.slug,
        label=labels.get(locale, topic.name),
        facet_values=[each.slug for each in line],
        words=[word for each in line for word in vocabulary.words(each)],
        depends_on=[f"topic:{each.pk}" for each in line],
    )
