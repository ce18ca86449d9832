"""Who asks whether something has changed is told in one query, in the same words as Django's, and never wrongly."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api.kept import Kept
from catalogue import log
from config.revalidating import Revalidation
from documents.document import ThingRef
from search import quality, reading
from search.embedded.engine import EmbeddedEngine
from search.following import up_to_today
from tests.api.documents import lecturer_entry, organisation_entry
from tests.factories.entries import number, withdraw

pytestmark = pytest.mark.django_db
LIST = "/api/v1/lecturers?country=FI"
Ask = Callable[..., "Answer"]


class Answer:
    """What a WSGI server would send, and what it cost."""

    def __init__(self, application: Any, path: str, **headers: str) -> None:
        method = headers.pop("method", "GET")
        sent = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        environ = RequestFactory().generic(method, path, **sent).environ
        with CaptureQueriesContext(connection) as captured:
            response = application(environ, self._start)
            self.body = b"".join(response)
        self.queries = len(captured)

    def _start(self, status: str, headers: list[tuple[str, str]], _info: Any = None) -> None:
        self.status = int(status[:3])
        self.headers = {name.lower(): value for name, value in headers}

    @property
    def etag(self) -> str:
        assert "etag" in self.headers, (self.status, self.body)
        return self.headers["etag"]


class Counting:
    """Django, and how often it was asked."""

    def __init__(self) -> None:
        self.django = WSGIHandler()
        self.asked = 0

    def __call__(self, environ: Any, start_response: Any) -> Any:
        self.asked += 1
        return self.django(environ, start_response)


@pytest.fixture(autouse=True)
def connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between requests the connection stays that of the test, as Django's own test client has it."""
    monkeypatch.setattr(connections[DEFAULT_DB_ALIAS], "close_if_unusable_or_obsolete", lambda: None)


