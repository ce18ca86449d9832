"""The demo with a word in everything of it that is private: no answer says one, or anything that looks private."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from wagtail.models import get_page_models

from catalogue.checking import settle
from catalogue.marking import touch
from catalogue.models import Entry, Thing
from documents.kinds import kinds
from home.demo import texts
from network.models import OrganisationPage
from pages.chrome import address
from pages.models import BasePage
from tests.leaks import looks, planting
from tests.leaks.private import MACHINERY, hideable, private_fields, private_names
from tests.leaks.sweep import API, Sent, answer, leaks, one_of_each_question, starts, sweep

# What a query finds is tested on every database; here it is what is made of it.
pytestmark = [pytest.mark.once, pytest.mark.django_db]

#: Where editors sign in: it has to call a password so.
SIGN_IN = "/admin/login/"


@dataclass
class Told:
    """What was public before anything private was written, the words that were, and all that is said then."""

    public: set[tuple[str, str]]
    words: set[str]
    sent: Sent


def public() -> set[tuple[str, str]]:
    """Every thing and language that everybody may read."""
    return {(str(key), locale) for key, locale in Entry.objects.public().values_list("thing_id", "locale")}


def items() -> Iterator[str]:
    """Where partners ask for each thing, public or not, by its key and by its name."""
    for entry in Entry.objects.public():
        yield f"{API}/{kinds[entry.kind].collection}/{entry.thing_id}?locale={entry.locale}"
        yield f"{API}/{kinds[entry.kind].collection}/by-slug/{entry.slug}"
    for thing in Thing.objects.exclude(withheld=""):
        yield f"{API}/{kinds[thing.kind].collection}/{thing.key}"


def asked_otherwise(client: Client) -> Sent:
    """What is said to whoever asks for the headers alone, or what may be asked: a page of each kind, and each start."""
    first = {(entry.kind, entry.locale): entry.path for entry in Entry.objects.public()}
    paths = [*starts(texts.LANGUAGES), *first.values()]
    return {f"{name} {path}": answer(client, path, name) for path in paths for name in ("head", "options")}


@pytest.fixture(scope="module")
def everything(made: str) -> Told:
    """Asked once for all the tests."""
    before, client = public(), Client()
    words = planting.plant()
    languages = [code for code, _name in settings.LANGUAGES]
    paths = Entry.objects.public().values_list("path", flat=True)
    begin = [*starts(languages), "/docs", f"{API}/docs", f"{API}/suggest?q=a", *paths, *items()]
    sent = sweep(client, begin, one_of_each_question)
    return Told(before, words.all, sent | asked_otherwise(client))


@pytest.fixture
def told(everything: Told, demo: str) -> Told:
    """In a transaction of the test's own."""
    return everything


def body(told: Told, path: str) -> bytes:
    """What a successful answer holds below its headers."""
    head, _, content = told.sent[path].partition(b"\n\n")
    assert head.startswith(b"200"), path
    return content


def test_every_private_column_holds_a_word(told: Told) -> None:
    assert len(told.words) > 200
    for model, fields in private_fields().items():
        assert model._base_manager.exists(), model
        for field in fields:
            held = {str(value).lower() for value in model._base_manager.values_list(field.name, flat=True)}
            assert any(word in value for value in held for word in told.words), field
    hideable_words = sum(len(names) for names in hideable().values())
    assert sum(word.startswith("zqhidden") for word in told.words) >= hideable_words


def test_private_columns_are_found_in_the_models() -> None:
    known = {model._meta.label for model in private_fields()}
    assert {"people.Person", "people.User", "people.Consent", "network.OrganisationPage"} <= known
    assert {"role_mailbox", "support_needs", "phone", "notes", "contact_visibility", "proof"} <= private_names()
    assert {name for name in MACHINERY if "." in name} <= {model._meta.label for model in apps.get_models()}


