"""Forms of the admin: accounts, persons, and the two acts of the consent ledger."""

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.users.forms import UserCreationForm as WagtailUserCreationForm
from wagtail.users.forms import UserEditForm as WagtailUserEditForm

from people.models import Channel, Consent, GivenBy, Person, Purpose, User

ADDRESS_TAKEN = {"duplicate_username": _("There is an account with this e-mail address already.")}


class _AccountFields(forms.ModelForm):
    """One name, and an address that is the same in capitals."""

    first_name = None
    last_name = None
    name = forms.CharField(label=_("Name"), max_length=150)

    def clean_email(self) -> str:
        return User.normalize_username(self.cleaned_data["email"])


class _GuardedAccountFields(_AccountFields):
    """Only administrators make administrators."""

    def __init__(self, *args: Any, by_superuser: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_superuser:
            self.fields.pop("is_superuser", None)


class UserCreationForm(_GuardedAccountFields, WagtailUserCreationForm):
    error_messages = {**WagtailUserCreationForm.error_messages, **ADDRESS_TAKEN}

    class Meta(WagtailUserCreationForm.Meta):
        fields = ["email", "name", "is_superuser", "groups"]


class UserEditForm(_GuardedAccountFields, WagtailUserEditForm):
    error_messages = {**WagtailUserEditForm.error_messages, **ADDRESS_TAKEN}

    class Meta(WagtailUserEditForm.Meta):
        fields = ["email", "name", "is_active", "is_superuser", "groups"]


class AccountForm(_AccountFields, NameEmailForm):
    """What people change about their own account."""

    class Meta(NameEmailForm.Meta):
        fields = ["name", "email"]


class PersonForm(WagtailAdminModelForm):
    """An editor who does not see every person keeps each one within their own groups."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user, managers = self.for_user, self.fields.get("managed_by")
        if managers is not None and not (user and user.has_perm("people.see_every_person")):
            managers.queryset = managers.queryset.filter(user=user)
            managers.required = True
            managers.empty_label = None
            managers.help_text = _("The editors who may see this person.")
            managers.initial = managers.initial or managers.queryset.first()

    class Meta:
        model = Person
        fields = ["name", "email", "phone", "managed_by"]


class RecordConsentForm(forms.ModelForm):
    """How and when somebody agreed to the text that is shown above it.

    Whoever records is not asked who gave the consent: it is their own, or else it was given on behalf.
    """

    given_at = forms.DateTimeField(
        label=_("Given on"),
        required=False,
        widget=AdminDateTimeInput(),
        help_text=_("Leave this empty if it is given now."),
    )

    class Meta:
        model = Consent
        fields = ["scope", "given_at", "channel", "proof", "proof_file", "expires_at"]
        widgets = {
            "scope": forms.RadioSelect,
            "proof": forms.Textarea(attrs={"rows": 3}),
            "expires_at": AdminDateTimeInput(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.purpose != Purpose.PROFILE:
            del self.fields["scope"]
        if self.instance.given_by == GivenBy.SELF:
            for name in ("given_at", "channel", "proof", "proof_file"):
                del self.fields[name]
        else:
            self.fields["proof"].required = True
            self.fields["proof"].error_messages["required"] = _(
                "A consent that somebody else records needs a proof: write how it can be checked."
            )
            channel = cast(forms.ChoiceField, self.fields["channel"])
            channel.choices = [choice for choice in Channel.choices if choice[0] != Channel.FORM]

    def clean_given_at(self) -> Any:
        return self.cleaned_data["given_at"] or timezone.now()


class WithdrawConsentForm(forms.Form):
    """An editor says how they know; to the person the click itself is enough."""

    channel = forms.ChoiceField(label=_("How the person told us"), choices=[("", _("Choose")), *Channel.choices])

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own:
            del self.fields["channel"]
