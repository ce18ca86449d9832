"""How organisations and projects are shown to everybody."""

from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from documents.building import common, picture, picture_above, thing_ref
from documents.days import Day
from documents.document import Choice, Chosen, Document, Facet, Picture, Ref, Sort, Text, ThingRef
from documents.kinds import builds
from documents.names import choice
from documents.quality import Quality
from documents.richtext import rich_text
from media.renditions import LOGO
from network.choices import ORGANISATION_TYPES
from network.models import OrganisationPage, ProjectPage, ProjectPartner
from pages.languages import country_names, language_names, names_of
from publishing.labels import titles_of
from topics.document import TopicRef, merged_topics, topic_labels, topic_refs

_TYPES = names_of(ORGANISATION_TYPES)
#: What schema.org calls the types.
_LINKED_TYPES = {
    "hei": "CollegeOrUniversity",
    "ngo": "NGO",
    "migrant-ngo": "NGO",
    "public-body": "GovernmentOrganization",
}


class Identifier(BaseModel):
    """What an organisation is called in a register; `label` names the register."""

    scheme: str
    label: str = ""
    value: str
    url: str


class Link(BaseModel):
    label: str
    url: str


class Position(BaseModel):
    """Where an organisation receives people, to some ten metres (WGS 84)."""

    latitude: float
    longitude: float

    @property
    def map_url(self) -> str:
        """A map of the place, for people."""
        north, east = f"{self.latitude:.4f}", f"{self.longitude:.4f}"
        return f"https://www.openstreetmap.org/?mlat={north}&mlon={east}#map=16/{north}/{east}"


class ContactItem(ThingRef):
    """Whom to ask; `indexable` says whether search engines may be told of the person."""

    indexable: bool = False


class OrganisationDocument(Document, kind="organisation", collection="organisations"):
    """An organisation of the network. Its mailbox and where it is registered are nobody's business."""

    confirmed_on: Annotated[date | None, Quality("confirmed"), Sort()] = None
    legal_name: Annotated[str, Text("name")] = ""
    short_name: Annotated[str, Text("name")] = ""
    organisation_type: Annotated[Choice, Facet("type", _("Type"), labels=_TYPES), Text("headline")]
    description: Annotated[str, Text("body", markup=True)] = ""
    offers: Annotated[str, Text("offers")] = ""
    seeks: Annotated[str, Text("offers")] = ""
    topics: Annotated[
        list[TopicRef], Facet("topic", _("Topic"), labels=topic_labels, former=merged_topics), Text("topics")
    ] = []
    logo: Picture | None = None
    image: Picture | None = None
    founded: int | None = None
    website: str = ""
    links: list[Link] = []
    country: Annotated[Choice | None, Facet("country", _("Country"), labels=country_names), Text("headline")] = None
    city: Annotated[str, Text("headline")] = ""
    position: Position | None = None
    countries_served: Annotated[list[Choice], Facet("serves", _("Active in"), labels=country_names), Text("body")] = []
    languages: Annotated[list[Choice], Facet("language", _("Languages"), labels=language_names), Text("body")] = []
    identifiers: list[Identifier] = []
    networks: Annotated[
        list[ThingRef], Facet("network", _("Network"), labels=titles_of("organisation")), Text("body")
    ] = []
    contact: Annotated[ContactItem | None, Chosen("contact_visibility")] = None
    claimed: bool = False

    def linked_data(self) -> dict[str, Any]:
        """The organisation in the words of schema.org."""
        place = {"addressLocality": self.city, "addressCountry": self.country.code if self.country else ""}
        about = {
            "@type": _LINKED_TYPES.get(self.organisation_type.code, "Organization"),
            "name": self.title,
            "legalName": self.legal_name,
            "alternateName": self.short_name,
            "description": self.summary,
            "url": self.website or self.url,
            "logo": self.logo.url if self.logo else "",
            "image": self.image.url if self.image else "",
            "foundingDate": str(self.founded or ""),
            "address": {"@type": "PostalAddress", **_said(place)} if any(place.values()) else None,
            "location": self.position
            and {"@type": "Place", "geo": {"@type": "GeoCoordinates", **self.position.model_dump()}},
            "areaServed": [country.label for country in self.countries_served],
            "knowsLanguage": [language.code for language in self.languages],
            "knowsAbout": [topic.label for topic in self.topics],
            "memberOf": [{"@type": "Organization", "name": each.title, "url": each.url} for each in self.networks],
            "sameAs": [url for url in (*(i.url for i in self.identifiers), *(link.url for link in self.links)) if url],
        }
        return {"@context": "https://schema.org", **_said(about)}


def _said(about: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in about.items() if value}


