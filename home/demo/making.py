"""How the texts become pages: added, consented to and published as editors would."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Collection, Locale, PageViewRestriction

from blog.models import PostAuthor
from home.demo import texts
from home.demo.portraits import portrait
from home.demo.weaving import emblem, woven
from lecturers.models import Affiliation, Endorsement, LecturerPage, Link, Offer, Talk
from media.models import Image
from network.models import (
    NetworkIndexPage,
    OrganisationIdentifier,
    OrganisationLink,
    OrganisationPage,
    ProjectPartner,
)
from network.roles import organisation_editors
from pages.fields import NETWORK, PUBLIC
from people.models import Channel, ConsentText, GivenBy, Person, Purpose, Scope, User
from people.services import record_consent
from tests.factories import pages
from topics.models import Topic
from topics.proposing import propose

#: Everything of the demo has the same identifier in every database.
NAMESPACE = UUID("5a0ff5a8-2b43-4d0c-9c0e-3a4a4b6a7d10")
YEAR = timedelta(days=365)


def identifier(kind: str, key: str) -> UUID:
    return uuid5(NAMESPACE, f"{kind}:{key}")


@dataclass
class Maker:
    """Makes the whole demo, and remembers what refers to what."""

    editor: User
    organisations: dict[str, OrganisationPage] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=lambda: {topic.slug: topic for topic in Topic.objects.all()})
    people: int = 0

    def organisation(self, key: str, told: texts.Organisation) -> None:
        source, *others = told.texts
        page = pages.organisation(
            parent=pages.network(source),
            translation_key=identifier("organisation", key),
            slug=key,
            topics=[self.topics[slug] for slug in told.topics],
            networks=[self.organisations[joined] for joined in told.networks],
            logo=self._image(f"Logo of {key}", f"{key}.png", emblem(key), "") if told.logo else None,
            hero_image=self._picture(key, "", told.texts[source].picture),
            links=[OrganisationLink(label=label, url=url) for label, url in told.links.items()],
            identifiers=[OrganisationIdentifier(scheme=s, value=v) for s, v in told.identifiers.items()],
            confirmed_on=timezone.localdate() - timedelta(days=9 * len(self.organisations)),
            **_facts(told),
            **_words(told.texts[source]),
        )
        self.organisations[key] = page
        for language in others:
            pages.translated(page, language, **_words(told.texts[language]))
        self.groups[key] = organisation_editors(OrganisationPage.objects.get(pk=page.pk))

    def project(self, key: str, told: texts.Project) -> None:
        source, *others = told.texts
        page = pages.project(
            translation_key=identifier("project", key),
            slug=key,
            topics=[self.topics[slug] for slug in told.topics],
            partners=[
                ProjectPartner(organisation=self.organisations[partner], coordinates=partner == told.partners[0])
                for partner in told.partners
            ],
            hero_image=self._picture(key, "", told.texts[source].picture),
            **told.model_dump(include={"acronym", "programme", "reference_number", "start", "end"}),
            **_words(told.texts[source]),
        )
        for language in others:
            pages.translated(page, language, **_words(told.texts[language]))

    def lecturer(self, key: str, told: texts.Lecturer) -> None:
        source, *others = told.texts
        page = pages.lecturer(
            told.name,
            parent=self._parent(told, source),
            live=told.state != "draft",
            person=self._person(key, told, source),
            translation_key=identifier("lecturer", key),
            slug=key,
            photo=self._photo(key, told),
            topics=[self.topics[slug] for slug in told.topics],
            languages=[(code, *_skill(skill)) for code, skill in told.languages.items()],
            **self._rows(told, source),
            confirmed_on=timezone.localdate() - timedelta(days=7 * (self.people % 40)),
            **_fields(told),
            **told.texts[source].model_dump(include={"headline", "summary", "bio"}),
        )
        for language in others:
            text = told.texts[language]
            fields = text.model_dump(include={"headline", "summary", "bio", "roles"})
            fields["offers"] = [offer.fields() for offer in text.offers]
            pages.translated(page, language, live=told.state != "draft", title=text.name or told.name, **fields)
        if told.state == "restricted":
            PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    def contact(self, key: str, told: texts.Organisation) -> None:
        """Name the contact person of an organisation, who was made after it."""
        if told.contact:
            page = OrganisationPage.objects.get(pk=self.organisations[key].pk)
            page.contact, page.contact_visibility = self.profile(told.contact), PUBLIC
            pages.publish(page)

    def missing_topics(self, key: str, words: Sequence[str]) -> None:
        propose(self.profile(key), words, self.editor)

    def post(self, key: str, told: texts.Post) -> None:
        source, *others = told.texts
        page = pages.post(
            parent=self._owner(told.organisation, source) if told.organisation else pages.blog(source),
            translation_key=identifier("post", key),
            slug=key,
            date=told.written,
            topics=[self.topics[slug] for slug in told.topics],
            authors=[self._author(author) for author in told.authors],
            hero_image=self._picture(key, told.organisation, told.texts[source].picture),
            **_words(told.texts[source]),
        )
        for language in others:
            pages.translated(page, language, **_words(told.texts[language]))

    def _author(self, told: texts.Author) -> PostAuthor:
        return PostAuthor(
            lecturer=self.profile(told.lecturer) if told.lecturer else None,
            organisation=self.organisations[told.organisation] if told.organisation else None,
            name=told.name,
        )

    def profile(self, key: str) -> LecturerPage:
        """The profile of a lecturer in the language of its source."""
        versions = LecturerPage.objects.filter(translation_key=identifier("lecturer", key), alias_of=None)
        return versions.earliest("pk")

    def _parent(self, told: texts.Lecturer, language: str) -> OrganisationPage | NetworkIndexPage:
        return self._owner(told.organisation, language) if told.organisation else pages.network(language)

    def _owner(self, key: str, language: str) -> OrganisationPage:
        """The organisation in the language of what it owns, made there as a live copy if need be."""
        source = self.organisations[key]
        locale = Locale.objects.get(language_code=language)
        there = source.get_translation_or_none(locale)
        return there or source.copy_for_translation(locale, copy_parents=True, alias=True)

    def _person(self, key: str, told: texts.Lecturer, language: str) -> Person:
        self.people += 1
        own = " ".join(filter(None, (told.given_name, told.family_name)))
        person = Person.objects.create(
            id=identifier("person", key),
            name=own or told.name,
            email=f"{key}@example.org",
            managed_by=self.groups.get(told.organisation),
        )
        if told.consent != "none":
            self._consent(person, Purpose.PROFILE, told, language)
            if told.looks and told.photo_shown:
                self._consent(person, Purpose.PHOTO, told, language)
        return person

    def _consent(self, person: Person, purpose: str, told: texts.Lecturer, language: str) -> None:
        text = ConsentText.objects.shown(purpose, [language, "en"])
        given_at = timezone.now() - timedelta(days=20 + 11 * (self.people % 25))
        more: dict[str, Any] = {"given_by": GivenBy.SELF, "given_at": given_at}
        if told.consent == "expired":
            more |= {"given_at": timezone.now() - 2 * YEAR, "expires_at": timezone.now() - YEAR / 12}
        elif told.consent == "paper":
            proof = "Signed form in the folder of the office, under the name of the person."
            more |= {"given_by": GivenBy.ON_BEHALF, "channel": Channel.PAPER, "proof": proof}
            more |= {"recorded_by": self.editor, "expires_at": timezone.now() + 2 * YEAR}
        scope = Scope.PSEUDONYM if told.pseudonym else Scope.NETWORK if told.consent == "members" else Scope.PUBLIC
        record_consent(person, purpose, text, scope=scope if purpose == Purpose.PROFILE else Scope.PUBLIC, **more)

    def _photo(self, key: str, told: texts.Lecturer) -> Image | None:
        if not told.looks:
            return None
        return self._image(f"Portrait of {told.name}", f"{key}.jpg", portrait(key, told.looks), told.organisation)

    def _picture(self, key: str, organisation: str, shows: str) -> Image | None:
        return self._image(f"Woven for {key}", f"{key}.jpg", woven(key), organisation) if shows else None

    def _image(self, title: str, name: str, content: bytes, organisation: str) -> Image:
        return Image.objects.create(
            title=title,
            file=ContentFile(content, name),
            collection=self._collection(organisation) or Collection.get_first_root_node(),
            uploaded_by_user=self.editor,
        )

    def _collection(self, organisation: str) -> Collection | None:
        """Where the organisation's editors keep their files."""
        page = self.organisations.get(organisation)
        return page and Collection.objects.filter(name=page.title).first()

    def _rows(self, told: texts.Lecturer, language: str) -> dict[str, list[Any]]:
        locale, text = Locale.objects.get(language_code=language), told.texts[language]
        return {
            "affiliations": [
                Affiliation(
                    organisation=self.organisations.get(item.organisation),
                    role=role,
                    is_primary=item.primary,
                    locale=locale,
                    **item.model_dump(include={"name", "start", "end"}),
                )
                for item, role in zip(told.affiliations, text.roles, strict=True)
            ],
            "offers": [
                Offer(locale=locale, **offer.model_dump(), **words.fields())
                for offer, words in zip(told.offers, text.offers, strict=True)
            ],
            "talks": [Talk(**talk.model_dump()) for talk in told.talks],
            "endorsements": [
                Endorsement(organisation=self.organisations[key], date=since) for key, since in told.endorsed.items()
            ],
            "links": [Link(url=url, label=label) for url, label in told.links.items()],
        }


