"""What the texts and portraits of the demo keep to; no database is needed for that."""

import re
import shutil
import tomllib
from collections import Counter
from io import BytesIO
from pathlib import Path

import PIL.Image
import pytest

from home.demo import portraits, texts
from home.demo.portraits import portrait
from home.demo.weaving import woven
from lecturers import choices, validators
from network.identifiers import REGISTERS
from pages.languages import CEFR, COUNTRIES, TAUGHT
from topics.loader import read

LECTURERS = texts.lecturers()
POSTS = texts.posts()
ORGANISATIONS = texts.organisations()
CONSORTIUM = {"laurea", "european-migrant-platform", "aristotle", "roma-tre", "maastricht"}
KEYS = list(LECTURERS)
SCRIPTS = {
    "en": r"[a-z]",
    "fi": r"[a-zäöå]",
    "ar": r"[\u0600-\u06ff]",
    "nl": r"[a-zéëïö]",
    "it": r"[a-zàèéìòù]",
    "el": r"[\u0370-\u03ff]",
}


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html)


def sentences(html: str) -> list[str]:
    return [part.strip() for part in re.split(r"(?<=[.!?؟])\s", plain(html)) if part.strip()]


def test_every_broad_topic_is_taught_in_several_ways() -> None:
    taught = {slug for told in LECTURERS.values() for slug in told.topics}
    narrow = {entry.slug: entry.broader for entry in read() if entry.broader}
    assert taught <= {entry.slug for entry in read()}
    for broad in set(narrow.values()):
        assert sum(narrow.get(slug) == broad for slug in taught) >= 3, broad


def test_lecturers_differ() -> None:
    told = LECTURERS.values()
    assert len({person.country for person in told}) >= 15
    assert {mode for person in told for mode in person.modes} == set(dict(choices.MODES))
    assert {kind for person in told for kind in person.formats} == set(dict(choices.FORMATS))
    assert {person.contact for person in told} == set(dict(choices.CONTACT_MODES))
    assert {person.consent for person in told} == {"self", "paper", "members", "expired", "none"}
    assert {person.audience for person in told} == {"public", "network"}
    assert {person.state for person in told} == {"public", "draft", "restricted"}
    assert {next(iter(person.texts)) for person in told} == set(texts.LANGUAGES)
    assert sum(len(person.texts) > 1 for person in told) >= 15
    assert {level for person in told for level in person.levels} == set(dict(choices.LEVELS))
    assert {person.fee for person in told} >= set(dict(choices.FEES))
    assert {month for person in told for month in person.months} == set(range(1, 13))
    assert sum(bool(person.offers) for person in told) > len(told) / 2
    for attribute in (
        "looks", "city", "shows", "pseudonym", "affiliations", "offers", "talks", "endorsed", "links", "keywords",
        "shows_members", "travels_to", "time_zone", "paused", "indexable", "orcid", "region",
    ):  # fmt: skip
        assert {bool(getattr(person, attribute)) for person in told} == {True, False}, attribute


@pytest.mark.parametrize("key", KEYS)
def test_a_lecturer_uses_the_lists_of_the_site(key: str) -> None:
    told = LECTURERS[key]
    assert told.country in COUNTRIES
    assert set(told.languages) <= set(TAUGHT)
    assert {skill.split()[0] for skill in told.languages.values()} <= set(dict(CEFR))
    assert {use for skill in told.languages.values() for use in skill.split()[1:]} <= {"teaches", "interprets"}
    hideable = {"city", "region", "honorific", "pronouns", "given_name", "family_name", "links", "orcid"}
    assert set(told.shows) <= hideable
    assert set(told.levels) <= set(dict(choices.LEVELS))
    assert told.fee in {"", *dict(choices.FEES)}
    assert set(told.weekdays) <= set(dict(choices.WEEKDAYS))
    assert set(told.travels_to) <= set(COUNTRIES) - {told.country}
    assert told.time_zone in {"", *validators.time_zones()}
    assert {language for offer in told.offers for language in offer.languages} <= set(told.languages)
    assert {topic for offer in told.offers for topic in offer.topics} <= set(told.topics)
    assert {talk.language for talk in told.talks} <= set(TAUGHT)
    assert all(getattr(told, name) for name in told.shows)
    assert {item.organisation for item in told.affiliations if item.organisation} <= set(ORGANISATIONS)
    assert not told.organisation or told.organisation in ORGANISATIONS
    assert set(told.endorsed) <= set(ORGANISATIONS) - CONSORTIUM - {told.organisation}
    assert all(address.endswith(".example.org/") for address in told.links)
    assert told.orcid in {"", "0000-0002-1825-0097"}
    if told.pseudonym:
        assert not told.orcid
        assert not told.links


