"""The editors' form of an organisation."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from topics.forms import TopicalForm

STRANGER = _(
    "“%(name)s” does not belong to this organisation. Choose somebody whose profile stands beneath it, or have it "
    "added to the organisations that their profile names."
)
UNWILLING = _("“%(name)s” wishes no contact through this site, as their profile says. Choose somebody else.")


class OrganisationForm(TopicalForm):
    """Lets nobody be named in public for an organisation that is not theirs; who was named before may stay."""

    def clean_contact(self) -> Any:
        chosen = self.cleaned_data["contact"]
        if chosen and chosen.pk != self.initial.get("contact"):
            person, told = chosen.specific, {"name": chosen.title}
            if not person.belongs_to(self.instance):
                raise ValidationError(STRANGER, params=told)
            if not person.wishes_contact:
                raise ValidationError(UNWILLING, params=told)
        return chosen
