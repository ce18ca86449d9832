"""The clusters that the tests may use: scripts/on_search_clusters.py starts them and says where they are."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from search.cluster.address import PRODUCTS, Address
from search.cluster.engine import ClusterEngine
from search.embedded.engine import EmbeddedEngine


def url(product: str) -> str:
    """The address of a product's cluster, with a prefix that nobody else has; empty where there is none."""
    given = os.environ.get(f"TEST_{product.upper()}_URL", "")
    return given and f"{given}-{uuid4().hex[:8]}"


def ca() -> str:
    return os.environ.get("TEST_SEARCH_CA", "")


@contextmanager
def turn(alone: bool = False) -> Iterator[None]:
    """Whoever puts a whole cluster out has all of them `alone`, whatever other processes of this run do."""
    with Path(ca()).open() as file:
        fcntl.flock(file, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield


def address(product: str) -> Address:
    return Address.parse(url(product), ca=ca())


def made(product: str, folder: Path) -> ClusterEngine:
    """An engine on an empty index; whoever made it clears it. It has time: a busy machine is slow, not wrong."""
    return ClusterEngine(address(product), EmbeddedEngine(folder), budget=20)


RUNNING = [product for product in PRODUCTS if url(product)]