@pytest.mark.parametrize("key", KEYS)
def test_a_text_has_a_good_length_and_its_own_script(key: str) -> None:
    for language, text in LECTURERS[key].texts.items():
        assert 15 <= len(text.headline) <= 100
        assert len(text.summary) <= 200
        assert 2 <= len(sentences(text.bio)) <= 8, language
        letters = re.findall(r"\w", plain(text.bio).lower())
        assert sum(bool(re.match(SCRIPTS[language], letter)) for letter in letters) > 0.95 * len(letters), language
        for offer in text.offers:
            assert 20 <= len(offer.abstract) <= 160
            assert re.search(SCRIPTS[language], f"{offer.title} {offer.abstract}".lower()), language


@pytest.mark.parametrize("key", [key for key in KEYS if len(LECTURERS[key].texts) > 1])
def test_a_translation_is_none_of_the_other_texts(key: str) -> None:
    told = LECTURERS[key].texts.values()
    for attribute in ("headline", "summary", "bio"):
        assert len({getattr(text, attribute) for text in told}) == len(told)
    for versions in zip(*(text.offers for text in told), strict=True):
        assert len({version.abstract for version in versions}) == len(told)


def test_nobody_repeats_anybody() -> None:
    said = Counter(
        sentence
        for told in LECTURERS.values()
        for text in told.texts.values()
        for sentence in (*sentences(text.bio), text.headline, text.summary, *(offer.title for offer in text.offers))
    )
    assert [sentence for sentence, times in said.items() if times > 1] == []
    openings = Counter(
        " ".join(plain(told.texts["en"].bio).split()[:3]) for told in LECTURERS.values() if "en" in told.texts
    )
    assert [opening for opening, times in openings.items() if times > 1] == []


def test_contacts_and_missing_topics_are_of_somebody_there_is() -> None:
    contacts = {told.contact for told in ORGANISATIONS.values() if told.contact}
    missing = texts.missing_topics()
    assert {*contacts, *missing} <= {*KEYS}
    known = {word for entry in read() for name in entry.names.values() for word in (name.label, *name.synonyms)}
    assert not {word for words in missing.values() for word in words} & known


@pytest.mark.parametrize("key", POSTS)
def test_a_post_is_by_somebody_there_is_and_in_its_own_script(key: str) -> None:
    told = POSTS[key]
    assert told.organisation in {"", *ORGANISATIONS}
    for author in told.authors:
        assert {author.lecturer or KEYS[0]} <= {*KEYS}
        assert {author.organisation or "laurea"} <= {*ORGANISATIONS}
        assert [bool(author.lecturer), bool(author.organisation), bool(author.name)].count(True) == 1
    for language, text in told.texts.items():
        letters = re.findall(r"\w", plain(text.body).lower())
        assert sum(bool(re.match(SCRIPTS[language], letter)) for letter in letters) > 0.95 * len(letters), language
        assert 3 <= text.body.count("<p>") <= 6
        assert bool(text.picture) is bool(next(iter(told.texts.values())).picture)


def test_posts_are_by_the_network_and_by_invented_organisations() -> None:
    assert not {told.organisation for told in POSTS.values()} & CONSORTIUM
    assert "" in {told.organisation for told in POSTS.values()}
    assert {language for told in POSTS.values() for language in told.texts} == set(texts.LANGUAGES)


