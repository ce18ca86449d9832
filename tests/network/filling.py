"""The form of a lecturer's profile, filled in as a browser sends it."""

from collections.abc import Mapping, Sequence
from typing import Any

from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from lecturers.models import LecturerPage

HIDEABLE = ("given_name", "family_name", "pronouns", "honorific", "city", "region", "orcid", "links")
ROWS = ("languages", "affiliations", "offers", "talks", "endorsements", "links")


def profile(
    page: LecturerPage | None = None, rows: Mapping[str, Sequence[Mapping[str, Any]]] | None = None, **fields: Any
) -> dict[str, Any]:
    """What is sent when these fields and rows are filled in, on top of what `page` says."""
    shown: dict[str, Any] = {}
    if page:
        values = {field.name: field.value_from_object(page) for field in page._meta.fields if field.editable}
        shown = {name: value for name, value in values.items() if value is not None}
    written = {
        "title": "Nadia Example", "slug": "nadia", "contact_mode": "organisation", "licence": "CC-BY-4.0",
        **{f"{name}_visibility": "hidden" for name in HIDEABLE},
        **shown, **fields,
    }  # fmt: skip
    return nested_form_data(
        {
            **written,
            "bio": rich_text(written.get("bio", "")),
            **{name: inline_formset(list((rows or {}).get(name, ()))) for name in ROWS},
            "comments": inline_formset([]),
        }
    )
