"""The consent ledger in the admin: recording, withdrawing, reading."""

from functools import cached_property
from typing import Any, ClassVar, cast

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from media.views import sent
from pages.publicity import publicity
from pages.reasons import MEMBERS_ONLY
from people.forms import RecordConsentForm, WithdrawConsentForm
from people.models import Consent, ConsentText, GivenBy, Person, Purpose, User
from people.services import record_consent, valid_consent, withdraw_consent
from people.views.persons import pages_of


class OfPerson(WagtailAdminTemplateMixin):
    """A view about the consent of one person, for those who have the permission and may see the person."""

    permission: ClassVar[str]
    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def user(self) -> User:
        return cast(User, self.request.user)  # the admin lets nobody else in

    @property
    def own(self) -> bool:
        """Whether somebody is here about themselves."""
        return self.person.account_id == self.user.pk

    @cached_property
    def person(self) -> Person:
        return get_object_or_404(Person.objects.for_user(self.request.user), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.person.name

    def get_success_url(self) -> str:
        return reverse("persons:inspect", args=[self.person.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("persons:index"), "label": capfirst(Person._meta.verbose_name_plural)},
            {"url": self.get_success_url(), "label": self.person.name},
            {"url": "", "label": self.get_page_title(), "sublabel": self.person.name},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person, back_url=self.get_success_url(), **kwargs)


class ChooseTextView(OfPerson, TemplateView):
    """First step of recording: which words, in which language, the person was shown."""

    permission = "people.add_consent"
    template_name = "people/choose_text.html"
    page_title = gettext_lazy("Record consent")
    header_icon = "check"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = set(ConsentText.objects.newest().values_list("pk", flat=True))
        texts = list(ConsentText.objects.all())
        choices = [
            (label, [(text, text.pk in newest) for text in texts if text.purpose == value])
            for value, label in Purpose.choices
        ]
        return super().get_context_data(choices=choices, **kwargs)


class RecordView(OfPerson, FormView):
    """Second step: how and when the person agreed to exactly these words."""

    permission = "people.add_consent"
    template_name = "people/record_consent.html"
    page_title = gettext_lazy("Record consent")
    header_icon = "check"
    form_class = RecordConsentForm

    @cached_property
    def text(self) -> ConsentText:
        return get_object_or_404(ConsentText, pk=self.kwargs["text"])

    def get_form_kwargs(self) -> dict[str, Any]:
        consent = Consent(
            person=self.person,
            purpose=self.text.purpose,
            text=self.text,
            given_by=GivenBy.SELF if self.own else GivenBy.ON_BEHALF,
            recorded_by=self.user,
        )
        return {**super().get_form_kwargs(), "instance": consent}

    def form_valid(self, form: RecordConsentForm) -> HttpResponse:
        consent = form.instance
        record_consent(
            self.person,
            consent.purpose,
            self.text,
            given_by=consent.given_by,
            recorded_by=consent.recorded_by,
            **form.cleaned_data,
        )
        messages.success(self.request, _("The consent is recorded."))
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        former = valid_consent(self.person.pk, self.text.purpose)
        return super().get_context_data(text=self.text, former=former, **kwargs)


class WithdrawView(OfPerson, FormView):
    """Says exactly what will happen, and does it on the second click."""

    permission = "people.change_consent"
    template_name = "people/withdraw_consent.html"
    page_title = gettext_lazy("Withdraw consent")
    header_icon = "cross"
    form_class = WithdrawConsentForm

    @cached_property
    def purpose(self) -> Purpose | None:
        """None stands for all of them."""
        if self.kwargs["purpose"] == "all":
            return None
        if self.kwargs["purpose"] not in Purpose.values:
            raise Http404
        return Purpose(self.kwargs["purpose"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "own": self.own}

    def form_valid(self, form: WithdrawConsentForm) -> HttpResponse:
        if withdraw_consent(self.person, self.purpose, by=self.user, **form.cleaned_data):
            messages.success(self.request, _("The consent is withdrawn. It takes effect at once."))
        else:
            messages.info(self.request, _("There was no consent left to withdraw."))
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hides_profile = self.purpose in (None, Purpose.PROFILE)
        obstacles = [publicity(page, timezone.now()).obstacle for page in pages_of(self.person)]
        told = {
            "purpose": self.purpose,
            "hides_profile": hides_profile,
            "for_members": hides_profile and MEMBERS_ONLY in obstacles and None not in obstacles,
        }
        return super().get_context_data(**told, **kwargs)


def proof(request: HttpRequest, pk: Any, consent: int) -> FileResponse:
    """The document that proves a consent, as a download for those who may read the ledger of this person."""
    if not request.user.has_perm("people.view_consent"):
        raise PermissionDenied
    person = get_object_or_404(Person.objects.for_user(request.user), pk=pk)
    found = get_object_or_404(person.consents, pk=consent)
    if not found.proof_file:
        raise Http404
    return sent(str(found.proof_file.name), attachment=True)


class LedgerFilterSet(WagtailFilterSet):
    purpose = django_filters.ChoiceFilter(
        label=gettext_lazy("Purpose"), choices=Purpose.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = Consent
        fields: ClassVar[list[str]] = []


def _end(consent: Consent) -> str:
    return date_format(timezone.localtime(consent.expires_at)) if consent.expires_at else ""


class LedgerView(generic.IndexView):
    """The ledger across all persons whom the editor may see."""

    any_permission_required: ClassVar[list[str]] = ["view"]
    is_searchable = False
    add_url = None
    page_title = gettext_lazy("Consent ledger")

    def get_base_queryset(self) -> QuerySet:
        persons = Person.objects.for_user(self.request.user)
        return Consent.objects.filter(person__in=persons).with_state().select_related("person", "recorded_by")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "person",
                label=_("Person"),
                get_url=lambda consent: reverse("persons:inspect", args=[consent.person_id]),
            ),
            Column("purpose", label=_("For"), accessor="get_purpose_display"),
            Column("state", label=_("State"), accessor="state_label"),
            DateColumn("given_at", label=_("Given"), sort_key="given_at"),
            Column("given_by", label=_("By"), accessor="get_given_by_display"),
            Column("expires_at", label=_("Ends"), accessor=_end, sort_key="expires_at"),
            Column("recorded_by", label=_("Recorded by"), accessor=lambda consent: consent.recorded_by or ""),
        ]
