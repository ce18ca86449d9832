"""How a document's values are printed."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from documents.document import Picture, PictureSource


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
        (date(2026, 10, 3), "it", "3 ottobre 2026"),
        (date(2026, 10, 3), "el", "3 Οκτωβρίου 2026"),
        (date(2026, 10, 3), "nl", "3 oktober 2026"),
        (date(2026, 10, 3), "en", "October 3, 2026"),
        (None, "en", ""),
        ("", "en", ""),
    ],
)
def test_day_is_written_as_the_language_does(value: object, language: str, text: str) -> None:
    with translation.override(language):
        assert printed("{{ value|day }}", value=value) == text


@pytest.mark.parametrize(
    ("name", "way"),
    [("Nadia", "ltr"), ("سلمى", "rtl"), ("משה", "rtl"), ("7 سلمى Nadia", "rtl"), ("…", "ltr"), ("", "ltr")],
)
def test_a_name_runs_as_its_first_letter(name: str, way: str) -> None:
    assert printed("{{ name|runs }}", name=name) == way


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


@pytest.mark.parametrize(
    ("below", "written", "shown"),
    [
        (1, "h2 h3 h3 h2", "h2 h3 h3 h2"),
        (1, "h3 h3", "h2 h2"),
        (2, "h2 h3", "h3 h4"),
        (1, "h3 h2 h4", "h2 h2 h3"),
        (5, "h2 h3", "h6 h6"),
    ],
)
def test_headings_of_rich_text_fit_in_where_it_stands(below: int, written: str, shown: str) -> None:
    before, after = ("".join(f"<{name}>a <b>b</b></{name}>" for name in names.split()) for names in (written, shown))
    assert printed("{{ text|rich:below }}", text=before, below=below) == after


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


def test_a_browser_chooses_from_the_sizes_of_the_type_that_it_likes_best() -> None:
    files = [(480, "image/jpeg"), (480, "image/webp"), (160, "image/jpeg"), (160, "image/webp")]
    sources = [PictureSource(url=f"/{n}", width=w, height=w, type=mime) for n, (w, mime) in enumerate(files)]
    picture = Picture(url="/0", width=480, height=480, alt="A face", sources=sources)
    shown = render_to_string("components/picture.html", {"picture": picture, "sizes": "6rem"})
    assert re.findall(r'<source type="([^"]*)" srcset="([^"]*)" sizes="([^"]*)"', shown) == [
        ("image/webp", "/1 480w, /3 160w", "6rem")
    ]
    assert '<img src="/0" srcset="/0 480w, /2 160w" sizes="6rem" width="480"' in shown


def test_a_picture_of_one_file_is_shown_as_it_is() -> None:
    shown = render_to_string("components/picture.html", {"picture": Picture(url="/0", width=4, height=4, alt="")})
    assert "srcset" not in shown
    assert 'src="/0"' in shown
