"""When `manage.py demo` makes something, and when it had better not."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django_tasks import task_backends
from wagtail.models import Page

from catalogue import checking
from catalogue.models import Dirty
from home.demo import texts
from lecturers.models import LecturerPage
from media.models import Image
from network.models import OrganisationPage
from people.models import Person, User
from people.services import withdraw_consent
from tests.factories.pages import organisation, site_tree
from tests.home.conftest import run_demo

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
#: Says which modules the command has loaded of those that the site itself does without.
LOADED = """
import sys, django
django.setup()
import home.management.commands.demo
packages = {"factory", "faker", "pytest", "playwright"}
print(*(name for name in sys.modules if name in packages or name.startswith("tests.") and name.count(".") > 1))
"""
SITE = texts.CONTENT / "site.toml"
ORGANISATION = """
[{key}]
type = "migrant-ngo"
country = "BE"
texts.en = {{ title = "{key}", summary = "An invented one.", description = "Two." }}
"""
LECTURER = """
[ada]
name = "Ada Teapot"
topics = ["{topic}"]
languages = {{ en = "C1 teaches" }}
country = "BE"
modes = ["online"]
formats = ["lecture"]
looks = "short"
texts.en = {{ headline = "Boils water", summary = "Tea.", bio = "More tea." }}
"""


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any, db: None) -> Path:
    """A demo of two organisations and one lecturer."""
    settings.VAR_DIR = tmp_path
    cache.clear()
    for nothing in ("projects", "missing_topics", "handed_over"):
        (tmp_path / f"{nothing}.toml").touch()
    (tmp_path / "lecturers").mkdir()
    (tmp_path / "site.toml").write_bytes(SITE.read_bytes())
    told = "".join(ORGANISATION.format(key=key) for key in ("laurea", "european-migrant-platform"))
    (tmp_path / "organisations.toml").write_text(told)
    (tmp_path / "lecturers" / "laurea.toml").write_text(LECTURER.format(topic="history"))
    monkeypatch.setattr(texts, "CONTENT", tmp_path)
    return tmp_path


def test_a_small_demo_is_made_the_same_way(content: Path, client: Client) -> None:
    assert "1 public lecturers in 1 language versions" in run_demo()
    assert "More tea." in client.get("/en/network/laurea/ada/").content.decode()
    assert checking.check() == []


def test_a_site_with_pages_of_its_own_is_left_alone(content: Path) -> None:
    site_tree()
    organisation()
    assert "no demo content" in run_demo()
    assert not User.objects.exists()
    assert OrganisationPage.objects.count() == 1


def test_a_demo_that_fails_leaves_nothing_behind(content: Path) -> None:
    (content / "lecturers" / "laurea.toml").write_text(LECTURER.format(topic="astrology"))
    before = set(Page.objects.values_list("pk", flat=True))
    usual = task_backends["default"]
    with pytest.raises(KeyError, match="astrology"):
        run_demo()
    assert set(Page.objects.values_list("pk", flat=True)) == before
    assert [model for model in (User, Person, Image, Dirty) if model.objects.exists()] == []
    assert task_backends["default"] is usual
    site_tree()
    assert Dirty.objects.filter(ref__startswith="page:").exists()


def test_whatever_is_saved_afterwards_is_heard_again(content: Path) -> None:
    run_demo()
    assert not Dirty.objects.exists()
    page, portrait = LecturerPage.objects.get(), Image.objects.get()
    page.unpublish()
    withdraw_consent(page.person, by=None)
    portrait.save()
    wanted = {f"page:{page.pk}", f"person:{page.person_id}", f"image:{portrait.pk}"}
    assert wanted <= set(Dirty.objects.values_list("ref", flat=True))


def test_a_demo_that_failed_can_be_made_afterwards(content: Path) -> None:
    told = (content / "lecturers" / "laurea.toml").read_text()
    (content / "lecturers" / "laurea.toml").write_text(LECTURER.format(topic="astrology"))
    with pytest.raises(KeyError):
        run_demo()
    (content / "lecturers" / "laurea.toml").write_text(told)
    assert "1 public lecturers" in run_demo()


def test_it_needs_nothing_that_only_developers_install() -> None:
    found = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", "PYTHONPATH": "site:."},
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(found.stdout.split()) == {"tests.factories.pages"}
