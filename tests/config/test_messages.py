"""Texts for people: all of them can be translated, and each language that has begun is complete."""

import gettext
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from django.conf import settings

from config.messages import extracted, files, read, template, updated

TEXTS = extracted()
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|</?\w[^>]*>")
FILES = {path.parts[-3]: path for path in files()}


def messages(catalog: Catalog) -> dict[tuple[str, str], Message]:
    return {(key(message), message.context or ""): message for message in catalog if message.id}


def key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(text: object) -> list[str]:
    return [text] if isinstance(text, str) else list(text)  # type: ignore[call-overload]  # Babel says `object`


def test_every_language_is_here() -> None:
    assert FILES.keys() == {code for code, _name in settings.LANGUAGES} - {"en"}
    assert len(FILES) == 9


@pytest.mark.parametrize("language", FILES)
def test_no_text_is_missing_or_left_over(language: str) -> None:
    there, wanted = messages(read(FILES[language])), messages(TEXTS)
    assert sorted(wanted.keys() - there.keys()) == []
    assert sorted(there.keys() - wanted.keys()) == []
    assert [k for k, message in there.items() if message.fuzzy or not all(forms(message.string))] == []


@pytest.mark.parametrize("language", FILES)
def test_what_is_filled_in_stands_in_every_translation(language: str) -> None:
    wrong = []
    for message in messages(read(FILES[language])).values():
        allowed = {place for text in forms(message.id) for place in PLACE.findall(text)}
        for text in forms(message.string):
            found = set(PLACE.findall(text))
            # One, two and none may be said in words, so a counted form can leave its number out.
            if found - allowed or (isinstance(message.id, str) and found != allowed):
                wrong.append((key(message), text))
    assert wrong == []


@pytest.mark.parametrize("language", FILES)
def test_collecting_again_changes_nothing(language: str) -> None:
    assert updated(FILES[language], TEXTS).decode() == FILES[language].read_text()


def test_a_new_text_is_added_and_an_old_one_dropped(tmp_path: Path) -> None:
    path = tmp_path / "fi" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid ""\nmsgstr ""\n\nmsgid "Kept"\nmsgstr "Pidetty"\n\nmsgid "Old"\nmsgstr "Vanha"\n')
    texts = Catalog()
    texts.add("Kept")
    texts.add("Kept too")
    path.write_bytes(updated(path, texts))
    assert {key(m): m.string for m in messages(read(path)).values()} == {"Kept": "Pidetty", "Kept too": ""}


def counted(language: str, *numbers: int) -> list[str]:
    compiled = BytesIO()
    write_mo(compiled, read(FILES[language]))
    compiled.seek(0)
    texts = gettext.GNUTranslations(compiled)
    return [texts.ngettext("%(n)s lecturer", "%(n)s lecturers", n) % {"n": n} for n in numbers]


def test_arabic_counts_in_six_forms() -> None:
    said = counted("ar", 0, 1, 2, 3, 11, 100)
    assert said == ["لا محاضرين", "محاضر واحد", "محاضران", "3 محاضرين", "11 محاضرًا", "100 محاضر"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", ["0 docenten", "1 docent", "2 docenten"]),
        ("fr", ["0 intervenant·e", "1 intervenant·e", "2 intervenant·es"]),
        ("it", ["0 docenti", "1 docente", "2 docenti"]),
        ("es", ["0 docentes", "1 docente", "2 docentes"]),
    ],
)
def test_none_is_one_in_french_and_many_elsewhere(language: str, said: list[str]) -> None:
    assert counted(language, 0, 1, 2) == said


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% translate "Hello" %}', ["Hello"]),
        ('    {% translate "Deep" as x %}\n  {{ x }}\n{% if y %}{% translate "Less" %}{% endif %}', ["Deep", "Less"]),
        ("{% blocktranslate trimmed with a=b|lower %}\n  Say\n  {{ a }}\n{% endblocktranslate %}", ["Say %(a)s"]),
        (
            "{% blocktranslate count n=x %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}",
            [("%(n)s day", "%(n)s days")],
        ),
        ("<p title='it&rsquo;s'>“Not one” it's</p>", []),
    ],
)
def test_templates_are_read(source: str, found: list[object]) -> None:
    keywords = {"gettext": None, "ngettext": (1, 2), "_": None}
    texts = [message for _line, _name, message, _notes in template(BytesIO(source.encode()), keywords, [], {})]
    assert [text[:2] if isinstance(text, tuple) else text for text in texts] == found
