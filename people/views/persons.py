"""Persons in the admin: Wagtail's screens, each for the persons whom the editor may see."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Page

from people.models import Consent, Person, Purpose


def person_pages(persons: QuerySet) -> QuerySet:
    """The persons with their pages, whatever apps these belong to, in a fixed number of queries."""
    return persons.prefetch_related(*_page_relations())


def pages_of(person: Person) -> list[Page]:
    """The person's pages, one for each thing: the one that was made first."""
    pages = (page for name in _page_relations() for page in getattr(person, name).all())
    first: dict[Any, Page] = {}
    for page in sorted(pages, key=lambda page: page.pk):
        first.setdefault(page.translation_key, page)
    return list(first.values())


def _page_relations() -> list[str]:
    return [
        str(relation.get_accessor_name())
        for relation in Person._meta.related_objects
        if relation.multiple and not relation.hidden and issubclass(relation.related_model, Page)
    ]


class VisiblePersons:
    """For views of one person: a person whom the editor may not see is not there."""

    request: HttpRequest

    def get_object(self, *args: Any, **kwargs: Any) -> Person:
        person: Person = super().get_object(*args, **kwargs)  # type: ignore[misc] # of the view beside it
        if not Person.objects.for_user(self.request.user).filter(pk=person.pk).exists():
            raise Http404
        return person


class PagesColumn(Column):
    cell_template_name = "people/pages_cell.html"

    def get_value(self, instance: Person) -> list[Page]:
        return pages_of(instance)


def _manager(person: Person) -> str:
    return person.managed_by.name if person.managed_by else gettext("the whole network")


class IndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet:
        return person_pages(Person.objects.for_user(self.request.user).with_consent().select_related("managed_by"))

    @cached_property
    def list_display(self) -> list[Any]:
        managed_by = Column("managed_by", label=_("Managed by"), accessor=_manager, sort_key="managed_by__name")
        return [
            "name",
            Column("consent", label=_("Consent"), accessor="consent_state"),
            PagesColumn("profile", label=_("Profile")),
            *([managed_by] if self.request.user.has_perm("people.see_every_person") else []),
            DateColumn("updated_at", label=_("Changed"), sort_key="updated_at"),
        ]

    def get_list_more_buttons(self, instance: Person) -> list[Any]:
        buttons = super().get_list_more_buttons(instance)
        for button in buttons:
            if button.url == self.get_inspect_url(instance):
                button.label, button.icon_name = _("Consent"), "check"
        return buttons


class EditView(VisiblePersons, generic.EditView):
    @cached_property
    def header_buttons(self) -> list[Any]:
        consent = HeaderButton(_("Consent"), url=reverse("persons:inspect", args=[self.object.pk]), icon_name="check")
        return [*super().header_buttons, consent]


class DeleteView(VisiblePersons, generic.DeleteView):
    page_title = _("Erase")

    @property
    def confirmation_message(self) -> Any:
        return _(
            "This erases the person for good, with every record of their consent and the proof of it. "
            "To take somebody off the site without erasing them, withdraw the consent instead."
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the pages that are in the way, those of every language."""
        pages = [page for name in _page_relations() for page in getattr(self.object, name).select_related("locale")]
        return {**super().get_context_data(**kwargs), "pages": pages}


class HistoryView(VisiblePersons, history.HistoryView):
    pass


class UsageView(VisiblePersons, usage.UsageView):
    pass


class ConsentView(VisiblePersons, generic.InspectView):
    """What a person has agreed to: now, and ever."""

    page_title = _("Consent")
    fields = ["name"]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        history = Button(_("History"), url=reverse("persons:history", args=[self.object.pk]), icon_name="history")
        return [*super().header_more_buttons, history]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ledger = list(
            Consent.objects.for_person(self.object.pk)
            .with_state()
            .select_related("text", "recorded_by", "withdrawn_by")
        )
        valid = {consent.purpose: consent for consent in ledger if consent.state == "valid"}
        user = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "ledger": ledger,
            "purposes": [(value, label, valid.get(value)) for value, label in Purpose.choices],
            "pages": pages_of(self.object),
            "may_record": user.has_perm("people.add_consent"),
            "may_withdraw": user.has_perm("people.change_consent"),
            "may_read": user.has_perm("people.view_consent"),
            "may_erase": user.has_perm("people.delete_person"),
        }
