"""What processes of this machine cost. How much one holds or has computed is known on Linux alone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PROC = Path("/proc")
#: So much of a core, for so many seconds, is nothing to wait for.
_IDLE, _WHILE = 0.1, 3.0
#: How often a process is looked at, in seconds.
_GLANCE = 0.2


def end_well() -> None:
    """When told to stop, end what has been started, too; once, even if it is told twice, as all of a terminal is."""

    def stop(_number: int, _frame: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        sys.exit("Stopped.")

    signal.signal(signal.SIGTERM, stop)


def cost(environment: Mapping[str, str], program: str, *arguments: str) -> tuple[float, float]:
    """Seconds, and megabytes at most, of a program and those that it starts together."""
    began, most = time.perf_counter(), 0
    process = subprocess.Popen(
        [sys.executable, str(ROOT / program), *arguments], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            most = max(most, sum(_held(pid) for pid in (process.pid, *_started(process.pid))))
            time.sleep(_GLANCE)
    except BaseException:
        process.kill()  # or it would go on alone
        raise
    _pid, status, usage = ended
    if status:
        raise SystemExit(f"{program} {' '.join(arguments)} failed.")
    return time.perf_counter() - began, max(most / 1e6, usage.ru_maxrss / 1000)


def resident(pid: int) -> int:
    """How many bytes a process holds, or the greatest of those that it has started; 0 where nobody says so."""
    return max(_held(each) for each in (pid, *_started(pid)))


def _started(pid: int) -> list[int]:
    started = _PROC / str(pid) / "task" / str(pid) / "children"
    try:
        return [int(child) for child in started.read_text().split()]
    except OSError:  # it has ended, or this is no Linux
        return []


def _held(pid: int) -> int:
    try:
        lines = (_PROC / str(pid) / "status").read_text().splitlines()
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


def wait_until_idle(process: subprocess.Popen[bytes]) -> None:
    """Until it has hardly computed anything twice in a row."""
    quiet = 0
    while quiet < 2:
        before = _computed(process.pid)
        time.sleep(_WHILE)
        if process.poll() is not None:
            raise SystemExit("What was to become idle has ended.")
        quiet = quiet + 1 if _computed(process.pid) - before < _IDLE * _WHILE else 0


def _computed(pid: int) -> float:
    """Seconds of computing so far, all of its threads together."""
    told = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
