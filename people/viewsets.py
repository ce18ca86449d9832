"""The admin's screens for accounts, persons and the consent ledger."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from people.forms import PersonForm, UserCreationForm, UserEditForm
from people.models import Consent, Person
from people.permissions import PersonPermissionPolicy
from people.views import accounts, choosers, consents, persons


class UserViewSet(WagtailUserViewSet):
    index_view_class = accounts.IndexView
    add_view_class = accounts.CreateView
    edit_view_class = accounts.EditView
    create_template_name = "people/users/create.html"
    edit_template_name = "people/users/edit.html"

    def get_form_class(self, for_update: bool = False) -> type[UserCreationForm | UserEditForm]:
        return UserEditForm if for_update else UserCreationForm


class PersonViewSet(ModelViewSet):
    model = Person
    name = "persons"
    url_prefix = "people/persons"
    icon = "user"
    menu_label = _("Persons")
    index_view_class = persons.IndexView
    edit_view_class = persons.EditView
    delete_view_class = persons.DeleteView
    history_view_class = persons.HistoryView
    usage_view_class = persons.UsageView
    inspect_view_class = persons.ConsentView
    inspect_view_enabled = True
    inspect_template_name = "people/person_consent.html"
    delete_template_name = "people/erase_person.html"
    copy_view_enabled = False
    search_fields = ["name", "email"]
    search_backend_name = None
    list_per_page = 50
    permission_policy = PersonPermissionPolicy(Person)
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            MultiFieldPanel([FieldPanel("email"), FieldPanel("phone")], _("How the editors reach this person")),
            FieldPanel("support_needs"),
            FieldPanel("notes"),
            MultiFieldPanel(
                [FieldPanel("managed_by"), FieldPanel("account", permission="people.change_user")], _("Access")
            ),
        ],
        base_form_class=PersonForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<uuid:pk>/record/", consents.ChooseTextView.as_view(), name="choose_text"),
            path("<uuid:pk>/record/<str:text>/", consents.RecordView.as_view(), name="record"),
            path("<uuid:pk>/withdraw/<str:purpose>/", consents.WithdrawView.as_view(), name="withdraw"),
            path("<uuid:pk>/proof/<int:consent>/", consents.proof, name="proof"),
        ]


class ConsentViewSet(ModelViewSet):
    """The ledger across all persons, to read only."""

    model = Consent
    name = "consents"
    url_prefix = "people/consents"
    icon = "list-ul"
    menu_label = _("Consent ledger")
    index_view_class = consents.LedgerView
    filterset_class = consents.LedgerFilterSet
    list_per_page = 50
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields: list[str] = []

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]

    def register_admin_url_finder(self) -> None:
        """There is no page to edit a consent."""


class PeopleViewSetGroup(ModelViewSetGroup):
    menu_label = _("People")
    menu_icon = "group"
    menu_order = 250
    items = (PersonViewSet, ConsentViewSet)


class PersonChooserViewSet(ChooserViewSet):
    """What a field that refers to a person shows in the admin."""

    model = Person
    name = "person_chooser"
    url_prefix = "people/choose"
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    edit_item_text = _("Edit this person")
    creation_tab_label = _("New person")
    create_action_label = _("Add this person")
    creation_form_class = PersonForm
    base_widget_class = choosers.PersonWidget
    choose_view_class = choosers.ChooseView
    choose_results_view_class = choosers.ChooseResultsView
    chosen_view_class = choosers.ChosenView
    chosen_multiple_view_class = choosers.ChosenMultipleView
    create_view_class = choosers.CreateView

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(per_page=25, **kwargs)
