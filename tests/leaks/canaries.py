"""A small public site, and beside it everything that is nobody's business: each private field holds a word of its own.

What is found where it must not be names by itself where it came from.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import PIL.Image
from django.utils import timezone
from wagtail.models import Comment, Page, PageViewRestriction

from catalogue.checking import settle
from lecturers.models import Affiliation, Endorsement, LecturerLanguage, LecturerPage, Link, Offer, Talk
from media.models import Image, PublicRendition
from network.models import Membership, OrganisationIdentifier, OrganisationLink, OrganisationPage, ProjectPartner
from people.models import GivenBy, Person, Purpose, Scope, User
from people.services import record_consent, withdraw_consent
from tests.factories import pages
from tests.factories.media import ImageFactory, picture, upload
from tests.factories.people import new_user, text
from tests.factories.topics import topic
from topics.models import Topic

LANGUAGES = ("en", "fi", "ar")
#: No word, but everybody private has it, and nobody else.
ORCID = "0000-0002-1825-0097"
_DESCRIPTION = 0x010E  # of a picture, in its EXIF


@dataclass
class World:
    """Who is public, who is not, and the words that nobody may meet."""

    #: The vocabulary is everybody's; who uses a part of it is not.
    subjects: list[Topic]
    words: set[str] = field(default_factory=set)
    public: list[LecturerPage] = field(default_factory=list)
    never: dict[str, Page] = field(default_factory=dict)
    left: dict[str, Page] = field(default_factory=dict)
    photos: list[str] = field(default_factory=list)

    def word(self, name: str) -> str:
        """The canary for a private field, the same for the same name."""
        made = "zq" + "".join(filter(str.isalpha, name.lower()))
        self.words.add(made)
        return made


def make_public() -> World:
    """A site in three languages with what everybody may see of it."""
    world = World(subjects=[topic(f"Subject {number}", fi=f"Aihe {number}") for number in range(24)])
    pages.site_tree(LANGUAGES)
    ring = pages.organisation("Baltic Ring", organisation_type="network")
    sunrise = pages.organisation("Sunrise Association", logo=_portrait(world), networks=[ring])
    for name in ("Nadia Example", "Omar Example"):
        person = pages.person_with_consent(name, Purpose.PROFILE, Purpose.PHOTO)
        subject = [world.subjects[-len(world.public) - 1]]
        page = pages.lecturer(name, parent=sunrise, person=person, photo=_portrait(world), topics=subject)
        pages.translated(page, "fi", headline="Opettaja")
        world.public.append(LecturerPage.objects.get(pk=page.pk))
    settle()
    return world


def add_private(world: World) -> None:
    """Everything that has never been public, some of it about people who are."""
    word = world.word
    editor = new_user(email=f"{word('user email')}@example.org", name=word("user name"))
    _about_the_public(world, world.public[0], editor)
    sunrise = OrganisationPage.objects.get(slug="sunrise-association", locale__language_code="en")
    draft = _draft_house(world)
    world.never["draft organisation"] = draft
    texts = {name: word(f"project {name}") for name in ("acronym", "aims", "results", "funder_line", "disclaimer")}
    world.never["project beneath a draft"] = pages.project(
        word("project beneath a draft"), parent=draft, partners=[ProjectPartner(organisation=sunrise)], **texts
    )
    closed = pages.organisation(word("restricted organisation"))
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    world.never["restricted organisation"] = closed
    ways: dict[str, tuple[Any, dict[str, Any]]] = {
        "draft": (sunrise, {"live": False}),
        "without consent": (sunrise, {"person": Person.objects.create(name=word("person without consent"))}),
        "without person": (sunrise, {"person": None}),
        "beneath a draft": (draft, {}),
        "beneath a restriction": (closed, {}),
        "inward": (sunrise, {"audience": "network"}),
        "agreed inward": (sunrise, {"person": _agreed_to_members(word("person inward"))}),
        "to come": (sunrise, {"live": False, "go_live_at": timezone.now() + timedelta(days=9)}),
        "broken": (sunrise, {}),
    }
    for name, (parent, fields) in ways.items():
        world.never[name] = _lecturer(world, name, parent, editor, **fields)
    world.never["to come"].save_revision(user=editor).publish()
    LecturerLanguage.objects.filter(page=world.never["broken"].pk).update(language=word("broken")[:12])
    arabic = pages.translated(world.public[1], "ar", live=False, headline=word("restricted translation"))
    PageViewRestriction.objects.create(page=arabic, restriction_type="login")
    pages.publish(arabic)
    restricted = _lecturer(world, "restricted", sunrise, editor, live=False)
    PageViewRestriction.objects.create(page=restricted, restriction_type="password", password=word("password"))
    pages.publish(restricted)
    world.never["restricted"] = restricted
    _about_the_houses(world, world.never["without consent"])
    settle()


def add_left(world: World) -> None:
    """People who were public, each with a portrait and a translation, and have left by every way there is."""
    sunrise = OrganisationPage.objects.get(slug="sunrise-association", locale__language_code="en")
    made = {
        name: _lecturer(world, f"left {name}", sunrise, None)
        for name in ("withdrawn", "unpublished", "restricted", "expired", "deleted", "turned", "narrowed")
    }
    for page in made.values():
        pages.translated(page, "fi", title=world.word(f"{page.title} fi"), headline=world.word(f"{page.title} fi"))
    settle()
    world.photos = [str(name) for page in made.values() for name in _photo_names(page)]
    world.left = {name: LecturerPage.objects.get(pk=page.pk) for name, page in made.items()}
    leave: dict[str, Callable[[LecturerPage], Any]] = {
        "withdrawn": lambda page: withdraw_consent(_behind(page), by=None),
        "unpublished": lambda page: page.unpublish(),
        "restricted": lambda page: PageViewRestriction.objects.create(
            page=page, restriction_type="password", password="x"
        ),
        "expired": lambda page: pages.publish(_with(page, expire_at=timezone.now())),
        "deleted": lambda page: page.delete(),
        "turned": lambda page: pages.publish(_with(page, audience="network")),
        "narrowed": lambda page: record_consent(_behind(page), Purpose.PROFILE, text(), scope=Scope.NETWORK),
    }
    for name, page in world.left.items():
        leave[name](LecturerPage.objects.get(pk=page.pk))
    settle()


def _draft_house(world: World) -> OrganisationPage:
    """An organisation in the making, every field of which says so, and which belongs to what is public."""
    word, texts = world.word, ("legal_name", "short_name", "city", "description", "offers", "seeks", "summary")
    made: OrganisationPage = pages.organisation(
        word("draft organisation"), live=False, networks=[OrganisationPage.objects.get(title="Baltic Ring")],
        topics=world.subjects[-3:], country="MT", countries_served=["MT"], languages=["mt"], founded=1066,
        website=f"https://{word('draft website')}.example/", **{name: word(f"draft {name}") for name in texts},
        links=[OrganisationLink(label=word("draft link"), url=f"https://{word('draft link address')}.example/")],
        identifiers=[OrganisationIdentifier(scheme="wikidata", value=word("draft identifier"))],
    )  # fmt: skip
    return made


def _about_the_houses(world: World, nobody: Page) -> None:
    """What is private about organisations that are public: how to reach them, and people who have not agreed."""
    word = world.word
    hidden_network = pages.organisation(word("network in draft"), organisation_type="network", live=False)
    for name, contact, seen in (("Sunrise Association", nobody, "public"), ("Baltic Ring", world.public[0], "hidden")):
        house = OrganisationPage.objects.get(title=name, locale__language_code="en")
        house.role_mailbox = f"{word(f'mailbox {seen}')}@example.org"
        house.registry_number = word(f"registry number {seen}")
        house.contact, house.contact_visibility = contact, seen
        house.memberships.add(Membership(network=hidden_network))
        house.save()


def _about_the_public(world: World, page: LecturerPage, editor: User) -> None:
    """What is private about somebody who is public: hidden fields, drafts of edits, the person behind."""
    word = world.word
    for name in ("given_name", "family_name", "pronouns", "honorific", "city", "region"):
        setattr(page, name, word(f"hidden {name}"))
        setattr(page, f"{name}_visibility", "network" if name in ("family_name", "pronouns", "city") else "hidden")
    page.orcid_visibility = "network"
    page.orcid = ORCID
    world.words.add(ORCID)
    page.links_visibility = "hidden"
    page.links.set([Link(url=f"https://example.org/{word('hidden link')}", label=word("hidden link label"))])
    hidden_organisation = pages.organisation(word("affiliated draft"), live=False)
    page.affiliations.set([Affiliation(organisation=hidden_organisation, role=word("hidden role"))])
    page.endorsements.set([Endorsement(organisation=hidden_organisation)])
    page.owner = editor
    page.save()
    _person(world, _behind(page), editor)
    page.title = page.seo_title = page.headline = page.summary = page.search_description = word("unpublished edit")
    page.bio = f"<p>{word('unpublished edit')}</p>"
    vars(page).update(_everything(word("unpublished edit")))
    for name, rows in _rows(word("unpublished edit")).items():
        setattr(page, name, rows)
    page.save_revision(user=editor)
    finnish = page.get_translation(page.get_translations().get().locale).specific
    finnish.headline = word("unpublished translation")
    finnish.save_revision(user=editor)
    pages.translated(page, "ar", live=False, headline=word("draft translation"), slug=word("draft translation"))
    Comment.objects.create(page=page, user=editor, text=word("comment"), contentpath="title")
    world.public[0] = LecturerPage.objects.get(pk=page.pk)


def _agreed_to_members(name: str) -> Person:
    return pages.person_with_consent(name, Purpose.PROFILE, scope=Scope.NETWORK)


def _behind(page: LecturerPage) -> Person:
    return Person.objects.get(pk=page.person_id)


def _person(world: World, person: Person, editor: User) -> None:
    """Fill what only editors read of a person."""
    word = world.word
    person.name, person.phone, person.notes = word("person name"), word("person phone"), word("person notes")
    person.email = f"{word('person email')}@example.org"
    person.support_needs = word("person support needs")
    person.save()
    record_consent(
        person, Purpose.PROFILE, text(), given_by=GivenBy.ON_BEHALF, proof=word("proof"), recorded_by=editor,
        proof_file=upload(word("proof file content").encode(), f"{word('proof file name')}.txt"),
    )  # fmt: skip


def _lecturer(world: World, name: str, parent: Page, editor: User | None, **fields: Any) -> Any:
    """Somebody whose every field says `name`."""
    word = world.word(name)
    values: dict[str, Any] = {
        "headline": word, "summary": word, "bio": f"<p>{word}</p>", "city": word, "city_visibility": "public",
        "given_name": word, "given_name_visibility": "public", "owner": editor,
        "photo": _portrait(world, name, alt_text=word, rights_holder=word),
        "affiliations": [Affiliation(name=word, role=word)], "country": "MT", "languages": [("mt", "C2")],
        **_everything(word), **_rows(word), "endorsements": _endorsed(),
    }  # fmt: skip
    if "person" not in fields:
        fields["person"] = pages.person_with_consent(f"{word} person", Purpose.PROFILE, Purpose.PHOTO)
    return pages.lecturer(
        word, parent=parent, topics=[world.subjects[len(world.never) + len(world.left)]], **values, **fields
    )


def _everything(word: str) -> dict[str, Any]:
    """Everything else that a profile says: each list has a value that nobody public has."""
    return {
        "keywords": [word], "region": word, "region_visibility": "public", "orcid": ORCID, "orcid_visibility": "public",
        "links_visibility": "public", "levels": ["staff"], "group_max": 4711, "fee": "expenses", "travels_to": ["MT"],
        "months": ["07"], "weekdays": ["sunday"], "time_zone": "Europe/Malta", "paused_until": date(2999, 1, 1),
    }  # fmt: skip


def _rows(word: str) -> dict[str, Any]:
    return {
        "offers": [Offer(title=word, abstract=word, learning_outcomes=word, needs=word, languages=["mt"])],
        "talks": [Talk(title=word, organisation=word, url=f"https://example.org/{word}", language="mt")],
        "links": [Link(url=f"https://example.org/{word}", label=word)],
    }


def _endorsed() -> list[Endorsement]:
    """By a public organisation that owns none of these pages, which is to be counted for nobody who is not public."""
    public = OrganisationPage.objects.get(slug="baltic-ring", locale__language_code="en")
    return [Endorsement(organisation=public)]


def _portrait(world: World, name: str = "", **fields: Any) -> Image:
    """A picture whose title, file name and metadata are its editors' alone."""
    exif = PIL.Image.Exif()
    exif[_DESCRIPTION] = world.word(f"{name} picture metadata")
    file = upload(picture(exif=exif.tobytes()), world.word(f"{name} picture file") + ".jpg")
    return ImageFactory(title=world.word(f"{name} picture title"), file=file, **fields)


def _photo_names(page: Page) -> list[str]:
    return list(PublicRendition.objects.filter(key=page.translation_key).values_list("name", flat=True))


def _with(page: LecturerPage, **fields: Any) -> LecturerPage:
    for name, value in fields.items():
        setattr(page, name, value)
    return page
