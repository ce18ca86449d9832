"""The topics as a vocabulary that everybody outside can read."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from django.db.models import CharField, Count, Max, Subquery, Value
from django.db.models.functions import Cast, Concat

from documents import vocabularies
from documents.vocabularies import Suggestion, Term
from topics import vocabulary
from topics.document import TopicRef
from topics.models import Topic, TopicMatch
from topics.vocabulary import Branch, Concept, Vocabulary


class TopicTerm(Term):
    """A topic with its place in the two levels; `synonyms` and `definition` are in the language of the label."""

    id: int
    slug: str
    definition: str
    synonyms: list[str]
    broader: TopicRef | None
    narrower: list[TopicRef]


def register() -> None:
    """Let the API give the topics."""
    vocabularies.vocabularies.add(
        vocabularies.Vocabulary("topics", "topic", "Topics", TopicTerm, terms, concepts, version, suggest)
    )


def version() -> Subquery:
    """Changes with every topic, used or not."""
    said = Concat(
        Cast(Count("pk"), CharField()), Value(" "), Cast(Max("updated_at"), CharField()), output_field=CharField()
    )
    return Subquery(Topic.objects.order_by().values(every=Value(1)).annotate(said=said).values("said"))


@lru_cache(maxsize=32)
def terms(locale: str, version: str) -> Mapping[str, Term]:
    """The broad topics in the reader's alphabet, each followed by what belongs under it."""
    words = known(version)
    return {slug: term for branch in words.tree(locale) for slug, term in _terms(words, branch, None, locale)}


@lru_cache(maxsize=2)
def concepts(version: str) -> Sequence[vocabularies.Concept]:
    """Every topic in all languages, those that were merged too."""
    matches: dict[int, list[TopicMatch]] = {}
    for match in TopicMatch.objects.order_by("pk"):
        matches.setdefault(match.topic_id, []).append(match)
    words = known(version)
    return [_concept(words, concept, matches.get(concept.pk, [])) for concept in words.concepts.values()]


#: Whoever asks shows fewer, and takes those first that are in use.
_MOST_SUGGESTED = 30


@lru_cache(maxsize=1_000)
def suggest(text: str, locale: str, version: str) -> Sequence[Suggestion]:
    """The topics that have a word beginning like `text`, in the reader's language or in English, or else in any."""
    return [
        Suggestion(found.concept.slug, found.label, found.concept.language(locale))
        for found in known(version).suggest(text, locale, _MOST_SUGGESTED)
    ]


@lru_cache(maxsize=2)
def known(version: str) -> Vocabulary:
    """The whole vocabulary as of `version`."""
    return vocabulary.current()


def _terms(words: Vocabulary, branch: Branch, broader: TopicRef | None, locale: str) -> Iterator[tuple[str, Term]]:
    itself = _ref(words, branch)
    yield (
        branch.slug,
        TopicTerm(
            **itself.model_dump(),
            definition=branch.definition,
            synonyms=words.synonyms(branch.slug, locale),
            broader=broader,
            narrower=[_ref(words, narrower) for narrower in branch.narrower],
        ),
    )
    for narrower in branch.narrower:
        yield from _terms(words, narrower, itself, locale)


def _ref(words: Vocabulary, branch: Branch) -> TopicRef:
    return TopicRef(id=words.concepts[branch.slug].pk, slug=branch.slug, label=branch.label)


def _concept(words: Vocabulary, concept: Concept, matches: Sequence[TopicMatch]) -> vocabularies.Concept:
    wordings = concept.wordings.items()
    synonyms = {language: words.synonyms(concept.slug, language) for language in concept.wordings}
    near = {closeness: [m.uri for m in matches if m.closeness == closeness] for closeness in TopicMatch.Closeness}
    return vocabularies.Concept(
        key=concept.slug,
        notation=concept.notation,
        labels={language: wording.label for language, wording in wordings} or {"en": concept.name},
        synonyms={language: found for language, found in synonyms.items() if found},
        definitions={language: wording.definition for language, wording in wordings if wording.definition},
        broader=concept.broader,
        related=[other.slug for other in words.related(concept.slug)],
        merged_into=concept.merged_into,
        exact_matches=near[TopicMatch.Closeness.EXACT],
        close_matches=near[TopicMatch.Closeness.CLOSE],
        broad_matches=near[TopicMatch.Closeness.BROAD],
    )