@builds(OrganisationPage)
def organisation(page: OrganisationPage) -> OrganisationDocument:
    source, locale = page.source, page.locale.language_code
    networks = [thing_ref(membership.network, locale) for membership in source.memberships.all()]
    return OrganisationDocument(
        **common(page),
        legal_name=source.legal_name,
        short_name=source.short_name,
        organisation_type=choice(_TYPES, source.organisation_type, locale),
        description=rich_text(page.description, locale),
        offers=page.offers,
        seeks=page.seeks,
        topics=topic_refs(source, locale),
        logo=picture(source.logo, page.translation_key, LOGO),
        image=picture_above(page),
        founded=source.founded,
        website=source.website,
        links=[Link(label=link.label, url=link.url) for link in source.links.all()],
        country=choice(country_names, source.country, locale) if source.country else None,
        city=source.city,
        position=_position(source),
        countries_served=[choice(country_names, code, locale) for code in source.countries_served],
        languages=[choice(language_names, code, locale) for code in source.languages],
        identifiers=[
            Identifier(scheme=i.scheme, label=i.get_scheme_display(), value=i.value, url=i.address)
            for i in source.identifiers.all()
        ],
        networks=[network for network in networks if network and network.id != page.translation_key],
        contact=_contact(source, locale),
        claimed=source.claimed,
    )


def _contact(source: OrganisationPage, locale: str) -> ContactItem | None:
    """Who is to be asked, unless the person has come to wish no contact."""
    person = source.contact and source.contact.specific
    named = thing_ref(person, locale)
    if person is None or named is None or not person.wishes_contact:
        return None
    return ContactItem(**dict(named), indexable=person.source.indexable)


def _position(source: OrganisationPage) -> Position | None:
    if source.latitude is None or source.longitude is None:
        return None
    return Position(latitude=float(source.latitude), longitude=float(source.longitude))


class PartnerItem(Ref):
    """Who takes part in a project; `organisation` if it is one of the network that is public."""

    organisation: ThingRef | None
    name: str
    coordinates: bool


class ProjectDocument(Document, kind="project", collection="projects"):
    """A project of organisations of the network, which are found by it as by their own things."""

    acronym: Annotated[str, Text("name")] = ""
    image: Picture | None = None
    programme: Annotated[str, Text("headline")] = ""
    reference_number: Annotated[str, Text("headline")] = ""
    start: Annotated[date | None, Day()] = None
    end: Annotated[date | None, Day()] = None
    topics: Annotated[
        list[TopicRef], Facet("topic", _("Topic"), labels=topic_labels, former=merged_topics), Text("topics")
    ] = []
    partners: Annotated[
        list[PartnerItem],
        Facet("organisation", _("Organisation"), labels=titles_of("organisation")),
        Text("body"),
    ] = []
    aims: Annotated[str, Text("body", markup=True)] = ""
    activities: Annotated[str, Text("body", markup=True)] = ""
    results: Annotated[str, Text("body", markup=True)] = ""
    funder_line: str = ""
    disclaimer: str = ""

    def linked_data(self) -> dict[str, Any]:
        """A `ResearchProject` (schema.org), which is what it has for projects of any kind."""
        about = {
            "@type": "ResearchProject",
            "name": self.title,
            "alternateName": self.acronym,
            "identifier": self.reference_number,
            "description": self.summary,
            "url": self.url,
            "image": self.image.url if self.image else "",
            "foundingDate": self.start,
            "dissolutionDate": self.end,
            "knowsAbout": [topic.label for topic in self.topics],
            "member": [{"@type": "Organization", "name": partner.name} for partner in self.partners],
        }
        return {"@context": "https://schema.org", **_said(about)}


@builds(ProjectPage)
def project(page: ProjectPage) -> ProjectDocument:
    source, locale = page.source, page.locale.language_code
    partners = [_partner(row, locale) for row in source.partners.all()]
    return ProjectDocument(
        **common(page),
        acronym=source.acronym,
        image=picture_above(page),
        programme=source.programme,
        reference_number=source.reference_number,
        start=source.start,
        end=source.end,
        topics=topic_refs(source, locale),
        partners=[partner for partner in partners if partner.name],
        aims=rich_text(page.aims, locale),
        activities=rich_text(page.activities, locale),
        results=rich_text(page.results, locale),
        funder_line=page.funder_line,
        disclaimer=page.disclaimer,
    )


def _partner(row: ProjectPartner, locale: str) -> PartnerItem:
    ref = thing_ref(row.organisation, locale)
    name = ref.title if ref else row.name
    return PartnerItem(
        organisation=ref,
        name=name,
        coordinates=row.coordinates,
        facet_values=ref.facet_values if ref else [],
        words=[name],
    )
