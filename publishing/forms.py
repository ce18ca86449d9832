"""The editors' form of a page of a kind: what it refers to is chosen from what its editor may see."""

from collections.abc import Iterator
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Field, Q, QuerySet
from django.forms import BaseForm, BaseModelForm, ChoiceField, EmailField, ModelChoiceField
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from documents.document import MAIL_ADDRESS
from pages.languages import country_names, language_names, without_accents
from publishing.access import choosable
from publishing.links import beyond, links_in, without

#: Fields whose values have names in every language, which the model keeps in English.
NAMED = {
    "country": country_names,
    "countries_served": country_names,
    "language": language_names,
    "languages": language_names,
}


class CataloguePageForm(WagtailAdminPageForm):
    """Refuses what belongs to others, and does not even name it; what was there before may stay."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._links = {(form, name): links_in(field, before) for form, name, field, before in self._texts()}
        for form in self._forms():
            for name, field in form.fields.items():
                if isinstance(field, ModelChoiceField):
                    self._narrow(field, form.initial.get(name))
                elif isinstance(field, ChoiceField) and name in NAMED:
                    field.choices = _in_the_readers_language(name, field)

    def is_valid(self) -> bool:
        super().is_valid()
        for form in self._forms():
            _refuse_mail(form)
        for form, name, field, _before in self._texts():
            self._refuse_links(form, name, field)
        for form in self._forms():
            refused = [n for n in form.errors if isinstance(form.fields.get(n), ModelChoiceField)]
            _show(form, dict.fromkeys(refused, ""))
        return not any(form.errors for form in self._forms())

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


def _refuse_mail(form: BaseForm) -> None:
    """An address that machines can collect is not for the public; where one may be kept is an `EmailField`."""
    for name, value in list(getattr(form, "cleaned_data", {}).items()):
        private = isinstance(form.fields.get(name), EmailField)
        found = MAIL_ADDRESS.search(value) if isinstance(value, str) and not private else None
        if found:
            message = _("“%(address)s” would be public here. Leave it out.")
            form.add_error(name, ValidationError(message, params={"address": found[0]}))


def _show(form: BaseForm, values: dict[str, Any]) -> None:
    """Let a form that was refused be shown with these values instead of those that were sent."""
    if values:
        form.data = cast(QueryDict, form.data).copy()
        form.data.update({form.add_prefix(name): value for name, value in values.items()})


def _in_the_readers_language(name: str, field: ChoiceField) -> list[tuple[str, str]]:
    names = NAMED[name](get_language() or settings.LANGUAGE_CODE)
    offered = [(str(value), str(names.get(value, label))) for value, label in cast(Any, field.choices)]
    return sorted(offered, key=lambda choice: (choice[0] != "", without_accents(choice[1])))
