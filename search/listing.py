"""A list as a page shows it: what was asked, what can be chosen, what was found and how to go on."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, islice
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from babel.lists import format_list
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy

from documents.document import NOT_KEPT, Document
from documents.kinds import kinds
from documents.names import called_in
from search import zero_results
from search.grammar import Problem
from search.highlighting import Highlight
from search.parameters import RELEVANCE, Count, facets, sorts
from search.query import DEFAULT_LIMIT, InvalidQuery, Query, Selection
from search.reading import Item, Look, Page
from search.text import query_string

_SORT_NAMES = {
    RELEVANCE: gettext_lazy("Best match"),
    "title": gettext_lazy("Name"),
    "-updated_at": gettext_lazy("Recently updated"),
}
#: The usual order of a kind that has no order of its own, while nobody searches.
_MIXED = gettext_lazy("Mixed anew each day")
#: After so many values a page folds the others of a facet away.
_FOLDED = 7
_MOST_WIDER = 4
_MOST_TRIED = 10
_MOST_WORDS = 5
#: A query string that searches for words.
_SEARCHES = re.compile(r"(?:^|&)q=[^&]")


@dataclass(frozen=True)
class Wish:
    """Something that was asked for, in words; the proposal to do without it, in words; and the query without it."""

    label: str
    proposal: str
    dropped: Query


@dataclass(frozen=True)
class Listing:
    """The answer to one address of a page that lists things of one kind in its own language."""

    query: Query
    page: Page | None
    problems: tuple[Problem, ...] = ()
    highlight: Highlight | None = None

    @classmethod
    def of(cls, request: HttpRequest, kind: str, locale: str) -> "Listing":
        """Answer a request; what cannot be understood is told in `problems`, and nothing is listed."""
        asked = query_string(request)
        implied = _implied(kind, locale, searches=bool(_SEARCHES.search(asked)))
        try:
            look = Look.asked(lambda: _at_least_one(Query.parse(asked, kind, strict=False, implied=implied)))
        except InvalidQuery as error:
            return cls(Query.parse("", kind, strict=False, implied=implied), None, error.problems)
        page, wording = look.page(), look.wording()
        if page.total == 0:
            zero_results.note(look.query)
        return cls(look.query, page, highlight=Highlight.of(wording) if wording else None)

    @property
    def status(self) -> int:
        return 400 if self.problems else 200

    @cached_property
    def documents(self) -> list[Document]:
        return documents(self.page.items, self.query.language) if self.page else []

    def context(self) -> dict[str, Any]:
        """Everything that a template of a list shows, by the names that the templates document."""
        page, query = self.page, self.query
        return {
            "q": query.text,
            "kept": self._kept(),
            "results": self.documents,
            "highlight": self.highlight,
            "total": page.total if page else 0,
            "facets": list(self.facets()),
            "chips": list(self._chips()),
            "clear_url": query.url(facets={}, text=""),
            "asked": query.url(cursor=None).removesuffix("?"),
            "list_api_url": self._api_url(),
            "sorts": list(self._sorts()),
            "did_you_mean": self._meant(),
            "wider": [] if self.documents or self.problems else list(islice(self._wider(), _MOST_WIDER)),
            "next_url": query.url(cursor=page.next_cursor) if page and page.next_cursor else "",
            "first_url": query.url(cursor=None) if query.cursor else "",
            "problems": self.problems,
        }

    def facets(self) -> Iterator[dict[str, Any]]:
        """What can be chosen, with how many that would find."""
        marks = facets(self.query.kind)
        for name, values in (self.page.facets if self.page else {}).items():
            chosen = self.query.facets.get(name, Selection()).any
            shown = [
                {
                    "value": value.value,
                    "label": value.label,
                    "count": value.count,
                    "selected": value.value in chosen,
                    "url": partial(self._toggled, name, value.value),
                }
                for value in values
                if value.count or value.value in chosen
            ]
            if not marks[name].ordered:
                shown.sort(key=lambda value: not value["selected"])
            yield {
                "name": name,
                "label": marks[name].title,
                "values": shown,
                "open": any(value["selected"] for value in shown[_FOLDED:]),
            }

    def _toggled(self, facet: str, value: str) -> str:
        return self.query.toggled(facet, value).url()

    def _meant(self) -> dict[str, str] | None:
        meant = self.page.did_you_mean if self.page else ""
        return {"label": meant, "url": self.query.url(text=meant)} if meant else None

    def _chips(self) -> Iterator[dict[str, str]]:
        """What was asked for, each with the address of the list without it."""
        return ({"label": wish.label, "url": wish.dropped.url()} for wish in self._wishes())

    def _wishes(self) -> Iterator[Wish]:
        query, without = self.query, gettext("without “%s”")
        if query.text:
            yield Wish(gettext("“%s”") % query.text, without % query.text, query.but(text=""))
        for name, chosen in query.facets.items():
            labels: Mapping[str, str] = facets(query.kind)[name].labels(query.language)
            for value in chosen.any:
                label = labels.get(value, value)
                yield Wish(label, without % label, query.toggled(name, value))
            if chosen.all:
                label = format_list([labels.get(value, value) for value in chosen.all], locale=query.language)
                yield Wish(label, without % label, query.toggled(name, *chosen.all, how="all"))
            for value in chosen.none:
                label = labels.get(value, value)
                dropped = query.toggled(name, value, how="none")
                yield Wish(gettext("not: %s") % label, gettext("with “%s”") % label, dropped)

    def _kept(self) -> list[tuple[str, str]]:
        """What was asked for and the form has no field for, such as `topic.not`."""
        fields = {"q", *facets(self.query.kind)}
        return [(name, value) for name, value in self.query.said() if name not in fields]

    def _sorts(self) -> Iterator[dict[str, Any]]:
        for value in sorts(self.query.kind):
            if value in _SORT_NAMES:
                selected = value == self.query.sort
                yield {
                    "value": value,
                    "label": _MIXED if value == RELEVANCE and not self.query.text else _SORT_NAMES[value],
                    "url": self.query.url(sort=value),
                    "selected": selected,
                }

    def _api_url(self) -> str:
        """The same list in the API, where nothing is implied."""
        collection = kinds[self.query.kind].collection if self.query.kind else "search"
        return f"/api/v1/{collection}{self.query.but(implied={}, wanted_facets=()).url()}"

    def _words(self) -> Iterator[Wish]:
        """Each word of a search of several."""
        words = self.query.text.split()
        for at, word in enumerate(words[:_MOST_WORDS] if len(words) > 1 else ()):
            others = " ".join([*words[:at], *words[at + 1 :]])
            yield Wish(gettext("“%s”") % word, gettext("without “%s”") % word, self.query.but(text=others))

    def _wider(self) -> Iterator[dict[str, Any]]:
        """For a list without results: which single word or wish to drop, and how many that would find."""
        for wish in islice(chain(self._words(), self._wishes()), _MOST_TRIED):
            total = Look.at_now(wish.dropped.but(limit=1, wanted_facets=())).page().total
            if total:
                yield {"label": wish.proposal, "url": wish.dropped.url(), "count": total}


def few(kind: str, locale: str, *, limit: int, **facets: str) -> Query:
    """Ask for a few documents of a kind that fit, in the locale or else in whatever language there is."""
    return Query(
        kind,
        facets={name: Selection(any=(value,)) for name, value in facets.items()},
        locale=locale,
        fallback=("any",),
        sort=_usual_order(kind),
        limit=limit,
        count=Count.NONE,
    )


def read(queries: Mapping[str, Query], locale: str, lists: Mapping[str, str]) -> dict[str, list[Document] | str]:
    """What these queries find, all of them at the same moment, as readers of `locale` are shown it.

    Who does not want to be found by search engines is left out of such a page, which is to be found for other things.
    Where that is not all, the list that has the rest is called like them with `_url`; `lists` are addresses by kind.
    """
    asked = list(queries.values())
    pages = Look.at_now(asked[0]).pages(asked)
    shown: dict[str, list[Document] | str] = {}
    for (name, query), page in zip(queries.items(), pages, strict=True):
        found = documents(page.items, locale)
        shown[name] = told = list(filter(may_be_indexed, found))
        if (page.next_cursor or len(told) < len(found)) and (address := lists.get(query.kind or "")):
            chosen = [(facet, value) for facet, selection in query.facets.items() for value in selection.any]
            shown[f"{name}_url"] = f"{address}?{urlencode(chosen)}"
    return shown


def may_be_indexed(document: Document) -> bool:
    """Whether search engines may tell of a thing; those of most kinds have no wish of their own."""
    return getattr(document, "indexable", True)


def wish_for_engines(shown: Iterable[Document]) -> str:
    """What a page asks of search engines, as `robots` has it: not to keep it if it names who does not want it."""
    return "" if all(map(may_be_indexed, shown)) else NOT_KEPT


def documents(items: Iterable[Item], locale: str) -> list[Document]:
    """What was found, as readers of `locale` are shown it."""
    return [called_in(locale, item.entry.document()) for item in items]


def _implied(kind: str, locale: str, *, searches: bool) -> dict[str, str]:
    """What a list of a language says without being asked."""
    said = {"locale": locale, "fallback": "any", "facets": ",".join(facets(kind))}
    return said if searches else {**said, "sort": _usual_order(kind)}


def _at_least_one(query: Query) -> Query:
    """Programs may ask for counts alone; people want to see whom they count."""
    return query if query.limit else query.but(limit=DEFAULT_LIMIT)


def _usual_order(kind: str) -> str:
    """The order of a list in which nobody searches."""
    return kinds[kind].sorted_by or RELEVANCE


def found_by(look: Look, facet: str, value: str, limit: int) -> dict[str, Listing]:
    """What is found by one value of a facet, some of every kind that has the facet, as its list would show it."""
    locale, having = look.query.language, [kind.name for kind in kinds if facet in kind.facets]
    implied = {kind: _implied(kind, locale, searches=False) for kind in having}
    asked = [Query.parse(urlencode({facet: value}), kind, strict=False, implied=implied[kind]) for kind in having]
    pages = look.pages([query.but(limit=limit) for query in asked])
    return {kind: Listing(query, page) for kind, query, page in zip(having, asked, pages, strict=True)}


def owned_by(key: UUID, locale: str, limit: int = 12) -> dict[str, Query]:
    """Ask for what belongs to an organisation, by collection: some of every kind that is found by its organisation."""
    owned = [kind for kind in kinds if "organisation" in kind.facets]
    return {kind.collection: few(kind.name, locale, limit=limit, organisation=str(key)) for kind in owned}
