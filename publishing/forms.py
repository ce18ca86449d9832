"""The editors' form of a public page: what it refers to is chosen from what its editor may see."""

from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Field, Q, QuerySet
from django.forms import (
    BaseForm,
    BaseModelForm,
    ChoiceField,
    EmailField,
    ModelChoiceField,
    MultipleChoiceField,
    model_to_dict,
)
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail_localize.fields import SynchronizedField

from documents import contact
from pages.languages import country_names, language_names, without_accents
from publishing.access import choosable
from publishing.links import beyond, links_in, without

#: Fields whose values have names in every language, which the model keeps in English.
NAMED = {
    "country": country_names,
    "countries_served": country_names,
    "travels_to": country_names,
    "language": language_names,
    "languages": language_names,
}

#: Somewhere it is tomorrow.
_SOMEWHERE = timedelta(days=1)


class RowsFormSet(BaseChildFormSet):
    """Rows of a page, those that are still to be added, too, in the editor's language."""

    def add_fields(self, form: BaseForm, index: int | None) -> None:
        super().add_fields(form, index)
        name_choices(form)
        for field in form.fields.values():
            # Django asks so of a default that is a function, but the admin sends nothing of it: all would have changed.
            field.show_hidden_initial = False

    def _get_to_python(self, field: Field) -> Callable[[Any], Any]:
        """What is no id is that of no row; the row's own field refuses it."""
        to_python = super()._get_to_python(field)

        def known(value: Any) -> Any:
            try:
                return to_python(value)
            except ValidationError:
                return None

        return known


class PublicPageForm(WagtailAdminPageForm):
    """Refuses how to reach people, and what belongs to others, which it does not even name; what was there may stay.

    What a translation has in common with its source it shows as it is there, and leaves it alone.
    """

    #: What is kept alike in all languages, but said by each of them for itself.
    said_in_each: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        self._leave_to_source()
        self._links = {(form, name): links_in(field, before) for form, name, field, before in self._texts()}
        for form in self._forms():
            for name, field in form.fields.items():
                if isinstance(field, ModelChoiceField):
                    self._narrow(field, form.initial.get(name))
            name_choices(form)

    def clean_slug(self) -> str:
        """An empty one stays as it was, or, where there is none yet, the model makes it of the title."""
        return self.cleaned_data["slug"] or self.instance.slug

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        day = cleaned.get("confirmed_on")
        if day and day > timezone.localdate() + _SOMEWHERE:
            self.add_error("confirmed_on", _("This day is still to come."))
        return cleaned

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        if not self.is_bound:
            return valid
        for formset in self.formsets.values():
            formset.is_valid()  # the rows after the first that are wrong have not been looked at yet
        refuse_contact(self, self.cleaned_data.get("country"), self._language())
        for relation, row in self._kept_rows():
            self.check_row(relation, row)
        for form, name, field, _before in self._texts():
            self._refuse_links(form, name, field)
        for form in self._forms():
            choices = [name for name in form.errors if isinstance(form.fields.get(name), ModelChoiceField)]
            refused = [name for name in choices if form.has_error(name, "invalid_choice")]
            _show(form, dict.fromkeys(refused, ""))
        return valid and not self.errors and not any(row.errors for _relation, row in self._kept_rows())

    def check_row(self, relation: str, row: BaseForm) -> None:
        """Add what is wrong with a row, in words for its editor; what is wrong already has no value any more."""
        refuse_contact(row, self.cleaned_data.get("country"), self._language())

    def _language(self) -> str:
        return self.instance.locale.language_code if self.instance.locale_id else ""

    def _kept_rows(self) -> Iterator[tuple[str, BaseForm]]:
        """The rows that are filled in and stay; comments among editors are no part of the page."""
        for relation, formset in self.formsets.items():
            if relation != "comments":
                gone = [form for form in formset.forms if formset._should_delete_form(form)]
                filled_in = (form for form in formset.forms if getattr(form, "cleaned_data", None))
                yield from ((relation, form) for form in filled_in if form not in gone)

    def _leave_to_source(self) -> None:
        """The public reads it from the source alone, so nobody is to believe that it can be changed here."""
        source = self.instance.source if self.instance.pk else None
        if source is None or source.pk == self.instance.pk:
            return
        kept = [field for field in self.instance.override_translatable_fields if isinstance(field, SynchronizedField)]
        shared = {field.field_name for field in kept if not field.overridable} - {*self.said_in_each}
        self.initial.update(model_to_dict(source, shared))
        told = gettext("This belongs to the original page, “%s”, and is changed there.") % source.title
        for name in shared & self.fields.keys():
            self.fields[name].disabled, self.fields[name].help_text = True, told

    def _narrow(self, field: ModelChoiceField, current: Any) -> None:
        all_of_them = cast(QuerySet, field.queryset)
        found = choosable(self.for_user, all_of_them.model)
        if found is not None:
            field.queryset = all_of_them.filter(Q(pk__in=found.values("pk")) | Q(pk=current))
            field.error_messages["invalid_choice"] = _("This belongs to others. Choose something of yours.")

    def _refuse_links(self, form: BaseModelForm, name: str, field: Field) -> None:
        """What a link to a page of others says of it in the editor, its address, is not shown again either."""
        value = getattr(form, "cleaned_data", {}).get(name, form[name].value())
        refused = beyond(self.for_user, links_in(field, value) - self._links[form, name])
        if refused:
            message = _("A link here led to something that you cannot see, and was taken out. Choose a public page.")
            form.add_error(name, ValidationError(message))
            if isinstance(value, str):
                _show(form, {name: form.fields[name].widget.format_value(without(value, refused))})

    def _texts(self) -> Iterator[tuple[BaseModelForm, str, Field, Any]]:
        """The fields that may hold links, each with its form, its name and what it held before."""
        for form in self._forms():
            for field in form.instance._meta.fields:
                if field.name in form.fields and hasattr(field, "extract_references"):
                    yield form, field.name, field, getattr(form.instance, field.name)

    def _forms(self) -> Iterator[BaseModelForm]:
        yield self
        for formset in self.formsets.values():
            yield from formset.forms


