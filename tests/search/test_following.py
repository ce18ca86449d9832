"""An engine follows the log: in batches, anew after another epoch, and never ahead of what it says."""

from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from catalogue import log
from catalogue.models import Entry, Head
from search import following
from search.engine import Engine, Position
from search.reading import Look
from tests.factories.entries import number, talk, withdraw
from tests.search.asking import ALL, found
from tests.search.conftest import Search, titles


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
        with monkeypatch.context() as late:
            late.setattr(engine, "catch_up", lambda state, seconds=None: behind)
            page = search("facets=country")
        assert titles(page) == ["Stays"]
        assert page.total == page.facets["country"][0].count == 1
        assert page.etag != search("facets=country").etag
        assert engine.position() != behind

    def test_an_empty_catalogue_is_followed_too(self, engine: Engine) -> None:
        state = log.state()
        assert engine.catch_up(state).has_reached(state)
        assert engine.position().epoch == state.epoch


def test_what_has_ended_has_changed_before_it_has_a_number(engine: Engine) -> None:
    one, other = talk("One"), talk("Other")
    assert list(following.changed_since(one.seq)) == [(other.thing_id, "talk")]
    withdraw(one)
    assert set(following.changed_since(other.seq)) == {(one.thing_id, "talk")}


class TestCommand:
    def test_a_long_rebuild_says_how_far_it_is(
        self, engine: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for n in range(5):
            talk(f"Talk {n}")
        monkeypatch.setattr(following, "BATCH", 2)
        monkeypatch.setattr("search.management.commands.search.PAUSE", 0)
        call_command("search", "rebuild")
        said = [line for line in capsys.readouterr().out.splitlines() if line.startswith(f"{engine.name}: ")]
        assert said == [f"{engine.name}: {seq} of 5" for seq in (2, 4, 5)]

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
        assert f"{entry.thing_id} fi: missing" in said
        assert f"{entry.thing_id} en: not in the catalogue" in said
        Entry.objects.filter(pk=entry.pk).update(locale="en", facets={"country": ["FI"], "subject": []})
        with pytest.raises(CommandError, match="1 difference"):
            call_command("search", "check")
