"""The documentation is held to the code: what it names exists, and what exists is named where a list says so."""

import importlib
import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.urls import Resolver404, resolve

from config.jobs import JOBS

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
HOW_TO = ROOT / "docs/how-to-add.md"
RECORDS = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LAYERS: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0][
    "layers"
]
FENCE = re.compile(r"^```(\S*) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLE = ("notices", "templates/notices", "tests/notices", "templates/blocks", "blocks/", "pages/blocks.py")
CODE = re.compile(r"`([^`\n]+)`")
pytestmark = pytest.mark.once
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def words(page: Path) -> list[str]:
    """What stands in a page as `code` within a sentence."""
    return CODE.findall(prose(page))


def table(page: Path, heading: str) -> list[str]:
    """The first cells of the table below a heading, without the heads of its columns."""
    section = page.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| *(.+?) *\|", section, re.MULTILINE)[2:]


def shown(text: str) -> list[str]:
    return CODE.findall(text)


def test_the_readme_is_short() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 150


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        if not found.exists() or (anchor and anchor not in anchors(found)):
            broken.append(target)
    assert broken == []


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@each_page
def test_files_and_folders_exist(page: Path) -> None:
    """Those of the examples in the recipes are for the reader to make."""
    path = re.compile(r"\.?[a-z][\w-]*(/[\w.<>*-]*)+|[\w.-]+\.(py|md|toml|txt|in)")
    missing = [
        word for word in words(page) if path.fullmatch(word) and not word.startswith(EXAMPLE) and not exists(word)
    ]
    assert missing == []


def exists(word: str) -> bool:
    """By its path; a name that is no path, or one that many apps have, wherever it is below them."""
    pattern = re.sub(r"<\w+>", "*", word.rstrip("/"))
    return any(any(folder.glob(pattern)) for folder in [ROOT, ROOT / "site", *(ROOT / layer for layer in LAYERS)])


@each_page
def test_names_in_code_exist(page: Path) -> None:
    dotted = [word for word in words(page) if re.fullmatch(rf"({'|'.join(LAYERS)})(\.\w+)+", word)]
    assert [word for word in dotted if not word.endswith(".py") and not found(word)] == []


def found(dotted: str) -> bool:
    """Whether it is a module, or something in one."""
    parts, rest = dotted.split("."), list[str]()
    while parts:
        try:
            value: object = importlib.import_module(".".join(parts))
        except ModuleNotFoundError:
            rest.insert(0, parts.pop())
            continue
        for name in rest:
            value = getattr(value, name, None)
        return value is not None
    return False


def ours() -> set[str]:
    return {name for name, app in get_commands().items() if app in LAYERS}


@each_page
def test_commands_exist(page: Path) -> None:
    """With their arguments, as their own parsers see them."""
    text = page.read_text(encoding="utf-8")
    lines = re.findall(r"manage\.py ([a-z_]+[^`#&|\n]*)", text)
    lines += [word for word in words(page) if word.split()[0] in ours() and " " in word]
    for line in lines:
        name, *arguments = shlex.split(line)
        parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
        parser.parse_args([argument for argument in arguments if argument.isascii()])
    targets = re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[0].split()
    assert set(re.findall(r"(?:`|    )make ([a-z-]+)", text)) - set(targets) == set()


def test_the_readme_names_every_command_of_ours() -> None:
    named = {word.split()[0] for word in shown("\n".join(table(README, "Commands")))}
    assert named == ours()


def test_the_readme_names_every_setting() -> None:
    example = re.findall(r"^#([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert set(shown("\n".join(table(README, "Settings")))) == set(example) - {"DJANGO_SETTINGS_MODULE"}


@each_page
def test_settings_and_variables_exist(page: Path) -> None:
    named = {word.partition("=")[0] for word in words(page) if re.fullmatch(r"[A-Z][A-Z]*_[A-Z_]+(=\S*)?", word)}
    sources = [*ROOT.glob("site/**/*.py"), *ROOT.glob("scripts/*.py"), ROOT / "Makefile", ROOT / ".env.example"]
    code = "\n".join(path.read_text(encoding="utf-8") for path in [*sources, *ROOT.glob("*/*.py")])
    assert {name for name in named if not re.search(rf"\b{name}\b", code)} == set()


def test_the_readme_names_every_address_of_the_api() -> None:
    """A name in braces stands for each of those that the second cell of its first row names."""
    rows = re.findall(r"^\| (`/api/.+?) \| (.+) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    named: dict[str, list[str]] = {}
    said = set()
    for cell, told in rows:
        for address in shown(cell):
            plural = address.split("/")[3]
            each = named.setdefault(plural, [word for word in shown(told) if word.isalpha()])
            said |= {address.replace(plural, name) for name in (each if plural.startswith("{") else [plural])}
    assert said == set(json.loads((ROOT / "docs/openapi.json").read_text(encoding="utf-8"))["paths"])


@each_page
def test_addresses_exist(page: Path) -> None:
    addresses = [word for word in words(page) if re.match(r"/[a-z]", word)]
    assert [address for address in addresses if not answers(address)] == []


def answers(address: str) -> bool:
    """Whether a view is there, other than those for all that is not; what stands for something is filled in."""
    try:
        view = resolve(re.sub(r"\{\w+\}|<\w+>", "lecturers", address)).func
    except Resolver404:
        return address.startswith(settings.STATIC_URL) or address in (f"/{code}/" for code, _name in settings.LANGUAGES)
    return view.__name__ not in ("default", "elsewhere")


def test_the_drawing_shows_every_layer_in_its_place() -> None:
    drawing = (ROOT / "docs/house.svg").read_text(encoding="utf-8")
    assert re.findall(r'class="name">(\w+)<', drawing) == LAYERS


def test_the_readme_says_what_each_folder_holds() -> None:
    folders = [cell.strip("`/") for cell in table(README, "The house")]
    assert folders == ["site/config" if layer == "config" else layer for layer in LAYERS]


def test_the_pictures_are_small_and_load_nothing() -> None:
    pictures = [path for path in (ROOT / "docs").iterdir() if path.suffix in {".webp", ".png", ".svg"}]
    assert {path.name for path in pictures if path.stat().st_size > 200_000} == set()
    assert len(pictures) >= 2
    assert "href" not in (ROOT / "docs/house.svg").read_text()


def test_every_job_of_the_worker_is_described() -> None:
    page = ROOT / "docs/architecture.md"
    said = re.findall(r"^\| `([a-z-]+)` \| ([\d.]+) \|", page.read_text(), re.MULTILINE)
    assert [(name, float(pause)) for name, pause in said] == [(job.name, job.every) for job in JOBS]


def test_decisions_are_numbered_and_in_the_index() -> None:
    titles = [path.read_text(encoding="utf-8").splitlines()[0] for path in RECORDS]
    numbers = [int(path.name[:4]) for path in RECORDS]
    assert numbers == list(range(1, len(RECORDS) + 1))
    assert [title.split(".")[0] for title in titles] == [f"# {number}" for number in numbers]
    index = re.findall(r"^- \[(.+)\]\((.+)\)$", (ROOT / "docs/adr/README.md").read_text(), re.MULTILINE)
    assert index == [(title[2:], path.name) for title, path in zip(titles, RECORDS, strict=True)]


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_a_decision_is_short_and_has_reasons_and_consequences(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert len(text.splitlines()) <= 40


@each_page
def test_a_page_names_no_machine(page: Path) -> None:
    """No folder of somebody's machine, no host that packages come from, no address but one's own."""
    machine = r"(?<![\w.])/(?:root|tmp|home|work|usr|opt|mnt|etc)/\S*|pypi\.\w+|pythonhosted|index-url|(?:\d+\.){3}\d+"
    assert set(re.findall(machine, page.read_text(encoding="utf-8"))) <= {"127.0.0.1"}


@each_page
def test_the_spelling_is_british(page: Path) -> None:
    american = r"\b(?:\w*avior|labeled|canceled|colors?|centers?|catalogs?|gray|licenses|(?:organ|recogn)iz\w+)\b"
    assert re.findall(american, CODE.sub("", prose(page)), re.IGNORECASE) == []


def test_what_security_says_of_signing_in_is_so() -> None:
    guarded = {"axes", "allauth.mfa"} & set(settings.INSTALLED_APPS)
    assert ("no second factor and no lock-out" in (ROOT / "SECURITY.md").read_text()) == (not guarded)


def test_the_recipe_for_a_page_type_works(tmp_path: Path) -> None:
    """Follow it to the letter in a copy of the project."""
    copy = tmp_path / "copy"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "var", "__pycache__"))
    section = HOW_TO.read_text(encoding="utf-8").split("\n## A page type\n")[1].split("\n## ")[0]
    blocks = FENCE.findall(section)
    assert [path for language, path, _text in blocks if language != "sh"]
    for language, path, text in blocks:
        if language == "sh":
            run(copy, "bash", "-euc", text)
        else:
            (copy / path).write_text(text, encoding="utf-8")
    asked = [
        "tests/notices",
        "tests/test_architecture.py",
        "tests/api/test_openapi.py::test_the_snapshot_is_up_to_date",
    ]
    run(copy, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *asked)
    run(copy, "ruff", "check", "--quiet", "notices", "tests/notices")
    run(copy, "ruff", "format", "--quiet", "--check", "notices", "tests/notices")


def run(folder: Path, *command: str) -> None:
    programs = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    environment = {"PATH": programs, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
