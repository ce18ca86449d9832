"""Choosing a person in a form of the admin, with what the person has agreed to beside the name."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.widgets.chooser import BaseChooser

from people.models import Person


def chosen_title(person: Person) -> str:
    return f"{person.name} ({person.consent_state})"


class PersonWidget(BaseChooser):
    def get_instance(self, value: Any) -> Person | None:
        """Nobody for what is no id of a person: a form that was refused shows what was sent."""
        try:
            return cast(Person | None, super().get_instance(value))
        except ValidationError:
            return None

    def get_display_title(self, instance: Person) -> str:
        return chosen_title(instance)


class SearchForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Search term"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")})
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        words = self.cleaned_data.get("q", "").split()
        self.is_searching, self.search_query = bool(words), " ".join(words)
        for word in words:
            objects = objects.filter(Q(name__icontains=word) | Q(email__icontains=word))
        return objects


class _Listing:
    request: HttpRequest
    filter_form_class = SearchForm

    def get_object_list(self) -> QuerySet:
        return Person.objects.for_user(self.request.user).with_consent()

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_creation_form_kwargs()  # type: ignore[misc] # of the view beside it
        return {**kwargs, "for_user": self.request.user}

    @property
    def columns(self) -> list[Column]:
        name, *others = super().columns  # type: ignore[misc] # as above
        name.label = _("Name")
        return [name, *others, Column("consent", label=_("Consent"), accessor="consent_state")]


class ChooseView(_Listing, chooser.ChooseView):
    pass


class ChooseResultsView(_Listing, chooser.ChooseResultsView):
    pass


class _Chosen:
    request: HttpRequest

    def get_display_title(self, instance: Person) -> str:
        return chosen_title(instance)

    def get_object(self, pk: Any) -> Person:
        return get_object_or_404(self.get_objects([pk]))

    def get_objects(self, pks: Any) -> QuerySet:
        try:
            return Person.objects.for_user(self.request.user).filter(pk__in=pks)
        except ValidationError as error:
            raise Http404 from error


class ChosenView(_Chosen, chooser.ChosenView):
    pass


class ChosenMultipleView(_Chosen, chooser.ChosenMultipleView):
    pass


class CreateView(_Chosen, chooser.CreateView):
    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_creation_form_kwargs(), "for_user": self.request.user}
