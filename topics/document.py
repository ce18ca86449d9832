"""How a page's topics appear in its document."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from catalogue import log
from documents.document import Ref
from media.remembering import remembered
from topics import vocabulary


class TopicRef(Ref):
    """A topic, labelled in the document's language and found by its words in all of them."""

    id: int
    slug: str
    label: str


def topic_labels(locale: str) -> Mapping[str, str]:
    """The label of every topic in `locale`, by slug, as of the state that the reader has read."""
    state = log.seen()
    return _labels(locale, state.epoch, state.seq)


def merged_topics() -> Mapping[str, str]:
    """The slug of each topic that was merged into another, with the other's slug."""
    state = log.seen()
    return _merged(state.epoch, state.seq)


@lru_cache(maxsize=4)
def _merged(epoch: str, seq: int) -> Mapping[str, str]:
    known = vocabulary.current()
    targets = {slug: known.get(slug) for slug, concept in known.concepts.items() if concept.merged_into}
    return {slug: target.slug for slug, target in targets.items() if target}


@lru_cache(maxsize=64)
def _labels(locale: str, epoch: str, seq: int) -> Mapping[str, str]:
    return vocabulary.labels(locale)


def topic_refs(source: Any, locale: str) -> list[TopicRef]:
    """The topics of the source page, labelled in `locale`; a merged topic stands for its target.

    Facets take the broad topic with it, so that its count includes what belongs under it.
    """
    known = vocabulary.current()
    tagged: dict[str, set[int]] = {}
    for tag in source.topic_tags.all():
        if concept := known.row(tag.tag_id):
            tagged.setdefault(concept.slug, set()).add(tag.tag_id)
    return _refs(known, tagged, locale)


def named_topics(slugs: Iterable[str], locale: str) -> list[TopicRef]:
    """The same of topics that are named by their slugs."""
    known = vocabulary.current()
    found = {concept.slug: {known.concepts[slug].pk} for slug in slugs if (concept := known.get(slug))}
    return _refs(known, found, locale)


def _refs(known: vocabulary.Vocabulary, rows: Mapping[str, set[int]], locale: str) -> list[TopicRef]:
    refs = [_ref(known, slug, pks, locale) for slug, pks in rows.items()]
    return sorted(refs, key=lambda ref: vocabulary.fold(ref.label))


def _ref(known: vocabulary.Vocabulary, slug: str, rows: set[int], locale: str) -> TopicRef:
    made, place = remembered("topics"), (slug, locale, *sorted(rows))
    if place not in made:
        made[place] = _new_ref(known, slug, rows, locale)
    found: TopicRef = made[place]
    return found


def _new_ref(known: vocabulary.Vocabulary, slug: str, rows: set[int], locale: str) -> TopicRef:
    concept = known.concepts[slug]
    lineage = known.lineage(slug)
    return TopicRef(
        id=concept.pk,
        slug=slug,
        label=concept.label(locale),
        facet_values=lineage,
        words_in=known.words(slug),
        depends_on=[f"topic:{pk}" for pk in sorted(rows | {known.concepts[s].pk for s in lineage})],
    )