def test_what_is_private_takes_nothing_from_the_public(told: Told) -> None:
    assert public() == told.public
    assert {content[:1] for content in told.sent.values()} == {b"2", b"3", b"4"}


def test_the_sweep_goes_everywhere(told: Told) -> None:
    for entry in Entry.objects.public():
        assert b"</html>" in body(told, entry.path)
        item = json.loads(body(told, f"{API}/{kinds[entry.kind].collection}/{entry.thing_id}?locale={entry.locale}"))
        assert item["data"]["title"] == entry.title
        assert entry.path.encode() in body(told, f"/sitemap-{entry.locale}-1.xml") or not item["data"].get("indexable")
    for model in (model for model in get_page_models() if issubclass(model, BasePage)):
        shown = [address(page) for page in model.objects.filter(alias_of=None).live()]
        assert any(told.sent.get(path, b"").startswith(b"200") for path in shown), model
    for language in texts.LANGUAGES:
        for path in ("", "lecturers/", "network/", "blog/", "projects/", "topics/", "topics/gender-equality/"):
            assert b"</html>" in body(told, f"/{language}/{path}")
    assert b"Sitemap: https://testserver/sitemap.xml" in body(told, "/robots.txt")
    assert sum(path.startswith("/media/") and content.startswith(b"200") for path, content in told.sent.items()) > 200
    assert b"200" in told.sent[f"head {API}/openapi.json"]
    assert b"\nAllow: " in told.sent["options /en/"]


def test_who_is_withheld_is_nowhere(told: Told) -> None:
    withheld = Thing.objects.exclude(withheld="")
    assert withheld.count() == 6
    for thing in withheld:
        assert told.sent[f"{API}/{kinds[thing.kind].collection}/{thing.key}"].startswith(b"404")
        assert [path for path, content in told.sent.items() if str(thing.key) in content.decode("latin-1")] == []


def test_no_answer_says_a_private_word(told: Told) -> None:
    assert leaks(told.words, told.sent) == []


def test_no_answer_has_an_address_for_mail_or_a_telephone_number(told: Told) -> None:
    assert looks.seen(looks.mail_addresses, told.sent) == []
    assert looks.seen(looks.telephone_numbers, told.sent) == []


def test_no_answer_calls_anything_by_the_name_of_a_private_field(told: Told) -> None:
    found = looks.seen(looks.field_names(private_names()), told.sent)
    assert [leak for leak in found if not leak.endswith(SIGN_IN)] == []


def test_a_leak_is_found(told: Told, client: Client) -> None:
    """What is private, written where it is shown, is met on the page, in the list and by partners."""
    house = OrganisationPage.objects.get(slug="laurea", alias_of=None, locale__language_code="en")
    OrganisationPage.objects.filter(pk=house.pk).update(city="zqpersonnotes")
    touch(f"page:{house.pk}")
    settle()
    paths = ["/en/network/laurea/", f"{API}/organisations/{house.translation_key}?locale=en"]
    found = leaks(told.words, {path: answer(client, path) for path in paths})
    assert found == [f"zqpersonnotes at {path}" for path in paths]


def test_what_looks_private_is_found(told: Told, client: Client) -> None:
    """A list says back what it was searched for."""
    path = "/en/lecturers/"
    asked = "anna@example.org or +358 40 123 4567 or 040 123 4567 for role_mailbox"
    sent = {path: b"\n".join((answer(client, path), client.get(path, {"q": asked}).content))}
    assert set(looks.seen(looks.mail_addresses, sent)) == {f"anna@example.org at {path}"}
    assert {found.rpartition(" at ")[0] for found in looks.seen(looks.telephone_numbers, sent)} == {
        "+358 40 123 4567", "040 123 4567",
    }  # fmt: skip
    assert looks.seen(looks.field_names(private_names()), sent) == [f"role_mailbox at {path}"]
    assert leaks({"anna"}, sent) == [f"anna at {path}"]
