"""The embedded index is a copy: its files may be damaged or lost, its writers killed, its folder shared."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from catalogue import log
from catalogue.models import Entry, Head
from search.checking import forget_removed
from search.embedded import schema
from search.embedded.engine import EmbeddedEngine
from search.embedded.store import Store
from search.engine import Position, Unavailable
from search.query import Query
from search.reading import Look
from tests.factories.entries import number, talk, withdraw
from tests.search.asking import ALL, found


def cut(path: Path) -> None:
    put(path, path.read_bytes()[: path.stat().st_size // 2])


def garble(path: Path) -> None:
    put(path, os.urandom(path.stat().st_size))


def empty(path: Path) -> None:
    put(path, b"")


def put(path: Path, content: bytes) -> None:
    """Another file in its place: whoever cuts a file that is mapped into memory kills those who read it."""
    other = path.with_name("other")
    other.write_bytes(content)
    other.replace(path)


@pytest.fixture
def folder(tmp_path: Path, db: None) -> Path:
    return tmp_path / schema.fingerprint()


def test_words_of_what_was_removed_go_from_the_files(tmp_path: Path, folder: Path) -> None:
    def is_kept(word: str) -> bool:
        return any(word.encode() in path.read_bytes() for path in folder.iterdir())

    engine = EmbeddedEngine(tmp_path)
    gone = talk("Quillfeather")
    for title in ("Harbourlight", "Stonewhistle"):
        talk(title)
    engine.catch_up(log.state())
    forget_removed(engine)
    withdraw(gone)
    number(gone)
    engine.catch_up(log.state())
    assert is_kept("quillfeather"), "the engine marks it as gone and leaves it where it is"
    forget_removed(engine)
    assert (is_kept("quillfeather"), is_kept("harbourlight")) == (False, True)
    assert found(engine) == found(EmbeddedEngine(tmp_path))
    assert len(found(engine)) == 2


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
            with pytest.raises(Unavailable) as caught:
                engine.position()
            assert str(caught.value.__cause__) == "Broken disk"
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
            writer.add_document(schema.position_document(schema.Standing(Position("somebody else's", n))))
            writer.commit()
"""


class TestReleases:
    def test_a_new_index_takes_the_place_of_forgotten_ones(self, tmp_path: Path, folder: Path) -> None:
        forgotten, recent = tmp_path / ("0" * 16), tmp_path / ("1" * 16)
        for other in (forgotten, recent):
            Store(other).snapshot()
        os.utime(forgotten, (0, 0))
        talk("One")
        assert found(EmbeddedEngine(tmp_path)) == ["One"]
        assert sorted(path for path in tmp_path.iterdir() if path.is_dir()) == sorted([recent, folder])

    def test_a_release_whose_index_is_swept_away_makes_it_anew(self, tmp_path: Path, folder: Path) -> None:
        talk("One")
        old = EmbeddedEngine(tmp_path)
        assert found(old) == ["One"]
        os.utime(folder, (0, 0))
        Store(tmp_path / "another").snapshot()
        assert not folder.exists()
        assert found(old) == ["One"]


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

    def test_an_older_database_takes_back_what_it_does_not_know(self, tmp_path: Path, folder: Path) -> None:
        engine, store, made = EmbeddedEngine(tmp_path), Store(folder), 0
        while made < 30 or len(store.sizes()) < 7:  # what has changed of late would be written again
            talk(f"Talk {made:02}")
            engine.catch_up(log.state())
            made += 1
        Entry.objects.filter(seq__gt=made - 3).delete()
        Head.objects.update(seq=made - 3)
        assert found(engine) == [f"Talk {n:02}" for n in range(made - 3)]
        assert engine.search(ALL, timezone.now()).total == made - 3

    def test_who_comes_second_writes_nothing(
        self, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        talk("One")
        state, late = log.state(), EmbeddedEngine(tmp_path)
        position = EmbeddedEngine(tmp_path).catch_up(state)
        written = (folder / "meta.json").read_bytes()
        monkeypatch.setattr(late, "position", Position)  # as it was when it looked
        assert late.catch_up(state) == position
        assert (folder / "meta.json").read_bytes() == written

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
                writer.add_document(schema.position_document(schema.Standing(Position("x", n))))
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

    def test_single_publications_leave_most_of_the_index_as_it_is(self, tmp_path: Path, folder: Path) -> None:
        engine, store = EmbeddedEngine(tmp_path), Store(folder)
        talks = [talk(f"Talk {n}") for n in range(150)]
        engine.catch_up(log.state())
        (whole,) = {path.stem for path in folder.glob("*.store")}
        for n in range(90):
            if n % 10 == 5:
                withdraw(talks[n])
            number(talks[n])
            engine.catch_up(log.state())
            assert len(store.sizes()) < 9
        assert whole in {path.stem for path in folder.glob("*.store")}
        now = Look.at_now(ALL).at
        assert engine.search(ALL, now).total == 141
        for n in range(70):
            talk(f"Another {n}")
            engine.catch_up(log.state())
        assert engine.search(ALL, timezone.now()).total == 211
        assert whole not in {path.stem for path in folder.glob("*.store")}
