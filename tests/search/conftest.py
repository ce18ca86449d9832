"""The engines under test. A further engine only adds its name and how it is made to `ENGINES`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from documents.kinds import kinds
from search import engine as engines
from search import reading
from search.cluster.address import PRODUCTS, Address
from search.embedded.engine import EmbeddedEngine
from search.engine import Engine
from search.query import Query
from search.reading import Page
from tests.factories.entries import KINDS
from tests.search import clusters
from tests.search.network import Way
from tests.search.site import indexes

ENGINES: dict[str, Callable[[Path], Engine]] = {
    "embedded": EmbeddedEngine,
    **{product: partial(clusters.made, product) for product in PRODUCTS},
}
#: The clusters have a run of their own.
PARAMS = [pytest.param(name, marks=pytest.mark.cluster if name in PRODUCTS else ()) for name in ENGINES]


_the_sites = engines.engine


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    """The kinds of `tests.factories.entries`, for as long as a test runs, and an index that has their fields."""
    for kind in KINDS:
        kinds.add(kind)
    _the_sites.cache_clear()
    yield
    for kind in KINDS:
        kinds.remove(kind.name)
    _the_sites.cache_clear()


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


@pytest.fixture(params=PRODUCTS)
def way(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[Way]:
    """The way from a site to the first node of its cluster, which can be cut."""
    url = clusters.url(request.param)
    made = Way(Address.parse(url).nodes[0])
    hosts = url.partition("://")[2].partition("/")[0].rpartition("@")[2]
    with _site(settings, url.replace(hosts, made.node.partition("://")[2]), tmp_path):
        yield made
        made.mend()
    made.close()


@pytest.fixture(params=PRODUCTS)
def product(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[str]:
    """The product of a cluster that the site asks without a detour, at all of its nodes."""
    with _site(settings, clusters.url(request.param), tmp_path):
        yield request.param


@contextmanager
def _site(settings: Any, url: str, folder: Path) -> Iterator[None]:
    settings.SEARCH_URL, settings.SEARCH_CA, settings.INDEX_DIR = url, clusters.ca(), folder
    engines.engine.cache_clear()
    yield
    indexes().clear()
    engines.engine.cache_clear()


@pytest.fixture(autouse=True)
def _turn(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests that put whole clusters out have them alone."""
    if not request.node.get_closest_marker("cluster"):
        yield
        return
    with clusters.turn(alone=bool(request.node.get_closest_marker("outage"))):
        yield
