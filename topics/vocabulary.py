"""The whole vocabulary in memory: labels, trees and words in any language, without a query per topic."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from functools import cached_property

from media.remembering import remembered
from search import analysis
from topics.models import Topic, TopicLabel

#: Arabic writes "the" into the word; who looks for هجرة means الهجرة, too.
_ARTICLE = "ال"

Version = tuple[tuple[int, datetime], ...]


@dataclass(frozen=True)
class Wording:
    """What a topic is called in one language."""

    label: str
    synonyms: tuple[str, ...] = ()
    definition: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        return (self.label, *self.synonyms)


@dataclass(frozen=True)
class Concept:
    """One topic as it is now, in every language."""

    pk: int
    slug: str
    name: str
    broader: str | None
    merged_into: str | None
    wordings: Mapping[str, Wording]
    related: tuple[str, ...] = ()
    notation: str = ""

    def language(self, locale: str) -> str:
        """In which it speaks to readers of `locale`: theirs, theirs without a region, or else English."""
        return next((code for code in (locale, locale.partition("-")[0]) if code in self.wordings), "en")

    def wording(self, locale: str) -> Wording:
        return self.wordings.get(self.language(locale)) or Wording(self.name)

    def label(self, locale: str) -> str:
        return self.wording(locale).label

    def is_named_in(self, locale: str) -> bool:
        """Whether it has a name of its own there, and not only one that stands in."""
        return locale in self.wordings


@dataclass(frozen=True)
class Use:
    """A word that means a topic in one language, as its label there or as a synonym."""

    word: str
    language: str
    is_label: bool
    concept: Concept


@dataclass(frozen=True)
class Branch:
    """A topic and what belongs under it, as one reader sees them."""

    slug: str
    label: str
    definition: str
    narrower: tuple["Branch", ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """A topic that fits what was typed; `via` is the other word by which it was found."""

    concept: Concept
    label: str
    via: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """All topics at one moment."""

    concepts: Mapping[str, Concept] = field(default_factory=dict)

    def get(self, slug: str) -> Concept | None:
        """The topic of this slug, or the one that it was merged into."""
        found = self.concepts.get(slug)
        return self.get(found.merged_into) if found and found.merged_into else found

    def row(self, pk: int) -> Concept | None:
        """The topic of this row, or the one that it was merged into."""
        slug = self._slugs.get(pk)
        return self.get(slug) if slug else None

    def __iter__(self) -> Iterator[Concept]:
        """Those that can be chosen."""
        return (concept for concept in self.concepts.values() if not concept.merged_into)

    def lineage(self, slug: str) -> list[str]:
        """The slugs that a page with this topic is found under: its own and the broad one."""
        concept = self.get(slug)
        return [s for s in (concept.slug, concept.broader) if s] if concept else []

    def labels(self, locale: str) -> dict[str, str]:
        """The label of every slug there is; the slug of a merged topic has its target's."""
        return {slug: found.label(locale) for slug in self.concepts if (found := self.get(slug))}

    def tree(self, locale: str) -> list[Branch]:
        """The broad topics with what belongs under them, in the reader's alphabet."""

        def branches(broader: str | None) -> tuple[Branch, ...]:
            concepts = [concept for concept in self if concept.broader == broader]
            made = [Branch(c.slug, c.label(locale), c.wording(locale).definition, branches(c.slug)) for c in concepts]
            return tuple(sorted(made, key=lambda branch: fold(branch.label)))

        return list(branches(None))

    def words(self, slug: str) -> dict[str, list[str]]:
        """All that finds this topic, by language: its labels and synonyms and those of what was merged into it."""
        concept = self.get(slug)
        return {language: list(words) for language, words in self._words[concept.slug].items()} if concept else {}

    def synonyms(self, slug: str, locale: str) -> list[str]:
        """The other words for this topic where it is read in `locale`, with those of what was merged into it."""
        concept = self.concepts[slug]
        language = concept.language(locale)
        merged = [c.wordings[language] for c in self._merged.get(slug, ()) if c.is_named_in(language)]
        words = (*concept.wording(locale).synonyms, *(word for wording in merged for word in wording.words))
        return list(dict.fromkeys(word for word in words if word != concept.label(locale)))

    def related(self, slug: str) -> list[Concept]:
        """The topics that an editor has put beside this one."""
        found = map(self.get, self.concepts[slug].related)
        return list({concept.slug: concept for concept in found if concept and concept.slug != slug}.values())

    def find(self, text: str, locale: str) -> Concept | None:
        """The one topic that is called `text`, if it is one."""
        meant = self.meant(text, locale)
        return meant[0] if len(meant) == 1 else None

    def meant(self, text: str, locale: str) -> list[Concept]:
        """What `text` may mean: what readers of `locale` see under this name, or else have this word for, or others."""
        uses = [(_fit(use, locale), use.concept) for use in self._uses.get(fold(text), [])]
        best = max((fit for fit, _concept in uses), default=None)
        return list({concept.slug: concept for fit, concept in uses if fit == best}.values())

    def taken_by(self, word: str, language: str, *, but: int | None) -> Concept | None:
        """What a word means in `language` besides the topic of the row `but`."""
        others = (use for use in self._uses.get(fold(word), []) if use.language == language)
        mine = self.row(but) if but else None
        return next((use.concept for use in others if use.concept is not mine), None)

    def suggest(self, text: str, locale: str, limit: int = 10) -> list[Suggestion]:
        """Topics with a word that begins like `text`, in the reader's language and in English, or else in any."""
        wanted, readable = fold(text), {locale.partition("-")[0], "en"}
        found: dict[str, Suggestion] = {}
        elsewhere: dict[str, Suggestion] = {}
        for folded, uses in self._uses.items() if wanted else ():
            if _fits(folded, wanted):
                for use in uses:
                    some = found if use.language in readable else elsewhere
                    if use.concept.slug not in some:
                        some[use.concept.slug] = _suggestion(use, wanted, locale)
        some = found or elsewhere
        order = sorted(some.values(), key=lambda s: (bool(s.via), not _starts(fold(s.label), wanted), fold(s.label)))
        return order[:limit]

    def nearest(self, text: str, locale: str, limit: int = 3) -> list[Concept]:
        """The topics whose words look most like `text`, in whatever language."""
        near = [suggestion.concept for suggestion in self.suggest(text, locale, limit)]
        close = get_close_matches(fold(text), self._uses, n=3 * limit, cutoff=0.6)
        near += [use.concept for word in close for use in self._uses[word]]
        return list({concept.slug: concept for concept in near}.values())[:limit]

    @cached_property
    def _merged(self) -> Mapping[str, list[Concept]]:
        """What was merged into each topic."""
        found: dict[str, list[Concept]] = {}
        for slug, concept in self.concepts.items():
            target = self.get(slug)
            if target and target is not concept:
                found.setdefault(target.slug, []).append(concept)
        return found

    @cached_property
    def _words(self) -> Mapping[str, Mapping[str, Mapping[str, None]]]:
        """Each word of a language once, by the slug of the topic that it means."""
        found: dict[str, dict[str, dict[str, None]]] = {}
        for use in (use for uses in self._uses.values() for use in uses):
            found.setdefault(use.concept.slug, {}).setdefault(use.language, {})[use.word] = None
        return found

    @cached_property
    def _slugs(self) -> Mapping[int, str]:
        return {concept.pk: slug for slug, concept in self.concepts.items()}

    @cached_property
    def _uses(self) -> Mapping[str, list[Use]]:
        """By folded word."""
        found: dict[str, list[Use]] = {}
        for slug, concept in self.concepts.items():
            target = self.get(slug) or concept
            for language, wording in concept.wordings.items():
                for word in wording.words:
                    is_label = word == wording.label and target is concept
                    found.setdefault(fold(word), []).append(Use(word, language, is_label, target))
        return found


