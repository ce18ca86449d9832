"""One page of each type and state, for what every page has to keep to."""

from collections.abc import Sequence
from datetime import date

from network.models import ProjectPartner
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


def every_page(languages: Sequence[str]) -> list[str]:
    """Make the site in these languages; the addresses of its pages. The things are in the first and the last."""
    site_tree(languages)
    topic, last = gender_equality(), languages[-1]
    ring = organisation("Baltic Ring", organisation_type="network")
    house = organisation(
        "Sunrise Association",
        summary="Neighbours teach neighbours.",
        city="Vantaa",
        topics=[topic],
        networks=[ring],
        offers="Rooms",
        seeks="Pianos",
        founded=1992,
        languages=["fi", "so"],
        countries_served=["FI"],
    )
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
    partners = [ProjectPartner(organisation=house, coordinates=True)]
    told = {"acronym": "BR", "aims": BIO, "start": date(2026, 1, 1), "funder_line": "Funded."}
    bridge = project("Bridge", topics=[topic], partners=partners, **told)
    things = [thing for page in (house, full, soup, bridge, ring) for thing in (page, translated(page, last))]
    return [*(f"/{language}/{path}" for language in languages for path in LISTS), *(thing.url for thing in things)]
