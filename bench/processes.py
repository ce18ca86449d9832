"""What processes of this machine cost. How much one holds or has computed is known on Linux alone."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PROC = Path("/proc")
#: So much of a core, for so many seconds, is nothing to wait for.
_IDLE, _WHILE = 0.1, 3.0


def cost(environment: Mapping[str, str], program: str, *arguments: str) -> tuple[float, float]:
    """Seconds, and megabytes at most."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / program), *arguments], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        _pid, status, usage = os.wait4(process.pid, 0)
    except BaseException:
        process.kill()  # or it would go on alone
        raise
    if status:
        raise SystemExit(f"{program} {' '.join(arguments)} failed.")
    return time.perf_counter() - began, usage.ru_maxrss / 1000


def resident(pid: int) -> int:
    """How many bytes a process holds, or the greatest of those that it has started; 0 where nobody says so."""
    started = _PROC / str(pid) / "task" / str(pid) / "children"
    children = started.read_text().split() if started.exists() else []
    return max([_held(pid), *(_held(int(child)) for child in children)])


def _held(pid: int) -> int:
    told = _PROC / str(pid) / "status"
    lines = told.read_text().splitlines() if told.exists() else []
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
