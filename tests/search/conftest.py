"""The engines under test. A further engine only adds its name and how it is made to `ENGINES`."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from documents.kinds import kinds
from search import engine as engines
from search import reading
from search.cluster.address import PRODUCTS
from search.embedded.engine import EmbeddedEngine
from search.engine import Engine
from search.query import Query
from search.reading import Page
from tests.factories.entries import KINDS
from tests.search import clusters

ENGINES: dict[str, Callable[[Path], Engine]] = {
    "embedded": EmbeddedEngine,
    **{product: partial(clusters.made, product) for product in PRODUCTS},
}
#: The clusters have a run of their own.
PARAMS = [pytest.param(name, marks=pytest.mark.cluster if name in PRODUCTS else ()) for name in ENGINES]


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    """The kinds of `tests.factories.entries`, for as long as a test runs."""
    for kind in KINDS:
        kinds.add(kind)
    yield
    for kind in KINDS:
        kinds.remove(kind.name)


@pytest.fixture(params=PARAMS)
def engine(
    request: pytest.FixtureRequest, db: None, tmp_path: Path, _kinds: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    """Each engine in turn, empty, as the one that the site uses."""
    made = ENGINES[request.param](tmp_path)
    monkeypatch.setattr(reading, "engine", lambda: made)
    monkeypatch.setattr(engines, "engine", lambda: made)
    yield made
    made.clear()


Search = Callable[..., Page]


@pytest.fixture
def search(engine: Engine) -> Search:
    """Ask as a partner site would: `search("q=gender&locale=en")`."""

    def ask(source: str = "", kind: str | None = "talk", **options: Any) -> Page:
        at = options.pop("at", None)
        return reading.answer(Query.parse(source, kind, **options), at)

    return ask


def titles(page: Page) -> list[str]:
    return [item.entry.title for item in page.items]
