"""The search clusters that a benchmark is given, and an index of its own in each."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from bench.http_sites import Sites
from bench.processes import ROOT
from search.cluster.address import PRODUCTS, Address

PROGRAM = "bench/in_cluster.py"


def given() -> dict[str, dict[str, str]]:
    """The settings of each cluster by its product: of the one that SEARCH_URL names, or else of those that
    scripts/on_search_clusters.py has made. No index there that is not the benchmark's own is touched."""
    if url := os.environ.get("SEARCH_URL"):
        told = [_settings(url, os.environ.get("SEARCH_API_KEY", ""), os.environ.get("SEARCH_CA", ""))]
    else:
        urls = filter(None, (os.environ.get(f"TEST_{product.upper()}_URL") for product in PRODUCTS))
        told = [_settings(url, "", os.environ.get("TEST_SEARCH_CA", "")) for url in urls]
    return {urlsplit(each["SEARCH_URL"]).scheme.partition("+")[0]: each for each in told}


@contextmanager
def asked(sites: Sites, settings: Mapping[str, str]) -> Iterator[Sites]:
    """The sites, of which ours asks this cluster first; at the end our index there is removed."""
    told = sites.told(settings)
    try:
        yield told
    finally:
        run(told, "clear")


def facts(sites: Sites) -> dict[str, Any]:
    """How large the index is, and what the nodes need."""
    found: dict[str, Any] = json.loads(run(sites, "facts"))
    return found


def run(sites: Sites, what: str) -> str:
    command = [sys.executable, str(ROOT / PROGRAM), what]
    return subprocess.run(command, env=sites.own, stdout=subprocess.PIPE, text=True, check=True).stdout


def _settings(url: str, key: str, ca: str) -> dict[str, str]:
    parts = urlsplit(url)
    own = urlunsplit(parts._replace(path=f"{parts.path}-bench-{secrets.token_hex(4)}"))
    try:
        Address.parse(own, key, ca)
    except ValueError as error:
        raise SystemExit(f"This is no address of a search cluster: {error}.") from error
    return {"SEARCH_URL": own, "SEARCH_API_KEY": key, "SEARCH_CA": ca}
