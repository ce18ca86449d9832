"""What the tests read of the catalogue, as everybody outside would."""

import json
from datetime import timedelta
from typing import Any

from django.db.models import F
from wagtail.models import Page

from catalogue.checking import settle
from catalogue.models import Entry
from documents.document import with_origin
from lecturers.models import LecturerPage
from people.models import Consent
from people.services import withdraw_consent


def public(page: Page) -> dict[str, Entry]:
    """The public entries of the thing that `page` belongs to, by language, once everything is settled."""
    settle()
    return standing(page)


def standing(page: Page) -> dict[str, Entry]:
    """The same as it is now, before anything else is refreshed."""
    return {entry.locale: entry for entry in Entry.objects.public().filter(thing=page.translation_key)}


def entry(page: Page) -> Entry:
    """The public entry of `page` in its own language."""
    return public(page)[page.locale.language_code]


def ended(page: Page) -> dict[str, str]:
    """Why each language of the thing that `page` belongs to has ended."""
    settle()
    rows = Entry.objects.filter(thing=page.translation_key).exclude(removed_at=None)
    return dict(rows.values_list("locale", "removed_reason"))


def leave(page: LecturerPage, purpose: str | None = None) -> None:
    """The lecturer withdraws a consent, or all of them."""
    assert page.person
    withdraw_consent(page.person, purpose, by=None)


def hours_pass(hours: int) -> None:
    """Everything that has a time was that much earlier."""
    by = timedelta(hours=hours)
    for model, names in (
        (Consent, ("given_at", "expires_at")),
        (Page, ("go_live_at", "expire_at")),
        (Entry, ("visible_from", "visible_until")),
    ):
        model._base_manager.update(**{name: F(name) - by for name in names})


def payload(of: Entry) -> dict[str, Any]:
    return json.loads(with_origin(of.payload))


def said(of: Entry) -> str:
    """Everything that an entry tells anybody, as one text to look for words in."""
    return "\n".join(map(str, (of.title, of.path, of.slug, of.payload, of.facets, of.text, of.sort)))
