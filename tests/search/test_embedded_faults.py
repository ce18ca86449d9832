"""The embedded index is lost, replaced by an older one, without room, or written to by processes that are killed."""

import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client

from catalogue import log
from catalogue.models import Entry
from search.checking import check
from search.embedded import schema
from search.embedded.engine import EmbeddedEngine
from search.engine import Unavailable, engine
from tests.factories.entries import number, talk, withdraw
from tests.search.site import until

KILLS, DISK = 20, 4_000_000


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Where the site's index lies."""
    settings.INDEX_DIR = tmp_path / "indexes"
    engine.cache_clear()
    yield tmp_path / "indexes" / schema.fingerprint()
    engine.cache_clear()


def finds(client: Client, word: str) -> int:
    response = client.get(f"/api/v1/search?q={word}&facets=country")
    assert response.status_code == 200
    return int(response.json()["page"]["total"])


@pytest.mark.django_db
class TestLostAndOlder:
    @pytest.fixture(autouse=True)
    def _day(self, client: Client, folder: Path, tmp_path: Path) -> None:
        """A day on which one of two is withdrawn, the other one changed, and something new published."""
        ended, changed = talk("Bread of yesterday"), talk("Bread before")
        assert finds(client, "bread") == 2
        shutil.copytree(folder, tmp_path / "yesterday")
        self.rows, self.head = list(Entry.objects.all()), log.head()
        withdraw(ended)
        number(ended)
        talk("Bread after", key=changed.thing_id)
        talk("Bread of today")
        assert self.found(client) == [0, 1, 0, 1]

    def found(self, client: Client) -> list[int]:
        return [finds(client, word) for word in ("before", "after", "yesterday", "today")]

    def test_an_index_that_is_deleted_is_made_anew(self, client: Client, folder: Path) -> None:
        shutil.rmtree(folder)
        assert self.found(client) == [0, 1, 0, 1]
        assert check(engine()) == []

    def test_the_folder_of_all_indexes_may_go_too(self, client: Client, folder: Path) -> None:
        shutil.rmtree(folder.parent)
        assert self.found(client) == [0, 1, 0, 1]
        assert check(engine()) == check(EmbeddedEngine()) == []

    def test_yesterdays_folder_in_the_place_of_todays(self, client: Client, folder: Path, tmp_path: Path) -> None:
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "yesterday", folder)
        assert self.found(client) == [0, 1, 0, 1]
        assert check(engine()) == check(EmbeddedEngine()) == []

    def test_yesterdays_files_laid_over_todays(self, client: Client, folder: Path, tmp_path: Path) -> None:
        for path in (tmp_path / "yesterday").iterdir():
            shutil.copy2(path, folder / "new")
            (folder / "new").replace(folder / path.name)
        assert self.found(client) == [0, 1, 0, 1]
        assert check(engine()) == check(EmbeddedEngine()) == []

    def restore_database(self) -> None:
        Entry.objects.all().delete()
        Entry.objects.bulk_create(self.rows)
        self.head.save()

    def test_yesterdays_database(self, client: Client) -> None:
        self.restore_database()
        assert self.found(client) == [1, 0, 1, 0]
        assert check(engine()) == []

    def test_a_database_of_yesterday_that_has_overtaken_the_index_is_found_out_by_the_worker(
        self, client: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Its numbers mean other things then, which no number tells."""
        self.restore_database()
        for n in range(5):
            talk(f"Bread {n}")
        assert finds(client, "today") == 1
        call_command("worker", once="prove-indexes")
        assert "is made anew" in caplog.text
        assert self.found(client) == [1, 0, 1, 0]
        assert finds(client, "bread") == 7
        assert check(engine()) == []

    def test_what_agrees_is_left_alone(self, client: Client, folder: Path) -> None:
        withdraw(talk("Bread without a number"))
        finds(client, "bread")
        before = (folder / "meta.json").stat()
        call_command("worker", once="prove-indexes")
        assert (folder / "meta.json").stat() == before


def mounts() -> bool:
    """Whether this process may mount a disk, as root mostly may."""
    return os.geteuid() == 0 and subprocess.run(["unshare", "--mount", "true"], check=False).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "disk"
    path.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(path)], check=True)
    yield path
    subprocess.run(["umount", "--lazy", str(path)], check=True)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    path = folder / "ballast"
    with path.open("wb") as file, pytest.raises(OSError, match="No space left"):
        file.write(bytes(DISK))
    yield
    path.unlink()


def publish_much() -> None:
    for n in range(30):
        talk(f"Bread {n}", body="<p>" + " ".join(uuid4().hex for _ in range(300)) + "</p>")


if mounts():  # what `TestProcesses` limits is all that others can

    def test_a_full_disk_takes_nothing_away(db: None, client: Client, small_disk: Path, settings: Any) -> None:
        settings.INDEX_DIR = small_disk
        doomed = talk("Bread of yesterday")
        talk("Bread")
        assert finds(client, "bread") == 2
        with filled(small_disk):
            withdraw(doomed)
            number(doomed)
            publish_much()
            assert [finds(client, word) for word in ("bread", "yesterday")] == [1, 0]
            assert client.get("/readyz").json()["search_lag"] == 31
            with pytest.raises(Unavailable):
                EmbeddedEngine(small_disk / "new").catch_up(log.state())
        until(lambda: finds(client, "bread") == 31)
        assert check(engine()) == check(EmbeddedEngine(small_disk / "new")) == []


@pytest.mark.django_db(transaction=True)
class TestProcesses:
    """What they follow is committed, for each reads it by itself."""

    @pytest.fixture
    def beside(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
        """Do something over and over in a process of its own."""
        started = []

        def begin(work: Callable[[EmbeddedEngine], object]) -> Any:
            connection.close()
            process = multiprocessing.get_context("fork").Process(target=_over_and_over, args=(work,))
            process.start()
            started.append(process)
            return process

        yield begin
        for process in started:
            process.kill()
            process.join()

    def test_who_may_write_no_more_takes_nothing_away(self, beside: Callable[..., Any], folder: Path) -> None:
        talk("Bread")
        stood = engine().catch_up(log.state())
        place = folder.stat().st_ino
        publish_much()
        limited = beside(_follow_within_a_limit)
        limited.join(30)
        assert limited.exitcode == stood.seq
        assert (folder.stat().st_ino, engine().position()) == (place, stood)
        assert len(engine().held()) == 1
        engine().catch_up(log.state())
        assert check(engine()) == []

    def test_several_write_at_once(self, beside: Callable[..., Any]) -> None:
        writers = [beside(_follow) for _ in range(2)]
        made = []
        for n in range(40):
            made.append(talk(f"Bread {n}"))
            if n % 4 == 3:
                withdraw(made[-2])
                number(made[-2])
            engine().catch_up(log.state(), 0.01)
        assert all(writer.is_alive() for writer in writers)
        assert check(engine()) == check(EmbeddedEngine()) == []

    def test_what_a_killed_writer_has_left_is_in_nobodys_way(self, folder: Path) -> None:
        """It had written which documents have ended, and not yet its commit."""
        entries = [talk(f"Bread {place}") for place in range(5)]
        EmbeddedEngine().catch_up(log.state())
        place, commit = folder.stat().st_ino, (folder / "meta.json").read_bytes()
        talk("Bread anew", key=entries[0].thing_id)
        EmbeddedEngine().catch_up(log.state())
        assert list(folder.glob("*.del"))
        (folder / "meta.json").write_bytes(commit)
        EmbeddedEngine().catch_up(log.state())
        assert check(EmbeddedEngine()) == []
        assert folder.stat().st_ino == place

    def test_a_writer_may_be_killed_wherever_it_is(self, beside: Callable[..., Any], folder: Path) -> None:
        """The index is never lost by it, nor made anew: it is the same folder afterwards."""
        talk("Bread")
        engine().catch_up(log.state())
        place, dice = folder.stat().st_ino, random.Random(3)
        for n in range(KILLS):
            writer = beside(_rebuild if n % 2 else _follow)
            talk(f"Bread {n}")
            time.sleep(dice.uniform(0, 0.1))
            talk(f"Bread {n} and more")
            time.sleep(dice.uniform(0, 0.02))
            os.kill(writer.pid, signal.SIGKILL)
            writer.join()
            assert check(engine()) == []
        assert check(EmbeddedEngine()) == []
        assert Entry.objects.count() == len(engine().held()) == 1 + 2 * KILLS
        assert folder.stat().st_ino == place


def _over_and_over(work: Callable[[EmbeddedEngine], object]) -> None:
    connections.close_all()
    own = EmbeddedEngine()
    while True:
        work(own)


def _follow(own: EmbeddedEngine) -> None:
    own.catch_up(log.state())


def _follow_within_a_limit(own: EmbeddedEngine) -> None:
    """Ends with the number that it has come to, where no file may be larger than this."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    os._exit(own.catch_up(log.state()).seq)


def _rebuild(own: EmbeddedEngine) -> None:
    own.rebuild()
