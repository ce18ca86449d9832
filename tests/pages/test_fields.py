"""A field for several values of a fixed list."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from lecturers.models import LecturerPage
from pages.fields import ChoiceListField
from tests.factories.pages import lecturer, network, site_tree

OPTIONS = (("a", "Apple"), ("b", "Bean"), ("c", "Corn"))


def field(**options: Any) -> ChoiceListField:
    made = ChoiceListField("crops", options=OPTIONS, **options)
    made.set_attributes_from_name("crops")
    return made


def test_a_code_that_is_not_on_the_list_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"x, y: not one of the choices\. Choose from: a, b, c\."):
        field().clean(["a", "x", "y"], None)
    assert field().clean(["a", "c"], None) == ["a", "c"]


def test_it_may_be_empty_unless_that_is_refused() -> None:
    assert field().clean([], None) == []
    with pytest.raises(ValidationError):
        field(blank=False).clean([], None)


def test_the_form_has_a_box_for_each_choice() -> None:
    form = field().formfield()
    assert (form.choices, form.required, form.label) == (list(OPTIONS), False, "Crops")
    assert str(form.widget.render("crops", ["b"])).count("checked") == 1
    assert field(blank=False).formfield().required is True


def test_migrations_know_the_field_and_not_its_choices() -> None:
    _name, path, _args, kwargs = field().deconstruct()
    assert path == "pages.fields.ChoiceListField"
    assert "options" not in kwargs
    assert isinstance(ChoiceListField(**kwargs), models.JSONField)


@pytest.mark.django_db
def test_what_is_stored_is_in_the_order_of_the_list() -> None:
    site_tree()
    page = lecturer(parent=network(), modes=["hybrid", "online", "online"])
    assert LecturerPage.objects.get(pk=page.pk).modes == ["online", "hybrid"]
    page.modes = ["hybrid", "unknown"]
    with pytest.raises(ValidationError, match="unknown: not one of the choices"):
        page.save()
