"""A large index is made by two processes, and says the same as one that is made by one; either may be killed."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from multiprocessing import active_children
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone

from catalogue import log
from catalogue.models import Entry
from search.checking import check
from search.embedded import preparing
from search.embedded.child_process import ChildProcess
from search.embedded.engine import EmbeddedEngine
from search.embedded.preparing import all_prepared, prepared
from search.engine import Position
from search.following import batches, beginning
from search.query import Query
from tests.api.documents import lecturer_entry
from tests.factories.entries import number, withdraw
from tests.search.site import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few are many, in batches of seven; one has two languages, and one has ended."""
    monkeypatch.setattr(preparing, "_MANY", 10)
    for module in ("search.following", "search.embedded.preparing"):
        monkeypatch.setattr(f"{module}.BATCH", 7)
    entries = [lecturer_entry(f"Bread {place}", country="FI" if place % 2 else "BE") for place in range(40)]
    lecturer_entry("Leipä", "fi", key=entries[0].thing_id)
    withdraw(entries[1])
    number(entries[1])


@pytest.fixture
def made(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    yield EmbeddedEngine(tmp_path / "index")
    assert active_children() == []


def test_what_a_child_process_makes_is_what_is_made_here() -> None:
    state = log.state()
    helped = {thing.key: thing for _news, things in all_prepared(batches(beginning(state), state)) for thing in things}
    here = {thing.key: thing for news in batches(beginning(state), state) for thing in prepared(news.changes, news.at)}
    assert len(here) == 40
    assert helped == here


def test_an_index_that_two_processes_have_made_agrees(made: EmbeddedEngine) -> None:
    seen: list[int] = []

    def tell(position: Position) -> None:
        seen.append(len(active_children()))

    made.rebuild(tell)
    assert (len(seen), set(seen)) == (6, {1})
    assert check(made) == []
    found = made.search(Query("lecturer", "bread", wanted_facets=("country",)), timezone.now())
    assert {value.value: value.count for value in found.facets["country"]} == {"BE": 20, "FI": 19}


def test_who_loses_the_other_goes_on_alone(made: EmbeddedEngine) -> None:
    def kill(position: Position) -> None:
        for child in active_children():
            child.kill()

    made.rebuild(kill)
    assert len(made.held()) == Entry.objects.filter(removed_at=None).count() == 40
    assert check(made) == []


def test_more_than_fits_between_them_is_made_here(made: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody became public at the same moment of today."""
    Entry.objects.filter(removed_at=None).update(visible_from=timezone.now())
    lengths, ask = list[int](), ChildProcess.ask

    def listen(self: ChildProcess, keys: Sequence[UUID], at: datetime) -> None:
        lengths.append(len(keys))
        ask(self, keys, at)

    monkeypatch.setattr(ChildProcess, "ask", listen)
    made.rebuild()
    assert lengths
    assert max(lengths) == 7
    assert check(made) == []


def test_where_no_child_can_be_started_one_process_does_it(
    made: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made.catch_up(log.state())
    (folder,) = (tmp_path / "index").glob("*/")
    place = folder.stat().st_ino

    def fork_and_exec(*_arguments: object) -> None:
        raise BlockingIOError("There are as many processes as there may be.")

    monkeypatch.setattr("multiprocessing.util.spawnv_passfds", fork_and_exec)
    made.rebuild()
    assert check(made) == []
    assert folder.stat().st_ino == place


def test_in_a_transaction_that_goes_on_nobody_helps(made: EmbeddedEngine) -> None:
    with transaction.atomic():
        lecturer_entry("Bread unseen")
        made.rebuild()
        assert check(made) == []
    assert len(made.held()) == 41


ASKING = """
import signal
from search.embedded.child_process import child_process

with child_process("os.getpid") as child:
    child.ask()
    print(child.answer(), flush=True)
    signal.pause()
"""


def test_whoever_is_killed_leaves_nobody_behind() -> None:
    path = os.pathsep.join(filter(None, sys.path))
    command, environment = [sys.executable, "-c", ASKING], {**os.environ, "PYTHONPATH": path}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as asking:
        assert asking.stdout
        child = int(asking.stdout.readline())
        assert child != asking.pid
        assert _runs(child)
        asking.kill()
    until(lambda: not _runs(child))


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
