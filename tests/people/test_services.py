"""Recording and withdrawing, with their signals, their log and their files."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models.signals import post_delete, post_save
from wagtail.models import ModelLogEntry

from people.models import Consent, ConsentText, GivenBy, LedgerError, Person, Purpose
from people.services import load_consent_texts, record_consent, withdraw_consent
from tests.factories.media import PDF
from tests.factories.people import consent, new_person, new_user, text

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture
def heard() -> Iterator[list[tuple[str, bool]]]:
    """What a listener to the ledger's signals is told, and whether it could write in the same transaction."""
    told: list[tuple[str, bool]] = []

    def listen(instance: Consent, **_: Any) -> None:
        told.append((instance.purpose, connection.in_atomic_block))

    post_save.connect(listen, Consent)
    post_delete.connect(listen, Consent)
    yield told
    post_save.disconnect(listen, Consent)
    post_delete.disconnect(listen, Consent)


class TestSignals:
    @pytest.mark.django_db(transaction=True)
    def test_every_act_is_told_inside_its_transaction(self, heard: list[tuple[str, bool]]) -> None:
        person = new_person()
        consent(person, Purpose.PROFILE)
        consent(person, Purpose.PHOTO)
        withdraw_consent(person, by=None)
        person.delete()
        assert heard == [(purpose, True) for purpose in ["profile", "photo"] + 2 * ["photo", "profile"]]

    def test_a_listener_that_fails_undoes_the_withdrawal(self) -> None:
        consent(person := new_person())

        def fail(**_: Any) -> None:
            raise RuntimeError("the catalogue is on fire")

        post_save.connect(fail, Consent)
        try:
            with pytest.raises(RuntimeError):
                withdraw_consent(person, by=None)
        finally:
            post_save.disconnect(fail, Consent)
        assert Consent.objects.valid().exists()


class TestWithdrawal:
    def test_of_one_purpose_leaves_the_other(self) -> None:
        person, clerk = new_person(), new_user()
        profile, photo = consent(person, Purpose.PROFILE), consent(person, Purpose.PHOTO)
        ended = withdraw_consent(person, Purpose.PROFILE, by=clerk, channel="phone")
        assert ended == [profile]
        assert list(Consent.objects.valid()) == [photo]
        profile.refresh_from_db()
        assert (profile.withdrawn_by, profile.withdrawal_channel) == (clerk, "phone")
        assert profile.withdrawn_at is not None

    def test_of_everything(self) -> None:
        person = new_person()
        consent(person, Purpose.PROFILE)
        consent(person, Purpose.PHOTO)
        consent(other := new_person())
        assert len(withdraw_consent(person, by=None)) == 2
        assert [entry.person for entry in Consent.objects.valid()] == [other]

    def test_ends_the_replaced_ones_too(self) -> None:
        person = new_person()
        consent(person, days_ago=2)
        consent(person, days_ago=1)
        assert len(withdraw_consent(person, Purpose.PROFILE, by=None)) == 2

    def test_a_second_time_does_nothing(self) -> None:
        consent(person := new_person())
        (entry,) = withdraw_consent(person, by=None)
        assert withdraw_consent(person, by=None) == []
        assert Consent.objects.get().withdrawn_at == entry.withdrawn_at

    def test_works_on_a_person_read_long_ago(self) -> None:
        consent(person := new_person())
        stale = Person.objects.get(pk=person.pk)
        person.name = "Another name"
        person.save()
        withdraw_consent(stale, by=None)
        person.refresh_from_db()
        assert person.name == "Another name"
        assert not Consent.objects.valid().exists()


class TestProof:
    def test_a_signed_paper_lies_in_private_under_a_name_that_says_nothing(self) -> None:
        paper = SimpleUploadedFile("Amina Example signed.pdf", PDF)
        entry = consent(new_person(), given_by=GivenBy.ON_BEHALF, proof="Signed on paper", proof_file=paper)
        stored = Path(settings.VAR_DIR) / "private" / str(entry.proof_file.name)
        assert stored.read_bytes() == PDF
        assert "Amina" not in str(entry.proof_file.name)

    def test_it_goes_with_the_person(self, django_capture_on_commit_callbacks: Any) -> None:
        paper = SimpleUploadedFile("signed.pdf", PDF)
        entry = consent(person := new_person(), proof="Signed on paper", proof_file=paper)
        stored = Path(settings.VAR_DIR) / "private" / str(entry.proof_file.name)
        with django_capture_on_commit_callbacks(execute=True):
            person.delete()
        assert not stored.exists()

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("signed.html", b"<script>alert(1)</script>"),
            ("signed.pdf", b"<script>alert(1)</script>"),
            ("signed.jpg", b"<svg onload='alert(1)'>"),
            ("signed", PDF),
            ("signed.pdf", PDF + b" " * 11 * 1024 * 1024),
        ],
    )
    def test_only_papers_and_pictures_of_a_sane_size(self, name: str, content: bytes) -> None:
        with pytest.raises(ValidationError) as refused:
            consent(new_person(), proof="See file", proof_file=SimpleUploadedFile(name, content))
        assert "proof_file" in refused.value.message_dict
        assert not Consent.objects.exists()


