"""Run a command on PostgreSQL: the one that TEST_DATABASE_URL names, or one made for it alone."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

MISSING = (
    "The tests were not run on PostgreSQL: set TEST_DATABASE_URL, or install the server (apt-get install postgresql)."
)


def main(command: list[str]) -> int:
    """Answer with the command's own exit code."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        return run(command, url)
    if binaries := find_binaries():
        return run_on_own_cluster(command, binaries)
    print(MISSING)  # noqa: T201 - a script speaks on the terminal
    return 1 if os.environ.get("REQUIRE_ALL") == "1" else 0


def find_binaries() -> Path | None:
    """The folder with the newest server's programs, which Debian keeps off the path."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return installed[-1].parent if installed else None


def run_on_own_cluster(command: list[str], binaries: Path) -> int:
    """A cluster in a temporary folder, on a free port of the loopback, without the care for lasting data."""
    owner = "postgres" if os.geteuid() == 0 else None
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        if owner:
            shutil.chown(folder, owner)
        data = f"{folder}/data"

        def server(program: str, *arguments: str) -> None:
            subprocess.run(
                [binaries / program, "-D", data, *arguments],
                user=owner,
                cwd=folder,
                check=True,
                stdout=subprocess.DEVNULL,
            )

        server("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync")
        options = f"-h 127.0.0.1 -p {port} -k {folder} -F -c full_page_writes=off"
        server("pg_ctl", "-w", "-l", f"{folder}/log", "-o", options, "start")
        try:
            return run(command, f"postgres://postgres@127.0.0.1:{port}/postgres")
        finally:
            server("pg_ctl", "-w", "-m", "immediate", "stop")


def run(command: list[str], url: str) -> int:
    return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
