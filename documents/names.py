"""What values of fixed lists are called by whoever reads of them, and by whoever looks for them."""

from functools import cache
from typing import Any, TypeVar

from django.conf import settings

from documents.document import Choice, Document, Facet, Labels, ThingRef

D = TypeVar("D", bound=Document)


@cache
def words_in(names: Labels, code: str, locale: str) -> dict[str, list[str]]:
    """A value's name in every language of the site; one that several share stands under the first, `locale` before all.

    Raises KeyError for a value that is not on the list.
    """
    first: dict[str, str] = {}
    for language in (locale, *dict(settings.LANGUAGES)):
        first.setdefault(names(language)[code], language)
    return {language: [name] for name, language in first.items()}


def choice(names: Labels, code: str, locale: str) -> Choice:
    """A value that is called as `locale` has it, and found by its name in any language."""
    return Choice(code=code, label=names(locale)[code], facet_values=[code], words_in=words_in(names, code, locale))


def called_in(locale: str, document: D) -> D:
    """The document of another language with the names of what it is found by in the language of whoever reads it."""
    if document.locale == locale:
        return document
    called = {name: _called(getattr(document, name), facet.labels, locale) for name, facet in document.marked(Facet)}
    return document.model_copy(update=called)


def _called(value: Any, labels: Labels, locale: str) -> Any:
    if isinstance(value, list):
        return [_called(each, labels, locale) for each in value]
    if isinstance(value, ThingRef):
        return value.model_copy(update={"title": labels(locale).get(str(value.id), value.title)})
    if not hasattr(value, "label"):
        return value
    label = labels(locale).get(value.code if hasattr(value, "code") else value.slug, value.label)
    return value.model_copy(update={"label": label})
