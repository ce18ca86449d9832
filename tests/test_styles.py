"""The styles: they mirror, they need nobody else, and everything can be read by day and by night."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parent.parent / "static"
SHEETS = sorted(path.name for path in (STATIC / "css").glob("*.css"))
TOKENS = (STATIC / "css" / "tokens.css").read_text()
PHYSICAL = re.compile(
    r"(?<![\w-])(left|right|(margin|padding|border|inset|scroll-\w+)-(left|right|top|bottom)|top|bottom"
    r"|(min-|max-)?(width|height))(?=\s*:)|:\s*(left|right)\b"
)
AA_TEXT, AA_EDGE = 4.5, 3.0
READ_ON = [
    ("ink", "paper", AA_TEXT),
    ("ink", "surface", AA_TEXT),
    ("ink", "tint", AA_TEXT),
    ("ink", "mark", AA_TEXT),
    ("ink", "warn", AA_TEXT),
    ("ink-soft", "paper", AA_TEXT),
    ("ink-soft", "surface", AA_TEXT),
    ("ink-soft", "tint", AA_TEXT),
    ("link", "paper", AA_TEXT),
    ("link", "surface", AA_TEXT),
    ("link", "tint", AA_TEXT),
    ("link", "warn", AA_TEXT),
    ("link-hover", "paper", AA_TEXT),
    ("on-action", "action", AA_TEXT),
    ("on-action", "action-hover", AA_TEXT),
    ("on-deep", "deep", AA_TEXT),
    ("on-deep-soft", "deep", AA_TEXT),
    ("on-dark", "madder", AA_TEXT),
    ("on-dark", "pine", AA_TEXT),
    ("on-dark", "indigo", AA_TEXT),
    ("on-dark", "plum", AA_TEXT),
    ("on-light", "ochre", AA_TEXT),
    ("on-light", "rose", AA_TEXT),
    ("on-light", "sand", AA_TEXT),
    ("edge", "surface", AA_EDGE),
    ("focus", "paper", AA_EDGE),
    ("focus", "tint", AA_EDGE),
]


def sheet(name: str) -> str:
    """A style sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", (STATIC / "css" / name).read_text(), flags=re.DOTALL)


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", block))


DAY = colours(TOKENS.split("@media")[0])
NIGHT = DAY | colours(TOKENS.split("@media")[1])


def luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize(("ink", "ground", "wanted"), READ_ON)
def test_colours_can_be_told_apart(scheme: dict[str, str], ink: str, ground: str, wanted: float) -> None:
    light, dark = sorted((luminance(scheme[ink]), luminance(scheme[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= wanted


def test_day_and_night_differ() -> None:
    assert DAY["paper"] != NIGHT["paper"]
    assert DAY["ink"] != NIGHT["ink"]


@pytest.mark.parametrize("name", SHEETS)
def test_sheet_mirrors(name: str) -> None:
    """Logical properties only; a condition of @media on the window's width is no property."""
    rules = re.sub(r"@(media|container)[^{]*", "", sheet(name))
    assert [found.group() for found in PHYSICAL.finditer(rules)] == []


@pytest.mark.parametrize("rule", ["left: 0", "margin-left: 1px", "text-align: right", "width: 3px", "top: 0"])
def test_what_does_not_mirror_is_noticed(rule: str) -> None:
    assert PHYSICAL.search(f".a {{ {rule}; }}")


@pytest.mark.parametrize(
    "rule", ["inset-inline-start: 0", "line-height: 1", "border-block-start: 0", "stroke-width: 2"]
)
def test_what_mirrors_passes(rule: str) -> None:
    assert not PHYSICAL.search(f".a {{ {rule}; }}")


@pytest.mark.parametrize("name", SHEETS)
def test_sheet_stands_in_a_layer(name: str) -> None:
    order = re.search(r"@layer ([\w, ]+);", TOKENS)
    assert order
    layers = re.findall(r"@layer (\w+) {", sheet(name))
    assert len(layers) == 1
    assert layers[0] in order[1].split(", ")


@pytest.mark.parametrize("name", SHEETS)
def test_every_token_used_is_defined(name: str) -> None:
    defined = set(re.findall(r"--([\w-]+)\s*:", "".join(sheet(other) for other in SHEETS)))
    assert set(re.findall(r"var\(--([\w-]+)", sheet(name))) <= defined


@pytest.mark.parametrize("name", SHEETS)
def test_pictures_of_a_sheet_are_ours(name: str) -> None:
    for address in re.findall(r"url\(\"?([^\")]+)", sheet(name)):
        assert (STATIC / "css" / address).resolve().is_file()
    assert "@import" not in sheet(name)
    assert "@font-face" not in sheet(name)


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.js")), ids=lambda path: path.name)
def test_script_speaks_to_this_site_only(path: Path) -> None:
    assert re.findall(r"https?://|//\w+\.|\bimport\b|innerHTML|eval\(|localStorage|cookie", path.read_text()) == []


def test_styles_and_scripts_of_a_page_are_small() -> None:
    """Pages stay under 100 kB without pictures; half of that is for the text."""
    assert sum(path.stat().st_size for path in STATIC.rglob("*.*") if path.suffix in {".css", ".js"}) < 50_000
