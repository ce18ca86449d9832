"""From a query string to typed values, with every problem found on the way."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import QueryDict

from documents.document import Labels
from search import text
from search.fallback import NO_FALLBACK, languages
from search.parameters import ELSEWHERE, Count, Parameter, lists_with, longest
from search.text import InvalidText

MOST_PARAMETERS = 100
#: More than anybody chooses of all facets together, and so few that a page can offer to take each of them back.
MOST_VALUES = 50
_MOST_PROBLEMS = 20
_MOST_SUGGESTIONS = 3
_LONGEST_MISSPELLING = 60
#: Of a list of all values that will do, in characters: a dozen or so, and not every country.
_LONGEST_EXPECTED = 150
#: What follows the language in a tag such as `fi-FI` or `fi_FI`.
_BROADER = re.compile("[-_]")
#: Of a query, where they are not called like their parameters.
_FIELDS = {"q": "text", "date.gte": "since", "date.lt": "before"}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with one parameter."""

    parameter: str
    code: str
    detail: str
    did_you_mean: tuple[str, ...] = ()


@dataclass
class Reading:
    """What was read: the fields of a query, the chosen values of each facet, and what could not be read."""

    fields: dict[str, Any] = field(default_factory=dict)
    facets: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    cursor: str = ""
    problems: list[Problem] = field(default_factory=list)


def read(
    source: QueryDict | str,
    own: Sequence[Parameter],
    *,
    strict: bool,
    implied: Mapping[str, str],
    also: Sequence[Parameter],
) -> Reading:
    """Read a query string by the table `own`. What it does not say is taken from `implied`."""
    return _Reader(own, strict, also).read(source, implied)


