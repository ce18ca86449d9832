"""A word of its own in every private column of a site that has its content already."""

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.db import models
from django.db.models import QuerySet, Value
from django.db.models.functions import Cast, Concat, Mod
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

from catalogue import log
from catalogue.checking import settle
from catalogue.marking import touch
from catalogue.models import Entry
from documents.kinds import kinds
from lecturers.models import LecturerPage
from pages.fields import HIDDEN, NETWORK, PUBLIC
from search import reading
from tests.factories.media import DocumentFactory
from tests.leaks.private import SHOWN, Model, hideable, private_fields, text_fields

#: What leads from a pseudonym to the person, whatever they have chosen to show.
UNDER_A_PSEUDONYM = ("given_name", "family_name", "orcid")


class Words:
    """The words that nobody may meet. Each says which column it was put into, and why nobody is to see that."""

    def __init__(self) -> None:
        self.all: set[str] = set()

    def of(self, field: models.Field[Any, Any], why: str = "") -> str:
        """The same for the same column."""
        made = "".join(filter(str.isalpha, f"zq{why}{field.model._meta.model_name}{field.name}"))
        self.all.add(made)
        return made


def plant() -> Words:
    """Fill all that is private, and let everything public be made anew."""
    words = Words()
    DocumentFactory()
    for model in private_fields():
        _some(model)
    _of_nobody(words)
    for page in list(_seen()):
        _draft(words, page)
    for model, fields in private_fields().items():
        _fill(words, QuerySet(model), fields)
    _hidden(words)
    touch("all:")
    settle()
    cache.clear()
    reading.engine().catch_up(log.state())
    return words


def _fill(words: Words, rows: QuerySet[Any], fields: Iterable[Any], why: str = "") -> None:
    """Write the word of each column into these rows, told from each other by their numbers."""
    for field in fields:
        if isinstance(field, models.FileField):
            rows.filter(**{field.name: ""}).update(**{field.name: f"{words.of(field, why)}.pdf"})
            words.all |= {PurePath(name).stem.lower() for name in rows.values_list(field.name, flat=True) if name}
        else:
            rows.update(**{field.name: _value(field, words.of(field, why))})


def _value(field: models.Field[Any, Any], word: str) -> Any:
    if isinstance(field, models.JSONField):
        return [word]
    before = "https://" if isinstance(field, models.URLField) else ""
    after = {models.EmailField: "@example.org", models.URLField: ".example/"}.get(type(field), "")
    return Concat(Value(before + word), Cast("pk", models.CharField()), Value(after), output_field=models.TextField())


def _some(model: Model) -> models.Model:
    """A row of the table; one of no meaning if the site has not used it so far."""
    if (row := QuerySet(model).first()) is None:
        row = model(**{each.attname: _any(each) for each in model._meta.concrete_fields if not each.has_default()})
        QuerySet(model).bulk_create([row])
    return row


def _any(field: Any) -> Any:
    if field.null or isinstance(field, models.AutoField):
        return None
    if field.related_model:
        return getattr(_some(field.related_model), field.target_field.attname)
    kinds_of_values = {models.DateField: timezone.now(), models.IntegerField: 1, models.UUIDField: uuid4()}
    return next((value for kind, value in kinds_of_values.items() if isinstance(field, kind)), "zqrow")


def _things() -> QuerySet[Page]:
    """Every page that could be public on its own account."""
    return Page.objects.type(*(kind.page_model for kind in kinds)).filter(alias_of=None)


def _public() -> QuerySet[Entry]:
    return Entry.objects.public()


def _seen() -> Iterable[Page]:
    """Every page that is public now, lists and front pages too."""
    hidden = _things().exclude(pk__in=_public().values("page_pk"))
    return Page.objects.filter(depth__gt=1, live=True, alias_of=None).exclude(pk__in=hidden.values("pk")).specific()


def _of_nobody(words: Words) -> None:
    """Every word on the pages that are kept from the public."""
    for page in _things().exclude(pk__in=_public().values("page_pk")).specific():
        for field in _own(type(page)):
            setattr(page, field.name, _plain(field, f"{words.of(field, 'withheld')}{page.pk}"))
        page.save(clean=False)
        for relation in get_all_child_relations(type(page)):
            rows: QuerySet[Any] = QuerySet(relation.related_model).filter(**{relation.field.name: page.pk})
            _fill(words, rows, _own(relation.related_model), "withheld")


def _draft(words: Words, page: Page) -> None:
    """What somebody is about to change, and has not published: every word."""
    for field in _own(type(page)):
        setattr(page, field.name, _plain(field, words.of(field, "draft")))
    for relation in get_all_child_relations(type(page)):
        rows = list(getattr(page, relation.get_accessor_name()).all())
        for row in rows:
            for field in _own(relation.related_model):
                setattr(row, field.name, _plain(field, words.of(field, "draft")))
        setattr(page, relation.get_accessor_name(), rows)
    page.save_revision(clean=False)


def _own(model: Model) -> Iterator[Any]:
    """The columns of words of the content apps that a thing and its rows have; no others' rows hang on a page."""
    for each in (model, *model._meta.all_parents):
        if each._meta.label in SHOWN:
            yield from (field for field in text_fields(each) if not isinstance(field, models.FileField))


def _plain(field: models.Field[Any, Any], word: str) -> Any:
    if isinstance(field, models.JSONField):
        return [word]
    if isinstance(field, models.EmailField):
        return f"{word}@example.org"
    return f"https://{word}.example/" if isinstance(field, models.URLField) else word


def _hidden(words: Words) -> None:
    """What people have chosen to hide, and what a pseudonym hides."""
    someone = _things().exclude(pk__in=_public().values("page_pk")).first()
    for model, names in hideable().items():
        for name in names:
            rows: QuerySet[Any] = QuerySet(model).filter(**{f"{name}_visibility": HIDDEN})
            field: Any = model._meta.get_field(name)
            if field.one_to_many:
                _rows(words, rows, field)
            elif field.related_model:
                rows.update(**{name: someone, f"{name}_visibility": PUBLIC})
            else:
                _fill(words, rows, [field], "hidden")
                if model is LecturerPage:  # half of them for members, which is as hidden from the public
                    rows.annotate(odd=Mod("pk", 2)).filter(odd=1).update(**{f"{name}_visibility": NETWORK})
    under: QuerySet[Any] = QuerySet(LecturerPage).filter(is_pseudonym=True)
    for name in UNDER_A_PSEUDONYM:
        _fill(words, under, [LecturerPage._meta.get_field(name)], "pseudonym")
        under.update(**{f"{name}_visibility": PUBLIC})


def _rows(words: Words, pages: QuerySet[Any], relation: Any) -> None:
    """A hidden row for each of these pages."""
    model, parent = relation.related_model, relation.field.name
    QuerySet(model).filter(**{f"{parent}__in": pages}).delete()
    said = {field.name: words.of(field, "hidden") for field in text_fields(model)}
    QuerySet(model).bulk_create(model(**{parent: page}, **said) for page in pages)
