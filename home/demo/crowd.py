"""A crowd beside the told lecturers, to see how a large network feels: as many as one likes, written in bulk.

Each is woven from four of the told: the tree's place and the portrait of one, words, topics and languages of others.
Their rows are written without signals, revisions and references, so the admin's own search and its usage counts learn
of them by `update_index` and `rebuild_references_index`.
"""

import gc
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from catalogue.checking import settle
from catalogue.marking import touch
from catalogue.models import Dependency, Thing
from documents.building import owner_of
from home.demo.making import identifier
from lecturers.models import Affiliation, LecturerLanguage, LecturerPage
from media.remembering import batch, portions
from media.renditions import PORTRAIT, encode, share
from network.models import OrganisationPage
from people.models import Channel, Consent, GivenBy, Person, Purpose
from people.models.consent import ConsentText
from topics import vocabulary
from topics.document import named_topics
from topics.models import TopicTag

LANGUAGE = "en"
#: How many are written in one transaction, which keeps others from writing.
BATCH = 1_000
_TEXTS = {"bio": 1, "headline": 2, "summary": 3}
_FACTS = ("country", "city", "city_visibility", "modes", "formats")


def wanting(wanted: int) -> list[int]:
    """The numbers of those that a crowd of `wanted` still lacks."""
    keys = {identifier("lecturer", f"crowd-{number}"): number for number in range(wanted)}
    known = set(Thing.objects.filter(kind="lecturer").values_list("pk", flat=True))
    return [number for key, number in keys.items() if key not in known]


def make(numbers: Sequence[int]) -> None:
    """Add the lecturers of these numbers, consents, portraits and all, and have the catalogue build them."""
    told = _told()
    gc.freeze()  # what stands here stays: it need not be looked through over and over
    portraits = {page.photo: {spec: encode(page.photo, spec) for spec in PORTRAIT} for page in told if page.photo}
    for some in portions(numbers, BATCH):
        crowd = [_Woven(number, told) for number in some]
        with batch(), transaction.atomic():
            for portrait, encoded in portraits.items():
                share(portrait, encoded, [w.page.translation_key for w in crowd if w.page.photo_id == portrait.pk])
            _write(crowd)
        settle()


