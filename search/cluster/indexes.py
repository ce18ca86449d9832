"""Our indexes in the cluster: one behind an alias, which answers, and beside it one that is being made."""

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import uuid4

from elasticsearch import BadRequestError, Elasticsearch, NotFoundError
from elasticsearch.helpers import BulkIndexError

from search.cluster import schema
from search.cluster.address import Address
from search.cluster.schema import EntryDocument
from search.engine import Hit, Position
from search.record import named

#: Whatever nobody has written to for so many seconds was left by an earlier release or by a rebuild that was killed.
_FORGOTTEN = 24 * 60 * 60
_CHUNK, _CHUNK_BYTES = 1_000, 10_000_000
#: What may come of a write that is late: somebody has written what is newer, or it is gone already.
_OVERTAKEN = 409


class Indexes:
    """Those of this release, which its fields give the name; other releases have their own."""

    def __init__(self, client: Elasticsearch, address: Address) -> None:
        self.client = client
        self.address = address
        self.alias = f"{address.prefix}-{schema.fingerprint()}"

    def position(self, name: str = "") -> Position:
        """How far the log has been followed by the index that answers, or by another one.

        Nowhere, where somebody has put several behind the alias, or an index under its very name: a new one is needed.
        """
        try:
            found = self.client.get(index=name or self.alias, id=schema.POSITION_ID)
        except (NotFoundError, BadRequestError):
            return Position()
        return Position() if found["_index"] == self.alias else schema.read(found["_source"])

    def held(self) -> Iterator[tuple[Hit, str]]:
        """Each entry of the index that answers, with its validator."""
        asked: dict[str, Any] = {
            "index": self.alias,
            "query": {"exists": {"field": "kind"}},
            "sort": "id",
            "size": _CHUNK,
        }
        after: list[Any] | None = None
        while hits := self.client.search(
            **asked,
            source=False,
            docvalue_fields=[{"field": "validator"}],
            search_after=after,
            allow_partial_search_results=False,
        )["hits"]["hits"]:
            yield from ((named(hit["_id"]), hit["fields"]["validator"][0]) for hit in hits)
            after = hits[-1]["sort"]

    def make(self) -> str:
        """A new index, empty and not yet seen by anybody."""
        name = f"{self.alias}-{uuid4().hex[:12]}"
        schema.index(name, self.address, using=self.client).create()
        self._sweep(name)
        return name

    def write(self, actions: Iterable[dict[str, Any]], name: str = "", refresh: bool = True) -> None:
        """Send these to the index that answers, or to another one. A new one is never made by writing to it."""
        answer: Any = EntryDocument.bulk(
            actions,
            using=self.client,
            index=name or self.alias,
            require_alias=not name,
            refresh=refresh,
            raise_on_error=False,
            chunk_size=_CHUNK,
            max_chunk_bytes=_CHUNK_BYTES,
        )
        real = [problem for problem in answer[1] if not _is_late(problem)]
        if real:
            raise BulkIndexError(f"{len(real)} writes were refused, the first with {_reason(real[0])}", real)

    def stand_at(self, position: Position, name: str = "") -> None:
        """Say how far the log has been followed, once readers see all of it."""
        self.write([schema.standing(position)], name, refresh=False)

    def show(self, name: str) -> Sequence[str]:
        """Put this index in the place of those that answer now, in one step; returns which of them are ours."""
        former = [other for other in self._behind_alias() if other != name]
        self.client.indices.refresh(index=name)
        taken = {"indices": [f"{self.alias}-*", *former], "alias": self.alias, "must_exist": False}
        actions: list[dict[str, Any]] = [{"remove": taken}, {"add": {"index": name, "alias": self.alias}}]
        if not former and self.client.indices.exists(index=self.alias):
            actions[0] = {"remove_index": {"index": self.alias}}
        self.client.indices.update_aliases(actions=actions)
        return [other for other in former if other.startswith(f"{self.address.prefix}-")]

    def remove(self, names: Sequence[str]) -> None:
        if names:
            self.client.indices.delete(index=list(names), ignore_unavailable=True)

    def clear(self) -> None:
        """Remove all of this release."""
        self.remove(list(self.client.indices.get_alias(index=f"{self.alias}-*").body))

    def _behind_alias(self) -> list[str]:
        try:
            return list(self.client.indices.get_alias(name=self.alias).body)
        except NotFoundError:
            return []

    def _sweep(self, made: str) -> None:
        """Remove what earlier releases and killed rebuilds have left; whoever still uses one makes it anew."""
        ours = re.compile(rf"{re.escape(self.address.prefix)}-[0-9a-f]{{16}}-[0-9a-f]{{12}}")
        kept = {made, *self._behind_alias()}
        known = self.client.indices.get_settings(index=f"{self.address.prefix}-*", name="index.creation_date").body
        others = (name for name in known if ours.fullmatch(name) and name not in kept)
        self.remove([name for name in others if self._is_forgotten(name, known[name])])

    def _is_forgotten(self, name: str, known: Any) -> bool:
        made_at = int(known["settings"]["index"]["creation_date"]) / 1000
        try:
            written_at = self.client.get(index=name, id=schema.POSITION_ID)["_source"]["written_at"]
        except NotFoundError:
            written_at = made_at
        return bool(time.time() - max(made_at, written_at) > _FORGOTTEN)


def _is_late(problem: Any) -> bool:
    ((what, answer),) = problem.items()
    return answer["status"] == _OVERTAKEN or (what == "delete" and answer.get("result") == "not_found")


def _reason(problem: Any) -> str:
    (answer,) = problem.values()
    return str(answer.get("error", {}).get("type", answer["status"]))
