"""What the files of `content/` say, read and checked."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from django.utils.html import escape
from pydantic import AfterValidator, BaseModel, ConfigDict, TypeAdapter, model_validator

CONTENT = Path(__file__).parent / "content"
LANGUAGES = ("en", "fi", "ar", "nl", "it", "el")


def as_html(text: str) -> str:
    """Paragraphs stand apart by an empty line."""
    return "".join(f"<p>{escape(' '.join(part.split()))}</p>" for part in text.strip().split("\n\n"))


Prose = Annotated[str, AfterValidator(as_html)]


class Text(BaseModel):
    """A part of a file; whatever it does not know is a slip of the pen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PageText(Text):
    """One page of the site's frame in one language."""

    title: str
    summary: str
    hero_title: str = ""

    def fields(self) -> dict[str, str]:
        return self.model_dump(exclude_defaults=True)


class SiteText(Text):
    """The five pages of the frame in one language."""

    home: PageText
    network: PageText
    bank: PageText
    blog: PageText
    projects: PageText

    @property
    def pages(self) -> tuple[PageText, ...]:
        return self.home, self.network, self.bank, self.blog, self.projects


class OrganisationText(Text):
    title: str
    summary: str
    description: Prose
    offers: str = ""
    seeks: str = ""
    picture: str = ""


class Organisation(Text):
    """An organisation, in the language of its source first; its contact person is one of our lecturers."""

    type: str
    country: str
    city: str = ""
    website: str = ""
    legal_name: str = ""
    short_name: str = ""
    founded: int | None = None
    topics: list[str] = []
    languages: list[str] = []
    countries_served: list[str] = []
    position: tuple[Decimal, Decimal] | None = None
    links: dict[str, str] = {}
    identifiers: dict[str, str] = {}
    networks: list[str] = []
    role_mailbox: str = ""
    contact: str = ""
    registry_number: str = ""
    claimed: bool = True
    logo: bool = False
    texts: dict[str, OrganisationText]


class ProjectText(Text):
    title: str
    summary: str
    aims: Prose
    activities: Prose
    results: Prose
    funder_line: str
    disclaimer: str
    picture: str = ""


class Project(Text):
    """A project, in the language of its source first; the first of the partners coordinates it."""

    acronym: str = ""
    programme: str
    reference_number: str = ""
    topics: list[str]
    partners: list[str] = []
    start: date | None = None
    end: date | None = None
    texts: dict[str, ProjectText]


class Affiliation(Text):
    """Where a lecturer works: the key of one of our organisations, or the name of another."""

    organisation: str = ""
    name: str = ""
    start: date | None = None
    end: date | None = None
    primary: bool = False


class Talk(Text):
    """A lecture that was given, in its own language."""

    title: str
    date: date
    language: str
    organisation: str = ""
    url: str = ""


class Offer(Text):
    """What a ready-made lecture has in common in all languages."""

    duration: int
    languages: list[str]
    topics: list[str]


class OfferText(Text):
    """A ready-made lecture in the words of one language."""

    title: str
    abstract: str
    outcomes: list[str] = []
    needs: str = ""

    def fields(self) -> dict[str, str]:
        return {**self.model_dump(exclude={"outcomes"}), "learning_outcomes": "\n".join(self.outcomes)}


class LecturerText(Text):
    """A profile in one language; `name` where it is written otherwise there, a role for each affiliation."""

    name: str = ""
    headline: str
    summary: str
    bio: Prose
    roles: list[str] = []
    offers: list[OfferText] = []


