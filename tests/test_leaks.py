"""Nothing private is told anywhere, by anything, to anybody."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker

from catalogue.checking import settle
from lecturers.choices import FEES, FORMATS, LEVELS, MODES
from pages.languages import COUNTRIES, TAUGHT
from people.services import load_consent_texts
from tests.leaks import canaries
from tests.leaks.canaries import LANGUAGES, World
from tests.leaks.sweep import API, Sent, addresses, answer, leaks, log_lines, sweep

#: A word may look like one of a fixed list, which is everybody's.
FIXED = {
    "mode": set(dict(MODES)), "format": set(dict(FORMATS)), "level": set(dict(LEVELS)), "fee": set(dict(FEES)),
    "endorsed": {"true"}, "language": set(TAUGHT), "country": set(COUNTRIES),
}  # fmt: skip
FACETS = "topic,language,country,mode,format,organisation,level,fee,month,endorsed"


@dataclass
class Told:
    """All that the site said: before anything private was there, with it, and after people have left."""

    world: World
    before: Sent
    after: Sent
    end: Sent
    log: StringIO


@pytest.fixture(scope="module")
def everything(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Told]:
    """Made once for all the tests, and taken back after them."""
    with (
        override_settings(VAR_DIR=tmp_path_factory.mktemp("leaks")),
        django_db_blocker.unblock(),
        transaction.atomic(),
        log_lines() as log,
    ):
        load_consent_texts()
        world, client = canaries.make_public(), Client()
        before = sweep(client)
        canaries.add_private(world)
        after = sweep(client)
        canaries.add_left(world)
        call_command("worker", once="reconcile")
        settle()
        hidden = [path for page in (*world.never.values(), *world.left.values()) for path in addresses(page)]
        yield Told(world, before, after, sweep(client, hidden) | sweep(client), log)
        transaction.set_rollback(True)


@pytest.fixture
def told(everything: Told, db: None) -> Told:
    """In a transaction of the test's own."""
    return everything


def test_the_sweep_goes_everywhere(told: Told) -> None:
    assert len(told.world.words) > 40
    assert len(told.end) > 120
    for page in told.world.public:
        assert {path for path in addresses(page) if told.end.get(path, b"404").startswith(b"200")}
        assert page.title.encode() in told.end["/fi/lecturers/"]
    assert any(path.startswith("/media/") and b"\xff\xd8" in content for path, content in told.end.items())
    assert [path for path, content in told.end.items() if content.startswith(b"5")] == []


def test_no_answer_says_a_private_word(told: Told) -> None:
    assert leaks(told.world.words, told.end) == []


def test_the_log_says_no_private_word(told: Told) -> None:
    assert "could not be built" in told.log.getvalue()
    assert leaks(told.world.words, {"log": told.log.getvalue().encode()}) == []


def test_every_answer_is_guarded_and_sets_no_cookie(told: Told) -> None:
    guards = (
        "Cache-Control", "Content-Security-Policy", "Cross-Origin-Opener-Policy: same-origin", "X-Request-ID",
        "Cross-Origin-Resource-Policy", "Permissions-Policy", "Referrer-Policy", "X-Content-Type-Options: nosniff",
    )  # fmt: skip
    for path, content in told.end.items():
        head = content.partition(b"\n\n")[0].decode()
        assert [guard for guard in guards if f"\n{guard}" not in head] == [], path
        if not path.startswith("/admin/"):
            assert "Set-Cookie" not in head, path
            assert "unsafe" not in head, path
            assert re.search(r"Cache-Control: (public, max-age=\d+|(private, )?no-store|.*no-cache)", head), path


def test_nothing_is_loaded_from_anywhere_else(told: Told) -> None:
    loaded = re.compile(rb"""\s(?:src|srcset|poster|action)="([^"]*)"|<link rel="(?:stylesheet|icon)" href="([^"]*)""")
    for path, content in told.end.items():
        for source in (part for found in loaded.findall(content) for part in b"".join(found).split(b", ") if part):
            assert re.match(rb"/[^/]|https://testserver/|data:", source), f"{source!r} at {path}"


