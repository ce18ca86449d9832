"""Portraits of people who do not exist: figures of a few plain shapes, always the same for the same name."""

import hashlib
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import TypeVar

from PIL import Image, ImageDraw

T = TypeVar("T")

SIZE = 480
#: Drawn larger than shown, so that scaling down smooths the edges.
SCALE = 2

BACKGROUNDS = (
    ("#f3c79b", "#e9a66b"), ("#e7d3b1", "#cfae7b"), ("#f0b8a0", "#d98a6c"), ("#c9d5b5", "#9fb486"),
    ("#b9d3d0", "#82adaa"), ("#e8b4b0", "#c97f7d"), ("#d8c3dd", "#ae8fba"), ("#f2d479", "#dcae3f"),
    ("#bfcbe3", "#8d9fca"), ("#ddc7b9", "#b8937d"),
)  # fmt: skip
SKINS = ("#f0cba8", "#e2b088", "#cf9a6f", "#b67f55", "#9a6641", "#7c4f32", "#5f3b26", "#4a2d1e")
HAIRS = ("#1d1714", "#2a1c16", "#3d261a", "#5a3822", "#251a22", "#16110f")
CLOTHES = (
    "#a4452f", "#2f5d62", "#c77d2e", "#5b3f6b", "#395b3c", "#8c2f45", "#23415f", "#d9a441", "#7b5d48",
    "#efe4d2", "#3b3b46", "#b85c7a",
)  # fmt: skip


class Figure:
    """One drawing: positions are parts of the side, from 0 to 1."""

    def __init__(self, name: str, looks: str) -> None:
        self.digest = hashlib.sha256(name.encode()).digest()
        self.looks = set(looks.split())
        self.ground, self.shade = self.pick(0, BACKGROUNDS)
        self.skin = self.pick(1, SKINS)
        self.hair = "#c9c3bb" if "grey" in self.looks else self.pick(2, HAIRS)
        self.cloth = self.pick(3, CLOTHES)
        self.accent = self.pick(4, [colour for colour in CLOTHES if colour != self.cloth])
        self.image = Image.new("RGB", (SIZE * SCALE, SIZE * SCALE), self.ground)
        self.pen = ImageDraw.Draw(self.image)

    def pick(self, at: int, options: Sequence[T]) -> T:
        """One of the options, as the name decides."""
        return options[self.digest[at] % len(options)]

    def draw(self, table: "Drawings") -> None:
        """Whatever the looks ask for."""
        for word, drawing in table.items():
            if word in self.looks:
                drawing(self)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str) -> None:
        self.pen.ellipse(self._box(x, y, rx, ry), fill=fill)

    def arc(self, x: float, y: float, rx: float, ry: float, start: int, end: int, fill: str, width: float) -> None:
        self.pen.arc(self._box(x, y, rx, ry), start, end, fill=fill, width=self._px(width))

    def slice(self, x: float, y: float, rx: float, ry: float, start: int, end: int, fill: str) -> None:
        """A part of an oval, cut straight."""
        self.pen.chord(self._box(x, y, rx, ry), start, end, fill=fill)

    def shape(self, *points: tuple[float, float], fill: str) -> None:
        self.pen.polygon([(self._px(x), self._px(y)) for x, y in points], fill=fill)

    def bar(self, left: float, top: float, right: float, bottom: float, fill: str, radius: float = 0) -> None:
        box = (self._px(left), self._px(top), self._px(right), self._px(bottom))
        self.pen.rounded_rectangle(box, self._px(radius), fill=fill)

    def _box(self, x: float, y: float, rx: float, ry: float) -> tuple[int, int, int, int]:
        return self._px(x - rx), self._px(y - ry), self._px(x + rx), self._px(y + ry)

    def _px(self, part: float) -> int:
        return round(part * SIZE * SCALE)


def darker(colour: str, by: float = 0.82) -> str:
    return "#" + "".join(f"{round(int(colour[at : at + 2], 16) * by):02x}" for at in (1, 3, 5))


def sun(f: Figure) -> None:
    f.oval(0.5, 0.46, 0.37, 0.37, f.shade)


def arch(f: Figure) -> None:
    f.bar(0.16, 0.1, 0.84, 1.4, f.shade, 0.34)