@pytest.fixture
def django(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counting:
    settings.ALLOWED_HOSTS = ["testserver"]
    made = EmbeddedEngine(tmp_path / "index")
    monkeypatch.setattr(reading, "engine", lambda: made)
    monkeypatch.setattr("api.views.kept", Kept())
    return Counting()


@pytest.fixture
def ask(django: Counting) -> Ask:
    application = Revalidation(django)
    return lambda path, **headers: Answer(application, path, **headers)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", [LIST, "/api/v1/lecturers/{key}", "/api/v1/lecturers/{key}?locale=en&fields=title"])
def test_what_has_not_changed_is_told_without_django(ask: Ask, django: Counting, path: str, method: str) -> None:
    path = path.format(key=lecturer_entry().thing_id)
    etag = ask(path).etag
    told, _first, again = (ask(path, if_none_match=etag, method=method) for _ in range(3))
    assert django.asked == 2
    assert (told.status, again.status, again.body, again.queries) == (304, 304, b"", 1)
    assert again.headers.pop("x-request-id") != told.headers.pop("x-request-id")
    left_out = {"content-length", "ratelimit", "ratelimit-policy"}
    assert again.headers == {name: value for name, value in told.headers.items() if name not in left_out}
    assert again.headers["cache-control"] == "public, max-age=30, must-revalidate"
    assert again.headers["x-content-type-options"] == "nosniff"
    assert again.headers["x-robots-tag"] == "noindex"


def test_a_proxy_names_the_request(ask: Ask) -> None:
    etag = ask(LIST).etag
    told = [ask(LIST, if_none_match=etag, x_request_id=name) for name in ("given-name", "given-name", "<script>")]
    assert [answer.headers["x-request-id"] for answer in told[:2]] == ["given-name"] * 2
    assert told[2].status == 304
    assert "<" not in told[2].headers["x-request-id"]


@pytest.mark.parametrize("path", [LIST, "/api/v1/lecturers/{key}"])
def test_whoever_withdraws_is_gone_with_the_next_question(ask: Ask, path: str) -> None:
    entry = lecturer_entry()
    path = path.format(key=entry.thing_id)
    etag = ask(path).etag
    assert [ask(path, if_none_match=etag).status for _ in range(2)] == [304, 304]
    withdraw(entry)
    status = 200 if path == LIST else 410
    assert ask(path, if_none_match=etag).status == status
    number(entry)
    assert ask(path, if_none_match=etag).status == status


def test_what_is_published_anew_is_sent(ask: Ask) -> None:
    entry = lecturer_entry(title="Before")
    etag = ask(LIST).etag
    assert [ask(LIST, if_none_match=etag).status for _ in range(2)] == [304, 304]
    lecturer_entry(key=entry.thing_id, title="After")
    answer = ask(LIST, if_none_match=etag)
    assert (answer.status, b"After" in answer.body) == (200, True)
    assert ask(LIST, if_none_match=answer.etag).status == 304


@pytest.mark.parametrize("path", [LIST, "/api/v1/lecturers/{key}"])
def test_the_etag_told_is_that_of_now(ask: Ask, path: str) -> None:
    entry = lecturer_entry(title="Before")
    path = path.format(key=entry.thing_id)
    before = ask(path).etag
    assert [ask(path, if_none_match=before).status for _ in range(2)] == [304, 304]
    lecturer_entry(key=entry.thing_id, title="After")
    now = ask(path).etag
    assert now != before
    assert [(told.status, told.etag) for told in (ask(path, if_none_match=now) for _ in range(2))] == [(304, now)] * 2
    assert ask(path, if_none_match=before).status == 200


@pytest.mark.parametrize("path", [LIST, "/api/v1/lecturers/{key}"])
def test_time_alone_takes_away_and_brings(ask: Ask, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """While nothing is written."""
    soon = timezone.now() + timedelta(hours=1)
    entry = lecturer_entry(visible_until=soon)
    lecturer_entry("To come", visible_from=soon)
    path = path.format(key=entry.thing_id)
    etag = ask(path).etag
    assert [ask(path, if_none_match=etag).status for _ in range(3)] == [304] * 3
    monkeypatch.setattr(timezone, "now", lambda: soon)
    answer = ask(path, if_none_match=etag)
    assert (answer.status, b"To come" in answer.body) == ((200, True) if path == LIST else (410, False))


def test_an_index_that_is_behind_is_not_taken_for_one_that_has_arrived(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_PATIENCE", 0.01)
    made = reading.engine()
    lecturer_entry("First")
    etag = ask(LIST).etag
    with made._store.writer():  # type: ignore[attr-defined]
        lecturer_entry("Second")
        behind = ask(LIST, if_none_match=etag)
        assert (behind.status, b"Second" in behind.body) == (200, False)
        assert [ask(LIST, if_none_match=behind.etag).status for _ in range(3)] == [304] * 3
    made.catch_up(log.state())
    answer = ask(LIST, if_none_match=behind.etag)
    assert (answer.status, b"Second" in answer.body) == (200, True)


def test_an_index_of_yesterday_has_not_arrived_today(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the day confirmations grow older, and the log says nothing of it."""
    with monkeypatch.context() as yesterday:
        yesterday.setattr(quality, "today", lambda: (timezone.now() - timedelta(days=1)).isoformat())
        lecturer_entry()
        etag = ask(LIST).etag
    assert [ask(LIST, if_none_match=etag).status for _ in range(3)] == [304] * 3
    reading.engine().catch_up(up_to_today())
    assert ask(LIST, if_none_match=etag).status == 200


def test_what_somebody_else_has_answered_in_between_does_not_stay(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Another index stands in, and is behind."""
    monkeypatch.setattr(reading, "_PATIENCE", 0.01)
    first, other = reading.engine(), EmbeddedEngine(tmp_path / "other")
    lecturer_entry("First")
    other.catch_up(log.state())
    lecturer_entry("Second")
    settled = ask(LIST).etag
    assert [ask(LIST, if_none_match=settled).status for _ in range(3)] == [304] * 3
    monkeypatch.setattr(reading, "engine", lambda: other)
    with other._store.writer():
        behind = ask(LIST)
        assert b"Second" not in behind.body
        assert [ask(LIST, if_none_match=behind.etag).status for _ in range(3)] == [304] * 3
        monkeypatch.setattr(reading, "engine", lambda: first)
        answer = ask(LIST, if_none_match=behind.etag)
    assert (answer.status, b"Second" in answer.body) == (200, True)


def test_what_is_included_counts_with_it(ask: Ask) -> None:
    owner = organisation_entry("Before")
    ref = ThingRef(id=owner.thing_id, type="organisation", title="Before", url="")
    path = f"/api/v1/lecturers/{lecturer_entry(organisation=ref).thing_id}?include=organisation"
    etag = ask(path).etag
    assert [ask(path, if_none_match=etag).status for _ in range(2)] == [304, 304]
    organisation_entry("After", key=owner.thing_id)
    answer = ask(path, if_none_match=etag)
    assert (answer.status, b"After" in answer.body) == (200, True)


@pytest.mark.parametrize(
    "other",
    [
        {"if_none_match": '"another"'},
        {"if_none_match": "*"},
        {"origin": "https://partner.example"},
        {"host": "evil.example"},
        {"if_match": '"another"'},
        {"authorization": "Bearer none"},
    ],
)
def test_other_questions_are_djangos(ask: Ask, django: Counting, other: dict[str, str]) -> None:
    etag = ask(LIST).etag
    ask(LIST, if_none_match=etag)
    asked = django.asked
    ask(LIST, **{"if_none_match": etag, **other})
    assert django.asked == asked + 1


def test_a_page_is_never_answered_so(ask: Ask, django: Counting) -> None:
    for _ in range(2):
        ask("/healthz", if_none_match='"x"')
    assert django.asked == 2


def test_a_host_that_is_not_ours_is_refused_each_time(ask: Ask) -> None:
    etag = ask(LIST).etag
    for _ in range(2):
        assert ask(LIST, if_none_match=etag).status == 304
        assert ask(LIST, if_none_match=etag, host="evil.example").status == 400


def test_a_database_that_is_away_is_djangos_to_tell(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    etag = ask(LIST).etag
    ask(LIST, if_none_match=etag)

    def away(*_args: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(log, "state", away)
    assert ask(LIST, if_none_match=etag).status == 503


def test_memory_is_bounded(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.revalidating._MOST", 3)
    application = Revalidation(WSGIHandler())
    for number_ in range(1, 8):
        path = f"{LIST}&limit={number_}"
        etag = Answer(application, path).etag
        assert Answer(application, path, if_none_match=etag).status == 304
        assert len(application._told) <= 3
    long = f"{LIST}&q={'x' * 190}&fields={','.join(['title'] * 150)}"
    etag = Answer(application, long).etag
    told = len(application._told)
    assert Answer(application, long, if_none_match=etag).status == 304
    assert len(application._told) == told
