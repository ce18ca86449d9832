"""Documents are what their names say, and nothing that could run."""

import pytest
from django.core.exceptions import ValidationError

from media import attachments
from media.attachments import check_document
from tests.factories.media import PDF, package, picture, upload

DOCX = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
ODT = {"mimetype": b"application/vnd.oasis.opendocument.text"}
PAGE = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("paper.pdf", PDF),
        ("PAPER.PDF", PDF),
        ("text.docx", package(DOCX)),
        ("text.odt", package(ODT)),
        ("book.epub", package({"mimetype": b"application/epub+zip"})),
        ("talk.pptx", package({"ppt/presentation.xml": b"<p/>"})),
        ("table.xlsx", package({"xl/workbook.xml": b"<w/>"})),
        ("table.csv", "name;città\n".encode("utf-8-sig")),
        ("notes.txt", b""),
        ("captions.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n"),
        ("story.mp3", b"ID3\x04" + bytes(60)),
        ("story.mp4", b"\x00\x00\x00\x18ftypisom" + bytes(60)),
    ],
)
def test_check_document_accepts_what_teachers_share(name: str, content: bytes) -> None:
    document = upload(content, name)

    check_document(document, name)

    assert document.read() == content


@pytest.mark.parametrize(
    "name", ["page.html", "page.xhtml", "drawing.svg", "setup.exe", "run.sh", "script.js", "old.doc", "data"]
)
def test_check_document_refuses_types_that_are_not_listed(name: str) -> None:
    with pytest.raises(ValidationError, match=r"Use one of these: csv, docx, .*pdf") as refusal:
        check_document(upload(PDF, name), name)

    assert refusal.value.code == "type"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("paper.pdf", PAGE),
        ("paper.pdf", PAGE + PDF),
        ("paper.pdf", b"MZ\x90\x00"),
        ("notes.txt", PAGE),
        ("notes.txt", b"\xef\xbb\xbf \n<svg/>"),
        ("notes.txt", b"#!/bin/sh\n"),
        ("table.csv", b"a,b\n\x00"),
        ("table.csv", "città".encode("latin-1")),
        ("table.csv", "città".encode()[:-1]),
        ("text.docx", PAGE),
        ("text.docx", b"PK\x03\x04 no zip"),
        ("text.docx", package(ODT)),
        ("text.docx", package({**DOCX, "word/vbaProject.bin": b"macro"})),
        ("text.odt", package({"mimetype": b"text/html"})),
        ("story.mp3", PAGE),
        ("story.mp4", picture()),
    ],
)
def test_check_document_refuses_what_is_not_what_it_is_called(name: str, content: bytes) -> None:
    with pytest.raises(ValidationError, match="Export it again") as refusal:
        check_document(upload(content, name), name)

    assert refusal.value.code == "content"


def test_check_document_refuses_a_zip_bomb_without_unpacking_it() -> None:
    zeros = bytes(1024 * 1024)
    bomb = package({**DOCX, **{f"word/{n}": zeros for n in range(401)}})
    assert len(bomb) < 1024 * 1024

    with pytest.raises(ValidationError) as refusal:
        check_document(upload(bomb, "text.docx"), "text.docx")

    assert refusal.value.code == "content"


def test_check_document_refuses_thousands_of_entries() -> None:
    many = package({**DOCX, **{f"word/{n}": b"" for n in range(attachments.MAX_ENTRIES)}})

    with pytest.raises(ValidationError):
        check_document(upload(many, "text.docx"), "text.docx")


def test_check_document_refuses_what_is_too_big() -> None:
    with pytest.raises(ValidationError, match="at most 50"):
        check_document(upload(PDF + bytes(attachments.MAX_BYTES), "paper.pdf"), "paper.pdf")
