"""Starting web and worker together, and stopping them together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from django.conf import settings

from config import ROOT

HOST = "127.0.0.1"
#: How long a process may take to stop by itself, in seconds.
_PATIENCE = 10.0


def is_taken(port: int) -> bool:
    """Whether another program listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def run(port: int, when_ready: Callable[[], object]) -> None:
    """Run both until one ends or somebody stops us; then neither is left."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    paths = os.pathsep.join([str(ROOT / "site"), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONUNBUFFERED": "1"}
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the children inherit this: Ctrl-C is ours, and we stop them
    # Each in a group of its own, so that what they start themselves can be ended with them.
    children = [subprocess.Popen(command, cwd=ROOT, env=environment, process_group=0) for command in _commands(port)]
    signal.signal(signal.SIGINT, _interrupt)
    try:
        if _answers(port, children):
            when_ready()
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
    except KeyboardInterrupt:
        return
    finally:
        _stop(children)
    sys.exit(max((child.returncode for child in children), key=abs))


def _commands(port: int) -> list[list[str]]:
    manage = [sys.executable, str(ROOT / "manage.py")]
    return [_web(port, manage), [*manage, "worker"]]


def _web(port: int, manage: list[str]) -> list[str]:
    if settings.DEBUG:
        return [*manage, "runserver", f"{HOST}:{port}"]
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    limits = ["--workers", str(workers), "--blocking-threads", "2", "--respawn-failed-workers"]
    return [*granian, *limits, "--log-level", "warning", "config.wsgi:application"]


def _answers(port: int, children: list[subprocess.Popen[bytes]]) -> bool:
    """Wait until the site answers; not if a process has ended before."""
    while all(child.poll() is None for child in children):
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5):
                return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    return False


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    _listen_no_more()
    for child in children:
        child.terminate()
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=_PATIENCE)
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _interrupt(number: int, frame: FrameType | None) -> None:
    _listen_no_more()
    raise KeyboardInterrupt


def _listen_no_more() -> None:
    """Told again at the same moment, as make passes on what its group is told, we would leave the children behind."""
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
