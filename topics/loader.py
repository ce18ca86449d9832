"""The vocabulary that comes with the site: files of `data/`, and how what is missing gets into the database."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic import ValidationError as ShapeError

from topics.models import ENGLISH, Shipped, Topic, TopicLabel, TopicMatch, languages
from topics.services import announce

Row = TypeVar("Row", Topic, TopicLabel, TopicMatch)

DATA = Path(__file__).parent / "data"


class LoadError(Exception):
    """What is wrong in which file and entry."""


class Name(BaseModel):
    """What a file says of a topic in one language."""

    model_config = ConfigDict(extra="forbid")
    label: str
    synonyms: list[str] = []
    definition: str = ""


class Match(BaseModel):
    """What a file says of the same topic, or of a wider one, elsewhere."""

    model_config = ConfigDict(extra="forbid")
    scheme: TopicMatch.Scheme
    uri: str
    closeness: TopicMatch.Closeness


@dataclass(frozen=True)
class Entry:
    """One topic of a file. `place` names it in errors; a file's own name is the slug of its broad topic."""

    place: str
    slug: str
    broader: str | None
    names: Mapping[str, Name]
    matches: list[Match]

    @property
    def parts(self) -> set[str]:
        """Everything that is said of the topic, each thing under a name of its own."""
        defined = {f"{code} definition" for code, name in self.names.items() if name.definition}
        return {*self.names, *defined, *(match.uri for match in self.matches)}


@dataclass(frozen=True)
class Loaded:
    """How much was added, and what an editor's own topic stands in the way of."""

    topics: int
    labels: int
    definitions: int
    matches: int
    left_out: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.topics or self.labels or self.definitions or self.matches)


def read(folder: Path = DATA) -> list[Entry]:
    """Every entry of every file, the broad topic of each file first."""
    entries: list[Entry] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise LoadError(f"{path.name}: this is no TOML: {error}.") from error
        if path.stem not in tables:
            raise LoadError(f"{path.name}: expected an entry [{path.stem}], the broad topic of this file.")
        own = [_entry(path, slug, table) for slug, table in tables.items()]
        entries += sorted(own, key=lambda entry: entry.broader is not None)
    _refuse_doubles((entry.slug, entry.place) for entry in entries)
    _refuse_doubles(
        (f"the label “{name.label}” ({code})", entry.place) for entry in entries for code, name in entry.names.items()
    )
    return entries


@transaction.atomic
def load(entries: Iterable[Entry]) -> Loaded:
    """Add the topics, names, definitions and matches that have never been loaded.

    What an editor has written, renamed, moved or merged is never changed, and what they removed stays away.
    """
    loaded = {row.slug: set(row.parts) for row in Shipped.objects.all()}
    entries, taken = _with_a_place(list(entries), loaded)
    made = _add_topics(entries)
    rows = {topic.slug: topic for topic in Topic.objects.all()}
    defined = _missing_definitions(entries, loaded)
    labels, doubles = _missing_labels(entries, rows, loaded)
    matches = _missing_matches(entries, rows, loaded)
    TopicLabel.objects.bulk_update(defined, ["definition"])
    TopicLabel.objects.bulk_create(labels)
    TopicMatch.objects.bulk_create(matches)
    changed = {label.topic_id for label in (*defined, *labels)} | {match.topic_id for match in matches}
    Topic.objects.filter(pk__in=changed).update(updated_at=timezone.now())
    if changed:
        announce(changed)
    _remember(entries, loaded, doubles)
    left_out = (*(entry.place for entry in taken), *(f"{entry.place}, {code}" for entry, code in doubles))
    return Loaded(made, len(labels), len(defined), len(matches), left_out)


def _with_a_place(entries: list[Entry], loaded: Mapping[str, set[str]]) -> tuple[list[Entry], list[Entry]]:
    """The entries that are topics or may become one, and those whose name an editor has given to another topic.

    What was loaded before and is there no more was deleted; what would belong under it has no place.
    """
    rows = dict(Topic.objects.values_list("slug", "name"))
    absent = {entry.slug for entry in entries if entry.slug not in rows}
    deleted = absent & loaded.keys()
    taken = [e for e in entries if e.slug in absent - deleted and e.names[ENGLISH].label in rows.values()]
    without = deleted | {entry.slug for entry in taken}
    fit = [e for e in entries if e.slug not in without and not (e.slug in absent and e.broader in without)]
    return fit, taken


