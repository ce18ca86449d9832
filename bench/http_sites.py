"""The sites that are compared: made in a folder of the run's own, each served by one granian process."""

import hashlib
import json
import os
import pickle
import secrets
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import Any, Self
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

from bench import databases

ROOT = Path(__file__).resolve().parent.parent
STOCK = ROOT / "bench" / "stock"
HOST = "127.0.0.1"
#: As many as the stock site's memory of renditions holds.
PORTRAITS = 70
_SAME = ("ETag", "Link", "Content-Type", "Cache-Control")


class Sites:
    """Makes and serves them; `port` and those after it must be free."""

    def __init__(self, scratch: Path, port: int) -> None:
        self.scratch = scratch
        self.ours = f"http://{HOST}:{port}"
        self.computed, self.stock, self.raw = (f"http://{HOST}:{port + n}" for n in (1, 2, 3))
        self.own = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "VAR_DIR": str(scratch / "ours"),
            "DATABASE_URL": databases.address("ours", scratch),
            "PUBLIC_URL": self.ours,
            "SECRET_KEY": secrets.token_urlsafe(50),
            "LOG_LEVEL": "error",
            "RATE_LIMIT": "0",  # here all requests are one client's
            "SEARCH_URL": "",  # a cluster is asked by those sites that are told of it
            "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
        }
        self.theirs = {
            **os.environ,
            "VAR_DIR": str(scratch / "stock"),
            "DATABASE_URL": databases.address("stock", scratch),
            "PUBLIC_URL": self.stock,
            "PYTHONPATH": str(STOCK),
        }
        for name in ("ours", "stock", "portraits"):
            (scratch / name).mkdir(exist_ok=True)

    def told(self, settings: Mapping[str, str]) -> Self:
        """The same sites, where ours has these settings, too."""
        others = copy(self)
        others.own = self.own | dict(settings)
        return others

    def make_ours(self, lecturers: int) -> None:
        for command in (["migrate"], ["demo", "--lecturers", str(lecturers)]):
            self.manage(*command)

    def manage(self, *command: str) -> None:
        _run([sys.executable, str(ROOT / "manage.py"), *command], self.own)

    def content(self) -> dict[str, list[dict[str, Any]]]:
        """All that our API says in English of organisations and lecturers. Some of the portraits come along, and stand
        for the others' too."""
        found = {name: list(self._all(name)) for name in ("organisations", "lecturers")}
        shown = [each for each in found["lecturers"] if each["photo"]]
        portraits = [self._portrait(each["photo"]["url"]) for each in shown[:PORTRAITS]]
        for number, each in enumerate(found["lecturers"]):
            each["portrait"] = portraits[number % len(portraits)] if each["photo"] else ""
        return found

    def make_stock(self, content: dict[str, list[dict[str, Any]]]) -> list[int]:
        """The numbers of the lecturers' pages, in the order of the content."""
        told = self.scratch / "content.json"
        told.write_text(json.dumps(content))
        fill = [sys.executable, str(STOCK / "fill.py"), str(told), str(self.scratch / "portraits")]
        ids: list[int] = json.loads(_run(fill, self.theirs))
        return ids

    def know(self, requests: Iterable[str]) -> dict[str, str]:
        """Give our answers to these to the raw app beforehand; returns their ETags."""
        answers = {}
        for path in dict.fromkeys(requests):
            with urlopen(self.ours + path) as answer:
                headers = [(name, answer.headers[name]) for name in _SAME if answer.headers[name]]
                answers[path if "?" in path else f"{path}?"] = (answer.headers["ETag"], headers, answer.read())
        (self.scratch / "answers").write_bytes(pickle.dumps(answers))
        return {path.removesuffix("?"): etag for path, (etag, _headers, _body) in answers.items()}

    @contextmanager
    def serve_ours(self) -> Iterator[None]:
        with served("config.wsgi:application", self.ours, self.own):
            yield

    @contextmanager
    def serve_others(self) -> Iterator[None]:
        """Ours without anything kept, stock, and raw."""
        computing = {**self.own, "KEPT_ANSWERS": "0"}
        knowing = {**os.environ, "ANSWERS": str(self.scratch / "answers"), "PYTHONPATH": str(ROOT)}
        with (
            served("config.wsgi:application", self.computed, computing),
            served("wsgi:application", self.stock, self.theirs),
            served("bench.raw:application", self.raw, knowing),
        ):
            yield

    @contextmanager
    def busy(self) -> Iterator[None]:
        """While an editor publishes one lecturer a second, and the worker follows."""
        every = "import sys, time\nwhile True: print(flush=True); time.sleep(1)"
        clock = subprocess.Popen([sys.executable, "-c", every], stdout=subprocess.PIPE)
        editor = subprocess.Popen([sys.executable, str(ROOT / "bench" / "publishing.py")], env=self.own,
                                  stdin=clock.stdout, stdout=subprocess.PIPE)  # fmt: skip
        try:
            if not editor.stdout or not editor.stdout.readline():
                raise SystemExit("Nobody could publish.")
            yield
        finally:
            for process in (clock, editor):
                process.terminate()
                process.wait()

    def _all(self, collection: str) -> Iterator[dict[str, Any]]:
        address = f"{self.ours}/api/v1/{collection}?locale=en&sort=title&limit=100"
        cursor = ""
        while cursor is not None:
            with urlopen(address + (f"&cursor={cursor}" if cursor else "")) as answer:
                page = json.load(answer)
            yield from page["data"]
            cursor = page["page"]["next"]

    def _portrait(self, url: str) -> str:
        with urlopen(url) as answer:
            picture = answer.read()
        name = f"{hashlib.sha256(picture).hexdigest()[:16]}.jpg"
        (self.scratch / "portraits" / name).write_bytes(picture)
        return name


@contextmanager
def served(application: str, url: str, environment: dict[str, str]) -> Iterator[int]:
    """One process, one thread, until the end of the block. Gives the number of the process that has started it."""
    port = str(urlsplit(url).port)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", port, "--workers", "1",
               "--blocking-threads", "1", "--log-level", "error", application]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=environment, process_group=0)
    try:
        _wait(url, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            urlopen(f"{url}/healthz", timeout=30).close()
        except HTTPError:  # an answer, too: only ours has such an address
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"Nothing answers at {url}.")


def _run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[1:3])} failed.")
    return done.stdout
