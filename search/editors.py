"""How editors search: Wagtail's search in the database, asked for words alone, and not for endlessly many.

Its quotation marks are taken for the engine's own on SQLite, and a NUL is an error on PostgreSQL, as are hundreds of
words, each of which nests the query deeper.
"""

from typing import Any

from wagtail.search.backends.database import SearchBackend

from search.text import MOST_WORDS


class _WordsAlone:
    """Goes before a search backend of Wagtail's."""

    def _search(self, compiler: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        said = " ".join(query.translate(_BREAKING).split()[:MOST_WORDS]) if isinstance(query, str) else query
        return super()._search(compiler, said, *args, **kwargs)  # type: ignore[misc]  # of the class behind this one


_BREAKING = str.maketrans('"\0', "  ")


def backend(params: dict[str, Any]) -> Any:
    """The backend for this database, as Wagtail chooses it."""
    chosen = type(SearchBackend(dict(params)))
    return type(chosen.__name__, (_WordsAlone, chosen), {})(params)
