"""The lecturers and organisations by which the search is judged: invented, small and always the same.

They stand in `tests/search/judgements/<language>.toml`. Nothing may depend on the demo, which grows.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.test import override_settings
from wagtail.models import Locale, Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from catalogue.checking import settle
from home.demo.waiting import marked_once
from home.models import HomePage
from lecturers.models import Offer
from network.models import NetworkIndexPage
from people.models import Person
from tests.factories import pages
from topics.loader import load, read
from topics.models import Topic

FOLDER = Path(__file__).parent.parent / "search" / "judgements"
NAMESPACE = UUID("0f4a1c1e-6f0b-4e55-9a55-0d5f0c7f2b10")
_NONE = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}

Told = Mapping[str, Any]


@cache
def told(language: str) -> Mapping[str, Mapping[str, Told]]:
    """What a file says: its organisations and its lecturers, each by slug."""
    found: Mapping[str, Mapping[str, Told]] = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return found


def languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def slugs() -> dict[str, Told]:
    """Everything that can be found, by the slug that judgements name it by."""
    return {
        slug: thing for language in languages() for things in told(language).values() for slug, thing in things.items()
    }


def key(slug: str) -> UUID:
    return uuid5(NAMESPACE, slug)


def make() -> None:
    """Fill an empty database with all of them, and bring them to the catalogue.

    They are added as drafts and made public together, under one consent: to publish each as an editor does, with all
    that the admin keeps of it, takes minutes.
    """
    unindexed = override_settings(WAGTAILSEARCH_BACKENDS=_NONE)
    with transaction.atomic(), disable_reference_index_auto_update(), unindexed, marked_once():
        _add_all()
        Page.objects.filter(depth__gt=1).update(live=True)
    settle()


def _add_all() -> None:
    load(read())
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    person = pages.person_with_consent("Everybody Invented")
    pages.site_tree()
    english = pages.network()
    for language in languages():
        network = english if language == "en" else _network(language, english)
        owners = {slug: _organisation(network, slug, it) for slug, it in told(language)["organisations"].items()}
        for slug, lecturer in told(language)["lecturers"].items():
            owner = owners.get(lecturer.get("owner", ""), network)
            _lecturer(owner, slug, lecturer, person, [topics[name] for name in lecturer["topics"]])


def _network(language: str, english: NetworkIndexPage) -> Page:
    """The network in another language, whose pages there may be sources themselves."""
    locale = Locale.objects.get_or_create(language_code=language)[0]
    first = english.get_parent()
    home = HomePage(
        title="Home", slug=f"home-{language}", locale=locale, translation_key=first.translation_key, live=False
    )
    first.get_parent().add_child(instance=home)
    page = NetworkIndexPage(title="Network", slug="network", translation_key=english.translation_key)
    made: Page = pages.add(home, page, live=False)
    return made


def _organisation(network: Page, slug: str, it: Told) -> Page:
    fields = {name: it[name] for name in ("title", "country", "city", "short_name") if name in it}
    made: Page = pages.organisation(
        parent=network, live=False, slug=slug, translation_key=key(slug),
        organisation_type=it["type"], description=f"<p>{it['description']}</p>", **fields,
    )  # fmt: skip
    return made


def _lecturer(owner: Page, slug: str, it: Told, person: Person, topics: list[Topic]) -> None:
    page = pages.lecturer(
        it["name"], parent=owner, live=False, slug=slug, translation_key=key(slug),
        person=person, topics=topics, languages=[(code, "C1") for code in it["teaches"].split()],
        country=it["country"], city=it["city"], city_visibility="public",
        offers=[Offer(title=title, locale=owner.locale) for title in it.get("offers", [])], **_words(it),
    )  # fmt: skip
    for other in languages():
        if other in it:
            pages.translated(page, other, live=False, **_words(it[other]))


def _words(it: Told) -> dict[str, str]:
    return {"headline": it["headline"], "bio": f"<p>{it['bio']}</p>"}
