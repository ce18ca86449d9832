"""Public things of every kind without the pages behind them, for tests that ask nothing of pages."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from blog.document import PostDocument
from catalogue.models import Entry
from documents.document import Choice
from lecturers.document import LecturerDocument
from network.document import OrganisationDocument, ProjectDocument
from pages.languages import country_names
from tests.factories.entries import publish


def lecturer_entry(title: str = "Nadia Example", locale: str = "en", **fields: Any) -> Entry:
    """A public lecturer; `country` and `modes` are codes."""
    country: str = fields.pop("country", "FI")
    modes: Sequence[str] = fields.pop("modes", ["online"])
    return publish(
        LecturerDocument,
        title,
        locale,
        name=title,
        country=Choice.of(country, country_names(locale)[country]),
        modes=[Choice.of(code, code) for code in modes],
        **{"license": "CC-BY-4.0", **fields},
    )


def organisation_entry(title: str = "Sunrise Association", locale: str = "en", **fields: Any) -> Entry:
    kind = Choice.of("ngo", "NGO")
    return publish(OrganisationDocument, title, locale, organisation_type=kind, **{"license": "CC-BY-4.0", **fields})


def post_entry(title: str = "Soup in eight languages", locale: str = "en", **fields: Any) -> Entry:
    return publish(PostDocument, title, locale, **{"date": date(2026, 11, 1), "license": "CC-BY-4.0", **fields})


def project_entry(title: str = "Soup across borders", locale: str = "en", **fields: Any) -> Entry:
    return publish(ProjectDocument, title, locale, **{"license": "CC-BY-4.0", **fields})


def several(count: int, **fields: Any) -> list[Entry]:
    return [lecturer_entry(f"Lecturer {n:03}", slug=f"lecturer-{n:03}", **fields) for n in range(count)]
