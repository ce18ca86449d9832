"""What a developer of a partner site needs forty lines for, on the running API."""

import html
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import PIL.Image
import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from catalogue.checking import settle
from lecturers.models import LecturerPage
from network.models import OrganisationPage
from people.models import Purpose
from people.services import load_consent_texts, withdraw_consent
from tests.api.partner import Partner
from tests.factories.media import ImageFactory
from tests.factories.pages import lecturer, organisation, person_with_consent, publish, site_tree
from tests.factories.topics import gender_equality, topic

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = (Purpose.PROFILE, Purpose.PHOTO)


@pytest.fixture
def amina(settings: Any, live_server: LiveServer, var: Path) -> LecturerPage:
    """Somebody whom the partner wants, among others who lack something."""
    settings.PUBLIC_URL = live_server.url
    load_consent_texts()
    site_tree(["en", "fi"])
    org: OrganisationPage = organisation()
    gender, law = gender_equality(), topic("Law")
    finnish, english = (("fi", "C1"),), (("en", "C1"), ("fi", "B2", False))
    made = {
        name: lecturer(
            name,
            parent=org,
            topics=[subject],
            languages=spoken,
            person=person_with_consent(name, *consents),
            photo=ImageFactory(),
        )
        for name, subject, spoken, consents in (
            ("Amina", gender, finnish, BOTH),
            ("Basma without a portrait", gender, finnish, (Purpose.PROFILE,)),
            ("Clara of another topic", law, finnish, BOTH),
            ("Dalia of another language", gender, english, BOTH),
        )
    }
    settle()
    return made["Amina"]


@pytest.fixture
def partner(amina: LecturerPage, live_server: LiveServer) -> Iterator[Partner]:
    made = Partner(f"{live_server.url}/api/v1/openapi.json", "Gender equality", "Finnish")
    yield made
    made.http.close()


def statuses(partner: Partner) -> list[int]:
    """How the API answers a poll."""
    seen: list[int] = []
    partner.http.event_hooks = {"response": [lambda response: seen.append(response.status_code)]}
    partner.poll()
    partner.http.event_hooks = {}
    return seen


def names(partner: Partner) -> list[str]:
    return sorted(item["name"] for item in partner.shown.values())


def test_the_partners_program_is_short() -> None:
    program = Path(__file__).with_name("partner.py").read_text()
    assert len(program.splitlines()) <= 40
    assert "/api/" not in program


def test_a_partner_shows_whom_it_asks_for(partner: Partner) -> None:
    partner.poll()
    assert names(partner) == ["Amina"]
    (shown,) = partner.shown.values()
    assert {code["code"] for code in shown["languages"]} == {"fi"}
    for source in (shown["photo"], *shown["photo"]["sources"]):
        assert httpx.get(source["url"]).content


def test_a_partner_pays_only_for_what_has_changed(partner: Partner, amina: LecturerPage) -> None:
    partner.poll()
    assert statuses(partner) == [304]
    page = LecturerPage.objects.get(pk=amina.pk)
    page.headline = "Teaches anew"
    publish(page)
    assert statuses(partner) == [200]
    assert [item["headline"] for item in partner.shown.values()] == ["Teaches anew"]
    assert statuses(partner) == [304]


@pytest.mark.parametrize(("purpose", "status"), [(None, 410), (Purpose.PROFILE, 410), (Purpose.PHOTO, 200)])
def test_a_partner_drops_who_withdraws(
    partner: Partner, amina: LecturerPage, purpose: Purpose | None, status: int
) -> None:
    partner.poll()
    (shown,) = partner.shown.values()
    assert amina.person
    withdraw_consent(amina.person, purpose, by=None)
    assert statuses(partner) == [200, status]
    assert partner.shown == {}
    assert partner.left == {shown["id"]: status}
    assert httpx.get(shown["photo"]["url"]).status_code == 404
    assert statuses(partner) == [304]


def test_a_partner_reads_to_the_end_of_a_list(partner: Partner, amina: LecturerPage) -> None:
    for number in range(4):
        name = f"Amina {number}"
        lecturer(
            name,
            parent=amina.get_parent(),
            topics=list(amina.topics.all()),
            languages=(("fi", "C1"),),
            person=person_with_consent(name, *BOTH),
            photo=ImageFactory(),
        )
    settle()
    partner.list = partner.list.copy_set_param("limit", 2)
    assert statuses(partner) == [200, 200, 200]
    assert len(partner.shown) == 5


@pytest.fixture
def program(amina: LecturerPage) -> str:
    """The one that the guide shows, as readers copy it; it asks for so few at once that there are several pages."""
    read = Client().get("/api/v1/docs").content.decode()
    (shown,) = re.findall(r'<pre><code class="language-python">(.*?)</code></pre>', read, re.DOTALL)
    assert shown.count("&quot;limit&quot;: 100") == 1
    return html.unescape(shown).replace('"limit": 100', '"limit": 1')


def run(program: str, folder: Path) -> list[str]:
    """What it prints, each lecturer's lines as one."""
    command = [sys.executable, "-W", "error", "-c", program]
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert (told.returncode, told.stderr) == (0, "")
    return sorted(told.stdout.replace("\n    ", " | ").splitlines())


def test_the_guides_program_is_short_and_well_written(program: str) -> None:
    assert len(program.splitlines()) <= 40
    for check in (["check", "--ignore", "T201"], ["format", "--diff"]):
        command = [sys.executable, "-m", "ruff", *check, "--stdin-filename", "site/program.py", "-"]
        told = subprocess.run(command, input=program, capture_output=True, text=True, check=False)
        assert told.returncode == 0, told.stdout + told.stderr


def test_the_guides_program_lists_who_is_asked_for_with_portraits(
    program: str, amina: LecturerPage, tmp_path: Path, live_server: LiveServer
) -> None:
    folder = tmp_path / "partner"
    folder.mkdir()
    listed, without = run(program, folder)
    name, _headline, url, portrait = listed.split(" | ")
    assert (name, url) == ("Amina", f"{live_server.url}{amina.url}")
    with PIL.Image.open(folder / portrait) as picture:
        assert picture.format == "JPEG"
    assert without.startswith("Basma without a portrait | ")
    assert without.endswith(" | no portrait")
    assert run(program, folder) == [listed, without]


def test_the_guides_program_drops_who_withdraws(program: str, amina: LecturerPage, tmp_path: Path) -> None:
    folder = tmp_path / "partner"
    folder.mkdir()
    run(program, folder)
    assert len(list((folder / "portraits").iterdir())) == 1
    assert amina.person
    withdraw_consent(amina.person, by=None)
    assert [line.partition(" | ")[0] for line in run(program, folder)] == ["Basma without a portrait"]
    assert list((folder / "portraits").iterdir()) == []
