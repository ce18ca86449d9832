"""What may be uploaded, and what is left of it: the picture alone, upright and without its history."""

from contextlib import suppress
from io import BytesIO

import PIL.Image
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import ImageCms, ImageOps
from pillow_heif import register_heif_opener

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 60_000_000
MAX_SIDE = 4000
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "GIF")

register_heif_opener()


class CleanImage(ContentFile):
    """An image that has been through `clean_image`."""

    def __init__(self, content: bytes, name: str, dimensions: tuple[int, int]) -> None:
        super().__init__(content, name)
        self.dimensions = dimensions


def clean_image(upload: File) -> CleanImage:
    """Decode an uploaded picture and write it anew, or say in a ValidationError what is wrong with it.

    Only the first frame is ever decoded, so that the number of frames costs nothing.
    """
    if isinstance(upload, CleanImage):
        return upload
    check_size(upload, MAX_BYTES)
    image = open_image(upload)
    lossless = image.format in ("PNG", "GIF")
    try:
        picture = without_history(in_srgb(upright(image)))
    except Exception as error:  # decoders raise whatever they like at damaged data
        raise ValidationError(
            _("This picture is damaged and cannot be read. Save it again as JPEG or PNG and upload that."),
            code="damaged",
        ) from error
    return written(picture, as_png=lossless or picture.mode == "RGBA")


def open_image(upload: File) -> PIL.Image.Image:
    """Read the header of an uploaded picture; nothing is decoded."""
    upload.seek(0)
    try:
        image = PIL.Image.open(upload, formats=FORMATS)
    except (PIL.Image.DecompressionBombError, PIL.Image.DecompressionBombWarning) as error:
        raise too_many_pixels() from error
    except Exception as error:  # as above
        raise not_a_picture(upload) from error
    if image.width * image.height > MAX_PIXELS:
        raise too_many_pixels()
    return image


def check_size(upload: File, limit: int) -> None:
    if upload.size > limit:
        raise ValidationError(
            _("This file has %(size)s, and at most %(limit)s are allowed. Upload a smaller version."),
            code="too_big",
            params={"size": filesizeformat(upload.size), "limit": filesizeformat(limit)},
        )


def too_many_pixels() -> ValidationError:
    return ValidationError(
        _("This picture has too many pixels: at most %(limit)s million are allowed. Make it smaller first."),
        code="too_many_pixels",
        params={"limit": MAX_PIXELS // 1_000_000},
    )


def not_a_picture(upload: File) -> ValidationError:
    upload.seek(0)
    head = upload.read(2048).lower()
    if b"<svg" in head:
        return ValidationError(
            _("This is an SVG drawing, which can carry programs. Export it as PNG and upload that."),
            code="svg",
        )
    if b"<html" in head or b"<!doctype" in head or b"<script" in head:
        return ValidationError(
            _("This is a web page and not a picture, whatever its name says. Save the picture itself."),
            code="html",
        )
    return ValidationError(
        _("This file is not a picture that can be used here. Save it as JPEG or PNG and upload that."),
        code="not_a_picture",
    )


def upright(image: PIL.Image.Image) -> PIL.Image.Image:
    if image.mode in ("1", "P", "PA"):  # these would be scaled without smoothing
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((MAX_SIDE, MAX_SIDE), PIL.Image.Resampling.LANCZOS)
    return ImageOps.exif_transpose(image)


def in_srgb(image: PIL.Image.Image) -> PIL.Image.Image:
    """The same colours without the profile: RGB, or RGBA where something shines through."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode.startswith("I"):  # 16 bits of grey, which `convert` would cut instead of scale
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if profile := image.info.get("icc_profile"):
        # A damaged profile says nothing; the plain numbers are the better guess.
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            srgb = ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, BytesIO(profile), srgb, outputMode=mode) or image
    return image.convert(mode)


def without_history(image: PIL.Image.Image) -> PIL.Image.Image:
    """The pixels alone: Pillow writes comments and profiles that it finds in `image.info`."""
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    bare = PIL.Image.new(image.mode, image.size)
    bare.paste(image)
    return bare


def written(image: PIL.Image.Image, *, as_png: bool) -> CleanImage:
    out = BytesIO()
    if as_png:
        image.save(out, "PNG")
    else:
        image.save(out, "JPEG", quality=90, optimize=True)
    return CleanImage(out.getvalue(), "image.png" if as_png else "image.jpg", image.size)
