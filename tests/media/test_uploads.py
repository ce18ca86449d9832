"""What is left of a picture after it was uploaded, and what is refused."""

import struct
import zlib
from contextlib import suppress
from io import BytesIO
from typing import Any

import PIL.Image
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageCms
from PIL.PngImagePlugin import PngInfo
from pillow_heif import register_heif_opener

from media import uploads
from media.uploads import clean_image
from tests.factories.media import encoded, picture, upload

register_heif_opener()

SECRET = "Villa Aurora"
NORTH = (59.0, 20.0, 13.5)
FORMATS = ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"]


def cleaned(content: bytes) -> PIL.Image.Image:
    return PIL.Image.open(clean_image(upload(content)))


def pixel(image: PIL.Image.Image, x: int = 0, y: int = 0) -> tuple[int, ...]:
    colour = image.getpixel((x, y))
    assert isinstance(colour, tuple)
    return colour


def telling_exif(orientation: int = 1) -> PIL.Image.Exif:
    exif = PIL.Image.Exif()
    exif[0x010E] = SECRET
    exif[0x0112] = orientation
    exif[0x8825] = {1: "N", 2: NORTH, 3: "E", 4: NORTH}
    return exif


def telling(format: str) -> bytes:  # noqa: A002 - Pillow's own word
    """A picture that says in every way its format knows where it was taken."""
    options: dict[str, Any] = {"exif": telling_exif(), "xmp": f"<x:xmpmeta><!-- {SECRET} --></x:xmpmeta>".encode()}
    if format == "JPEG":
        options["comment"] = SECRET.encode()
    if format == "PNG":
        options.pop("xmp")
        text = options["pnginfo"] = PngInfo()
        text.add_text("Comment", SECRET)
        text.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{SECRET}</x:xmpmeta>")
    content = picture(format, **options)
    if format == "JPEG":  # IPTC, which Pillow does not write
        iptc = b"Photoshop 3.0\x008BIM\x04\x04" + SECRET.encode()
        content = content[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + content[2:]
    return content


def png_header(width: int, height: int) -> bytes:
    """The beginning of a PNG that claims to be huge, and holds nothing that could be decoded."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("format", FORMATS)
def test_clean_image_removes_every_word_about_place_and_person(format: str) -> None:  # noqa: A002
    before = telling(format)
    assert SECRET.encode() in before
    assert PIL.Image.open(BytesIO(before)).getexif().get_ifd(0x8825)[2] == NORTH

    clean = clean_image(upload(before)).read()

    assert SECRET.encode() not in clean
    after = PIL.Image.open(BytesIO(clean))
    assert not after.getexif()
    assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(after.info)


@pytest.mark.parametrize(
    ("orientation", "red_corner"),
    [(1, (0, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1)), (2, (1, 0)), (4, (0, 1)), (5, (0, 0)), (7, (1, 1))],
)
def test_clean_image_keeps_the_picture_upright(orientation: int, red_corner: tuple[int, int]) -> None:
    stored = PIL.Image.new("RGB", (80, 40), "white")
    stored.paste("red", (0, 0, 40, 20))

    image = cleaned(encoded(stored, exif=telling_exif(orientation)))

    assert image.size == ((40, 80) if orientation >= 5 else (80, 40))
    for x in (0, 1):
        for y in (0, 1):
            red = pixel(image, (image.width - 1) * x, (image.height - 1) * y)[1] < 128
            assert red == ((x, y) == red_corner)


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF"])
def test_clean_image_turns_every_format_upright(format: str) -> None:  # noqa: A002
    assert cleaned(picture(format, (80, 40), exif=telling_exif(6))).size == (40, 80)


def test_clean_image_turns_heic_as_the_format_says_not_as_exif_says() -> None:
    stored = PIL.Image.new("RGB", (80, 40), "white")
    stored.paste("red", (0, 0, 40, 40))

    image = cleaned(encoded(stored, "HEIF", exif=telling_exif(6)))

    assert image.size == (80, 40)
    assert [pixel(image, x, 20)[1] < 128 for x in (4, 75)] == [True, False]


def test_clean_image_takes_the_first_of_a_camera_s_two_pictures() -> None:
    second = PIL.Image.new("RGB", (8, 8), "blue")

    image = cleaned(picture("MPO", append_images=[second], save_all=True, colour=(255, 0, 0)))

    assert (image.format, image.size) == ("JPEG", (64, 48))
    assert pixel(image, 4, 4) == pytest.approx((255, 0, 0), abs=4)


@pytest.mark.parametrize("format", FORMATS)
def test_clean_image_keeps_the_colours(format: str) -> None:  # noqa: A002
    assert pixel(cleaned(picture(format)), 30, 20) == pytest.approx((200, 30, 60), abs=6)


def test_clean_image_applies_the_colour_profile_before_dropping_it() -> None:
    swapped = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = swapped.index(b"rXYZ"), swapped.index(b"gXYZ")
    swapped[red : red + 4], swapped[green : green + 4] = b"gXYZ", b"rXYZ"

    image = cleaned(picture("PNG", colour=(255, 0, 0), icc_profile=bytes(swapped)))

    assert pixel(image, 0, 0) == pytest.approx((0, 255, 0), abs=3)
    assert "icc_profile" not in image.info


def test_clean_image_ignores_a_damaged_colour_profile() -> None:
    image = cleaned(picture("PNG", colour=(255, 0, 0), icc_profile=b"no profile at all"))

    assert pixel(image, 0, 0) == (255, 0, 0)


def test_clean_image_turns_print_colours_into_screen_colours() -> None:
    image = cleaned(picture("JPEG", mode="CMYK", colour=(0, 255, 255, 0)))

    assert image.mode == "RGB"
    assert pixel(image, 0, 0) == pytest.approx((255, 0, 0), abs=30)


def test_clean_image_keeps_transparency_and_only_where_there_is_any() -> None:
    assert pixel(cleaned(picture("WEBP", mode="RGBA", colour=(9, 9, 9, 100))), 0, 0)[3] == 100
    assert cleaned(picture("PNG", mode="RGBA", colour=(9, 9, 9, 255))).mode == "RGB"


def test_clean_image_scales_sixteen_bits_of_grey() -> None:
    image = cleaned(encoded(PIL.Image.new("I;16", (8, 8), 0x8000), "PNG"))

    assert pixel(image, 0, 0) == pytest.approx((128, 128, 128), abs=2)


def test_clean_image_takes_the_first_frame_of_thousands() -> None:
    frames = [PIL.Image.new("P", (4, 4), shade % 200) for shade in range(3000)]
    content = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])

    image = cleaned(content)

    assert image.format == "PNG"
    assert not getattr(image, "is_animated", False)


def test_clean_image_caps_the_longest_side() -> None:
    assert cleaned(picture(size=(5000, 100))).size == (4000, 80)


def test_clean_image_leaves_alone_what_it_has_cleaned() -> None:
    clean = clean_image(upload(picture()))

    assert clean_image(clean) is clean


@pytest.mark.parametrize(
    ("content", "code", "advice"),
    [
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "svg", "Export it as PNG"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "html", "Save the picture itself"),
        (b"MZ\x90\x00 a program", "not_a_picture", "Save it as JPEG or PNG"),
        (picture("BMP"), "not_a_picture", "Save it as JPEG or PNG"),
        (picture("TIFF"), "not_a_picture", "Save it as JPEG or PNG"),
        (picture(size=(900, 900), colour=(1, 2, 3))[:-400], "damaged", "Save it again"),
        (png_header(30_000, 30_000), "too_many_pixels", "at most 60 million"),
        (png_header(12_000, 10_000), "too_many_pixels", "at most 60 million"),
        (png_header(9_000, 7_000), "too_many_pixels", "at most 60 million"),
        (picture() + bytes(uploads.MAX_BYTES), "too_big", "Upload a smaller version"),
    ],
    ids=["svg", "html", "program", "bmp", "tiff", "cut off", "bomb", "large bomb", "small bomb", "bytes"],
)
def test_clean_image_says_what_is_wrong_and_what_to_do(content: bytes, code: str, advice: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        clean_image(upload(content, "harmless.jpg"))

    assert refusal.value.code == code
    assert advice in refusal.value.messages[0]


@given(st.sampled_from(FORMATS), st.integers(0, 400), st.binary(max_size=40))
def test_clean_image_refuses_damage_without_failing(format: str, at: int, noise: bytes) -> None:  # noqa: A002
    whole = picture(format)
    damaged = whole[:at] + noise + whole[at + len(noise) :]
    with suppress(ValidationError):
        assert clean_image(ContentFile(damaged, "x")).dimensions
