"""How editors search: Wagtail's search in the database, asked for words alone, and not for endlessly many.

Its quotation marks are taken for the engine's own on SQLite, and a NUL is an error on PostgreSQL, as are hundreds of
words or phrases, each of which nests the query deeper.
"""

from typing import Any

from wagtail.search.backends.database import SearchBackend
from wagtail.search.query import And, Or, Phrase, PlainText

from search.text import MOST_WORDS

_BREAKING = str.maketrans('"\0', "  ")


class _WordsAlone:
    """Goes before a search backend of Wagtail's."""

    def _search(self, compiler: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        return super()._search(compiler, _bounded(query), *args, **kwargs)  # type: ignore[misc]  # of the class behind


def backend(params: dict[str, Any]) -> Any:
    """The backend for this database, as Wagtail chooses it."""
    chosen = type(SearchBackend(dict(params)))
    return type(chosen.__name__, (_WordsAlone, chosen), {})(params)


def _bounded(query: Any) -> Any:
    """What was typed, or what Wagtail has made of it, as far as anybody means it."""
    if isinstance(query, str):
        return " ".join(query.translate(_BREAKING).split()[:MOST_WORDS])
    if isinstance(query, PlainText):
        return PlainText(_bounded(query.query_string), query.operator, query.boost)
    if isinstance(query, Phrase):
        return Phrase(_bounded(query.query_string))
    if isinstance(query, And | Or):
        return type(query)([_bounded(part) for part in query.subqueries[:MOST_WORDS]])
    return query
