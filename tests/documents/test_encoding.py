"""Texts of entries are kept in their own letters, and those that were kept otherwise are read as well."""

import pytest
from django.db import connection

from catalogue.models import Entry
from tests.factories.entries import talk

pytestmark = pytest.mark.django_db


def kept() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM catalogue_entry")
        ((text,),) = cursor.fetchall()
    return str(text)


def test_letters_stay_what_they_are() -> None:
    talk("Μαθαίνοντας “γλώσσες”")
    assert "Μαθαίνοντας" in kept()
    assert Entry.objects.get().text["name"] == "Μαθαίνοντας “γλώσσες”"


def test_what_was_escaped_is_read_too() -> None:
    talk("Any")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalogue_entry SET text = %s", ['{"name": "\\u03b3\\u03bb\\u03ce"}'])
    assert Entry.objects.get().text == {"name": "γλώ"}
