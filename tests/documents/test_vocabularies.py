"""The order of what can be chosen from."""

import pytest

from documents.vocabularies import vocabularies


@pytest.mark.parametrize(
    ("name", "locale", "first", "then"),
    [
        ("countries", "es", "Bélgica", "Belice"),
        ("countries", "de", "Dänemark", "Deutschland"),
        ("countries", "el", "Βόρεια Μακεδονία", "Βοσνία - Ερζεγοβίνη"),
        ("languages", "es", "árabe", "aragonés"),
    ],
)
def test_marks_are_no_letters_of_their_own(name: str, locale: str, first: str, then: str) -> None:
    labels = [term.label for term in vocabularies[name].terms(locale, "").values()]
    assert labels.index(first) == labels.index(then) - 1
