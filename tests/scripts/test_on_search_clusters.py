"""A command gets search clusters of its own, or is told in one sentence what they need."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from search.cluster.address import PRODUCTS
from search.cluster.client import connect
from tests.search import clusters

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "on_search_clusters.py"
NODES = {"elasticsearch": 3, "opensearch": 2}


def on_clusters(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TEST_", "REQUIRE_"))}
    return subprocess.run(
        [sys.executable, SCRIPT, *command], env=kept | environment, capture_output=True, text=True, check=False
    )


@pytest.mark.once
@pytest.mark.parametrize(("required", "code"), [("0", 0), ("1", 1)])
def test_what_is_missing_is_said_and_nothing_is_run(tmp_path: Path, required: str, code: int) -> None:
    run = on_clusters("touch", str(tmp_path / "run"), PATH=str(tmp_path), REQUIRE_ALL=required)
    assert run.returncode == code
    assert "not run on Elasticsearch and OpenSearch" in run.stdout
    assert "apt-get install maven openjdk-17-jre-headless openssl" in run.stdout
    assert not (tmp_path / "run").exists()


@pytest.mark.once
def test_given_clusters_are_used_as_they_are() -> None:
    given = {f"TEST_{product.upper()}_URL": f"{product}+https://search.example/x" for product in PRODUCTS}
    run = on_clusters("printenv", "TEST_OPENSEARCH_URL", **given)
    assert run.stdout.strip() == given["TEST_OPENSEARCH_URL"]


@pytest.mark.cluster
@pytest.mark.parametrize("product", PRODUCTS)
def test_every_node_is_there_and_all_is_well(product: str) -> None:
    address = clusters.address(product)
    health = connect(address, 30).cluster.health(wait_for_status="green", timeout="20s")
    assert health["number_of_nodes"] == len(address.nodes)
    assert len(address.nodes) in (1, NODES[product])
