"""A small network in which every word that somebody could see is one of a kind, and what everybody may see of it."""

import itertools
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from lecturers.models import Affiliation, LecturerPage
from media.models import Image
from people.models import Consent, Person, Scope
from tests.factories.media import ImageFactory
from tests.factories.pages import lecturer, network, organisation, person_with_consent, publish, site_tree, translated
from tests.factories.topics import topic
from topics.models import Topic

WORD = re.compile(r"canary[a-z]+")


def words(*texts: object) -> set[str]:
    """The words of this world in `texts`."""
    return set(WORD.findall(" ".join(map(str, texts)).lower()))


class World:
    """Two organisations and three lecturers, one of them in two languages."""

    def __init__(self) -> None:
        self._numbers = itertools.count()
        self.sources: dict[UUID, int] = {}
        site_tree(["en", "fi"])
        self.topic = topic(self.word("topic"), fi=self.word("topic"))
        first, second = (self.owner() for _ in range(2))
        here = self.lecturer(first, photo=ImageFactory(alt_text="", rights_holder=self.word("credit")))
        self.lecturer(second, affiliations=[Affiliation(organisation=first, role=self.word("role"))])
        self.lecturer(network())
        self.translate(here)

    def word(self, kind: str) -> str:
        """A word that nothing else in this world has."""
        letters = "".join(chr(ord("a") + int(digit)) for digit in str(next(self._numbers)))
        return f"Canary{kind}{letters}"

    def owner(self) -> Page:
        return self.known(organisation(self.word("owner"), city=self.word("city")))

    def lecturer(self, parent: Page, **fields: Any) -> Page:
        person = person_with_consent(self.word("person"), "profile", "photo")
        person.email, person.phone = f"{self.word('mail')}@example.org", self.word("phone")
        person.notes = self.word("notes")
        person.save()
        names = ("given_name", "family_name", "pronouns", "honorific", "city")
        private = {name: self.word(name.replace("_", "")) for name in names}
        shown = {"city_visibility": "public", "headline": self.word("headline"), "topics": [self.topic]}
        page = lecturer(self.word("title"), parent=parent, person=person, **{**private, **shown, **fields})
        page.topics.set([self.topic])
        return self.known(page)

    def translate(self, page: Page) -> None:
        """Make a Finnish page of an English one, or of the copy of it that stands there already."""
        if page.locale.language_code != "en" or page.get_translations().filter(alias_of=None).exists():
            return
        fields: dict[str, Any] = {"title": self.word("title"), "headline": self.word("headline")}
        copy = page.get_translations().specific().first()
        if copy is None:
            translated(page, "fi", **fields)
        else:
            vars(copy).update(alias_of_id=None, **fields)
            publish(copy)

    def known(self, page: Page) -> Page:
        self.sources[page.translation_key] = page.pk
        return page

    @property
    def things(self) -> list[Page]:
        """Every page that could become a document, and no copy of one."""
        return list(Page.objects.filter(translation_key__in=self.sources, alias_of=None).order_by("pk").specific())

    @property
    def lecturers(self) -> list[LecturerPage]:
        return [page for page in self.things if isinstance(page, LecturerPage)]

    @property
    def owners(self) -> list[Page]:
        return [page for page in self.things if not isinstance(page, LecturerPage)]


class Truth:
    """What everybody may see now, found without the code that decides it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.now = timezone.now()
        self.rows = {page.path: page for page in Page.objects.filter(depth__gt=1)}
        self.by_pk = {page.pk: page for page in self.rows.values()}
        self.private = set(PageViewRestriction.objects.values_list("page_id", flat=True))
        self.pages = {page.pk: page for page in world.things if self._is_public(page)}

    @property
    def allowed(self) -> set[str]:
        """Every word that may be found anywhere."""
        found = words(*Topic.objects.values_list("name", "labels__preferred"))
        for page in self.pages.values():
            found |= words(page.title, page.url_path, page.summary)
            found |= set(self._of_lecturer(page)) if isinstance(page, LecturerPage) else words(page.city)
        return found

    def _of_lecturer(self, page: LecturerPage) -> Iterator[str]:
        source = Page.objects.get(pk=self.world.sources[page.translation_key]).specific
        yield from words(page.headline, *page.affiliations.values_list("role"))
        yield from words(*source.affiliations.values_list("role"))
        if source.city_visibility == "public":
            yield from words(source.city)
        if source.given_name_visibility == "public":
            yield from words(source.given_name)
        if source.photo_id and self._consent(source.person, "photo"):
            yield from words(*Image.objects.filter(pk=source.photo_id).values_list("rights_holder"))

    def _is_public(self, page: Page) -> bool:
        source = self.by_pk.get(self.world.sources[page.translation_key])
        if source is None or not (self._is_open(source) and self._is_open(page)):
            return False
        source = source.specific
        if not isinstance(source, LecturerPage):
            return True
        consent = self._consent(source.person, "profile")
        return bool(consent and (consent.scope == Scope.PUBLIC or source.is_pseudonym))

    def _is_open(self, page: Page) -> bool:
        line = [self.rows[page.path[:end]] for end in range(8, len(page.path) + 1, 4)]
        return all(
            above.live and not (above.expire_at and above.expire_at <= self.now) and not self._is_private(above)
            for above in line
        )

    def _is_private(self, page: Page) -> bool:
        while page.alias_of_id:
            page = self.by_pk[page.alias_of_id]
        return page.pk in self.private

    def _consent(self, person: Person | None, purpose: str) -> Consent | None:
        given = Consent.objects.filter(person=person, purpose=purpose).order_by("given_at", "pk").last()
        if given is None or given.withdrawn_at or (given.expires_at and given.expires_at <= self.now):
            return None
        return given
