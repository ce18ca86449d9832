"""The folder that holds an index: opened, locked for writing, and thrown away when it cannot be read."""

import errno
import fcntl
import json
import logging
import os
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID, uuid4

import tantivy

from search.embedded import schema
from search.embedded.words import Words
from search.engine import Position
from search.wording import Wording

logger = logging.getLogger(__name__)

Clause = tuple[tantivy.Occur, tantivy.Query]
#: What stands in the documents of one thing, by the number of the language and by the field.
Values = Mapping[int, Mapping[str, Collection[object]]]

_HEAP = 50_000_000
_PAUSE = 0.005
_PATIENCE = 5.0
#: An index that nobody has written to for so many seconds belongs to an earlier release.
_FORGOTTEN = 24 * 60 * 60
#: So many commits are remembered, to be compared with what came after them.
_REMEMBERED = 32
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG)


@dataclass(frozen=True)
class Times:
    """The last moment at which something in an index begins, and the first at which something ends, if any does."""

    last_begin: float | None = None
    first_end: float | None = None


@dataclass(frozen=True)
class Snapshot:
    """The index as it stood at one commit."""

    index: tantivy.Index
    searcher: tantivy.Searcher
    standing: schema.Standing
    #: The position of the commit that this process has seen before.
    before: Position
    times: Times
    words: Words
    #: What was found at this commit, by what was asked: counts of facets, and the beginnings of lists.
    found: dict[tuple[object, ...], Any] = field(default_factory=dict)
    #: What stood in the facets of the things that have changed since.
    values: dict[UUID, Values] = field(default_factory=dict)
    #: The clauses of wordings, which are the same at each commit.
    worded: dict[Wording, list[Clause]] = field(default_factory=dict)

    @property
    def position(self) -> Position:
        return self.standing.position


