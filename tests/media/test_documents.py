"""Documents are handed out as downloads, to those who were given the address."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from media.models import Document
from tests.factories.media import PDF, DocumentFactory, upload

Fetch = Callable[..., Any]

pytestmark = pytest.mark.django_db


def test_document_is_an_attachment_that_runs_nothing(client: Client, fetch: Fetch) -> None:
    answer = fetch(client, DocumentFactory(title="Opetus & oppiminen").url)

    assert answer.body == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="opetus-oppiminen.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("title", "name"), [("Εγχειρίδιο", "filename*=utf-8''%CE%B5"), ("!!!", 'filename="document.pdf"')]
)
def test_document_is_saved_under_its_title(client: Client, fetch: Fetch, title: str, name: str) -> None:
    assert name in fetch(client, DocumentFactory(title=title).url)["Content-Disposition"]


def test_document_address_says_nothing_of_the_uploaded_name(client: Client, fetch: Fetch) -> None:
    document = DocumentFactory(file=upload(PDF, "maria-papadopoulou.pdf"))

    answer = fetch(client, document.url)

    assert "maria" not in document.url
    assert "maria" not in str(answer.headers)


def test_document_is_not_found_by_its_number_alone(client: Client, fetch: Fetch) -> None:
    document = DocumentFactory()

    assert client.get(f"/documents/{document.pk}/paper.pdf").status_code == 404
    assert client.get(f"/documents/{document.pk}/").status_code == 404
    assert client.get(f"/documents/{document.pk + 1}/{document.filename}").status_code == 404


def test_document_that_is_unchanged_is_not_sent_again(client: Client, fetch: Fetch) -> None:
    document = DocumentFactory()
    etag = fetch(client, document.url)["ETag"]

    again = fetch(client, document.url, **{"If-None-Match": etag})

    assert again.status_code == 304
    assert again["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("known", [False, True])
def test_document_of_a_restricted_collection_is_refused(
    client: Client, fetch: Fetch, collections: tuple[Collection, Collection], known: bool
) -> None:
    document = DocumentFactory(collection=collections[0])
    etag = fetch(client, document.url)["ETag"]
    CollectionViewRestriction.objects.create(collection=collections[0], restriction_type="login")

    answer = fetch(client, document.url, **({"If-None-Match": etag} if known else {}))

    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_deleted_document_is_gone(client: Client, files: Callable[[], list[str]]) -> None:
    document = DocumentFactory()
    Document.objects.all().delete()

    assert client.get(document.url, headers={"If-None-Match": f'"{document.file_hash}"'}).status_code == 404
