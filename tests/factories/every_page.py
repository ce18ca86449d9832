"""One page of each type and state, for what every page has to keep to."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

from django.test import Client

from catalogue.checking import settle
from config.gallery import BREAKDOWNS
from tests.factories import full
from tests.factories.pages import lecturer, organisation, post, project, site_tree
from tests.factories.topics import gender_equality, topic

LISTS = (
    "",
    "lecturers/",
    "lecturers/?q=zzzzqqqq&country=FI",
    "lecturers/?topic=gender-equality&sort=title",
    "lecturers/?topic=gender-equality&language=en&language=ar&country=FI&mode=online&format=lecture&level=staff&q=law",
    "lecturers/?q=%00",
    "network/",
    "network/?language=so&country=FI",
    "blog/",
    "blog/?q=zzzzqqqq",
    "projects/",
    "projects/?q=zzzzqqqq",
    "topics/",
    "topics/gender-equality/",
    "topics/equality-and-inclusion/",
    "nowhere/",
)
#: Pages that say what is wrong; the gallery's addresses lead to them.
ERRORS = tuple(f"gallery/{status}/" for status in BREAKDOWNS if status != "404")
REFERENCE = "/api/v1/docs"


def every_page(languages: Sequence[str]) -> list[str]:
    """Make the site in these languages; the addresses of its pages, where the gallery is, too."""
    site_tree(languages)
    made = [[thing, *(full.in_words(thing, language) for language in languages[1:])] for thing in one_of_each()]
    paths = [f"/{language}/{path}" for language in languages for path in (*LISTS, *ERRORS)]
    settle()
    further = [_second_page(f"/{language}/lecturers/") for language in languages]
    return [*paths, *further, *(page.url for pages in made for page in pages), *_sparse(), REFERENCE]


def one_of_each() -> tuple[Any, ...]:
    """What says all that it can say; beside each other, so that each has something to show of the others."""
    topics = [gender_equality(), topic("Health", el="Υγεία", ar="الصحة"), *map(topic, ("Housing", "Law", "Water"))]
    ring = organisation("Baltic Ring", organisation_type="network")
    house = full.full_organisation(topics=topics, networks=[ring])
    profile = full.full_profile(house, topics=topics, vouching=[ring])
    house = full.name_contact(house, profile)
    return (
        ring,
        house,
        profile,
        full.paused_profile(house),
        full.full_post(house, profile, topics=topics),
        full.full_project(house, ring, topics=topics),
    )


def _sparse() -> list[str]:
    """The addresses of things of which hardly more than the name is known, in one language."""
    empty = {"country": "", "modes": [], "formats": [], "headline": "", "languages": [], "contact_mode": "none"}
    made = (
        lecturer("Amal", **empty),
        organisation("Harbour", country=""),
        project("Tea"),
        post("Silence", body="<hr>"),
    )
    settle()
    return [page.url for page in made]


def _second_page(path: str) -> str:
    """Where the list goes on after its first lecturer."""
    first = Client().get(f"{path}?limit=1").content.decode()
    [following] = re.findall(r'rel="next" href="([^"]+)"', first)
    return path + unescape(following)
