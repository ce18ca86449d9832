"""How a post is shown to everybody."""

import datetime
from collections.abc import Iterator
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from blog.models import PostAuthor, PostPage
from documents.building import common, owner_of, picture_above, thing_ref
from documents.days import Day
from documents.document import NOT_KEPT, Document, Facet, Picture, Ref, Sort, Text, ThingRef
from documents.kinds import builds
from documents.richtext import rich_text
from network.models import OrganisationPage
from publishing.labels import titles_of
from topics.document import TopicRef, merged_topics, topic_labels, topic_refs


class AuthorItem(Ref):
    """Who wrote a post; `thing` is their profile or page, unless they are known by name alone.

    `indexable` says whether search engines may be told of the person.
    """

    name: str
    thing: ThingRef | None
    indexable: bool = True


class PostDocument(Document, kind="post", collection="posts", sorted_by="-date"):
    """A post of an organisation, or of the network itself."""

    date: Annotated[datetime.date, Sort(), Day()]
    authors: Annotated[list[AuthorItem], Text("headline")] = []
    body: Annotated[str, Text("body", markup=True)] = ""
    image: Picture | None = None
    topics: Annotated[
        list[TopicRef], Facet("topic", _("Topic"), labels=topic_labels, former=merged_topics), Text("topics")
    ] = []
    organisation: Annotated[
        ThingRef | None,
        Facet("organisation", _("Organisation"), labels=titles_of("organisation")),
        Text("body"),
    ] = None
    canonical_url: str = ""

    @property
    def robots(self) -> str:
        return "" if self.listed_authors == self.authors else NOT_KEPT

    @property
    def listed_authors(self) -> list[AuthorItem]:
        """Whom lists name, which search engines keep for other things: those who do not mind to be found by them."""
        return [author for author in self.authors if author.indexable]

    def linked_data(self) -> dict[str, Any]:
        """A `BlogPosting` (schema.org)."""
        owner = self.organisation
        about = {
            "@type": "BlogPosting",
            "headline": self.title,
            "description": self.summary,
            "url": self.canonical_url or self.url,
            "inLanguage": self.locale,
            "datePublished": self.date,
            "dateModified": self.updated_at,
            "author": [_linked(author.name, author.thing) for author in self.listed_authors],
            "publisher": _linked(owner.title, owner) if owner else None,
            "image": self.image.url if self.image else "",
            "keywords": [topic.label for topic in self.topics],
        }
        return {"@context": "https://schema.org", **{name: value for name, value in about.items() if value}}


def _linked(name: str, thing: ThingRef | None) -> dict[str, str]:
    about = {"@type": "Organization" if thing and thing.type == "organisation" else "Person", "name": name}
    return about | ({"url": thing.url} if thing else {})


@builds(PostPage)
def post(page: PostPage) -> PostDocument:
    source, locale = page.source, page.locale.language_code
    owner = thing_ref(owner_of(page, OrganisationPage), locale)
    authors = list(_authors(source, locale))
    named = [author.name for author in authors] or ([owner.title] if owner else [])
    return PostDocument(
        **{**common(page), "attribution": ", ".join(named)},
        date=source.date,
        authors=authors,
        body=rich_text(page.body, locale),
        image=picture_above(page),
        topics=topic_refs(source, locale),
        organisation=owner,
        # A translation is no copy of what was published elsewhere.
        canonical_url=source.canonical_url if page == source else "",
    )


def _authors(source: PostPage, locale: str) -> Iterator[AuthorItem]:
    """Each author; a lecturer or an organisation that the public does not see is left out."""
    for row in source.authors.all():
        item = _author(row, locale)
        if item:
            yield item


def _author(row: PostAuthor, locale: str) -> AuthorItem | None:
    page = row.lecturer or row.organisation
    if page is None:
        return AuthorItem(name=row.name, thing=None, words=[row.name])
    thing = thing_ref(page, locale)
    if thing is None:
        return None
    indexable = row.lecturer is None or row.lecturer.source.indexable
    return AuthorItem(name=thing.title, thing=thing, indexable=indexable, words=thing.words)
