"""Signing in to Elasticsearch with a key that may do as little as the documentation asks for."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from catalogue import log
from search.checking import check
from search.cluster.address import Address
from search.cluster.client import connect
from search.cluster.engine import ClusterEngine
from search.embedded.engine import EmbeddedEngine
from search.engine import Unavailable
from tests.factories.entries import talk
from tests.search import clusters
from tests.search.asking import found

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:this request accesses system indices"),
]
#: What Elasticsearch keeps keys in, and the analyzer that it asks of that.
KEPT_IN, ANALYSIS = ".security-7", {"analyzer": {"email": {"type": "custom", "tokenizer": "standard"}}}


@pytest.fixture
def address() -> Iterator[Address]:
    """A site whose key begins with nothing but what docs/search-cluster.md says."""
    own = clusters.address("elasticsearch")
    client = connect(own, 30)
    if not client.indices.exists_alias(name=".security"):
        make_room_for_keys(client)
    rights = {"cluster": ["monitor"], "index": [{"names": [f"{own.prefix}-*"], "privileges": ["all"]}]}
    made = client.security.create_api_key(name=own.prefix, role_descriptors={"site": rights})
    yield replace(own, user="", password="", api_key=made["encoded"])
    client.security.invalidate_api_key(ids=[made["id"]])


def make_room_for_keys(client: Elasticsearch) -> None:
    """The core distribution lacks the module with which it would make this index by itself; restored, it will do."""
    client.indices.create(index="seed", settings={"index.format": 6, "analysis": ANALYSIS})
    client.snapshot.create_repository(name="seeds", repository={"type": "fs", "settings": {"location": "seeds"}})
    client.snapshot.create(repository="seeds", snapshot="seed", indices="seed", wait_for_completion=True)
    renamed = {"rename_pattern": "seed", "rename_replacement": KEPT_IN}
    client.snapshot.restore(repository="seeds", snapshot="seed", indices="seed", wait_for_completion=True, **renamed)
    client.indices.delete(index="seed")
    client.indices.put_alias(index=KEPT_IN, name=".security")


def test_a_key_opens_what_a_site_needs_and_no_more(address: Address, tmp_path: Path) -> None:
    talk("One"), talk("Two")
    engine = ClusterEngine(address, EmbeddedEngine(tmp_path / "own"), budget=20)
    assert found(engine) == ["One", "Two"]
    assert engine.rebuild().has_reached(log.state())
    assert check(engine) == []
    engine.clear()
    others = ClusterEngine(replace(address, prefix="others"), EmbeddedEngine(tmp_path / "others"), budget=20)
    with pytest.raises(Unavailable, match="403"):
        others.catch_up(log.state())


def test_a_key_that_is_taken_back_opens_nothing(address: Address, tmp_path: Path) -> None:
    engine = ClusterEngine(address, EmbeddedEngine(tmp_path), budget=20)
    engine.catch_up(log.state())
    owner = replace(clusters.address("elasticsearch"), prefix=address.prefix)
    connect(owner, 30).security.invalidate_api_key(name=address.prefix)
    with pytest.raises(Unavailable, match="401") as caught:
        engine.position()
    assert address.api_key not in str(caught.value)
    ClusterEngine(owner, EmbeddedEngine(tmp_path)).clear()
