"""How a lecturer is shown to everybody: what the person has chosen to show, and nothing else."""

from datetime import date
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.building import common, owner_of, picture, thing_ref
from documents.document import Choice, Chosen, Document, Facet, Picture, Ref, Text, ThingRef
from documents.kinds import builds
from documents.richtext import rich_text
from lecturers.choices import FORMATS, MODES
from lecturers.models import Affiliation, LecturerPage
from media.renditions import PORTRAIT
from network.models import OrganisationPage
from pages.languages import CEFR, country_names, language_names, names_of
from people.models import Purpose
from people.services import valid_consent
from publishing.labels import titles_of
from topics.document import TopicRef, merged_topics, topic_labels, topic_refs


class LanguageSkill(Ref):
    """A language with its level of the Common European Framework; found by it if it is taught in."""

    code: str
    label: str
    level: str
    label_level: str
    teaches: bool
    interprets: bool


class AffiliationItem(Ref):
    """Where a lecturer works or worked; `organisation` if it is one of the network."""

    organisation: ThingRef | None
    name: str
    role: str
    start: date | None
    end: date | None
    primary: bool


class LecturerDocument(Document, kind="lecturer", collection="lecturers"):
    """A lecturer of the bank."""

    name: str
    pseudonym: bool = False
    given_name: Annotated[str, Chosen("given_name_visibility"), Text("name")] = ""
    family_name: Annotated[str, Chosen("family_name_visibility"), Text("name")] = ""
    pronouns: Annotated[str, Chosen("pronouns_visibility")] = ""
    honorific: Annotated[str, Chosen("honorific_visibility")] = ""
    headline: Annotated[str, Text("headline")] = ""
    bio: Annotated[str, Text("body", markup=True)] = ""
    photo: Picture | None = None
    topics: Annotated[
        list[TopicRef], Facet("topic", _("Topic"), labels=topic_labels, former=merged_topics), Text("topics")
    ] = []
    languages: Annotated[
        list[LanguageSkill], Facet("language", _("Teaches in"), labels=language_names), Text("body")
    ] = []
    country: Annotated[Choice | None, Facet("country", _("Country"), labels=country_names), Text("headline")] = None
    city: Annotated[str, Chosen("city_visibility"), Text("headline")] = ""
    modes: Annotated[list[Choice], Facet("mode", _("Mode"), labels=names_of(MODES))] = []
    formats: Annotated[list[Choice], Facet("format", _("Format"), labels=names_of(FORMATS))] = []
    organisation: Annotated[
        ThingRef | None,
        Facet("organisation", _("Organisation"), labels=titles_of("organisation")),
        Text("body"),
    ] = None
    affiliations: Annotated[list[AffiliationItem], Text("body")] = []
    contact_mode: str = "organisation"

    def linked_data(self) -> dict[str, Any]:
        """A `Person` in a `ProfilePage` (schema.org), of what is public about them."""
        person = {
            "@type": "Person",
            "name": self.name,
            "description": self.headline,
            "honorificPrefix": self.honorific,
            "image": self.photo.url if self.photo else "",
            "knowsAbout": [topic.label for topic in self.topics],
            "knowsLanguage": [language.code for language in self.languages],
            "affiliation": [{"@type": "Organization", "name": item.name} for item in self.affiliations],
        }
        about = {name: value for name, value in person.items() if value}
        return {"@context": "https://schema.org", "@type": "ProfilePage", "url": self.url, "mainEntity": about}


@builds(LecturerPage)
def lecturer(page: LecturerPage) -> LecturerDocument:
    source, locale = page.source, page.locale.language_code
    countries = country_names(locale)
    return LecturerDocument(
        **common(page),
        name=page.title,
        pseudonym=source.is_pseudonym,
        # Whatever else was ticked, a pseudonym hides the own name.
        given_name="" if source.is_pseudonym else source.given_name,
        family_name="" if source.is_pseudonym else source.family_name,
        pronouns=source.pronouns,
        honorific=source.honorific,
        headline=page.headline,
        bio=rich_text(page.bio, locale),
        photo=_portrait(page),
        topics=topic_refs(source, locale),
        languages=_languages(source, locale),
        country=Choice.of(source.country, countries[source.country]) if source.country else None,
        city=source.city,
        modes=[Choice.of(code, label) for code, label in MODES if code in source.modes],
        formats=[Choice.of(code, label) for code, label in FORMATS if code in source.formats],
        organisation=thing_ref(owner_of(page, OrganisationPage.objects.all()), locale),
        affiliations=_affiliations(page),
        contact_mode=source.contact_mode,
    )


def _portrait(page: LecturerPage) -> Picture | None:
    source = page.source
    if source.photo is None or not valid_consent(source.person_id, Purpose.PHOTO, timezone.now()):
        return None
    return picture(source.photo, page.translation_key, PORTRAIT, alt=page.title)


def _languages(source: LecturerPage, locale: str) -> list[LanguageSkill]:
    names, levels = language_names(locale), dict(CEFR)
    return [
        LanguageSkill(
            code=skill.language,
            label=names[skill.language],
            level=skill.level,
            label_level=str(levels[skill.level]),
            teaches=skill.teaches,
            interprets=skill.interprets,
            facet_values=[skill.language] if skill.teaches else [],
            words=[names[skill.language]],
        )
        for skill in source.languages.all()
    ]


def _affiliations(page: LecturerPage) -> list[AffiliationItem]:
    roles = {item.translation_key: item.role for item in page.affiliations.all()}
    items = [
        _affiliation(item, roles.get(item.translation_key, item.role), page.locale.language_code)
        for item in page.source.affiliations.all()
    ]
    return [item for item in items if item.name]


def _affiliation(item: Affiliation, role: str, locale: str) -> AffiliationItem:
    ref = thing_ref(item.organisation, locale)
    name = ref.title if ref else item.name
    key = item.organisation and item.organisation.translation_key
    return AffiliationItem(
        organisation=ref,
        name=name,
        role=role,
        start=item.start,
        end=item.end,
        primary=item.is_primary,
        words=[name, role],
        depends_on=[f"thing:{key}"] if key else [],
    )
