"""How an organisation is shown to everybody."""

from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from documents.building import common, picture
from documents.document import Choice, Document, Facet, Picture, Text
from documents.kinds import builds
from documents.richtext import rich_text
from media.renditions import LOGO
from network.models import ORGANISATION_TYPES, OrganisationPage
from pages.languages import country_names, names_of


class Identifier(BaseModel):
    scheme: str
    value: str
    url: str


class OrganisationDocument(Document, kind="organisation", collection="organisations"):
    """An organisation of the network."""

    legal_name: Annotated[str, Text("name")] = ""
    short_name: Annotated[str, Text("name")] = ""
    organisation_type: Annotated[
        Choice, Facet("type", _("Type"), labels=names_of(ORGANISATION_TYPES)), Text("headline")
    ]
    description: Annotated[str, Text("body", markup=True)] = ""
    logo: Picture | None = None
    website: str = ""
    country: Annotated[Choice | None, Facet("country", _("Country"), labels=country_names), Text("headline")] = None
    city: Annotated[str, Text("headline")] = ""
    identifiers: list[Identifier] = []

    def linked_data(self) -> dict[str, Any]:
        """The organisation in the words of schema.org."""
        about = {
            "@type": {"hei": "CollegeOrUniversity", "ngo": "NGO", "migrant-ngo": "NGO"}.get(
                self.organisation_type.code, "Organization"
            ),
            "name": self.title,
            "legalName": self.legal_name,
            "description": self.summary,
            "url": self.website or self.url,
            "sameAs": [identifier.url for identifier in self.identifiers if identifier.url],
        }
        return {"@context": "https://schema.org", **{name: value for name, value in about.items() if value}}


@builds(OrganisationPage)
def organisation(page: OrganisationPage) -> OrganisationDocument:
    source, locale = page.source, page.locale.language_code
    names = country_names(locale)
    return OrganisationDocument(
        **common(page),
        legal_name=source.legal_name,
        short_name=source.short_name,
        organisation_type=Choice.of(source.organisation_type, dict(ORGANISATION_TYPES)[source.organisation_type]),
        description=rich_text(page.description, locale),
        logo=picture(source.logo, page.translation_key, LOGO),
        website=source.website,
        country=Choice.of(source.country, names[source.country]) if source.country else None,
        city=source.city,
        identifiers=[Identifier(scheme=i.scheme, value=i.value, url=i.address) for i in source.identifiers.all()],
    )