def test_what_is_private_changes_no_answer_at_all(told: Told) -> None:
    """Not a count, not an order, not an ETag: who was never public might as well not be there."""
    assert {path for path in told.before.keys() | told.after if told.before.get(path) != told.after.get(path)} == set()


def test_nobody_is_found_by_a_private_word(told: Told, client: Client) -> None:
    for word in sorted(told.world.words):
        for asked in (f"q={word}", f"q={word[:-1]}", *(f"q={word}&locale={code}&fallback=any" for code in LANGUAGES)):
            found = client.get(f"{API}/lecturers?{asked}&facets={FACETS}").json()
            assert (found["data"], found["page"]["total"]) == ([], 0), asked
            assert not any(found["facets"].values()), asked
        for everything in ("organisations", "search"):
            assert client.get(f"{API}/{everything}?q={word}&locale=en&fallback=any").json()["data"] == [], word
        assert 'class="card"' not in client.get(f"/en/lecturers/?q={word}").text


def test_no_private_word_is_a_value_or_meant_by_one(told: Told, client: Client) -> None:
    for word in sorted(told.world.words):
        for name in FACETS.split(","):
            refused = client.get(f"{API}/lecturers?{name}={word}x")
            assert refused.status_code == 400
            assert set(refused.json()["errors"][0]["did_you_mean"]) <= FIXED.get(name, set())


def test_counts_and_orders_are_of_the_public_alone(told: Told, client: Client) -> None:
    public = sorted(str(page.translation_key) for page in told.world.public)
    for order in ("relevance", "title", "-title", "updated_at", "-updated_at"):
        found = client.get(f"{API}/lecturers?sort={order}&facets={FACETS}").json()
        assert found["page"]["total"] == len(public)
        assert sorted(item["id"] for item in found["data"]) == public
        assert {value["label"] for value in found["facets"]["organisation"]} == {"Sunrise Association"}
        assert all(value["count"] <= len(public) for values in found["facets"].values() for value in values)
        assert "MT" not in json.dumps(found["facets"]["country"])
        assert [found["facets"][name] for name in ("level", "fee", "month", "endorsed")] == [[], [], [], []]


def test_a_network_is_found_by_and_has_public_members_alone(told: Told, client: Client) -> None:
    found = client.get(f"{API}/organisations?facets=type,country,serves,language,topic,network").json()
    assert sorted(item["title"] for item in found["data"]) == ["Baltic Ring", "Sunrise Association"]
    assert [item["contact"] for item in found["data"]] == [None, None]
    assert [(value["label"], value["count"]) for value in found["facets"]["network"]] == [("Baltic Ring", 1)]
    assert "MT" not in json.dumps(found["facets"])


@pytest.mark.parametrize("method", ["get", "head", "options", "post"])
@pytest.mark.parametrize("slash", ["/", ""])
def test_nobody_can_tell_a_hidden_page_from_none(told: Told, client: Client, method: str, slash: str) -> None:
    """Neither by the answer nor by the work behind it, which takes time."""
    known = {"If-None-Match": "*", "If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"}
    for page in (*told.world.never.values(), *told.world.left.values()):
        for path in addresses(page):
            if str(page.translation_key) not in path:
                nothing = path.rstrip("/").rpartition("/")[0] + "/nothing"
                for asked in (path.rstrip("/") + slash, nothing + slash):
                    answer(client, asked, method, **known)
                hidden, none = (
                    _work(client, asked, method, known) for asked in (path.rstrip("/") + slash, nothing + slash)
                )
                assert hidden == none, path


def _work(client: Client, path: str, method: str, headers: dict[str, str]) -> tuple[bytes, int]:
    """The answer, without the address that was asked for, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        said = answer(client, path, method, **headers)
    return said.replace(path.rstrip("/").encode(), b""), len(queries)


def test_the_pictures_of_those_who_left_are_gone(told: Told, client: Client) -> None:
    assert len(told.world.photos) == 4 * len(told.world.left)
    for name in told.world.photos:
        assert answer(client, f"/media/{name}") == answer(client, "/media/nothing.jpg")