def stripes(f: Figure) -> None:
    for at in range(-5, 11, 2):
        left = at / 10
        f.shape((left, 1), (left + 0.5, 0), (left + 0.6, 0), (left + 0.1, 1), fill=f.shade)


def hills(f: Figure) -> None:
    f.oval(0.15, 1.0, 0.55, 0.42, f.shade)
    f.oval(0.9, 1.05, 0.6, 0.55, darker(f.shade, 0.93))


def body(f: Figure) -> None:
    f.oval(0.5, 1.1, 0.41, 0.4, f.cloth)
    f.bar(0.43, 0.52, 0.57, 0.76, darker(f.skin, 0.9), 0.06)
    f.pick(6, (round_neck, open_neck, high_neck, necklaces))(f)


def round_neck(f: Figure) -> None:
    f.slice(0.5, 0.715, 0.1, 0.07, 0, 180, darker(f.skin, 0.9))
    f.arc(0.5, 0.715, 0.115, 0.085, 0, 180, darker(f.cloth), 0.018)


def open_neck(f: Figure) -> None:
    f.shape((0.42, 0.71), (0.58, 0.71), (0.5, 0.84), fill=darker(f.skin, 0.9))
    f.shape((0.42, 0.68), (0.5, 0.84), (0.44, 0.88), (0.36, 0.74), fill=darker(f.cloth))
    f.shape((0.58, 0.68), (0.5, 0.84), (0.56, 0.88), (0.64, 0.74), fill=darker(f.cloth))


def high_neck(f: Figure) -> None:
    f.bar(0.415, 0.655, 0.585, 0.8, darker(f.cloth, 0.9), 0.04)


def necklaces(f: Figure) -> None:
    round_neck(f)
    f.arc(0.5, 0.73, 0.145, 0.11, 12, 168, f.accent, 0.02)
    f.arc(0.5, 0.74, 0.18, 0.145, 12, 168, f.accent, 0.014)


def head(f: Figure) -> None:
    f.oval(0.345, 0.43, 0.03, 0.045, darker(f.skin, 0.9))
    f.oval(0.655, 0.43, 0.03, 0.045, darker(f.skin, 0.9))
    f.oval(0.5, 0.42, 0.155, 0.195, f.skin)


def face(f: Figure) -> None:
    dark = SKINS.index(f.skin) > 4
    ink = "#0e0806" if dark else "#2a1c16"
    for x in (0.437, 0.563):
        f.pick(7, (open_eye, smiling_eye))(f, x, ink)
        f.arc(x, 0.392, 0.036, 0.024, 205, 335, darker(f.hair, 0.9) if "grey" in f.looks else ink, 0.011)
    f.arc(0.493, 0.45, 0.022, 0.03, 20, 110, darker(f.skin, 0.7), 0.009)
    f.arc(0.5, 0.498, 0.05, 0.036, 20, 160, "#b06a5c" if dark or "beard" in f.looks else "#8f4a3f", 0.013)


def open_eye(f: Figure, x: float, ink: str) -> None:
    f.oval(x, 0.413, 0.013, 0.016, ink)


def smiling_eye(f: Figure, x: float, ink: str) -> None:
    f.arc(x, 0.422, 0.022, 0.02, 200, 340, ink, 0.011)


def cap_of_hair(f: Figure) -> None:
    f.slice(0.5, 0.385, 0.168, 0.185, 180, 360, f.hair)
    f.oval(0.5, 0.44, 0.142, 0.135, f.skin)


def parted(f: Figure) -> None:
    f.slice(0.46, 0.37, 0.14, 0.16, 165, 330, f.hair)
    f.slice(0.57, 0.36, 0.11, 0.14, 215, 20, f.hair)


def long_behind(f: Figure) -> None:
    f.bar(0.315, 0.24, 0.685, 0.8, f.hair, 0.17)


def bob_behind(f: Figure) -> None:
    f.bar(0.315, 0.22, 0.685, 0.58, f.hair, 0.16)


def curls_behind(f: Figure) -> None:
    for x, y in ((0.36, 0.3), (0.43, 0.24), (0.5, 0.22), (0.57, 0.24), (0.64, 0.3), (0.33, 0.38), (0.67, 0.38)):
        f.oval(x, y, 0.075, 0.075, f.hair)
    for x in (0.335, 0.665):
        f.oval(x, 0.46, 0.055, 0.06, f.hair)


