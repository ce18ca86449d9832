"""An index is a copy: it may be damaged, lost, killed while it is written, or belong to another database."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from catalogue import log
from catalogue.models import Entry, Head
from search.embedded import following, schema
from search.embedded.engine import EmbeddedEngine
from search.embedded.store import Store
from search.engine import Engine, Position
from search.query import Query
from search.reading import Look
from tests.factories.entries import number, talk, withdraw
from tests.search.conftest import Search, titles

ALL = Query("talk", sort="title", limit=100)


def found(engine: Engine) -> list[str]:
    """What an engine finds by itself, without the catalogue's second look."""
    state = log.state()
    assert engine.catch_up(state).has_reached(state)
    keys = {hit.key for hit in engine.search(ALL, Look.at_now(ALL).at).hits}
    return sorted(Entry.objects.filter(thing__in=keys).values_list("title", flat=True))


class TestEveryEngine:
    def test_follows_in_batches_and_knows_how_far(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(following, "BATCH", 3)
        for n in range(10):
            talk(f"Talk {n}")
        assert engine.position() == Position()
        state = log.state()
        position = engine.catch_up(state, seconds=0)
        assert (position.epoch, position.seq) == (state.epoch, 3)
        assert engine.position() == position
        assert engine.catch_up(state).seq == 10
        assert len(found(engine)) == 10

    def test_takes_no_second_look_at_what_it_has_applied(self, engine: Engine) -> None:
        talk()
        state = log.state()
        first = engine.catch_up(state)
        assert engine.catch_up(state) == first

    def test_rebuilds_to_the_same(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(following, "BATCH", 2)
        entries = [talk(f"Talk {n}") for n in range(5)]
        withdraw(entries[0])
        number(entries[0])
        before = found(engine)
        Entry.objects.filter(pk=entries[1].pk).update(sort={"title": "zzz", "updated_at": "", "held": ""})
        position = engine.rebuild()
        assert position.has_reached(log.state())
        assert found(engine) == before == ["Talk 1", "Talk 2", "Talk 3", "Talk 4"]
        assert engine.search(ALL, Look.at_now(ALL).at).hits[-1].key == entries[1].thing_id

    def test_forgets(self, engine: Engine) -> None:
        talk("One")
        assert found(engine) == ["One"]
        engine.clear()
        assert engine.position() == Position()
        assert found(engine) == ["One"]

    def test_begins_anew_in_another_epoch(self, engine: Engine) -> None:
        """A restored database: its numbers mean other things."""
        gone = talk("Gone")
        assert found(engine) == ["Gone"]
        gone.thing.delete()
        talk("Restored", key=uuid4())
        Head.objects.update(epoch=uuid4())
        assert found(engine) == ["Restored"]

    def test_begins_anew_when_it_is_ahead_of_the_log(self, engine: Engine) -> None:
        talk("Stays")
        lost = talk("Lost")
        found(engine)
        lost.thing.delete()
        Head.objects.update(seq=1)
        assert found(engine) == ["Stays"]

    def test_is_not_misled_by_a_state_that_is_older_than_itself(self, engine: Engine) -> None:
        talk("One")
        old = log.state()
        talk("Two")
        new = engine.catch_up(log.state())
        assert engine.catch_up(old) == new
        assert found(engine) == ["One", "Two"]

    def test_answers_while_it_is_behind_without_what_has_ended(
        self, engine: Engine, search: Search, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ended = talk("Ended", country="FI")
        talk("Stays", country="FI")
        search()
        withdraw(ended)
        number(ended)
        talk("Not yet")
        behind = engine.position()
        monkeypatch.setattr(engine, "catch_up", lambda state, seconds=None: behind)
        page = search("facets=country")
        assert titles(page) == ["Stays"]
        assert page.total == page.facets["country"][0].count == 1
        monkeypatch.undo()
        assert page.etag != search("facets=country").etag

    def test_an_empty_catalogue_is_followed_too(self, engine: Engine) -> None:
        state = log.state()
        assert engine.catch_up(state).has_reached(state)
        assert engine.position().epoch == state.epoch


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def garble(path: Path) -> None:
    path.write_bytes(os.urandom(path.stat().st_size))


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.fixture
def folder(tmp_path: Path, db: None) -> Path:
    return tmp_path / schema.fingerprint()


class TestDamage:
    @pytest.mark.parametrize("harm", [cut, garble, empty, Path.unlink])
    @pytest.mark.parametrize(
        "what", ["meta.json", ".managed.json", "*.term", "*.idx", "*.fast", "*.store", "*.fieldnorm"]
    )
    def test_an_index_recovers(self, tmp_path: Path, folder: Path, what: str, harm: Callable[[Path], None]) -> None:
        for n in range(3):
            talk(f"Talk {n}")
        assert len(found(EmbeddedEngine(tmp_path))) == 3
        for path in folder.glob(what):
            harm(path)
        asked = Query("talk", "talk", sort="title", wanted_facets=("country",))
        engine = EmbeddedEngine(tmp_path)
        engine.catch_up(log.state())
        assert len(engine.search(asked, Look.at_now(asked).at).hits) == 3
        talk("Talk 3")
        assert len(found(engine)) == 4
        assert len(found(EmbeddedEngine(tmp_path))) == 4

    def test_a_folder_that_vanishes_is_made_anew(self, tmp_path: Path, folder: Path) -> None:
        talk("One")
        one, other = EmbeddedEngine(tmp_path), EmbeddedEngine(tmp_path)
        assert found(one) == found(other) == ["One"]
        one.clear()
        assert not folder.exists()
        assert found(other) == found(one) == ["One"]

    def test_damage_that_comes_back_at_once_is_not_mended_for_ever(
        self, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        talk("One")
        engine = EmbeddedEngine(tmp_path)
        calls = []

        def broken(self: Store) -> None:
            calls.append(1)
            raise ValueError("Broken disk")

        monkeypatch.setattr(Store, "snapshot", broken)
        for _ in range(3):
            with pytest.raises(ValueError, match="Broken disk"):
                engine.position()
        assert len(calls) <= 5

    def test_a_mistake_in_a_question_is_not_taken_for_damage(self, tmp_path: Path, folder: Path) -> None:
        engine = EmbeddedEngine(tmp_path)
        talk("One")
        found(engine)
        before = folder.stat().st_ino
        with pytest.raises(ValueError, match="Expected Str"):
            engine.search(Query("talk\ud800"), Look.at_now(ALL).at)
        assert folder.stat().st_ino == before


WRITER = """
import sys
import django
django.setup()
from pathlib import Path
from search.embedded import schema
from search.embedded.store import Store
from search.engine import Position
from documents.kinds import kinds
from tests.factories.entries import KINDS
import tantivy

for kind in KINDS:
    kinds.add(kind)
store = Store(Path(sys.argv[1]))
with store.writer() as writer:
    writer.delete_all_documents()
    for n in range(100_000_000):
        made = tantivy.Document()
        made.add_text("key", f"{n:032x}")
        made.add_text("kind", "talk")
        writer.add_document(made)
        if n == 2_000:
            print("writing", flush=True)
        if sys.argv[2] == "commit" and n % 500 == 499:
            writer.add_document(schema.position_document(Position("somebody else's", n)))
            writer.commit()
"""


class TestProcesses:
    @pytest.mark.parametrize("how", ["commit", "never"])
    def test_a_writer_may_be_killed_at_any_point(self, tmp_path: Path, folder: Path, how: str) -> None:
        for n in range(5):
            talk(f"Talk {n}")
        engine = EmbeddedEngine(tmp_path)
        assert len(found(engine)) == 5
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder), how], env=environment, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout
        assert process.stdout.readline() == "writing\n"
        if how == "never":
            assert engine.catch_up(log.state(), 0).seq == 5  # the old index answers while another is written
            talk("Meanwhile")
            assert engine.catch_up(log.state(), 0).seq == 5  # and nobody waits for the lock
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        expected = 5 + (how == "never")
        assert len(found(engine)) == expected
        assert len(found(EmbeddedEngine(tmp_path))) == expected

    def test_one_process_sees_what_another_has_written(self, tmp_path: Path, folder: Path) -> None:
        one, other = EmbeddedEngine(tmp_path), EmbeddedEngine(tmp_path)
        assert found(one) == found(other) == []
        talk("One")
        assert found(one) == ["One"]
        assert other.position() == one.position()
        hits = other.search(ALL, Look.at_now(ALL).at).hits
        assert len(hits) == 1

    def test_who_waits_for_the_lock_gives_up_in_time(self, tmp_path: Path, folder: Path) -> None:
        store = Store(folder)
        with store.writer():
            began = time.monotonic()
            with pytest.raises(TimeoutError), Store(folder).writer(0.05):
                pass
            assert time.monotonic() - began < 1
        with Store(folder).writer(0.05):
            pass

    def test_threads_ask_and_write_at_the_same_time(self, tmp_path: Path, folder: Path) -> None:
        engine = EmbeddedEngine(tmp_path)
        store = Store(folder)
        problems: list[BaseException] = []
        done = threading.Event()

        def ask() -> None:
            try:
                while not done.is_set():
                    engine.search(ALL, now)
            except BaseException as error:
                problems.append(error)

        now = Look.at_now(ALL).at
        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        for n in range(12):
            with store.writer() as writer:
                writer.add_document(schema.position_document(Position("x", n)))
                writer.commit()
        done.set()
        for thread in threads:
            thread.join()
        assert problems == []

    def test_segments_do_not_pile_up(self, tmp_path: Path, folder: Path) -> None:
        engine = EmbeddedEngine(tmp_path)
        for n in range(20):
            talk(f"Talk {n}")
            engine.catch_up(log.state())
        assert Store(folder).snapshot().searcher.num_segments < 12


class TestCommand:
    @pytest.fixture(autouse=True)
    def _engine(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("search.management.commands.search.engine", lambda: engine)

    def test_status_check_and_rebuild(self, engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
        entry = talk("One")
        call_command("search", "status")
        assert "1 behind" in capsys.readouterr().out
        call_command("search", "rebuild")
        call_command("search", "status")
        assert "0 behind" in capsys.readouterr().out
        call_command("search", "check")
        assert "agree" in capsys.readouterr().out
        Entry.objects.filter(pk=entry.pk).update(locale="fi")
        with pytest.raises(CommandError, match="2 differences"):
            call_command("search", "check")
        said = capsys.readouterr().out
        assert f"talk fi {entry.thing_id}: missing" in said
        assert f"talk en {entry.thing_id}: not in the catalogue" in said
        Entry.objects.filter(pk=entry.pk).update(locale="en", facets={"country": ["FI"], "subject": []})
        with pytest.raises(CommandError, match="1 difference"):
            call_command("search", "check")
