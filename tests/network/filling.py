"""The forms of a lecturer's profile and of an organisation, filled in as a browser sends them."""

from collections.abc import Mapping, Sequence
from typing import Any

from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from lecturers.models import LecturerPage
from network.models import OrganisationPage

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
        "title": "Nadia Example", "slug": "nadia", "contact_mode": "organisation", "audience": "public",
        "licence": "CC-BY-4.0",
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


def house(
    page: OrganisationPage | None = None,
    identifiers: Sequence[tuple[str, str]] = (),
    links: Sequence[Mapping[str, Any]] = (),
    networks: Sequence[OrganisationPage] = (),
    **fields: Any,
) -> dict[str, Any]:
    """The same for an organisation; nothing in its form but `fields` and its name is filled in."""
    named = {"title": page.title, "slug": page.slug} if page else {}
    written = {
        "organisation_type": "ngo", "contact_visibility": "hidden", "licence": "CC-BY-4.0", **named, **fields,
    }  # fmt: skip
    chosen = {name: written.pop(name) for name in ("languages", "countries_served") if name in written}
    return chosen | nested_form_data(
        {
            **written,
            "description": rich_text(written.get("description", "")),
            "memberships": inline_formset([{"network": network.pk} for network in networks]),
            "links": inline_formset(list(links)),
            "identifiers": inline_formset([{"scheme": scheme, "value": value} for scheme, value in identifiers]),
            "comments": inline_formset([]),
        }
    )