class Store:
    """One index on this machine, shared by all its processes. Whoever writes holds the lock beside the folder,
    which the system takes from a process that dies."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._meta = str(path / "meta.json")
        self._mutex = threading.Lock()
        self._seen: tuple[int, ...] = ()
        self._place = 0
        self._snapshot: Snapshot | None = None
        self._worded: dict[Wording, list[Clause]] = {}
        self._past: OrderedDict[Position, Snapshot] = OrderedDict()

    def snapshot(self) -> Snapshot:
        """The newest commit."""
        with self._mutex:
            signature = self._signature() or self._made()
            known = self._snapshot
            if known is None or signature != self._seen:
                place = self.path.stat().st_ino
                index = known.index if known and place == self._place else self._open()
                if known and known.before in self._past:
                    self._past[known.before].found.clear()  # nobody asks for more than the last but one
                known = _snapshot(index, known.position if known else Position(), self._worded)
                self._snapshot, self._seen, self._place = known, signature, place
                self._past[known.position] = known
                while len(self._past) > _REMEMBERED:
                    self._past.popitem(last=False)
            return known

    def past(self, position: Position) -> Snapshot | None:
        """The commit of this position, if this process has seen it and not forgotten it since."""
        with self._mutex:
            return self._past.get(position)

    def has_room(self) -> bool:
        """Whether as much can be written as a writer holds, who mostly says that it was killed where that fails.

        It is tried, for a quota is not told; but others need what a disk has left.
        """
        try:
            if shutil.disk_usage(self.path.parent).free < 2 * _HEAP:
                return False
            with TemporaryFile(dir=self.path.parent) as file:
                file.write(bytes(_HEAP))
        except OSError:
            return False
        return True

    def sizes(self) -> list[int]:
        """How many documents there are in each segment, ended ones too."""
        return [segment["max_doc"] for segment in self._segments()]

    @contextmanager
    def writer(self, seconds: float | None = None) -> Iterator[tantivy.IndexWriter]:
        """The right to write; TimeoutError when somebody else has it for longer than `seconds`.

        Whoever writes opens the folder anew, or tantivy would forget which files the others have written. The
        end waits for merges: a writer that is dropped without never merges, and segments would pile up.
        """
        with self._locked(seconds):
            self._make()
            self._tidy()
            writer = self._open().writer(_HEAP, 1)
            try:
                yield writer
            except BaseException:
                writer.rollback()
                raise
            finally:
                writer.wait_merging_threads()

    def remove(self) -> None:
        """Throw the index away. Those who still read it keep what they have open."""
        with self._locked():
            doomed = self.path.with_name(f"{self.path.name}.{uuid4().hex}")
            if self.path.exists():
                self.path.rename(doomed)
                shutil.rmtree(doomed, ignore_errors=True)
        with self._mutex:
            self._snapshot = None
            self._past.clear()

    def _open(self) -> tantivy.Index:
        index = tantivy.Index(schema.schema(), path=str(self.path))
        index.config_reader("manual")
        return index

    def _made(self) -> tuple[int, ...]:
        """The signature of an index that has just been made, by whoever came first."""
        with self._locked(_PATIENCE):
            self._make()
        return self._signature()

    def _make(self) -> None:
        """Make the index if there is none. Call it under the lock, or one could empty what another has filled."""
        if not self._signature():
            self._sweep()
            self.path.mkdir(parents=True, exist_ok=True)
            self._open()

    def _tidy(self) -> None:
        """Remove which documents have ended as a writer has it that was killed before its commit: the next one would
        call its own file by the same name, and tantivy writes none twice. Call it under the lock."""
        named = {
            f"{segment['segment_id'].replace('-', '')}.{segment['deletes']['opstamp']}.del"
            for segment in self._segments()
            if segment["deletes"]
        }
        for file in self.path.glob("*.del"):
            if file.name not in named:
                file.unlink(missing_ok=True)

    def _segments(self) -> list[dict[str, Any]]:
        """What tantivy writes down of each, at every commit."""
        segments: list[dict[str, Any]] = json.loads(Path(self._meta).read_bytes())["segments"]
        return segments

    def _sweep(self) -> None:
        """Remove what earlier releases have left; one that still runs makes its index anew."""
        for folder in self.path.parent.glob("*/"):
            if folder != self.path and time.time() - folder.stat().st_mtime > _FORGOTTEN:
                shutil.rmtree(folder, ignore_errors=True)

    def _signature(self) -> tuple[int, ...]:
        """Changes with every commit, and when the folder is another one."""
        try:
            meta = os.stat(self._meta)  # not of Path, which takes thrice as long: every question asks
            return (meta.st_ino, meta.st_mtime_ns, meta.st_size)
        except FileNotFoundError:
            return ()

    @contextmanager
    def _locked(self, seconds: float | None = None) -> Iterator[None]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        deadline = None if seconds is None else time.monotonic() + seconds
        with self.path.with_name(f"{self.path.name}.lock").open("a") as file:
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if deadline is not None and time.monotonic() > deadline:
                        raise TimeoutError(f"{self.path} is being written by another process.") from None
                    time.sleep(_PAUSE)
            yield


def _snapshot(index: tantivy.Index, before: Position, worded: dict[Wording, list[Clause]]) -> Snapshot:
    index.reload()
    searcher = index.searcher()
    query = tantivy.Query.term_query(index.schema, "key", schema.POSITION_KEY)
    found = searcher.search(query, 1).hits
    standing = schema.standing(searcher.doc(found[0][1])) if found else schema.Standing()
    times = {"begin": {"max": {"field": "visible_from"}}, "end": {"min": {"field": "visible_until"}}}
    found_times = searcher.aggregate(tantivy.Query.all_query(), times)
    passing = Times(found_times["begin"]["value"], found_times["end"]["value"])
    return Snapshot(index, searcher, standing, before, passing, Words(index.schema, searcher), worded=worded)


def is_damage(error: BaseException) -> bool:
    """Whether an error means that the files are not what they should be.

    tantivy raises ValueError and OSError for what it notices, and panics, which is no Exception, for the rest.
    """
    if isinstance(error, TimeoutError):
        return False
    return isinstance(error, ValueError | OSError | RuntimeError) or type(error).__name__ == "PanicException"


def is_full(error: BaseException) -> bool:
    """Whether nothing can be written just now, which is no fault of what has been."""
    return any(f"os error {number}" in str(error) for number in _FULL) or getattr(error, "errno", None) in _FULL