def curls(f: Figure) -> None:
    for x, y in ((0.39, 0.285), (0.45, 0.26), (0.52, 0.255), (0.58, 0.27), (0.625, 0.305)):
        f.oval(x, y, 0.045, 0.04, f.hair)


def bun(f: Figure) -> None:
    f.oval(0.5, 0.19, 0.07, 0.065, f.hair)


def braids(f: Figure) -> None:
    for at in range(7):
        f.oval(0.315, 0.42 + at * 0.05, 0.03, 0.032, f.hair)
        f.oval(0.685, 0.42 + at * 0.05, 0.03, 0.032, f.hair)


def scarf_behind(f: Figure) -> None:
    f.oval(0.5, 0.42, 0.215, 0.25, f.accent)
    f.shape((0.3, 0.5), (0.7, 0.5), (0.78, 0.9), (0.22, 0.9), fill=f.accent)


def scarf(f: Figure) -> None:
    f.arc(0.5, 0.425, 0.185, 0.238, 0, 360, f.accent, 0.056)
    f.slice(0.5, 0.36, 0.16, 0.165, 195, 345, f.accent)
    f.slice(0.5, 0.6, 0.2, 0.2, 0, 180, f.accent)
    f.arc(0.5, 0.56, 0.17, 0.16, 20, 160, darker(f.accent, 0.88), 0.012)
    f.arc(0.52, 0.63, 0.2, 0.14, 30, 150, darker(f.accent, 0.88), 0.012)


def turban(f: Figure) -> None:
    f.oval(0.5, 0.255, 0.19, 0.11, f.accent)
    f.arc(0.47, 0.33, 0.17, 0.13, 205, 320, darker(f.accent, 0.86), 0.014)
    f.arc(0.53, 0.36, 0.19, 0.15, 220, 330, darker(f.accent, 0.86), 0.014)


def beanie(f: Figure) -> None:
    f.slice(0.5, 0.33, 0.172, 0.17, 180, 360, f.accent)
    f.bar(0.318, 0.3, 0.682, 0.352, darker(f.accent, 0.88), 0.022)


def beard(f: Figure) -> None:
    f.slice(0.5, 0.45, 0.16, 0.185, 350, 190, f.hair)
    f.oval(0.5, 0.41, 0.13, 0.105, f.skin)


def moustache(f: Figure) -> None:
    f.slice(0.5, 0.512, 0.072, 0.034, 185, 355, f.hair)


def glasses(f: Figure) -> None:
    for x in (0.433, 0.567):
        f.arc(x, 0.413, 0.05, 0.046, 0, 360, "#2b2623", 0.009)
    f.arc(0.5, 0.41, 0.02, 0.014, 190, 350, "#2b2623", 0.009)


def earrings(f: Figure) -> None:
    for x in (0.34, 0.66):
        f.oval(x, 0.495, 0.014, 0.02, "#d9a441")


Drawings = dict[str, Callable[[Figure], None]]

#: What lies behind the shoulders, what belongs to the head, and what covers the face, each in this order.
BEHIND: Drawings = {
    "long": long_behind, "bob": bob_behind, "curls": curls_behind, "bun": bun, "braids": braids,
    "scarf": scarf_behind,
}  # fmt: skip
HAIR: Drawings = {
    "beard": beard, "short": cap_of_hair, "parted": parted, "long": parted, "bob": cap_of_hair,
    "curls": curls, "bun": cap_of_hair, "braids": cap_of_hair, "moustache": moustache,
}  # fmt: skip
WORN: Drawings = {
    "scarf": scarf, "turban": turban, "beanie": beanie, "glasses": glasses, "earrings": earrings,
}  # fmt: skip


def portrait(name: str, looks: str) -> bytes:
    """A JPEG; `looks` are words of the three tables above, and "grey" or "bald"."""
    figure = Figure(name, looks)
    figure.pick(5, (sun, arch, stripes, hills))(figure)
    figure.draw(BEHIND)
    body(figure)
    head(figure)
    figure.draw(HAIR)
    face(figure)
    figure.draw(WORN)
    out = BytesIO()
    figure.image.reduce(SCALE).save(out, "JPEG", quality=92)
    return out.getvalue()
