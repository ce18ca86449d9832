"""The editors' form of a page of a kind: what it refers to is chosen from what its editor may see."""

from collections.abc import Iterator
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms import BaseForm, ChoiceField, EmailField, ModelChoiceField
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminPageForm

from documents.document import MAIL_ADDRESS
from pages.languages import country_names, language_names, without_accents
from publishing.access import choosable

#: Fields whose values have names in every language, which the model keeps in English.
NAMED = {
    "country": country_names,
    "countries_served": country_names,
    "travels_to": country_names,
    "language": language_names,
    "languages": language_names,
}


class RowsFormSet(BaseChildFormSet):
    """Rows of a page, those that are still to be added, too, in the editor's language."""

    def add_fields(self, form: BaseForm, index: int | None) -> None:
        super().add_fields(form, index)
        name_choices(form)


class CataloguePageForm(WagtailAdminPageForm):
    """Refuses what belongs to others, and does not even name it; what was there before may stay."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for form in self._forms():
            for name, field in form.fields.items():
                if isinstance(field, ModelChoiceField):
                    self._narrow(field, form.initial.get(name))
            name_choices(form)

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        if self.is_bound:
            _refuse_mail(self)
            valid = valid and not self.errors
        for relation, row in self._kept_rows():
            self.check_row(relation, row)
            valid = valid and not row.errors
        for form in self._forms():
            refused = [n for n in form.errors if isinstance(form.fields.get(n), ModelChoiceField)]
            if refused:
                form.data = cast(QueryDict, form.data).copy()
                form.data.update({form.add_prefix(name): "" for name in refused})
        return valid

    def check_row(self, relation: str, row: BaseForm) -> None:
        """Add what is wrong with a row, in words for its editor; what is wrong already has no value any more."""
        _refuse_mail(row)

    def _kept_rows(self) -> Iterator[tuple[str, BaseForm]]:
        """The rows that are filled in and stay; comments among editors are no part of the page."""
        for relation, formset in self.formsets.items() if self.is_bound else ():
            if relation == "comments":
                continue
            gone = formset.deleted_forms if formset.is_valid() else []
            filled_in = (form for form in formset.forms if getattr(form, "cleaned_data", None))
            yield from ((relation, form) for form in filled_in if form not in gone)

    def _narrow(self, field: ModelChoiceField, current: Any) -> None:
        all_of_them = cast(QuerySet, field.queryset)
        found = choosable(self.for_user, all_of_them.model)
        if found is not None:
            field.queryset = all_of_them.filter(Q(pk__in=found.values("pk")) | Q(pk=current))
            field.error_messages["invalid_choice"] = _("This belongs to others. Choose something of yours.")

    def _forms(self) -> Iterator[BaseForm]:
        yield self
        for formset in self.formsets.values():
            yield from formset.forms


def name_choices(form: BaseForm) -> None:
    """Countries and languages by their names in the editor's language, and in its order."""
    for name, field in form.fields.items():
        if isinstance(field, ChoiceField) and name in NAMED:
            field.choices = _in_the_readers_language(name, field)


def _refuse_mail(form: BaseForm) -> None:
    """An address that machines can collect is not for the public; where one may be kept is an `EmailField`."""
    for name, value in list(form.cleaned_data.items()):
        private = isinstance(form.fields.get(name), EmailField)
        text = "\n".join(map(str, value)) if isinstance(value, list) else value
        found = MAIL_ADDRESS.search(text) if isinstance(text, str) and not private else None
        if found:
            message = _("“%(address)s” would be public here. Leave it out.")
            form.add_error(name, ValidationError(message, params={"address": found[0]}))


def _in_the_readers_language(name: str, field: ChoiceField) -> list[tuple[str, str]]:
    names = NAMED[name](get_language() or settings.LANGUAGE_CODE)
    offered = [(str(value), str(names.get(value, label))) for value, label in cast(Any, field.choices)]
    return sorted(offered, key=lambda choice: (choice[0] != "", without_accents(choice[1])))
