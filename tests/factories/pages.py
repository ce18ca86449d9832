"""The tree: a site with its roots per language, organisations, lecturers and posts, made as an editor would."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.text import slugify
from django.utils.translation import override
from wagtail.models import Locale, Page, Site

from blog.models import BlogIndexPage, PostAuthor, PostPage
from home.models import HomePage
from lecturers.models import LecturerIndexPage, LecturerLanguage, LecturerPage, Offer
from network.models import (
    Membership,
    NetworkIndexPage,
    OrganisationPage,
    ProjectIndexPage,
    ProjectPage,
    ProjectPartner,
)
from people.models import ConsentText, Person, Purpose, Scope
from people.services import record_consent
from tests.rows import kept
from topics.models import Topic

TREE = {
    "en": ("Migrant Teaching Network", "Network", "Lecturers", "Blog", "Projects"),
    "fi": ("Maahanmuuttajien opetusverkosto", "Verkosto", "Luennoitsijat", "Blogi", "Hankkeet"),
    "el": ("Δίκτυο Διδασκαλίας Μεταναστών", "Δίκτυο", "Διδάσκοντες/-ουσες", "Ιστολόγιο", "Έργα"),
    "ar": ("شبكة المهاجرين للتعليم", "الشبكة", "المحاضرون", "المدونة", "المشاريع"),
}

SKILL = ("language", "level", "teaches", "interprets")
ROWS = ("affiliations", "offers", "talks", "endorsements", "links")


def publish(page: Page) -> Page:
    """Publish a page as the admin does, by a revision."""
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def add(parent: Page, page: Page, *, live: bool = True) -> Any:
    """Add a page as a draft and publish it unless told otherwise."""
    page.live = False
    page.locale = parent.locale
    page.slug = page.slug or slugify(page.title, allow_unicode=True)
    parent.add_child(instance=page)
    return publish(page) if live else page


def publish_tree(
    languages: Sequence[str] = ("en",), texts: Mapping[str, Sequence[Mapping[str, Any]]] | None = None
) -> HomePage:
    """The site's home and its lists in these languages; the first one is the source of the others.

    `texts` holds fields of the five pages by language, in the order of `TREE`.
    """
    root = Page.objects.get(depth=1)
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    first: list[Page] = []
    for language in languages:
        locale = Locale.objects.get_or_create(language_code=language)[0]
        keys = [page.translation_key for page in first]
        with override(language):
            pages = _frame(language, locale, (texts or {}).get(language, 5 * ({},)))
            for page, key in zip(pages, keys, strict=False):
                page.translation_key = key
            home = pages[0]
            root.refresh_from_db()
            home.live = False
            root.add_child(instance=home)
            made = [publish(home), *(add(HomePage.objects.get(pk=home.pk), page) for page in pages[1:])]
        first = first or made
    site = Site.objects.create(hostname="localhost", port=80, root_page=first[0], is_default_site=True)
    return HomePage.objects.get(pk=site.root_page_id)


#: The same for tests, many of which begin with the same tree.
site_tree = kept(publish_tree)


def _frame(language: str, locale: Locale, texts: Sequence[Mapping[str, Any]]) -> list[Page]:
    titles = TREE.get(language, TREE["en"])
    models = (HomePage, NetworkIndexPage, LecturerIndexPage, BlogIndexPage, ProjectIndexPage)
    slugs = (f"home-{language}", "network", "lecturers", "blog", "projects")
    return [
        model(**{"title": title, "slug": slug, "locale": locale, "show_in_menus": model is not HomePage, **text})
        for model, title, slug, text in zip(models, titles, slugs, texts, strict=True)
    ]


def network(language: str = "en") -> NetworkIndexPage:
    return NetworkIndexPage.objects.get(locale__language_code=language)


def blog(language: str = "en") -> BlogIndexPage:
    return BlogIndexPage.objects.get(locale__language_code=language)


def organisation(
    title: str = "Sunrise Association",
    *,
    parent: Page | None = None,
    live: bool = True,
    topics: Sequence[Topic] = (),
    networks: Sequence[OrganisationPage] = (),
    **fields: Any,
) -> Any:
    """An organisation, which belongs to `networks`."""
    page: Any = OrganisationPage(title=title, **{"country": "FI", **fields})
    page.memberships = [Membership(network=joined) for joined in networks]
    if topics:
        page.topics.set(list(topics))
    return add(parent or network(), page, live=live)


def project(
    title: str = "Soup across borders",
    *,
    parent: Page | None = None,
    live: bool = True,
    topics: Sequence[Topic] = (),
    partners: Sequence[ProjectPartner] = (),
    **fields: Any,
) -> Any:
    """A project of the network's own, unless it has another parent."""
    page: Any = ProjectPage(title=title, **fields)
    page.partners = list(partners)
    if topics:
        page.topics.set(list(topics))
    return add(parent or ProjectIndexPage.objects.get(locale__language_code="en"), page, live=live)


