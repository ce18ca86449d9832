"""Editors upload, are told what is wrong, and see what is theirs; nobody else sees anything."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from media import renditions
from media.models import Document, Image
from tests.factories.media import DocumentFactory, ImageFactory, picture, upload

Collections = tuple[Collection, Collection]

Fetch = Callable[..., Any]

pytestmark = pytest.mark.django_db


def send(browser: Client, content: bytes, name: str, **fields: Any) -> Any:
    return browser.post(
        reverse("wagtailimages:add"),
        {"title": "A wall", "file": upload(content, name), "collection": Collection.objects.first().pk, **fields},
    )


def send_many(
    browser: Client, content: bytes, name: str, url: str = "wagtailimages:add_multiple", **fields: str
) -> Any:
    return browser.post(
        reverse(url), {"files[]": upload(content, name), **fields}, headers={"X-Requested-With": "XMLHttpRequest"}
    )


def private_pictures(page: str) -> list[str]:
    return re.findall(r'"(/admin/files/[^"]+)"', page)


def test_upload_form_asks_what_the_picture_shows(admin: Client) -> None:
    page = unescape(admin.get(reverse("wagtailimages:add")).content.decode())

    fields = re.findall(r'<label class="w-field__label" for="id_(\w+)"', page)
    assert fields == ["title", "file", "alt_text", "rights_holder", "tags"]
    assert "What the picture shows" in page
    assert "for people who cannot see the picture" in page
    assert "place, time and camera is removed" in page
    assert "readers never see it" in page


def test_upload_stores_the_picture_with_its_words(admin: Client) -> None:
    response = send(admin, picture(), "maria.jpg", alt_text="A red wall", rights_holder="M. Rossi", tags="walls")

    assert response.status_code == 302
    image = Image.objects.get()
    assert (image.alt_text, image.rights_holder) == ("A red wall", "M. Rossi")
    assert "maria" not in image.file.name
    assert image.uploaded_by_user is not None


@pytest.mark.parametrize("name", ["photo.heic", "photo.HEIC", "photo.jpg", "photo"])
def test_upload_goes_by_content_not_by_name(admin: Client, name: str) -> None:
    assert send(admin, picture("HEIF"), name).status_code == 302

    assert Image.objects.get().file.name.endswith(".jpg")


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg", "This is an SVG drawing"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.png", "This is an SVG drawing"),
        (b"<!doctype html><html>", "photo.jpg", "This is a web page"),
        (b"GIF8 no", "photo.gif", "Save it as JPEG or PNG"),
    ],
)
def test_upload_says_why_it_is_refused(admin: Client, content: bytes, name: str, message: str) -> None:
    assert message in unescape(send(admin, content, name).content.decode())
    assert message in send_many(admin, content, name).json()["error_message"]
    assert not Image.objects.exists()


def test_many_uploads_become_images_at_once(admin: Client, files: Callable[[], list[str]]) -> None:
    answer = send_many(admin, picture(), "maria.jpg").json()

    assert answer["success"]
    assert "What the picture shows" in unescape(answer["form"])
    assert [path.split("/")[1] for path in files() if "renditions" not in path] == ["originals"]


def test_upload_waiting_for_its_form_is_private_and_nameless(admin: Client, files: Callable[[], list[str]]) -> None:
    answer = send_many(admin, picture(comment=b"Aurora"), "maria.jpg", title="maria" * 60).json()
    assert [path.split("/")[:2] for path in files()] == [["private", "wagtail_uploads"]]
    assert "maria" not in files()[0]
    assert admin.get(f"/admin/files/{files()[0].removeprefix('private/')}").status_code == 404

    number = answer["uploaded_file_id"]
    admin.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[number]),
        {
            f"uploaded-image-{number}-title": "A wall",
            f"uploaded-image-{number}-collection": Collection.objects.first().pk,
        },
        headers={"X-Requested-With": "XMLHttpRequest"},
    )

    with Image.objects.get().open_file() as file:
        assert b"Aurora" not in file.read()
    assert [path.split("/")[1] for path in files()] == ["originals"]


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"<!doctype html>", "page.html", "Files of this type cannot be uploaded"),
        (b"<svg/>", "drawing.svg", "Files of this type cannot be uploaded"),
        (b"<!doctype html>", "paper.pdf", "is not what “.pdf” says"),
    ],
)
def test_document_upload_says_why_it_is_refused(admin: Client, content: bytes, name: str, message: str) -> None:
    page = admin.post(
        reverse("wagtaildocs:add"),
        {"title": "Paper", "file": upload(content, name), "collection": Collection.objects.first().pk},
    )
    assert message in unescape(page.content.decode())
    assert message in send_many(admin, content, name, "wagtaildocs:add_multiple").json()["error_message"]
    assert not Document.objects.exists()


def test_lists_show_pictures_through_the_private_door(admin: Client, fetch: Fetch) -> None:
    ImageFactory()
    index = admin.get(reverse("wagtailimages:index")).content.decode()
    chooser = admin.get(reverse("wagtailimages_chooser:choose")).json()["html"]

    for page in (index, chooser):
        assert len(private_pictures(page)) == 1
        assert fetch(admin, private_pictures(page)[0])["Content-Type"] == "image/jpeg"


def test_edit_page_shows_picture_and_original(admin: Client, fetch: Fetch) -> None:
    image = ImageFactory()

    shown = private_pictures(admin.get(reverse("wagtailimages:edit", args=[image.pk])).content.decode())

    assert len(shown) >= 2
    for path in shown:
        assert fetch(admin, path).body.startswith(b"\xff\xd8")


def test_edit_replaces_the_file(
    admin: Client, files: Callable[[], list[str]], django_capture_on_commit_callbacks: Any
) -> None:
    image = ImageFactory()
    image.get_rendition("fill-10x10")

    with django_capture_on_commit_callbacks(execute=True):
        admin.post(
            reverse("wagtailimages:edit", args=[image.pk]),
            {"title": "B", "file": upload(picture("PNG"), "b.png"), "collection": image.collection_id},
        )

    image = Image.objects.get()
    assert files() == [f"private/{image.file.name}"]
    assert image.file.name.endswith(".png")


def test_file_is_never_kept_nor_guessed_by_a_browser(admin: Client, fetch: Fetch) -> None:
    answer = fetch(admin, ImageFactory().file.url)

    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("spec", [None, "fill-20x20"])
def test_anonymous_gets_neither_original_nor_rendition(client: Client, spec: str | None) -> None:
    image = ImageFactory()
    url = image.get_rendition(spec).url if spec else image.file.url

    answer = client.get(url)

    assert answer.status_code == 302
    assert "/login/" in answer["Location"]
    assert client.get(f"/media/{url.removeprefix('/admin/files/')}").status_code == 404


def test_editor_sees_only_the_collections_she_may_choose_from(
    editor_of: Callable[..., Client], collections: Collections, fetch: Fetch
) -> None:
    here, there = collections
    editor = editor_of(here, "choose_image", "choose_document")
    mine, theirs = ImageFactory(collection=here), ImageFactory(collection=there)

    for image, document, status in (
        (mine, DocumentFactory(collection=here), 200),
        (theirs, DocumentFactory(collection=there), 404),
    ):
        for url in (image.file.url, image.get_rendition("fill-20x20").url, document.file.url):
            assert fetch(editor, url).status_code == status


def test_editor_who_may_only_edit_pages_sees_no_file(
    editor_of: Callable[..., Client], collections: Collections
) -> None:
    editor = editor_of(collections[0])

    assert editor.get(ImageFactory(collection=collections[0]).file.url).status_code == 404


def test_editor_sees_of_a_published_picture_what_the_public_sees(
    editor_of: Callable[..., Client], collections: Collections, fetch: Fetch
) -> None:
    """The public has a crop of a portrait; what stands around the face is not shown to strangers."""
    editor, image = editor_of(collections[0]), ImageFactory(collection=collections[1])
    renditions.publish(image, "fill-20x20|format-webp", uuid4())

    assert fetch(editor, image.get_rendition("fill-20x20|format-webp").url).status_code == 200
    for spec in ("max-800x600", "fill-20x20", "fill-20x20|format-jpeg"):
        assert editor.get(image.get_rendition(spec).url).status_code == 404
    assert editor.get(image.file.url).status_code == 404


def test_editor_sees_no_rendition_with_a_focus_that_is_not_public_yet(
    editor_of: Callable[..., Client], collections: Collections
) -> None:
    editor, image = editor_of(collections[0]), ImageFactory(collection=collections[1])
    renditions.publish(image, "fill-20x20", uuid4())
    image.focal_point_x = image.focal_point_y = image.focal_point_width = image.focal_point_height = 5
    image.save()

    assert editor.get(image.get_rendition("fill-20x20").url).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["../test.sqlite3", "originals/../../secret", "..%2f..%2fetc/passwd", "/etc/passwd", "originals", "%00"],
)
def test_no_path_leads_out_of_the_folder(admin: Client, var: Any, path: str) -> None:
    (var / "secret").write_text("secret")

    assert admin.get(f"/admin/files/{path}").status_code == 404


def test_missing_file_is_not_found(admin: Client) -> None:
    image = ImageFactory()
    image.file.storage.delete(image.file.name)

    assert admin.get(image.file.url).status_code == 404