def _remember(entries: list[Entry], loaded: Mapping[str, set[str]], doubles: list[tuple[Entry, str]]) -> None:
    """Keep what has been loaded of each topic; a name that was left out may be loaded another time."""
    left_out = {(entry.slug, part) for entry, code in doubles for part in (code, f"{code} definition")}
    parts = {entry.slug: {part for part in entry.parts if (entry.slug, part) not in left_out} for entry in entries}
    Shipped.objects.bulk_create(
        [
            Shipped(slug=slug, parts=sorted(loaded.get(slug, set()) | new))
            for slug, new in parts.items()
            if not new <= loaded.get(slug, set())
        ],
        update_conflicts=True,
        update_fields=["parts"],
        unique_fields=["slug"],
    )


def _entry(path: Path, slug: str, table: Any) -> Entry:
    place = f"{path.name}, [{slug}]"
    if not isinstance(table, dict):
        raise LoadError(f"{place}: expected a table with a line for each language.")
    matches = table.pop("matches", [])
    if unknown := sorted(set(table) - set(dict(languages()))):
        raise LoadError(f"{place}: “{unknown[0]}” is no language of this site.")
    if ENGLISH not in table:
        raise LoadError(f"{place}: expected a line for English, `{ENGLISH} = {{ label = … }}`.")
    try:
        names = TypeAdapter(dict[str, Name]).validate_python(table)
        found = TypeAdapter(list[Match]).validate_python(matches)
    except ShapeError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise LoadError(f"{place}, {where}: {first['msg']}.") from error
    return Entry(place, slug, None if slug == path.stem else path.stem, names, found)


def _refuse_doubles(named: Iterable[tuple[str, str]]) -> None:
    seen: dict[str, str] = {}
    for name, place in named:
        if name in seen:
            raise LoadError(f"{place}: {name} is in {seen[name]} already.")
        seen[name] = place


def _add_topics(entries: list[Entry]) -> int:
    """Broad topics come before those that belong under them, also where the two are in the database already."""
    rows = {topic.slug: topic for topic in Topic.objects.all()}
    added = 0
    for entry in sorted(entries, key=lambda entry: entry.broader is not None):
        if entry.slug not in rows:
            above = rows[entry.broader] if entry.broader else None
            above = above and (above.merged_into or above)
            broader = above and (above.broader or above)
            topic = Topic(slug=entry.slug, name=entry.names[ENGLISH].label, broader=broader)
            _checked(topic, entry.place, unique=True)
            topic.save()
            rows[entry.slug] = topic
            added += 1
    return added


def _missing_labels(
    entries: list[Entry], rows: Mapping[str, Topic], loaded: Mapping[str, set[str]]
) -> tuple[list[TopicLabel], list[tuple[Entry, str]]]:
    """The names to add, and in which language an entry has the name of another topic."""
    taken = {(row.language, row.preferred): row.topic_id for row in TopicLabel.objects.all()}
    there = {(topic, language) for (language, _preferred), topic in taken.items()}
    labels, doubles = [], []
    for entry in entries:
        topic = rows[entry.slug]
        for code, name in entry.names.items():
            if (topic.pk, code) in there or code in loaded.get(entry.slug, ()):
                continue
            if (code, name.label) in taken:
                doubles.append((entry, code))
                continue
            label = TopicLabel(
                topic=topic,
                language=code,
                preferred=name.label,
                alternatives=name.synonyms,
                definition=name.definition,
            )
            labels.append(_checked(label, f"{entry.place}, {code}"))
    return labels, doubles


def _missing_definitions(entries: list[Entry], loaded: Mapping[str, set[str]]) -> list[TopicLabel]:
    """Names that nobody has defined yet. Under a name of the editors' own the shipped sentence might be wrong."""
    given = {(entry.slug, code): name for entry in entries for code, name in entry.names.items()}
    labels = []
    for label in TopicLabel.objects.filter(definition="").select_related("topic"):
        name = given.get((label.topic.slug, label.language))
        known = f"{label.language} definition" in loaded.get(label.topic.slug, ())
        if name and name.definition and name.label == label.preferred and not known:
            label.definition = name.definition
            labels.append(label)
    return labels


def _missing_matches(
    entries: list[Entry], rows: Mapping[str, Topic], loaded: Mapping[str, set[str]]
) -> list[TopicMatch]:
    there = set(TopicMatch.objects.values_list("topic__slug", "uri"))
    return [
        _checked(
            TopicMatch(topic=rows[entry.slug], scheme=match.scheme, uri=match.uri, closeness=match.closeness),
            f"{entry.place}, matches",
        )
        for entry in entries
        for match in entry.matches
        if (entry.slug, match.uri) not in there and match.uri not in loaded.get(entry.slug, ())
    ]


def _checked(row: Row, place: str, *, unique: bool = False) -> Row:
    """`row`, if its fields and its own rules are in order."""
    try:
        row.full_clean(exclude={"topic"}, validate_unique=unique, validate_constraints=False)
    except ValidationError as error:
        raise LoadError(f"{place}: {' '.join(error.messages)}") from error
    return row
