"""`manage.py start`, as `make serve` calls it: one command, both processes, nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, port: int) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": "made for this test alone",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "VAR_DIR": str(folder),
    }


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site's files, for all its starts: the first one makes them, which takes a minute."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture
def site(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The started site, in a session of its own so that whatever it leaves can be found."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "start"],
        cwd=ROOT,
        env=environment(folder, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    yield process
    for left in members(process.pid):
        os.kill(left, signal.SIGKILL)
    process.communicate()


def members(session: int) -> dict[int, str]:
    """The processes of a session that still live, and how they were called."""
    listed = subprocess.run(["ps", "-wweo", "sess=,pid=,stat=,args="], capture_output=True, text=True, check=True)
    rows = [line.split(None, 3) for line in listed.stdout.splitlines()]
    return {int(row[1]): row[3] for row in rows if int(row[0]) == session and not row[2].startswith("Z")}


def nothing_left(session: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while members(session) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not members(session)


def wait_for(process: subprocess.Popen[str], text: str) -> str:
    """Read what the process says until the text is among it."""
    said = ""
    assert process.stdout
    for line in process.stdout:
        said += line
        if text in line:
            return said
    pytest.fail(f"ended without saying {text!r}:\n{said}")


def test_it_serves_and_stops_as_one(site: subprocess.Popen[str], port: int) -> None:
    wait_for(site, f"http://127.0.0.1:{port}/ is ready")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
        assert answer.status == 200
    running = " ".join(members(site.pid).values())
    assert "granian" in running
    assert "manage.py worker" in running
    site.send_signal(signal.SIGTERM)
    assert site.wait(timeout=20) == 0
    assert nothing_left(site.pid, seconds=5)


def test_it_stops_though_it_is_told_again_meanwhile(site: subprocess.Popen[str], port: int) -> None:
    wait_for(site, f"http://127.0.0.1:{port}/ is ready")
    for _ in range(1000):
        site.send_signal(signal.SIGTERM)
    assert site.wait(timeout=20) == 0
    assert nothing_left(site.pid, seconds=1)


def test_nothing_is_left_of_a_server_that_will_not_stop(site: subprocess.Popen[str], port: int) -> None:
    """Its own processes would go on answering, and hold the port."""
    wait_for(site, f"http://127.0.0.1:{port}/ is ready")
    running = members(site.pid)
    os.kill(min(pid for pid, called in running.items() if "granian" in called), signal.SIGSTOP)
    os.kill(next(pid for pid, called in running.items() if "manage.py worker" in called), signal.SIGKILL)
    assert site.wait(timeout=30) != 0
    assert nothing_left(site.pid, seconds=5)


def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path, port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        run = subprocess.run(
            [sys.executable, "manage.py", "start"],
            cwd=ROOT,
            env=environment(tmp_path, port),
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode == 1
    assert run.stderr.strip() == (
        f"CommandError: Port {port} is taken: stop what uses it, or choose another with PORT=8001."
    )