class _Reader:
    def __init__(self, own: Sequence[Parameter], strict: bool, also: Sequence[Parameter]) -> None:
        self.table = {parameter.name: parameter for parameter in (*own, *also)}
        self.also = {parameter.name for parameter in also}
        self.strict = strict
        self.result = Reading()
        self.language = settings.LANGUAGE_CODE
        self._words: dict[Labels, Mapping[str, str]] = {}

    def read(self, source: QueryDict | str, implied: Mapping[str, str]) -> Reading:
        given = self._by_name(source)
        self.language = next((code for code in given.get("locale", ()) if code in languages()), self.language)
        for name in given:
            if name not in self.table and self.strict:
                self._unknown(name)
        for name in (name for name in self.table if name in given or name in implied):
            parameter = self.table[name]
            values = self._values(parameter, given.get(name, ()))
            if values is None and name in implied:
                values = self._values(parameter, [implied[name]])
            if values:
                self._put(parameter, values)
        chosen = sum(len(set(values)) for ways in self.result.facets.values() for values in ways.values())
        if chosen > MOST_VALUES:
            self._problem("", "too-many-values", f"Expected at most {MOST_VALUES} values in all, got {chosen}.")
        if self.strict and "fallback" in given and not self.result.fields.get("locale"):
            self._problem("fallback", "needs-locale", "A fallback needs a `locale` to fall back from.")
        since, before = (self.result.fields.get(name) for name in ("since", "before"))
        if since and before and before <= since:
            self._problem("date.lt", "out-of-range", f"Expected a day after that of `date.gte`, {since}.")
        self.result.problems = self.result.problems[:_MOST_PROBLEMS]
        return self.result

    def _by_name(self, source: QueryDict | str) -> dict[str, list[str]]:
        given: dict[str, list[str]] = {}
        if isinstance(source, QueryDict):
            pairs: Iterable[tuple[str, str]] = ((n, v) for n, values in source.lists() for v in values)
        else:
            try:
                pairs = parse_qsl(
                    source, keep_blank_values=True, errors="surrogateescape", max_num_fields=MOST_PARAMETERS
                )
            except ValueError:
                self._problem("", "too-many-parameters", f"Expected at most {MOST_PARAMETERS} parameters.")
                pairs = ()
        for name, value in pairs:
            given.setdefault(name, []).append(value)
        return given

    def _values(self, parameter: Parameter, raw: Sequence[str]) -> list[Any] | None:
        """The typed values of one parameter, None where it says nothing."""
        if len(raw) > 1 and not parameter.repeatable:
            self._problem(parameter.name, "repeated", "Expected this parameter once.")
            return None
        found: list[Any] = []
        for value in raw:
            try:
                line = text.clean(value, longest(parameter))
                if not line and self.strict and parameter.name != "q":
                    raise InvalidText("empty-value", "Expected a value, or the parameter to be left out.")
            except InvalidText as error:
                self._refuse(parameter.name, error)
                continue
            for part in line.split(",") if parameter.listed else [line]:
                try:
                    if not part.strip() and parameter.listed and self.strict:
                        raise InvalidText("empty-value", "Expected a value on each side of a comma.")
                    found += [self._typed(parameter, part.strip())] if part.strip() else []
                except InvalidText as error:
                    self._refuse(parameter.name, error)
        return found or None

    def _typed(self, parameter: Parameter, value: str) -> Any:
        schema = parameter.schema
        if parameter.name == "q":
            return text.search_text(value)
        if schema["type"] == "integer":
            return text.integer(value, schema["minimum"], schema["maximum"])
        if schema.get("format") == "date-time":
            return text.moment(value)
        if schema.get("format") == "date":
            return text.day(value)
        labels: Mapping[str, str] | None = None
        if "enum" in schema:
            labels = {code: code for code in schema["enum"]}
        elif parameter.vocabulary and self.strict:
            labels = self._vocabulary(parameter.vocabulary)
        if labels is not None and value not in labels:
            if parameter.repeatable and set(several := value.split(",")) <= set(labels):
                again = "&".join(f"{parameter.name}={each}" for each in several)
                raise InvalidText(
                    "unknown-value",
                    f"Expected one value; write several as {again}.",
                    tuple(several[:_MOST_SUGGESTIONS]),
                )
            known = _expected(labels) or _where(parameter)
            meant = self._close(value, self._called(parameter, labels), of_values=True)
            raise InvalidText("unknown-value", f"There is no “{value}” here.{known}", meant)
        return value

    def _vocabulary(self, labels: Labels) -> Mapping[str, str]:
        if labels not in self._words:
            self._words[labels] = labels(settings.LANGUAGE_CODE)
        return self._words[labels]

    def _called(self, parameter: Parameter, labels: Mapping[str, str]) -> dict[str, str]:
        """The values by what they are called, in the site's first language and in the reader's, and by themselves."""
        readers = parameter.vocabulary(self.language) if parameter.vocabulary else {}
        names = [(label, code) for some in (labels, readers) for code, label in some.items()]
        return {**dict(names), **{code: code for code in labels}}

    def _put(self, parameter: Parameter, values: list[Any]) -> None:
        name, fields = parameter.name, self.result.fields
        if name in self.also:
            self.result.extra[name] = ",".join(map(str, values))
        elif parameter.vocabulary:
            facet, _, how = name.partition(".")
            how = {"": "any", "all": "all", "not": "none"}[how]
            former = parameter.former()
            self.result.facets.setdefault(facet, {})[how] = [former.get(value, value) for value in values]
        elif name == "cursor":
            self.result.cursor = values[0]
        elif name == "facets":
            fields["wanted_facets"] = tuple(dict.fromkeys(values))
        elif name == "fallback":
            some = dict.fromkeys(values)
            if len(some) > 1 and NO_FALLBACK in some:
                self._problem(name, "unknown-value", "Expected `none` alone, or what to fall back to.")
            fields["fallback"] = tuple(value for value in some if value != NO_FALLBACK)
        elif name == "count":
            fields["count"] = Count(values[0])
        else:
            fields[_FIELDS.get(name, name)] = values[0]

    def _unknown(self, name: str) -> None:
        try:
            text.clean(name)
        except InvalidText as error:
            self._refuse("", error)
            return
        if not name.strip():
            self._problem("", "empty-name", "Expected a name before the “=”.")
            return
        bare = name.split("[")[0]
        meant = (bare,) if bare != name and bare in self.table else ()
        instead, elsewhere = self.table.get(ELSEWHERE.get(name, "")), lists_with(name)
        having = f" here. Lists that have it: {', '.join(elsewhere)}." if elsewhere else "."
        if instead:
            having, meant = f". Here it is `{instead.name}`. {instead.description}", (instead.name,)
        detail = f"There is no parameter “{name}”{having}"
        self._problem(name, "unknown-parameter", detail, meant or self._close(name, {n: n for n in self.table}))

    def _close(self, value: str, candidates: Mapping[str, str], *, of_values: bool = False) -> tuple[str, ...]:
        """Up to three of the candidates that `value` may have been meant for; one alone if it only has other capitals.

        Of values, those come first that it is a finer kind of, as `fi-FI` is of `fi`, then those that it is a part of.
        """
        if len(value) > _LONGEST_MISSPELLING or len(self.result.problems) >= _MOST_PROBLEMS:
            return ()
        asked, folded = value.casefold(), {candidate.casefold(): meant for candidate, meant in candidates.items()}
        if asked in folded:
            return (folded[asked],)
        near = [_BROADER.split(asked)[0], *(each for each in folded if asked in each)] if of_values else []
        near += get_close_matches(asked, folded, n=2 * _MOST_SUGGESTIONS)
        return tuple(dict.fromkeys(folded[each] for each in near if each in folded))[:_MOST_SUGGESTIONS]

    def _refuse(self, parameter: str, error: InvalidText) -> None:
        self._problem(parameter, error.code, error.detail, error.did_you_mean)

    def _problem(self, parameter: str, code: str, detail: str, did_you_mean: tuple[str, ...] = ()) -> None:
        self.result.problems.append(Problem(parameter, code, detail, did_you_mean))


def _where(parameter: Parameter) -> str:
    """Where to look up which values will do."""
    if parameter.vocabulary:
        return f" `facets={parameter.name.partition('.')[0]}` tells which there are."
    return " /api/v1/docs names those that there are."


def _expected(values: Collection[str]) -> str:
    """Which values will do, if they are few."""
    *others, last = values or [""]
    told = f"{', '.join(others)} or {last}" if others else last
    return f" Expected {told}." if told and len(told) <= _LONGEST_EXPECTED else ""