def person_with_consent(
    name: str = "Nadia Example", *purposes: str, scope: str = Scope.PUBLIC, **consent: Any
) -> Person:
    """A person who has agreed to the given purposes, to being listed by default."""
    person = Person.objects.create(name=name)
    for purpose in purposes or (Purpose.PROFILE,):
        text = ConsentText.objects.filter(purpose=purpose, language="en").latest("version")
        record_consent(person, purpose, text, scope=scope, **consent)
    return person


def lecture(title: str, *topics: Topic) -> Offer:
    """One of a lecturer's `offers`, with these topics."""
    return Offer(locale=Locale.get_default(), title=title, topics=[topic.slug for topic in topics])


def lecturer(
    title: str = "Nadia Example",
    *,
    parent: Page | None = None,
    live: bool = True,
    topics: Sequence[Topic] = (),
    languages: Sequence[tuple[Any, ...]] = (("en", "C1"),),
    **fields: Any,
) -> Any:
    """A lecturer; with a consenting person unless `person` is given, None for nobody.

    Each of `languages` is a language and its level, and, if need be, whether they teach and interpret in it;
    the other rows are given by their names, such as `affiliations`.
    """
    if "person" not in fields:
        fields["person"] = person_with_consent(title)
    defaults: dict[str, Any] = {"headline": "Lecturer", "country": "FI", "modes": ["online"], "formats": ["lecture"]}
    rows = {name: fields.pop(name, ()) for name in ROWS}
    page: Any = LecturerPage(title=title, **{**defaults, **fields})
    page.languages = [LecturerLanguage(**dict(zip(SKILL, skill, strict=False))) for skill in languages]
    for name, given in rows.items():
        setattr(page, name, list(given))
    if topics:
        page.topics.set(list(topics))
    return add(parent or network(), page, live=live)


def post(
    title: str = "Soup in eight languages",
    *,
    parent: Page | None = None,
    live: bool = True,
    topics: Sequence[Topic] = (),
    authors: Sequence[PostAuthor] = (),
    **fields: Any,
) -> Any:
    """A post of the network's own, unless it has another parent."""
    page: Any = PostPage(title=title, **{"date": date(2026, 11, 1), "body": "<p>Everybody cooked.</p>", **fields})
    page.authors = list(authors)
    if topics:
        page.topics.set(list(topics))
    return add(parent or blog(), page, live=live)


def translated(page: Page, language: str, *, live: bool = True, **fields: Any) -> Any:
    """A translation of `page`, beneath live copies of its parents where these have none.

    Of a lecturer, `roles` are those at each affiliation and `offers` the words of each lecture, in their order.
    """
    locale = Locale.objects.get_or_create(language_code=language)[0]
    copy = page.copy_for_translation(locale, copy_parents=True).specific
    rows = {"affiliations": [{"role": role} for role in fields.pop("roles", ())]}
    if isinstance(page, LecturerPage):  # what an organisation offers is a text
        rows["offers"] = fields.pop("offers", ())
    for name, words in rows.items():
        if words:
            _reworded(copy, name, words)
    for name, value in fields.items():
        setattr(copy, name, value)
    if live:
        return publish(copy)
    copy.save()
    return copy


def _reworded(page: Page, name: str, words: Sequence[Mapping[str, Any]]) -> None:
    rows = list(getattr(page, name).all())
    for row, texts in zip(rows, words, strict=True):
        vars(row).update(texts)
    setattr(page, name, rows)
