"""How a document's values are printed."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation


def printed(template: str, **values: object) -> str:
    return Template("{% load documents %}" + template).render(Context(values))


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Samira Haddad", "SH"),
        ("Oleksandr Ivanovych Petrenko", "OP"),
        ("Yusuf K.", "YK"),
        ("Amal", "A"),
        ("élodie", "É"),
        ("فاطمة الزهراء", "ف"),
        ("Μαρία Παπαδοπούλου", "ΜΠ"),
        ("123 (anonymous)", "·"),
        ("", "·"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert printed("{{ name|initials }}", name=name) == letters


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (date(2026, 10, 3), "fi", "3. lokakuuta 2026"),
        ("2026-10-03", "fi", "3. lokakuuta 2026"),
        ("2026-10-03T10:00:00Z", "fr", "3 octobre 2026"),
        (datetime(2026, 10, 3, tzinfo=UTC), "de", "3. Oktober 2026"),
        (None, "en", ""),
        ("", "en", ""),
    ],
)
def test_day_is_written_as_the_language_does(value: object, language: str, text: str) -> None:
    with translation.override(language):
        assert printed("{{ value|day }}", value=value) == text


@pytest.mark.parametrize(("language", "way"), [("ar", "rtl"), ("fi", "ltr"), ("uk", "ltr")])
def test_direction(language: str, way: str) -> None:
    assert printed("{{ language|direction }}", language=language) == way


@pytest.mark.parametrize(
    ("markup", "kept", "gone"),
    [
        ("<p>One <strong>two</strong></p>", "<strong>two</strong>", "&lt;"),
        ('<p onclick="x()">a</p><script>bad()</script>', "<p>a</p>", "bad"),
        ('<a href="javascript:x()">a</a>', "a", "javascript"),
        ('<p style="color:red" class="x">a</p>', "<p>a</p>", "red"),
        ('<a href="/fi/network/">a</a>', 'href="/fi/network/"', "&lt;"),
    ],
)
def test_rich_text_is_shown_without_what_acts(markup: str, kept: str, gone: str) -> None:
    shown = printed("{{ text|rich }}", text=markup)
    assert kept in shown
    assert gone not in shown


def test_rich_text_may_be_missing() -> None:
    assert printed("{{ text|rich }}", text=None) == ""


def test_linked_data_cannot_leave_its_element() -> None:
    data = {"name": "</script><script>alert(1)</script>", "also": "<!-- & “fi”"}
    shown = printed("{% jsonld data %}", data=data)
    assert shown.count("<") == 2
    body = re.fullmatch(r'<script type="application/ld\+json">(.*)</script>', shown)
    assert body
    assert json.loads(body[1]) == data


def test_no_linked_data_prints_nothing() -> None:
    assert printed("{% jsonld data %}", data=None) == ""
