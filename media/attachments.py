"""Which documents may be uploaded: a closed list, checked by name and by content."""

import codecs
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from media.uploads import check_size

MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 400 * 1024 * 1024
MAX_ENTRIES = 10_000

BEGINNINGS = {
    "mp3": rb"ID3|\xff[\xe2-\xff]",
    "mp4": rb".{4}ftyp",
    "ogg": rb"OggS",
    "pdf": rb"%PDF-",
    "webm": rb"\x1a\x45\xdf\xa3",
}
# What each packed format must contain: an entry, and what that entry starts with.
PACKED = {
    "docx": ("word/document.xml", b""),
    "xlsx": ("xl/workbook.xml", b""),
    "pptx": ("ppt/presentation.xml", b""),
    "odt": ("mimetype", b"application/vnd.oasis.opendocument.text"),
    "ods": ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
    "odp": ("mimetype", b"application/vnd.oasis.opendocument.presentation"),
    "epub": ("mimetype", b"application/epub+zip"),
}


def check_document(upload: File, name: str) -> None:
    """Refuse with a ValidationError whatever is not on the list or is not what its name says."""
    extension = PurePosixPath(name).suffix[1:].lower()
    check = CHECKS.get(extension)
    if check is None:
        raise ValidationError(
            _("Files of this type cannot be uploaded. Use one of these: %(allowed)s."),
            code="type",
            params={"allowed": ", ".join(sorted(CHECKS))},
        )
    check_size(upload, MAX_BYTES)
    upload.seek(0)
    fits = check(upload, extension)
    upload.seek(0)
    if not fits:
        raise ValidationError(
            _("The content of this file is not what “.%(extension)s” says. Export it again and upload that."),
            code="content",
            params={"extension": extension},
        )


def begins_well(upload: File, extension: str) -> bool:
    return re.match(BEGINNINGS[extension], upload.read(16), re.DOTALL) is not None


def is_text(upload: File, extension: str) -> bool:
    """UTF-8 that neither begins like a page nor like a program."""
    decode = codecs.getincrementaldecoder("utf-8-sig")().decode
    start = ""
    try:
        for chunk in upload.chunks():
            text = decode(chunk)
            if "\0" in text:
                return False
            start = start or text.lstrip()[:16]
        decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return not start.startswith(("<", "#!"))


def is_packed(upload: File, extension: str) -> bool:
    """The right kind of package, without macros, and no bomb: sizes are read, nothing is unpacked."""
    entry, beginning = PACKED[extension]
    try:
        with zipfile.ZipFile(upload) as package:
            entries = package.infolist()
            names = {info.filename for info in entries}
            if len(entries) > MAX_ENTRIES or sum(info.file_size for info in entries) > MAX_UNPACKED:
                return False
            if entry not in names or any(name.lower().endswith("vbaproject.bin") for name in names):
                return False
            with package.open(entry) as content:
                return content.read(len(beginning)) == beginning
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError):
        return False


CHECKS: dict[str, Callable[[File, str], bool]] = {
    **dict.fromkeys(BEGINNINGS, begins_well),
    **dict.fromkeys(PACKED, is_packed),
    **dict.fromkeys(("csv", "ics", "srt", "txt", "vtt"), is_text),
}