def _facts(told: texts.Organisation) -> dict[str, Any]:
    latitude, longitude = told.position or (None, None)
    names = "country city website legal_name short_name founded languages countries_served claimed"
    fields = told.model_dump(include={*names.split(), "role_mailbox", "registry_number"})
    return {**fields, "organisation_type": told.type, "latitude": latitude, "longitude": longitude}


def _words(text: texts.OrganisationText | texts.ProjectText | texts.PostText) -> dict[str, Any]:
    return {**text.model_dump(exclude={"picture"}), "hero_alt": text.picture}


def _skill(skill: str) -> tuple[str, bool, bool]:
    """ "C1 teaches interprets" as level, teaches, interprets."""
    level, *uses = skill.split()
    return level, "teaches" in uses, "interprets" in uses


def _fields(told: texts.Lecturer) -> dict[str, Any]:
    names = {"given_name", "family_name", "honorific", "pronouns", "country", "region", "city", "orcid", "keywords"}
    more = {"modes", "formats", "levels", "fee", "travels_to", "weekdays", "time_zone", "indexable", "audience"}
    return {
        **told.model_dump(include=names | more),
        **{f"{name}_visibility": PUBLIC for name in told.shows},
        **{f"{name}_visibility": NETWORK for name in told.shows_members},
        "group_min": told.group[0],
        "group_max": told.group[1],
        "months": [f"{month:02}" for month in told.months],
        "is_pseudonym": told.pseudonym,
        "contact_mode": told.contact,
        "paused_until": timezone.localdate() + YEAR / 4 if told.paused else None,
    }
