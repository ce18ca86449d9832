"""Things that say all that they can say, and what some of them are called in Greek and in Arabic."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate

from blog.models import PostAuthor
from lecturers.choices import FORMATS, LEVELS, MODES, WEEKDAYS
from lecturers.models import Affiliation, Endorsement, LecturerPage, Link, Offer, Talk
from network.models import OrganisationIdentifier, OrganisationLink, OrganisationPage, ProjectPartner
from people.models import Purpose
from tests.factories import pages
from tests.factories.media import ImageFactory
from topics.models import Topic

#: As the editor of a longer text writes it.
TEXT = (
    "<p>Everybody <b>cooks</b>, <i>eats</i> and <a href='https://example.org/soup'>writes it down</a>.</p>"
    "<h2>What we bring</h2><ul><li>Pots</li><li>Spoons</li></ul><h3>And in which order</h3><ol><li>Soup</li></ol>"
)
#: That of a person has no headings but the smallest.
BIO = "<p>A long life in law.</p><h3>What I bring</h3><ul><li>Cases</li><li><b>Patience</b></li></ul>"
SHOWN = ("given_name", "family_name", "pronouns", "honorific", "region", "city", "orcid", "links")
#: By language and by what the thing is called in English.
TOLD: dict[str, dict[str, dict[str, Any]]] = {
    "el": {
        "Nadia Example": {
            "title": "Νάντια Παράδειγμα",
            "headline": "Δίκαιο του κλίματος για αρχάριους",
            "bio": "<p>Μια ζωή στη <b>νομική</b>.</p><h3>Τι φέρνω μαζί μου</h3><ul><li>Υποθέσεις</li></ul>",
            "roles": ["Μέλος", "Επισκέπτρια ερευνήτρια"],
            "offers": [{"title": "Ποιος πληρώνει για την πλημμύρα;", "abstract": "Τρεις υποθέσεις."}],
        },
        "Sunrise Association": {"title": "Σύλλογος Ανατολή", "summary": "Οι γείτονες διδάσκουν.", "offers": "Αίθουσες"},
        "Soup across borders": {
            "title": "Σούπα χωρίς σύνορα",
            "summary": "Οκτώ κουζίνες, ένα βιβλίο.",
            "aims": "<p>Μαζί.</p>",
        },
        "Soup": {"title": "Η σούπα", "summary": "Τη φάγαμε όλοι.", "body": "<h2>Το βράδυ</h2><p>Μαγειρέψαμε.</p>"},
    },
    "ar": {
        "Nadia Example": {
            "title": "نادية مثال",
            "headline": "قانون المناخ للمبتدئين",
            "bio": "<p>عمر في <b>القانون</b>.</p><h3>ما أحمله معي</h3><ul><li>قضايا</li></ul>",
            "roles": ["عضوة", "باحثة زائرة"],
            "offers": [{"title": "من يدفع ثمن الفيضان؟", "abstract": "ثلاث قضايا."}],
        },
        "Sunrise Association": {"title": "جمعية الشروق", "summary": "الجيران يعلّمون الجيران.", "offers": "قاعات"},
        "Soup across borders": {"title": "حساء بلا حدود", "summary": "ثمانية مطابخ وكتاب واحد.", "aims": "<p>معًا.</p>"},
        "Soup": {"title": "الحساء", "summary": "أكلناه جميعًا.", "body": "<h2>المساء</h2><p>طبخنا معًا.</p>"},
    },
}


def in_words(page: Any, language: str) -> Any:
    """A thing in a further language, in its own words where there are some here."""
    return pages.translated(page, language, **TOLD.get(language, {}).get(page.title, {}))


def full_profile(
    organisation: OrganisationPage, *, topics: Sequence[Topic] = (), vouching: Sequence[OrganisationPage] = ()
) -> Any:
    """Somebody who shows everything, of this organisation, for whom the others vouch."""
    return pages.lecturer(
        "Nadia Example",
        parent=organisation,
        person=pages.person_with_consent("Nadia", Purpose.PROFILE, Purpose.PHOTO),
        photo=ImageFactory(alt_text="Nadia at a blackboard", rights_holder="A neighbour"),
        topics=topics,
        languages=[("ar", "native", True, True), ("en", "C1"), ("fi", "B1", False, True), ("el", "A2", False)],
        affiliations=[
            Affiliation(name="Elsewhere Institute", role="Member", start=date(2011, 9, 1), end=date(2019, 6, 30)),
            Affiliation(organisation=organisation, role="Guest researcher", start=date(2020, 1, 1), is_primary=True),
        ],
        offers=[_offer(*topics)],
        talks=_talks(),
        endorsements=[Endorsement(organisation=each, date=date(2026, 3, 9)) for each in vouching],
        links=[Link(url="https://example.org/nadia", label="Her papers"), Link(url="https://example.org/film")],
        confirmed_on=date(2026, 3, 9),
        **_about(),
        **_availability(),
        **{f"{name}_visibility": "public" for name in SHOWN},
    )


def _about() -> dict[str, Any]:
    return {
        "given_name": "Nadia",
        "family_name": "Example",
        "pronouns": "they/them",
        "honorific": "Dr",
        "headline": "Climate law for beginners",
        "summary": "They teach what the courts say about the weather.",
        "bio": BIO,
        "keywords": ["climate justice", "housing", "حقوق الإنسان"],
        "orcid": "0000-0002-1825-0097",
        "country": "FI",
        "region": "Uusimaa",
        "city": "Helsinki",
        "indexable": True,
    }


def _availability() -> dict[str, Any]:
    return {
        "modes": [code for code, _name in MODES],
        "formats": [code for code, _name in FORMATS],
        "levels": [code for code, _name in LEVELS],
        "group_min": 5,
        "group_max": 40,
        "fee": "free-ngo",
        "travels_to": ["EE", "SE", "GR"],
        "months": ["01", "02", "03", "09", "10"],
        "weekdays": [code for code, _name in WEEKDAYS[:5]],
        "time_zone": "Europe/Helsinki",
    }


def _offer(*topics: Topic) -> Offer:
    made = pages.lecture("Who pays for the flood?", *topics)
    made.abstract = "Three cases, one river.\n\nWith time for questions."
    made.learning_outcomes, made.needs = "To read a judgement\nTo ask who is missing", "A screen and a wall"
    made.duration, made.languages = 90, ["en", "ar"]
    return made


def _talks() -> list[Talk]:
    return [
        Talk(
            title="قانون المناخ",
            language="ar",
            date=date(2025, 5, 4),
            organisation="University of Elsewhere",
            url="https://example.org/talk",
        ),
        Talk(title="A talk of which nobody knows any more when it was"),
    ]


def paused_profile(organisation: OrganisationPage) -> Any:
    """Somebody under a pseudonym who takes a break, with a name that hardly fits."""
    return pages.lecturer(
        "Abdulrahman-Konstantinos Papadopoulos-Hämäläinen van der Donaudampfschifffahrtsgesellschaft",
        parent=organisation,
        is_pseudonym=True,
        headline="Gesundheitskompetenzförderungsmaßnahmen in mehrsprachigen Nachbarschaftshilfeorganisationen",
        paused_until=localdate() + timedelta(days=90),
        group_max=12,
        months=[f"{month:02}" for month in range(1, 13)],
    )


def full_organisation(*, topics: Sequence[Topic] = (), networks: Sequence[OrganisationPage] = ()) -> Any:
    """An organisation that says everything but who its contact person is, who has to belong to it first."""
    return pages.organisation(
        "Sunrise Association",
        organisation_type="migrant-ngo",
        legal_name="Sunrise ry",
        short_name="SUN",
        summary="Neighbours teach neighbours.",
        description=TEXT,
        logo=ImageFactory(alt_text="A rising sun"),
        hero_image=ImageFactory(rights_holder="A neighbour"),
        hero_alt="A street in the morning",
        founded=1992,
        offers="Rooms for thirty people\nA kitchen",
        seeks="Pianos\nPeople who play them",
        website="https://sunrise.example/",
        country="FI",
        city="Vantaa",
        latitude="60.2941",
        longitude="25.0400",
        countries_served=["EE", "FI", "SE"],
        languages=["ar", "en", "fi", "so"],
        claimed=True,
        confirmed_on=date(2026, 3, 9),
        topics=topics,
        networks=networks,
        links=[
            OrganisationLink(label="Mastodon", url="https://social.example/@sunrise"),
            OrganisationLink(url="https://example.org/a-long-address-without-a-label/of-the-association"),
        ],
        identifiers=[
            OrganisationIdentifier(scheme="ror", value="02s8dab97"),
            OrganisationIdentifier(scheme="erasmus-code", value="SF VANTAA06"),
        ],
    )


def name_contact(organisation: Any, lecturer: LecturerPage) -> Any:
    """The organisation with this lecturer as its contact person."""
    organisation.contact, organisation.contact_visibility = lecturer, "public"
    return pages.publish(organisation)


def full_project(organisation: OrganisationPage, *others: OrganisationPage, topics: Sequence[Topic] = ()) -> Any:
    """A project that the organisation leads, with the others and somebody who is not in the network."""
    known = [ProjectPartner(organisation=each, coordinates=each is organisation) for each in (organisation, *others)]
    return pages.project(
        "Soup across borders",
        acronym="SOUP",
        summary="Eight kitchens, one book.",
        hero_image=ImageFactory(rights_holder="A guest"),
        hero_alt="Eight pots",
        programme="Erasmus+ KA220-ADU",
        reference_number="2026-1-FI01-KA220-ADU-000012345",
        start=date(2026, 1, 1),
        end=date(2027, 12, 31),
        aims=TEXT,
        activities=TEXT,
        results=TEXT,
        funder_line="Co-funded by the European Union.",
        disclaimer="Views and opinions expressed are those of the authors only.",
        topics=topics,
        partners=[*known, ProjectPartner(name="Elsewhere Institute")],
    )


def full_post(organisation: OrganisationPage, lecturer: LecturerPage | None = None, **fields: Any) -> Any:
    """A post of the organisation, written by everybody who can write one."""
    authors = [PostAuthor(organisation=organisation), PostAuthor(name="A neighbour")]
    return pages.post(
        **{"title": "Soup", "summary": "Eaten by all.", "body": f"{TEXT}<blockquote>More!</blockquote>", **fields},
        parent=organisation,
        hero_image=ImageFactory(rights_holder="A cook"),
        hero_alt="A pot of soup",
        canonical_url="https://example.org/soup-in-eight-languages",
        authors=[*([PostAuthor(lecturer=lecturer)] if lecturer else []), *authors],
    )