class TestLog:
    def test_both_acts_are_logged_under_the_persons_id_without_a_name(self) -> None:
        person, clerk = new_person(name="Amina Hidden"), new_user()
        record_consent(person, Purpose.PROFILE, text(), given_by=GivenBy.ON_BEHALF, proof="Letter", recorded_by=clerk)
        withdraw_consent(person, by=clerk)
        entries = ModelLogEntry.objects.for_instance(person).order_by("pk")
        assert [(entry.action, entry.label, entry.user) for entry in entries] == [
            ("people.record_consent", f"Person {person.pk}", clerk),
            ("people.withdraw_consent", f"Person {person.pk}", clerk),
        ]
        assert [entry.message for entry in entries] == [
            "Consent recorded: to be listed publicly",
            "Consent withdrawn: to be listed publicly",
        ]
        assert "Amina" not in str(list(entries.values()))


def lines(found: ConsentText) -> list[str]:
    """The title, headings, paragraphs and list items of a text."""
    words = [words for _kind, words in found.blocks()]
    return [found.title, *(one for each in words for one in (each if isinstance(each, list) else [each]))]


def shape(found: ConsentText) -> list[tuple[str, int]]:
    """The kind of each block, and how many items it has."""
    return [(kind, len(words) if isinstance(words, list) else 1) for kind, words in found.blocks()]


class TestTexts:
    @pytest.mark.parametrize("purpose", Purpose.values)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_purpose_has_a_text_that_says_what_it_must(self, purpose: str, language: str) -> None:
        found = text(purpose, language)
        kinds = [kind for kind, _ in found.blocks()]
        items = [item for kind, words in found.blocks() if kind == "list" for item in words]
        assert found.title
        assert kinds.count("heading") >= 6, "what, where, what it reveals, how long, how to withdraw, who"
        assert len(items) >= 3
        assert "API" in found.text
        assert "Laurea" in found.text
        assert not any(str(words).startswith(("#", "-")) for words in [*items, *dict(found.blocks()).values()])

    @pytest.mark.parametrize("purpose", Purpose.values)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_same_is_agreed_to_in_every_language(self, purpose: str, language: str) -> None:
        """No paragraph, list item or term is missing from one."""
        own, english = text(purpose, language), text(purpose, "en")
        assert shape(own) == shape(english)
        assert re.findall(r"\d+", own.text) == re.findall(r"\d+", english.text)
        assert 0.6 < len(own.text) / len(english.text) < 1.5

    @pytest.mark.parametrize("purpose", Purpose.values)
    def test_no_sentence_was_left_in_another_language(self, purpose: str) -> None:
        texts = [text(purpose, language) for language in LANGUAGES]
        words = Counter(block for found in texts for block in lines(found))
        assert [block for block, count in words.items() if count > 1] == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_is_shown_to_its_own_readers(self, language: str) -> None:
        for purpose in Purpose.values:
            assert ConsentText.objects.shown(purpose, [language, "en"]).pk == f"{purpose}.1.{language}"

    def test_the_first_language_that_has_a_text_is_shown(self) -> None:
        for languages, language in ((["sv", "fi", "en"], "fi"), (["ar"], "ar")):
            shown = ConsentText.objects.shown("profile", languages)
            assert (shown.language, shown.version) == (language, 1)
        assert ConsentText.objects.shown("profile", ["sv"]) is None

    def test_a_newer_version_is_shown_instead(self) -> None:
        ConsentText.objects.create(purpose="profile", version=2, language="en", title="New", text="New words.")
        assert text().version == 2
        assert text(language="fi").version == 1

    def test_loading_twice_changes_nothing(self) -> None:
        before = list(ConsentText.objects.values())
        assert load_consent_texts() == 0
        assert list(ConsentText.objects.values()) == before
        assert len(before) == len(Purpose.values) * len(LANGUAGES)

    def test_new_and_mended_files_are_loaded(self, tmp_path: Path) -> None:
        (tmp_path / "profile.1.en.md").write_text("# Mended\n\nBetter words.\n")
        (tmp_path / "photo.2.nl.md").write_text("# Nieuw\n\nWoorden.\n")
        assert load_consent_texts(tmp_path) == 2
        assert text().title == "Mended"
        assert text("photo", "nl").version == 2
        assert load_consent_texts(tmp_path) == 0

    def test_a_file_cannot_change_words_that_somebody_agreed_to(self, tmp_path: Path) -> None:
        consent(new_person())
        (tmp_path / "photo.2.en.md").write_text("# New\n\nWords.\n")
        (tmp_path / "profile.1.en.md").write_text("# Other\n\nWords.\n")
        with pytest.raises(LedgerError, match=r"profile\.1\.en"):
            load_consent_texts(tmp_path)
        assert not ConsentText.objects.filter(pk="photo.2.en").exists(), "half of it was loaded"

    @pytest.mark.parametrize("name", ["profile.en.md", "newsletter.1.en.md", "profile.one.en.md"])
    def test_a_file_with_a_wrong_name_is_pointed_out(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_text("# Title\n\nWords.\n")
        with pytest.raises(ValueError, match=name):
            load_consent_texts(tmp_path)
