"""Pictures for pages, bands of cloth in the colours of the site, and logos: always the same for the same name."""

import hashlib
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT, THREAD = 1280, 720, 40
COLOURS = ("#b5472a", "#dd9f35", "#1f6b63", "#41609b", "#7d3f63", "#d98c76", "#c9b08a", "#f4ecdf")


PATCHES, PATCH = 4, 60


def emblem(name: str) -> bytes:
    """A quilt of triangles as a PNG, the same from the left and from the right."""
    digest = hashlib.sha256(name.encode()).digest()
    first, second, third = (COLOURS[(digest[0] + step) % 5] for step in range(3))
    side = PATCHES * PATCH
    image = Image.new("RGB", (side, side), COLOURS[-1])
    pen = ImageDraw.Draw(image)
    for column in range(PATCHES // 2):
        for row in range(PATCHES):
            byte = digest[1 + column * PATCHES + row]
            corners = [(0, 0), (PATCH, 0), (PATCH, PATCH), (0, PATCH)]
            corners.pop(byte % 4)
            shape = [(column * PATCH + x, row * PATCH + y) for x, y in corners]
            colour = (first, second, third)[byte // 4 % 3]
            pen.polygon(shape, fill=colour)
            pen.polygon([(side - 1 - x, y) for x, y in shape], fill=colour)
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def woven(name: str) -> bytes:
    """A cloth as a JPEG: where threads cross, now the one and now the other lies on top."""
    digest = hashlib.sha256(name.encode()).digest()
    image = Image.new("RGB", (WIDTH, HEIGHT), COLOURS[-1])
    pen = ImageDraw.Draw(image)
    for column in range(WIDTH // THREAD):
        for row in range(HEIGHT // THREAD):
            warp = COLOURS[digest[column // 2 % 16] % len(COLOURS)]
            weft = COLOURS[digest[16 + row // 3 % 16] % len(COLOURS)]
            x, y = column * THREAD, row * THREAD
            over = (column + row) % 2
            pen.rectangle((x, y, x + THREAD, y + THREAD), fill=warp if over else weft)
            lie = (
                (x + 6, y - 2, x + THREAD - 6, y + THREAD + 2)
                if over
                else (x - 2, y + 6, x + THREAD + 2, y + THREAD - 6)
            )
            pen.rounded_rectangle(lie, radius=10, fill=warp if over else weft, outline="#221c17", width=1)
    file = BytesIO()
    image.save(file, "JPEG", quality=82)
    return file.getvalue()