def name_choices(form: BaseForm) -> None:
    """Countries and languages by their names in the editor's language, in its order; of several the chosen first."""
    for name, field in form.fields.items():
        if isinstance(field, ChoiceField) and name in NAMED:
            chosen = form[name].value() if isinstance(field, MultipleChoiceField) else None
            field.choices = _in_the_readers_language(name, field, {"", *(chosen or ())})


def refuse_contact(form: BaseForm, country: str | None = None, language: str = "") -> None:
    """How to reach somebody is not for the public; where an address may be kept is an `EmailField`."""
    for name, value in list(form.cleaned_data.items()):
        text = "\n".join(map(str, value)) if isinstance(value, list) else value
        if isinstance(text, str) and not isinstance(form.fields.get(name), EmailField):
            try:
                without_contact(text, country or "", language)
            except ValidationError as fault:
                form.add_error(name, fault)


def without_contact(text: str, country: str, language: str) -> None:
    """Raise ValidationError if a text says how to reach somebody, in `country` or where `language` is read."""
    if found := contact.first(text, *contact.countries(country, language)):
        raise ValidationError(_("“%(address)s” would be public here. Leave it out."), params={"address": found})


def _show(form: BaseForm, values: dict[str, Any]) -> None:
    """Let a form that was refused be shown with these values instead of those that were sent."""
    if values:
        form.data = cast(QueryDict, form.data).copy()
        form.data.update({form.add_prefix(name): value for name, value in values.items()})


def _in_the_readers_language(name: str, field: ChoiceField, first: Collection[str]) -> list[tuple[str, str]]:
    names = NAMED[name](get_language() or settings.LANGUAGE_CODE)
    offered = [(str(value), str(names.get(value, label))) for value, label in cast(Any, field.choices)]
    return sorted(offered, key=lambda choice: (choice[0] not in first, without_accents(choice[1])))
