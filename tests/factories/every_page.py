"""One page of each type and state, for what every page has to keep to."""

from collections.abc import Sequence
from datetime import date

from tests.factories.media import ImageFactory
from tests.factories.pages import lecturer, organisation, post, project, site_tree, translated
from tests.factories.topics import gender_equality

BIO = "<p>She has taught for years.</p><h2>What she brings</h2><ul><li>Cases</li></ul>"
LISTS = (
    "",
    "lecturers/",
    "lecturers/?q=zzzzqqqq&country=FI",
    "lecturers/?topic=gender-equality&sort=title",
    "lecturers/?limit=many",
    "network/",
    "blog/",
    "blog/?q=zzzzqqqq",
    "projects/",
    "projects/?q=zzzzqqqq",
    "topics/",
    "topics/gender-equality/",
    "topics/equality-and-inclusion/",
    "nowhere/",
)


def every_page(languages: Sequence[str]) -> list[str]:
    """Make the site in these languages; the addresses of its pages. The things are in the first and the last."""
    site_tree(languages)
    topic, last = gender_equality(), languages[-1]
    house = organisation("Sunrise Association", summary="Neighbours teach neighbours.", city="Vantaa")
    full = lecturer(
        "Samira Haddad",
        parent=house,
        topics=[topic],
        bio=BIO,
        languages=[("ar", "native"), ("en", "C1")],
        confirmed_on=date(2026, 3, 9),
    )
    lecturer("Amal", country="", modes=[], formats=[], headline="", languages=[], contact_mode="none")
    soup = post("Soup", parent=house, topics=[topic], summary="Eaten.", hero_image=ImageFactory(), hero_alt="A pot")
    bridge = project("Bridge", topics=[topic], acronym="BR", aims=BIO, start=date(2026, 1, 1), funder_line="Funded.")
    things = [thing for page in (house, full, soup, bridge) for thing in (page, translated(page, last))]
    return [*(f"/{language}/{path}" for language in languages for path in LISTS), *(thing.url for thing in things)]
