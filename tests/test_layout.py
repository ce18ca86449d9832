"""The shape of the house: where things are and how large they may be."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
APPS = sorted(path.parent.name for path in ROOT.glob("*/apps.py"))
SOURCE = sorted({path.parent.name for path in ROOT.glob("*/*.py")} - {"tests"} | {"site"})
WRITTEN = {".py", ".html", ".css", ".js", ".xml"}


def files(*folders: str) -> Iterator[Path]:
    """What people wrote by hand there: no migrations, nothing of others, nothing made by a program."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in WRITTEN and not {"migrations", "vendor", "__pycache__"} & set(path.parts):
                yield path


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def python(*folders: str) -> list[Path]:
    return [path for path in files(*folders) if path.suffix == ".py"]


def test_no_file_is_too_long() -> None:
    everything = files(*SOURCE, "tests", "templates", "static")
    assert {str(path): lines(path) for path in everything if lines(path) > 300} == {}


def test_no_function_is_too_long() -> None:
    lengths = {
        f"{path.relative_to(ROOT)}: {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in python(*SOURCE, "tests")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length > 40} == {}


def test_the_catalogue_can_be_read_in_one_sitting() -> None:
    assert sum(lines(path) for path in python("catalogue")) < 800


def test_there_is_at_least_as_much_test_as_source() -> None:
    source, tests = (sum(lines(path) for path in python(*folders)) for folders in (SOURCE, ["tests"]))
    assert tests >= source


def test_site_is_a_source_root_and_no_package() -> None:
    assert not (ROOT / "site" / "__init__.py").exists()
    assert [path.name for path in (ROOT / "site").iterdir() if path.name != "__pycache__"] == ["config"]
    standard = subprocess.run(
        [sys.executable, "-c", "import site, config; print(site.__file__)"],
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not Path(standard.stdout.strip()).is_relative_to(ROOT)


def test_git_sees_the_site_folder_and_not_the_local_files() -> None:
    ignored = (ROOT / ".gitignore").read_text().split()
    assert not {"/site", "site", "site/", "/site/"} & set(ignored)
    assert {"/.env", "/.venv/", "/var/", "*.mo"} <= set(ignored)


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "core", "misc"])
def test_there_are_no_junk_drawers(word: str) -> None:
    assert [path for path in python(*SOURCE, "tests") if word in path.relative_to(ROOT).with_suffix("").parts] == []


def test_the_lock_has_a_hash_for_everything() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        pins = [line for line in (ROOT / name).read_text().splitlines() if line and line[0].isalpha()]
        assert all("==" in pin and pin.endswith("\\") for pin in pins)
        assert (ROOT / name).read_text().count("--hash=sha256:") >= len(pins) > 40