class _Woven:
    """One of the crowd: who it is made from, and the rows that it consists of."""

    def __init__(self, number: int, told: Sequence[LecturerPage]) -> None:
        self.number = number
        # Neighbours differ in everything, and the same four meet again only after all others have.
        turns = (0, *(number // len(told) ** power for power in (1, 2, 3)))
        self.parts = [told[(number + 7 * part + turn) % len(told)] for part, turn in enumerate(turns)]
        self.person_id = identifier("person", f"crowd-{number}")
        self.page = self._page()

    def _page(self) -> LecturerPage:
        first, second, third, _fourth = self.parts
        title = f"{first.title.split()[0]} {second.title.split()[0]} {third.title.split()[-1]}"
        now = timezone.now()
        return LecturerPage(
            title=title,
            draft_title=title,
            slug=f"{slugify(title)}-{self.number}",
            translation_key=identifier("lecturer", f"crowd-{self.number}"),
            person_id=self.person_id,
            locale_id=first.locale_id,
            photo_id=first.photo_id,
            first_published_at=now,
            last_published_at=now,
            confirmed_on=timezone.localdate() - timedelta(days=self.number % 280),
            **{name: getattr(self.parts[at], name) for name, at in _TEXTS.items()},
            **{name: getattr(second, name) for name in _FACTS},
        )

    def person(self) -> Person:
        return Person(pk=self.person_id, name=self.page.title, email=f"crowd-{self.number}@example.org")

    def consents(self, texts: dict[str, ConsentText]) -> Iterator[Consent]:
        given_at = timezone.now() - timedelta(days=20 + self.number % 275)
        purposes = (Purpose.PROFILE, Purpose.PHOTO) if self.page.photo_id else (Purpose.PROFILE,)
        for purpose in purposes:
            yield Consent(
                person_id=self.person_id,
                purpose=purpose,
                text=texts[purpose],
                given_at=given_at,
                given_by=GivenBy.SELF,
                channel=Channel.FORM,
            )

    def topics(self) -> list[TopicTag]:
        tagged = dict.fromkeys(tag.tag_id for part in self.parts[1:3] for tag in part.topic_tags.all())
        return [TopicTag(tag_id=pk, content_object_id=self.page.pk) for pk in islice(tagged, 4)]

    def references(self) -> Iterator[str]:
        """What its document will refer to. Whatever is missing here makes the catalogue build it a second time."""
        first = self.parts[0]
        yield f"person:{self.person_id}"
        if self.page.photo_id:
            yield f"image:{self.page.photo_id}"
        for organisation in (_owner(first), *(item.organisation for item in first.affiliations.all())):
            if organisation:
                yield f"thing:{organisation.translation_key}"
        known = vocabulary.current()
        slugs = [concept.slug for tag in self.topics() if (concept := known.row(tag.tag_id))]
        for topic in named_topics(slugs, LANGUAGE):
            yield from topic.depends_on

    def languages(self) -> list[LecturerLanguage]:
        return [_copy(skill, page_id=self.page.pk) for skill in self.parts[3].languages.all()]

    def affiliations(self) -> list[Affiliation]:
        return [
            _copy(
                item, page_id=self.page.pk, translation_key=identifier("affiliation", f"crowd-{self.number}-{item.pk}")
            )
            for item in self.parts[0].affiliations.all()
        ]


def _told() -> list[LecturerPage]:
    """The public lecturers of the demo that were written in English, under a name of their own."""
    made = Thing.objects.filter(kind="lecturer", withheld="").values("source")
    found = LecturerPage.objects.filter(pk__in=made, locale__language_code=LANGUAGE, is_pseudonym=False)
    crowd = found.filter(person__email__startswith="crowd-")
    return list(found.exclude(pk__in=crowd).prefetch_related(*LecturerPage.made_from).order_by("pk"))


def _write(crowd: Sequence[_Woven]) -> None:
    Person.objects.bulk_create(woven.person() for woven in crowd)
    texts = {purpose: ConsentText.objects.shown(purpose, [LANGUAGE]) for purpose in Purpose.values}
    # The ledger refuses bulk writes, which could go past its rules: these people do not exist.
    Consent._base_manager.bulk_create(row for woven in crowd for row in woven.consents(texts))
    _plant(crowd)
    TopicTag.objects.bulk_create(row for woven in crowd for row in woven.topics())
    LecturerLanguage.objects.bulk_create(row for woven in crowd for row in woven.languages())
    Affiliation.objects.bulk_create(row for woven in crowd for row in woven.affiliations())
    things = [Thing(pk=w.page.translation_key, kind="lecturer", source_id=w.page.pk) for w in crowd]
    Thing.objects.bulk_create(things)
    # Written before anything is built, so that whatever changes meanwhile finds who refers to it.
    Dependency.objects.bulk_create(
        Dependency(thing_id=w.page.translation_key, on=on) for w in crowd for on in set(w.references())
    )
    touch(*(f"build:{thing.pk}" for thing in things))


def _plant(crowd: Sequence[_Woven]) -> None:
    """Put the pages into the tree, each beneath the organisation of the first that it was made from."""
    parents = {page.pk: page for page in Page.objects.filter(pk__in={_parent(w).pk for w in crowd})}
    steps = {pk: _last_step(parent) for pk, parent in parents.items()}
    for woven in crowd:
        parent, page = parents[_parent(woven).pk], woven.page
        steps[parent.pk] += 1
        page.path = Page._get_path(parent.path, parent.depth + 1, steps[parent.pk])
        page.depth = parent.depth + 1
        page.url_path = f"{parent.url_path}{page.slug}/"
    rows = [Page(**{f.attname: getattr(w.page, f.attname) for f in Page._meta.concrete_fields}) for w in crowd]
    for woven, row in zip(crowd, Page.objects.bulk_create(rows), strict=True):
        woven.page.pk = woven.page.id = row.pk
    # Django writes no bulk of models that inherit from others: the other half of each row is written here.
    own = LecturerPage._meta.local_concrete_fields
    LecturerPage._base_manager.all()._batched_insert([w.page for w in crowd], fields=own, batch_size=None)
    for pk in steps:
        planted = sum(_parent(woven).pk == pk for woven in crowd)
        Page.objects.filter(pk=pk).update(numchild=F("numchild") + planted)


def _parent(woven: _Woven) -> Page:
    page = woven.parts[0]
    if not hasattr(page, "_above"):
        page._above = page.get_parent()
    return page._above


def _owner(page: LecturerPage) -> Page | None:
    if not hasattr(page, "_owner"):
        page._owner = owner_of(page, OrganisationPage)
    return page._owner


def _last_step(parent: Page) -> int:
    """Where the last child of a page stands among its siblings."""
    last = parent.get_last_child()
    return Page._str2int(last.path[-Page.steplen :]) if last else 0


def _copy(row: Any, **changes: Any) -> Any:
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    return type(row)(**{**fields, **changes})
