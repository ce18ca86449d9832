"""Which columns are nobody's business, asked of the models themselves.

What is not named in `SHOWN` is private, so that a new field is looked for before anybody has thought of it.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from wagtail.models import Page, get_page_models

from documents.document import Document
from pages.fields import ChoiceListField
from people.models import Consent, Person, User

#: What everybody may read of whatever is public, by model.
SHOWN = {
    "wagtailcore.Page": "title slug seo_title search_description",
    "home.HomePage": "summary hero_alt hero_title",
    "network.NetworkIndexPage": "summary hero_alt",
    "network.ProjectIndexPage": "summary hero_alt",
    "lecturers.LecturerIndexPage": "summary hero_alt",
    "blog.BlogIndexPage": "summary hero_alt",
    "blog.PostPage": "summary hero_alt body canonical_url",
    "blog.PostAuthor": "name",
    "lecturers.LecturerPage": "summary hero_alt headline bio keywords time_zone "
    "given_name family_name pronouns honorific orcid region city",  # as far as they are not hidden
    "lecturers.Affiliation": "name role",
    "lecturers.Offer": "title abstract learning_outcomes needs topics",
    "lecturers.Talk": "title organisation url",
    "lecturers.Link": "url label",
    "network.OrganisationPage": "summary hero_alt legal_name short_name description offers seeks website city",
    "network.OrganisationLink": "label url",
    "network.OrganisationIdentifier": "value",
    "network.ProjectPage": "summary hero_alt acronym programme reference_number aims activities results "
    "funder_line disclaimer",
    "network.ProjectPartner": "name",
    "topics.Topic": "name slug",
    "topics.TopicLabel": "preferred alternatives definition",
    "topics.TopicMatch": "uri",
    "media.Image": "alt_text rights_holder",
}
#: What the site keeps its own books in: names of code, and what is made from the rest.
MACHINERY = {
    "catalogue", "contenttypes", "migrations", "wagtailsearch", "auth.Permission", "topics.Shipped",
    "wagtailcore.Locale", "wagtailcore.Site", "wagtailcore.ReferenceIndex", "media.PublicRendition",
}  # fmt: skip
#: A column that holds no more is for a code, such as that of a language.
_CODE = 30
#: How tables name rows of others and places in trees; and what a revision holds, which a draft says in its stead.
_NO_TEXT = {"object_id", "to_object_id", "parent_object_id", "path", "url_path", "content"}
_CHOICE = "_visibility"

Model = type[models.Model]


def text_fields(model: Model) -> Iterator[Any]:
    """The columns of this table in which words stand."""
    for each in model._meta.local_fields:
        words = isinstance(each, models.CharField | models.TextField | models.JSONField | models.FileField)
        of_a_list = each.choices or isinstance(each, ChoiceListField) or each.primary_key
        if words and not of_a_list and (each.max_length or _CODE + 1) > _CODE and each.name not in _NO_TEXT:
            yield each


def private_fields() -> dict[Model, list[Any]]:
    """The columns of words that nobody is shown, by table."""
    found = {
        model: [each for each in text_fields(model) if each.name not in SHOWN.get(model._meta.label, "").split()]
        for model in apps.get_models()
        if not {model._meta.label, model._meta.app_label} & MACHINERY
    }
    return {model: fields for model, fields in found.items() if fields}


def hideable() -> dict[Model, list[str]]:
    """What somebody chooses to show or not, by table."""
    chosen = {model: [each.name for each in model._meta.fields if each.name.endswith(_CHOICE)] for model in _of_pages()}
    return {model: [name.removesuffix(_CHOICE) for name in names] for model, names in chosen.items() if names}


def private_names() -> set[str]:
    """What the columns about persons, accounts and consents are called, what pages hide, and who sees what of them.

    Without what public things have under the same name.
    """
    about_people = {each.name for model in (Person, Consent, User) for each in model._meta.concrete_fields}
    on_pages = {each.name for model, fields in private_fields().items() if model in _of_pages() for each in fields}
    choices = {f"{name}{_CHOICE}" for names in hideable().values() for name in names}
    shown = {name for names in SHOWN.values() for name in names.split()}
    return (about_people | on_pages | choices) - shown - set(Document.model_fields)


def _of_pages() -> list[Model]:
    return [Page, *get_page_models()]