def fold(text: str) -> str:
    """`text` without case, marks and punctuation, as the search compares it."""
    return " ".join(surface[0] for word in analysis.words(text) if (surface := analysis.surfaces(word)))


def current() -> Vocabulary:
    """The vocabulary as the database has it now: one small query, and four when it has changed."""
    known = remembered("vocabulary")
    if "now" not in known:
        known["now"] = _read()
    now: Vocabulary = known["now"]
    return now


def _read() -> Vocabulary:
    global _cached
    version: Version = tuple(Topic.objects.order_by("pk").values_list("pk", "updated_at"))
    if _cached[0] != version:
        _cached = (version, _load())
    return _cached[1]


def labels(locale: str) -> dict[str, str]:
    """The label of every topic in `locale`, by slug."""
    return current().labels(locale)


def tree(locale: str) -> list[Branch]:
    """The topics in their two levels, in the order of `locale`."""
    return current().tree(locale)


def _load() -> Vocabulary:
    wordings: dict[int, dict[str, Wording]] = {}
    for row in TopicLabel.objects.order_by("pk").values_list(
        "topic_id", "language", "preferred", "alternatives", "definition"
    ):
        topic, language, preferred, alternatives, definition = row
        wordings.setdefault(topic, {})[language] = Wording(preferred, tuple(alternatives), definition)
    columns = ("pk", "slug", "name", "broader__slug", "merged_into__slug", "notation")
    rows = Topic.objects.order_by("pk").values_list(*columns)
    related: dict[int, list[str]] = {}
    for pk, slug in Topic.related.through.objects.order_by("pk").values_list("from_topic_id", "to_topic__slug"):
        related.setdefault(pk, []).append(slug)
    return Vocabulary(
        {
            slug: Concept(pk, slug, name, broader, merged, wordings.get(pk, {}), tuple(related.get(pk, ())), notation)
            for pk, slug, name, broader, merged, notation in rows
        }
    )


def _suggestion(use: Use, wanted: str, locale: str) -> Suggestion:
    label = use.concept.label(locale)
    return Suggestion(use.concept, label, "" if _fits(fold(label), wanted) else use.word)


def _fit(use: Use, locale: str) -> tuple[bool, bool, bool]:
    """How well a word says to readers of `locale` what it means."""
    theirs = use.language == locale.partition("-")[0]
    return use.is_label and use.language == use.concept.language(locale), theirs, use.is_label


def _fits(folded: str, wanted: str) -> bool:
    """Whether the text, or its end from some word on, begins with `wanted`."""
    parts = folded.split()
    return any(_starts(" ".join(parts[start:]), wanted) for start in range(len(parts)))


def _starts(folded: str, wanted: str) -> bool:
    return folded.startswith(wanted) or folded.removeprefix(_ARTICLE).startswith(wanted)


_cached: tuple[Version, Vocabulary] = ((), Vocabulary())