def test_a_woven_picture_is_the_same_every_time_and_like_no_other() -> None:
    assert woven("soup") == woven("soup") != woven("bread")
    image = PIL.Image.open(BytesIO(woven("soup")))
    assert (image.format, image.size) == ("JPEG", (1280, 720))
    assert len(image.getcolors(1 << 20) or []) > 5


def test_only_the_consortium_is_real() -> None:
    assert set(ORGANISATIONS) >= CONSORTIUM
    for key, told in ORGANISATIONS.items():
        assert "en" in told.texts
        if key in CONSORTIUM:
            assert set(told.texts) == set(texts.LANGUAGES)
        else:
            assert re.search(r"\b(invented|imaginary)\b", told.texts["en"].summary), key
            assert not told.website or told.website.endswith(".example.org/"), key


@pytest.mark.parametrize("key", ORGANISATIONS)
def test_an_organisation_uses_the_lists_of_the_site(key: str) -> None:
    told = ORGANISATIONS[key]
    assert {told.country, *told.countries_served} <= set(COUNTRIES)
    assert told.languages
    assert set(told.languages) <= set(TAUGHT)
    assert set(told.topics) <= {entry.slug for entry in read()}
    assert {ORGANISATIONS[joined].type for joined in told.networks} <= {"network"}
    assert {scheme: REGISTERS[scheme].normal(value) for scheme, value in told.identifiers.items()} == told.identifiers
    assert len({bool(text.offers) for text in told.texts.values()}) == 1
    if key in CONSORTIUM:
        assert told.role_mailbox + told.registry_number == ""


def test_the_site_says_that_its_people_are_invented() -> None:
    for language, word in (
        ("en", "invented"),
        ("fi", "keksittyjä"),
        ("ar", "متخيَّل"),
        ("nl", "verzonnen"),
        ("it", "inventate"),
        ("el", "επινοημέν"),
    ):
        told = texts.site()[language]
        assert word in told.bank.summary
        assert word in told.network.summary
        assert word in told.blog.summary
        assert all(len(page.summary) <= 400 for page in told.pages)


def test_paragraphs_become_html_and_markup_stays_text() -> None:
    assert texts.as_html("\nOne\nline.\n\nTwo <b>&\n") == "<p>One line.</p><p>Two &lt;b&gt;&amp;</p>"


def copied(folder: Path, file: str, old: str, new: str) -> Path:
    content = folder / "content"
    shutil.copytree(texts.CONTENT, content)
    path = content / file
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return content


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('country = "CZ"', 'county = "CZ"', "county"),
        ('roles = ["Owner"]', "roles = []", "expected 1 roles"),
        ("[luz-kitewindow]", "[farah-morningletter]", "in another file already|Cannot"),
    ],
)
def test_a_slip_in_a_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, complaint: str
) -> None:
    monkeypatch.setattr(texts, "CONTENT", copied(tmp_path, "lecturers/independent.toml", old, new))
    with pytest.raises((ValueError, tomllib.TOMLDecodeError), match=complaint):
        texts.lecturers()


@pytest.mark.parametrize("key", [key for key in KEYS if LECTURERS[key].looks])
def test_looks_are_words_that_can_be_drawn(key: str) -> None:
    words = {*portraits.BEHIND, *portraits.HAIR, *portraits.WORN, "grey", "bald"}
    assert set(LECTURERS[key].looks.split()) <= words


def test_a_portrait_is_the_same_every_time_and_like_no_other() -> None:
    drawn = {key: portrait(key, told.looks) for key, told in LECTURERS.items() if told.looks}
    assert len(set(drawn.values())) == len(drawn)
    assert portrait(KEYS[0], LECTURERS[KEYS[0]].looks) == drawn[KEYS[0]]
    image = PIL.Image.open(BytesIO(drawn[KEYS[0]]))
    assert (image.format, image.size) == ("JPEG", (480, 480))
    assert max(map(len, drawn.values())) < 60_000


def test_what_somebody_wears_can_be_seen() -> None:
    bare = portrait("somebody", "bald")
    for word in (*portraits.BEHIND, *portraits.HAIR, *portraits.WORN):
        assert portrait("somebody", word) != bare, word
