"""Where a search cluster is, and who we are to it: `SEARCH_URL`, with the key and the CA beside it."""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

PRODUCTS = ("elasticsearch", "opensearch")
_PORT = "9200"
_PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]{0,49}")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::([0-9]{1,5}))?", re.IGNORECASE)
_EXAMPLE = "elasticsearch+https://user:password@a.example.org,b.example.org/network"


@dataclass(frozen=True)
class Address:
    """The nodes of a cluster, the beginning of our indexes' names there, and how they are spread."""

    product: str
    nodes: tuple[str, ...]
    prefix: str
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    ca: str = ""
    shards: int = 1
    replicas: int | None = None

    @classmethod
    def parse(cls, url: str, api_key: str = "", ca: str = "") -> Self:
        """The address in a text; ValueError, which never repeats a password, with what is wrong with it."""
        parts = urlsplit(url)
        product, _, scheme = parts.scheme.partition("+")
        if product not in PRODUCTS or scheme not in ("https", "http"):
            raise ValueError(f"it begins with “{parts.scheme}”, expected something like {_EXAMPLE}")
        access, _, hosts = parts.netloc.rpartition("@")
        user, _, password = (unquote(part) for part in access.partition(":"))
        if user and api_key:
            raise ValueError("it names a user while SEARCH_API_KEY is set; only one of them can sign in")
        prefix = parts.path.strip("/")
        if not _PREFIX.fullmatch(prefix):
            raise ValueError(f"it ends in “{prefix}”, expected a name for our indexes, as in {_EXAMPLE}")
        nodes = tuple(_node(scheme, host) for host in hosts.split(","))
        return cls(product, nodes, prefix, user, password, api_key, ca, **_spread(parts.query))


def _node(scheme: str, host: str) -> str:
    found = _HOST.fullmatch(host)
    if not found:
        raise ValueError(f"“{host}” is no host, expected names with commas between them, as in {_EXAMPLE}")
    name, port = found[1], found[2] or _PORT
    if scheme == "http" and not _is_this_machine(name):
        raise ValueError(f"it speaks http with {name}, which others could read; http is for this machine alone")
    return f"{scheme}://{name}:{port}"


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _spread(query: str) -> dict[str, int]:
    """`shards` and `replicas`, which a cluster of some size may want to be told."""
    spread: dict[str, int] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        least = {"shards": 1, "replicas": 0}.get(name)
        if least is None or not value.isdecimal() or int(value) < least:
            raise ValueError(f"it says “{name}={value}”, expected shards or replicas and a number")
        spread[name] = int(value)
    return spread
