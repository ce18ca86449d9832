"""How a lecturer is shown to everybody: what the person has chosen to show, and nothing else."""

from datetime import date
from typing import Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from documents.building import common, owner_of, picture, thing_ref
from documents.document import NOT_KEPT, Choice, Chosen, Document, Facet, Picture, Sort, Text, ThingRef
from documents.kinds import builds
from documents.names import choice
from documents.quality import Quality
from documents.richtext import rich_text
from lecturers import items, linked
from lecturers.choices import FEES, FORMATS, LEVELS, MODES, MONTHS
from lecturers.models import LecturerPage
from media.renditions import PORTRAIT
from network.models import OrganisationPage
from pages.languages import country_names, language_names, names_of
from people.models import Purpose
from people.services import valid_consent
from publishing.labels import titles_of
from topics.document import TopicRef, merged_topics, topic_labels, topic_refs


class LecturerDocument(Document, kind="lecturer", collection="lecturers"):
    """A lecturer of the bank."""

    confirmed_on: Annotated[date | None, Quality("confirmed"), Sort()] = None
    name: str
    pseudonym: bool = False
    given_name: Annotated[str, Chosen("given_name_visibility"), Text("name")] = ""
    family_name: Annotated[str, Chosen("family_name_visibility"), Text("name")] = ""
    pronouns: Annotated[str, Chosen("pronouns_visibility")] = ""
    honorific: Annotated[str, Chosen("honorific_visibility")] = ""
    headline: Annotated[str, Text("headline"), Quality("complete")] = ""
    bio: Annotated[str, Text("body", markup=True), Quality("complete")] = ""
    photo: Picture | None = None
    topics: Annotated[
        list[TopicRef],
        Facet("topic", _("Topic"), labels=topic_labels, former=merged_topics),
        Text("topics"),
        Quality("complete"),
    ] = []
    keywords: Annotated[list[str], Text("topics")] = []
    languages: Annotated[
        list[items.LanguageSkill],
        Facet("language", _("Teaches in"), labels=language_names),
        Text("body"),
        Quality("complete"),
    ] = []
    country: Annotated[Choice | None, Facet("country", _("Country"), labels=country_names), Text("headline")] = None
    region: Annotated[str, Chosen("region_visibility"), Text("headline")] = ""
    city: Annotated[str, Chosen("city_visibility"), Text("headline")] = ""
    travels_to: list[Choice] = []
    modes: Annotated[list[Choice], Facet("mode", _("Mode"), labels=names_of(MODES)), Quality("complete")] = []
    formats: Annotated[list[Choice], Facet("format", _("Format"), labels=names_of(FORMATS)), Quality("complete")] = []
    levels: Annotated[
        list[Choice], Facet("level", _("For whom"), labels=names_of(LEVELS), ordered=True), Quality("complete")
    ] = []
    group_size: items.GroupSize | None = None
    fee: Annotated[Choice | None, Facet("fee", _("Fee"), labels=names_of(FEES), ordered=True)] = None
    availability: Annotated[
        items.Availability | None,
        Facet("month", _("Available in"), labels=names_of(MONTHS), ordered=True),
        Quality("complete"),
    ] = None
    organisation: Annotated[
        ThingRef | None,
        Facet("organisation", _("Organisation"), labels=titles_of("organisation")),
        Text("body"),
    ] = None
    affiliations: Annotated[list[items.AffiliationItem], Text("body")] = []
    endorsements: Annotated[
        list[items.EndorsementItem],
        Facet("endorsed", _("Endorsed"), labels=names_of([("true", _("By a partner organisation"))])),
        Quality("endorsed"),
    ] = []
    offers: Annotated[list[items.OfferItem], Text("offers"), Quality("complete")] = []
    talks: Annotated[list[items.TalkItem], Text("talks")] = []
    orcid: Annotated[str, Chosen("orcid_visibility")] = ""
    links: Annotated[list[items.LinkItem], Chosen("links_visibility")] = []
    contact_mode: Annotated[
        Literal["organisation", "relay", "none"],
        Field(
            description="Whom to ask: `organisation`, any organisation of the network (`relay`), or nobody (`none`)."
        ),
    ] = "organisation"
    paused_until: Annotated[date | None, Field(description="Until then nobody is asked for anything.")] = None
    indexable: Annotated[
        bool, Field(description="Whether search engines may show the person; if not, ask them not to: `noindex`.")
    ] = False

    @property
    def robots(self) -> str:
        return "" if self.indexable else NOT_KEPT

    def linked_data(self) -> dict[str, Any]:
        return linked.profile_page(self)


@builds(LecturerPage)
def lecturer(page: LecturerPage) -> LecturerDocument:
    source, locale = page.source, page.locale.language_code
    owner = owner_of(page, OrganisationPage)
    return LecturerDocument(
        **common(page),
        **_person(source),
        **_teaching(source, locale),
        **_contact(source),
        name=page.title,
        headline=page.headline,
        bio=rich_text(page.bio, locale),
        photo=_portrait(page),
        topics=topic_refs(source, locale),
        languages=items.languages(source, locale),
        organisation=thing_ref(owner, locale),
        affiliations=items.affiliations(page, locale),
        endorsements=items.endorsements(source, owner, locale),
        offers=items.offers(page, locale),
        talks=items.talks(source, locale),
        indexable=source.indexable,
    )


def _person(source: LecturerPage) -> dict[str, Any]:
    """Whatever else was ticked, a pseudonym hides the own name and what leads to it."""
    hidden = source.is_pseudonym
    return {
        "pseudonym": source.is_pseudonym,
        "given_name": "" if hidden else source.given_name,
        "family_name": "" if hidden else source.family_name,
        "orcid": "" if hidden else source.orcid,
        "pronouns": source.pronouns,
        "honorific": source.honorific,
        "region": source.region,
        "city": source.city,
        "links": items.links(source),
    }


def _teaching(source: LecturerPage, locale: str) -> dict[str, Any]:
    fees = items.choices(FEES, [source.fee])
    return {
        "keywords": source.keywords,
        "country": choice(country_names, source.country, locale) if source.country else None,
        "travels_to": items.choices(list(country_names(locale).items()), source.travels_to),
        "modes": items.choices(MODES, source.modes),
        "formats": items.choices(FORMATS, source.formats),
        "levels": items.choices(LEVELS, source.levels),
        "group_size": items.group_size(source),
        "fee": fees[0] if fees else None,
        "availability": items.availability(source, locale),
    }


def _contact(source: LecturerPage) -> dict[str, Any]:
    """While a pause lasts nobody is offered a way to ask; the job that ends it builds this anew."""
    paused = source.paused_until if source.paused_until and source.paused_until > timezone.localdate() else None
    return {"contact_mode": "none" if paused else source.contact_mode, "paused_until": paused}


def _portrait(page: LecturerPage) -> Picture | None:
    source = page.source
    if source.photo is None or not valid_consent(source.person_id, Purpose.PHOTO, timezone.now()):
        return None
    return picture(source.photo, page.translation_key, PORTRAIT, alt=page.title)
