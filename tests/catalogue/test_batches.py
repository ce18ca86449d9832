"""What is built together is what is built alone, in every language and with every obstacle, and asks for little."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from blog.models import PostAuthor
from catalogue.checking import check, settle
from catalogue.marking import touch
from catalogue.models import Thing
from catalogue.projection import project
from documents.kinds import kinds
from lecturers.models import Affiliation, Endorsement, LecturerPage, Link, Talk
from media.models import PublicRendition
from media.remembering import batch, remembered
from media.renditions import keep
from network.models import ProjectPartner
from people.models import Person, Scope
from people.services import read_consents, valid_consent
from tests.catalogue.reading import leave
from tests.factories.media import ImageFactory
from tests.factories.pages import (
    lecture,
    lecturer,
    network,
    organisation,
    person_with_consent,
    post,
    publish,
    site_tree,
    translated,
)
from tests.factories.pages import (
    project as project_page,
)
from tests.factories.topics import topic
from topics.models import Topic
from topics.services import Merge

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


class Varied:
    """A network with a thing of every kind, and one for every way not to be public."""

    def __init__(self) -> None:
        site_tree(["en", "fi", "ar"])
        self.topics = self.vocabulary()
        self.ring = organisation("Baltic Ring", organisation_type="network")
        self.house = organisation(
            "Sunrise Association",
            topics=self.topics,
            networks=[self.ring],
            logo=ImageFactory(),
            description=self.link(self.ring),
        )
        translated(self.house, "fi", title="Auringonnousu ry")
        self.closed = organisation("Closed House")
        self.hidden = organisation("Hidden House", live=False)
        self.full = self.somebody_known()
        self.house.contact, self.house.contact_visibility = self.full, "public"
        publish(self.house)
        self.lecturers()
        self.others()
        PageViewRestriction.objects.create(page=self.closed, restriction_type="login")

    def vocabulary(self) -> list[Topic]:
        broad = topic("Equality", fi="Tasa-arvo")
        narrow, former = topic("Gender equality", broader=broad, fi="Sukupuoli"), topic("Women")
        Merge(former, narrow).carry_out()
        return [narrow, former]

    def link(self, page: Page) -> str:
        return f'<p>With <a linktype="page" id="{page.pk}">them</a>.</p>'

    def somebody_known(self) -> LecturerPage:
        """A profile with everything, in three languages, one of which is not yet public."""
        person = person_with_consent("Samira Haddad", "profile", "photo", expires_at=timezone.now() + 9 * HOUR)
        page: LecturerPage = lecturer(
            "Samira Haddad",
            parent=self.house,
            person=person,
            photo=ImageFactory(rights_holder="Anna"),
            topics=self.topics,
            bio=self.link(self.house) + self.link(self.hidden) + "<p>samira@example.org</p>",
            languages=[("ar", "native"), ("en", "C1", False)],
            affiliations=[
                Affiliation(locale=Locale.get_default(), organisation=org, name=name, role="Teacher")
                for org, name in ((self.house, ""), (self.closed, "Closed"), (self.hidden, ""), (None, "Elsewhere"))
            ],
            endorsements=[Endorsement(organisation=org) for org in (self.ring, self.house, self.hidden)],
            offers=[lecture("Soup", *self.topics), lecture("Bread")],
            talks=[Talk(title="Said", language="fi", url="https://example.org")],
            links=[Link(url="https://example.org", label="More")],
            links_visibility="public",
            months=["05"],
        )
        translated(page, "fi", headline="Opettaa", roles=4 * [{"role": "Opettaja"}])
        translated(page, "ar", live=False)
        return page

    def lecturers(self) -> None:
        """One for each obstacle, and those with half of one."""
        agreed = person_with_consent("Leila Amini", "profile", "photo", scope=Scope.PSEUDONYM)
        for title, slug, said in (("Nour", "nour", True), ("Leila", "leila-amini", True), ("Mina", "mina", False)):
            names = {"given_name": "Leila", "family_name": "Amini"}
            page = lecturer(title, parent=self.house, slug=slug, person=agreed, is_pseudonym=said, **names)
            translated(page, "fi", headline="Amini opettaa" if slug == "nour" else "Opettaa")
        lecturer("Nobody", parent=self.house, person=None)
        lecturer("Draft", parent=self.house, live=False)
        lecturer("Inside", parent=self.closed)
        lecturer("Above", parent=network()).move(self.hidden, pos="last-child")
        left = lecturer("Left", parent=self.house, photo=ImageFactory())
        leave(left)
        unseen = lecturer(
            "Unseen", parent=self.house, person=person_with_consent("U", "profile", "photo"), photo=ImageFactory()
        )
        leave(unseen, "photo")
        broken = lecturer("Broken", parent=self.house)
        LecturerPage.objects.filter(pk=broken.pk).update(country="ZZ")
        soon, over = lecturer("Soon", parent=self.house), lecturer("Over", parent=self.house)
        Page.objects.filter(pk=soon.pk).update(go_live_at=timezone.now() + HOUR)
        Page.objects.filter(pk=over.pk).update(expire_at=timezone.now() - HOUR)
        orphan = lecturer("Orphan", parent=self.house)
        translated(orphan, "fi")
        LecturerPage.objects.get(pk=orphan.pk).delete()
        self.below_an_alias()
        self.localized(lecturer("Localised", parent=self.house, headline="Teaches"))

    def below_an_alias(self) -> None:
        finnish = Locale.objects.get(language_code="fi")
        alias = self.closed.copy_for_translation(finnish, copy_parents=True, alias=True)
        lecturer("Beneath", parent=Page.objects.get(pk=alias.pk))

    def localized(self, page: LecturerPage) -> None:
        source = TranslationSource.get_or_create_from_instance(page)[0]
        made = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="fi"))
        made.save_target(publish=True)
        segment = made.source.stringsegment_set.get(string__data="Teaches")
        told = {"translation_of": segment.string, "locale": made.target_locale, "context": segment.context}
        StringTranslation.objects.create(data="Opettaa", **told)

    def others(self) -> None:
        writers = [PostAuthor(lecturer=page) for page in LecturerPage.objects.filter(locale__language_code="en")]
        houses = [PostAuthor(organisation=self.house), PostAuthor(organisation=self.hidden), PostAuthor(name="Ann")]
        soup = post(
            "Soup", parent=self.house, authors=[*writers, *houses], hero_image=ImageFactory(), topics=self.topics
        )
        translated(soup, "fi", title="Keitto")
        post("By nobody", authors=[PostAuthor(organisation=self.hidden)])
        partners = [ProjectPartner(organisation=org) for org in (self.house, self.closed)]
        bridge = project_page("Bridge", partners=[*partners, ProjectPartner(name="Elsewhere")], topics=self.topics)
        translated(bridge, "fi", title="Silta")


@pytest.fixture
def varied() -> Varied:
    return Varied()


def crowd(size: int) -> list[Thing]:
    """Lecturers of several organisations, each with a portrait."""
    site_tree(["en", "fi"])
    owners, portrait = [organisation(f"Organisation {n}") for n in range(7)], ImageFactory()
    for n in range(size):
        person = person_with_consent(f"Lecturer {n}", "profile", "photo")
        there = [Affiliation(locale=Locale.get_default(), organisation=owners[(n + 3) % 7])]
        lecturer(f"Lecturer {n}", parent=owners[n % 7], person=person, photo=portrait, affiliations=there)
    settle()
    return list(Thing.objects.filter(kind="lecturer").order_by("source"))


def test_what_is_built_together_is_what_is_built_alone(varied: Varied) -> None:
    things, at = list(Thing.objects.order_by("pk")), timezone.now()
    alone = {thing.key: project([thing], at)[0] for thing in things}
    together = {projection.key: projection for projection in project(things, at)}
    for key, projection in alone.items():
        assert together[key] == projection  # in every field
    codes = {projection.obstacle.code if projection.obstacle else "" for projection in alone.values()}
    judged = {"no-person", "consent", "scope", "name", "draft", "ancestor", "restricted", "expired"}
    assert codes == {"", "error", "deleted", *judged}
    shown = alone[varied.full.translation_key]
    assert set(shown.entries) == {"en", "fi"}
    assert f"thing:{varied.hidden.translation_key}" in shown.dependencies
    assert {thing.kind for thing in things} == {kind.name for kind in kinds}


def test_what_the_worker_writes_together_is_right(varied: Varied) -> None:
    touch("all:")
    settle()
    assert check() == []


def test_many_ask_for_hardly_more_than_a_few(db: None) -> None:
    things, counts = crowd(40), []
    for size in (2, 40):
        project(things[:size], timezone.now())  # what is kept in memory for longer is there
        with CaptureQueriesContext(connection) as asked:
            project(things[:size], timezone.now())
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 3
    assert counts[1] <= 45


def test_one_asks_for_no_more_than_it_has_to(db: None) -> None:
    """What a publication does in its own request."""
    [thing] = crowd(1)
    with CaptureQueriesContext(connection) as asked:
        project([thing], timezone.now())
    assert len(asked) <= 33


def test_a_batch_is_forgotten_when_it_is_over(db: None) -> None:
    person = person_with_consent("Nadia")
    with batch():
        read_consents([person.pk], timezone.now())
        given = valid_consent(person.pk, "profile")
        assert given
        with batch():
            assert remembered("consents") == {}
        assert valid_consent(person.pk, "profile") is given
        assert valid_consent(person.pk, "photo") is None
    person.delete()
    assert valid_consent(person.pk, "profile") is None
    remembered("consents")[str(person.pk)] = {}
    assert remembered("consents") == {}


def test_what_changes_between_two_batches_is_seen(db: None) -> None:
    things = crowd(2)
    withdrawn = LecturerPage.objects.get(pk=things[0].source_id)
    assert [bool(projection.pictures) for projection in project(things, timezone.now())] == [True, True]
    leave(withdrawn, "photo")
    assert [bool(projection.pictures) for projection in project(things, timezone.now())] == [False, True]
    Person.objects.get(pk=withdrawn.person_id)
    leave(withdrawn)
    codes = [projection.obstacle and projection.obstacle.code for projection in project(things, timezone.now())]
    assert codes == ["consent", None]


def test_a_picture_that_is_new_in_a_batch_is_made_once(db: None) -> None:
    things = crowd(2)
    page = LecturerPage.objects.get(pk=things[0].source_id)
    translated(page, "fi")
    keep({page.translation_key: []})
    first, _second = project(things, timezone.now())
    assert set(first.entries) == {"en", "fi"}
    names = PublicRendition.objects.filter(key=page.translation_key).values_list("name", flat=True)
    assert set(names) == first.pictures
    assert len(names) == 4
