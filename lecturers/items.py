"""What a lecturer's document has several of, each made in the document's language."""

import datetime
from uuid import UUID

from pydantic import BaseModel
from wagtail.models import Page

from documents.building import thing_ref
from documents.document import Choice, Ref, ThingRef
from documents.names import words_in
from lecturers.choices import MONTHS, WEEKDAYS
from lecturers.models import Affiliation, LecturerPage, Offer
from pages.fields import Options
from pages.languages import CEFR, language_names, time_zone_name
from topics.document import TopicRef, named_topics


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
    start: datetime.date | None
    end: datetime.date | None
    primary: bool


class OfferItem(Ref):
    """A lecture that is ready to be given; `duration` is in minutes."""

    id: UUID
    title: str
    abstract: str
    duration: int | None
    languages: list[Choice]
    topics: list[TopicRef]
    learning_outcomes: list[str]
    needs: str


class TalkItem(Ref):
    """A lecture that was given, in the words of those who announced it."""

    title: str
    date: datetime.date | None
    language: Choice | None
    organisation: str
    url: str


class Availability(Ref):
    """When somebody can usually be invited; found by the months."""

    months: list[Choice]
    weekdays: list[Choice]
    time_zone: Choice | None


class GroupSize(BaseModel):
    smallest: int | None
    largest: int | None


class EndorsementItem(Ref):
    """An organisation of the network that vouches for a lecturer, and since when."""

    organisation: ThingRef
    date: datetime.date


class LinkItem(BaseModel):
    url: str
    label: str


def choices(options: Options, chosen: list[str]) -> list[Choice]:
    return [Choice.of(code, label) for code, label in options if code in chosen]


def languages(source: LecturerPage, locale: str) -> list[LanguageSkill]:
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
            words_in=words_in(language_names, skill.language, locale),
        )
        for skill in source.languages.all()
    ]


def affiliations(page: LecturerPage, locale: str) -> list[AffiliationItem]:
    roles = {item.translation_key: item.role for item in page.affiliations.all()}
    first = sorted(page.source.affiliations.all(), key=lambda item: not item.is_primary)
    items = [_affiliation(item, roles.get(item.translation_key, item.role), locale) for item in first]
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


def offers(page: LecturerPage, locale: str) -> list[OfferItem]:
    told = {item.translation_key: item for item in page.offers.all()}
    return [_offer(item, told.get(item.translation_key, item), locale) for item in page.source.offers.all()]


def _offer(item: Offer, told: Offer, locale: str) -> OfferItem:
    """The lecture `item` in the words of its translation `told`."""
    topics = named_topics(item.topics, locale) if item.topics else []
    outcomes = [line.strip() for line in told.learning_outcomes.splitlines() if line.strip()]
    return OfferItem(
        id=item.translation_key,
        title=told.title,
        abstract=told.abstract,
        duration=item.duration,
        languages=choices(list(language_names(locale).items()), item.languages),
        topics=topics,
        learning_outcomes=outcomes,
        needs=told.needs,
        words=[told.title, told.abstract, *outcomes, *(topic.label for topic in topics)],
    )


def talks(source: LecturerPage, locale: str) -> list[TalkItem]:
    names = language_names(locale)
    return [
        TalkItem(
            title=talk.title,
            date=talk.date,
            language=Choice.of(talk.language, names[talk.language]) if talk.language else None,
            organisation=talk.organisation,
            url=_safe(talk.url),
            words=[talk.title, talk.organisation],
        )
        for talk in source.talks.all()
    ]


def availability(source: LecturerPage, locale: str) -> Availability | None:
    months, weekdays, zone = choices(MONTHS, source.months), choices(WEEKDAYS, source.weekdays), source.time_zone
    if not months and not weekdays:
        return None
    return Availability(
        months=months,
        weekdays=weekdays,
        time_zone=Choice.of(zone, time_zone_name(zone, locale)) if zone else None,
        facet_values=source.months,
    )


def group_size(source: LecturerPage) -> GroupSize | None:
    if source.group_min is None and source.group_max is None:
        return None
    return GroupSize(smallest=source.group_min, largest=source.group_max)


def endorsements(source: LecturerPage, owner: Page | None, locale: str) -> list[EndorsementItem]:
    """Those by organisations that are public and not the profile's own; the others are not even counted."""
    own = owner and owner.translation_key
    partners = [row for row in source.endorsements.all() if row.organisation.translation_key != own]
    vouching = [(thing_ref(row.organisation, locale), row.date) for row in partners]
    return [EndorsementItem(organisation=ref, date=date, facet_values=["true"]) for ref, date in vouching if ref]


def links(source: LecturerPage) -> list[LinkItem]:
    return [LinkItem(url=link.url, label=link.label) for link in source.links.all() if _safe(link.url)]


def _safe(url: str) -> str:
    """An address that can only be gone to, however it came into the database."""
    return url if url.startswith(("https://", "http://")) else ""
