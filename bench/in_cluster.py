"""Makes our index in the cluster that SEARCH_URL names, removes it, or says how large it is and what the nodes hold.

    python bench/in_cluster.py rebuild|facts|clear

Run by bench/search.py. The size is that of the index without its copies, and beside it that with them, in bytes. Of
each node it is told how much of its heap is used and how much there is, and what the whole process holds, if it runs
on this machine.
"""

import json
import sys
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:1] = [str(ROOT), str(ROOT / "site")]

import django

django.setup()

from bench.processes import resident
from search.cluster.client import WRITING, connect
from search.cluster.first import configured
from search.cluster.indexes import Indexes
from search.engine import engine


def rebuild() -> None:
    engine().followers[-1].rebuild()


def clear() -> None:
    engine().followers[-1].clear()


def facts() -> None:
    client = connect(configured(), WRITING)
    size = client.indices.stats(index=Indexes(client, configured()).alias, metric="store")["_all"]
    nodes = client.nodes.info(metric="process")["nodes"]
    memory = [each["jvm"]["mem"] for each in client.nodes.stats(metric="jvm")["nodes"].values()]
    told = {
        "size": size["primaries"]["store"]["size_in_bytes"],
        "with_copies": size["total"]["store"]["size_in_bytes"],
        "heap_used": [each["heap_used_in_bytes"] for each in memory],
        "heap": [each["heap_max_in_bytes"] for each in memory],
        "held": [_held(node) for node in nodes.values()],
    }
    sys.stdout.write(json.dumps(told))


def _held(node: Mapping[str, Any]) -> int:
    """What the process of a node holds, 0 if it is on another machine or in a box of its own."""
    pid = node["process"]["id"]
    program = Path(f"/proc/{pid}/comm")
    is_here = ip_address(node["ip"]).is_loopback and program.exists() and program.read_text().strip() == "java"
    return resident(pid) if is_here else 0


if __name__ == "__main__":
    {"rebuild": rebuild, "facts": facts, "clear": clear}[sys.argv[1]]()
