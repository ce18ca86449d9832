"""The editors' form of a page of a kind: what it refers to is chosen from what its editor may see."""

import re
from collections.abc import Iterator
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Field, Q, QuerySet
from django.forms import BaseForm, ChoiceField, ModelChoiceField
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from pages.languages import country_names, language_names, without_accents
from publishing.access import choosable
from publishing.links import Link, beyond, links_in, without

MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
#: Fields whose values have names in every language, which the model keeps in English.
NAMED = {"country": country_names, "language": language_names}


class CataloguePageForm(WagtailAdminPageForm):
    """Refuses what belongs to others, and does not even name it; what was there before may stay."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._linked = {name: links_in(field, getattr(self.instance, name)) for name, field in self._texts()}
        self._unlinked: dict[str, str] = {}
        for form in self._forms():
            for name, field in form.fields.items():
                if isinstance(field, ModelChoiceField):
                    self._narrow(field, form.initial.get(name))
                elif isinstance(field, ChoiceField) and name in NAMED:
                    field.choices = _in_the_readers_language(name, field)

    def clean(self) -> dict[str, Any]:
        """How to reach people is not public; a form on the site hands messages on instead."""
        cleaned: dict[str, Any] = super().clean()
        for name, field in self._texts():
            value = cleaned.get(name, self[name].value())
            self._refuse_links(name, value, links_in(field, value) - self._linked[name])
        for name, value in list(cleaned.items()):
            found = MAIL_ADDRESS.search(value) if isinstance(value, str) else None
            if found:
                message = _("“%(address)s” would be public here. Leave it out: visitors write through this site.")
                self.add_error(name, ValidationError(message, params={"address": found[0]}))
        return cleaned

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        for form in self._forms():
            refused = [n for n in form.errors if isinstance(form.fields.get(n), ModelChoiceField)]
            shown = dict.fromkeys(refused, "") | (self._unlinked if form is self else {})
            if shown:
                form.data = cast(QueryDict, form.data).copy()
                form.data.update({form.add_prefix(name): value for name, value in shown.items()})
        return valid

    def _texts(self) -> Iterator[tuple[str, Field]]:
        """The fields that may hold links, and their names."""
        fields = {field.name: field for field in self.instance._meta.fields if hasattr(field, "extract_references")}
        return ((name, fields[name]) for name in self.fields if name in fields)

    def _refuse_links(self, name: str, value: Any, links: set[Link]) -> None:
        refused = beyond(self.for_user, links)
        if refused:
            if isinstance(value, str):
                self._unlinked[name] = self.fields[name].widget.format_value(without(value, refused))
            message = _("A link here led to something that you cannot see, and was taken out. Choose a public page.")
            self.add_error(name, ValidationError(message))

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


def _in_the_readers_language(name: str, field: ChoiceField) -> list[tuple[str, str]]:
    names = NAMED[name](get_language() or settings.LANGUAGE_CODE)
    offered = [(str(value), str(names.get(value, label))) for value, label in cast(Any, field.choices)]
    return sorted(offered, key=lambda choice: (choice[0] != "", without_accents(choice[1])))
