"""The Makefile: what it offers, and what it says where something is missing."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
MAKEFILE = (ROOT / "Makefile").read_text()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the Makefile and the locks alone, as before anything was made."""
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def python(folder: Path, answer: str) -> str:
    """A Python that answers every question with that line of shell."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{answer}\n")
    path.chmod(0o755)
    return f"PYTHON={path}"


def test_make_alone_lists_every_target(folder: Path) -> None:
    declared = re.findall(r"\S+", MAKEFILE.split(".PHONY:")[1].splitlines()[0])
    listed = re.findall(r"^  make (\S+) +\S", make(folder).stdout, re.MULTILINE)
    assert sorted(listed) == sorted(declared)
    assert {"run", "test"} <= set(listed)


def test_without_python_one_sentence_says_so(folder: Path) -> None:
    made = make(folder, "PYTHON=", "run")
    assert made.returncode != 0
    assert made.stdout.splitlines()[-1] == "Python 3.11 or newer is needed, and none was found."


def test_without_venv_the_package_is_named(folder: Path) -> None:
    made = make(folder, python(folder, "exit 1"), "run")
    assert made.returncode != 0
    assert "apt-get install python3-venv" in made.stdout.splitlines()[-1]
    assert not (folder / ".venv").exists()


def test_a_fresh_folder_gets_the_settings_for_development_once(folder: Path) -> None:
    make(folder, ".env")
    assert (folder / ".env").read_text() == "DJANGO_SETTINGS_MODULE=config.settings.dev\n"
    (folder / ".env").write_text("PUBLIC_URL=https://example.org\n")
    make(folder, ".env")
    assert (folder / ".env").read_text() == "PUBLIC_URL=https://example.org\n"


def test_the_secret_is_made_once_and_nobody_else_can_read_it(folder: Path) -> None:
    make(folder, "kept/secret", "VAR_DIR=kept")
    secret = folder / "kept" / "secret"
    assert secret.stat().st_mode & 0o077 == 0
    made = secret.read_text()
    assert len(made.strip()) >= 50
    make(folder, "kept/secret", "VAR_DIR=kept")
    assert secret.read_text() == made


def test_packages_are_installed_again_only_when_the_lock_changes(folder: Path) -> None:
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").touch()
    pip = folder / ".venv" / "bin" / "pip"
    pip.write_text('#!/bin/sh\necho "$@" >> pip.log\n')
    pip.chmod(0o755)
    log = folder / "pip.log"
    for _twice in range(2):
        assert make(folder, ".venv/packages").returncode == 0
    assert log.read_text().count("--require-hashes -r requirements.txt") == 1
    (folder / ".venv" / "packages").touch()
    later = (folder / ".venv" / "packages").stat().st_mtime + 10
    subprocess.run(["touch", "-d", f"@{later}", folder / "requirements.txt"], check=True)
    make(folder, ".venv/packages")
    assert log.read_text().count("--require-hashes -r requirements.txt") == 2