class Lecturer(Text):
    """A lecturer, in the language of the source first. Nobody of these exists.

    `endorsed` are the keys of organisations, `links` what stands behind each address. The only ORCID iD is that of
    Josiah Carberry, whom ORCID invented for examples.
    """

    name: str
    organisation: str = ""
    topics: list[str]
    languages: dict[str, str]
    country: str
    city: str = ""
    shows: list[str] = []
    shows_members: list[str] = []
    given_name: str = ""
    family_name: str = ""
    honorific: str = ""
    pronouns: str = ""
    pseudonym: bool = False
    region: str = ""
    orcid: str = ""
    keywords: list[str] = []
    modes: list[str]
    formats: list[str]
    levels: list[str] = []
    group: tuple[int, int] | tuple[None, None] = (None, None)
    fee: str = ""
    travels_to: list[str] = []
    months: list[int] = []
    weekdays: list[str] = []
    time_zone: str = ""
    contact: str = "organisation"
    paused: bool = False
    indexable: bool = False
    affiliations: list[Affiliation] = []
    offers: list[Offer] = []
    talks: list[Talk] = []
    endorsed: dict[str, date] = {}
    links: dict[str, str] = {}
    looks: str = ""
    photo_shown: bool = True
    audience: Literal["public", "network"] = "public"
    consent: Literal["self", "paper", "members", "expired", "none"] = "self"
    state: Literal["public", "draft", "restricted"] = "public"
    texts: dict[str, LecturerText]

    @model_validator(mode="after")
    def _has_words_for_each_row(self) -> Self:
        for language, text in self.texts.items():
            if len(text.roles) != len(self.affiliations):
                raise ValueError(f"{self.name}, {language}: expected {len(self.affiliations)} roles.")
            if len(text.offers) != len(self.offers):
                raise ValueError(f"{self.name}, {language}: expected {len(self.offers)} offers.")
        return self


class Author(Text):
    """The key of one of our lecturers or organisations, or the name of somebody else."""

    lecturer: str = ""
    organisation: str = ""
    name: str = ""


class PostText(Text):
    """A post in one language; `picture` says what its picture shows."""

    title: str
    summary: str
    body: Prose
    picture: str = ""


class Post(Text):
    """A post, in the language of the source first; with a woven picture if it says what that shows."""

    organisation: str = ""
    written: date
    authors: list[Author] = []
    topics: list[str]
    texts: dict[str, PostText]


class HandedOver(Text):
    """A translation that translators go on with: all but one field, of what the source once said."""

    language: str
    without: str = ""
    formerly: dict[str, str] = {}


def site() -> Mapping[str, SiteText]:
    return TypeAdapter(dict[str, SiteText]).validate_python(_read(CONTENT / "site.toml"))


def organisations() -> Mapping[str, Organisation]:
    return TypeAdapter(dict[str, Organisation]).validate_python(_read(CONTENT / "organisations.toml"))


def projects() -> Mapping[str, Project]:
    return TypeAdapter(dict[str, Project]).validate_python(_read(CONTENT / "projects.toml"))


def lecturers() -> Mapping[str, Lecturer]:
    """By key. A file is named after the organisation that its lecturers belong to; `independent` is nobody's."""
    return TypeAdapter(dict[str, Lecturer]).validate_python(_owned("lecturers"))


def missing_topics() -> Mapping[str, Sequence[str]]:
    """The words for which there is no topic, by the lecturer whose profile asks for them."""
    return TypeAdapter(dict[str, Sequence[str]]).validate_python(_read(CONTENT / "missing_topics.toml"))


def handed_over() -> Mapping[str, HandedOver]:
    return TypeAdapter(dict[str, HandedOver]).validate_python(_read(CONTENT / "handed_over.toml"))


def posts() -> Mapping[str, Post]:
    """By key; those in `independent` are the network's own."""
    return TypeAdapter(dict[str, Post]).validate_python(_owned("posts"))


def _owned(folder: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path in sorted((CONTENT / folder).glob("*.toml")):
        owner = "" if path.stem == "independent" else path.stem
        for key, table in _read(path).items():
            if key in found:
                raise ValueError(f"{path.name}: [{key}] is in another file already.")
            found[key] = {"organisation": owner, **table}
    return found


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
