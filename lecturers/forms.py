"""The editors' form of a profile."""

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.utils.translation import gettext_lazy as _

from lecturers.names import own_words, telling, telling_values
from lecturers.validators import bare_orcid
from network.models import OrganisationPage
from pages.fields import HIDDEN
from publishing.forms import RowsFormSet
from topics.forms import TopicalForm

TELLS = _("This still shows “%(word)s”, the person's own name. Write it without.")


class OfferFormSet(RowsFormSet):
    """Lectures in the languages that the profile has, or in any as long as it has none."""

    def add_fields(self, form: BaseForm, index: int | None) -> None:
        super().add_fields(form, index)
        field: Any = form.fields["languages"]
        known = {row.language for row in self.instance.languages.all()} | set(form.initial.get("languages") or ())
        field.choices = [choice for choice in field.choices if choice[0] in known] or field.choices


class LecturerForm(TopicalForm):
    """Says what to do when the person belongs to others, and where a pseudonym is given away."""

    said_in_each = ("is_pseudonym",)
    for_other_words = (*TopicalForm.for_other_words, "keywords")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "person" in self.fields:
            self.fields["person"].error_messages["invalid_choice"] = _(
                "This person is looked after by others. Choose one of yours, or add a new one."
            )

    def clean_orcid(self) -> str:
        return bare_orcid(self.cleaned_data["orcid"])

    def check_row(self, relation: str, row: BaseForm) -> None:
        super().check_row(relation, row)
        source = self.instance.source or self.instance
        if self.instance.is_pseudonym or source.is_pseudonym:
            for field, word in list(telling_values(row.cleaned_data, own_words(source))):
                row.add_error(field, TELLS % {"word": word})
        vouches = row.cleaned_data.get("organisation") if relation == "endorsements" and row.has_changed() else None
        if vouches and not vouches.permissions_for_user(self.for_user).can_edit():
            row.add_error("organisation", _("Only editors of this organisation can say that it vouches for somebody."))
        elif vouches and self._owners().filter(translation_key=vouches.translation_key).exists():
            row.add_error("organisation", _("This organisation owns the profile. Only others vouch for the person."))

    def _owners(self) -> QuerySet[OrganisationPage]:
        return OrganisationPage.objects.ancestor_of(self.parent_page, inclusive=True)

    def _post_clean(self) -> None:
        """Once the page has been given what was filled in."""
        super()._post_clean()
        source = self.instance.source or self.instance
        if self.instance.is_pseudonym or source.is_pseudonym:
            for name in ("given_name", "family_name"):
                if getattr(self.instance, name) and getattr(self.instance, f"{name}_visibility") != HIDDEN:
                    self.add_error(f"{name}_visibility", _("Under a pseudonym the own name stays hidden."))
            if self.instance.orcid and self.instance.orcid_visibility != HIDDEN:
                self.add_error("orcid_visibility", _("An ORCID iD leads to the own name, so it stays hidden here."))
            for field, word in telling(self.instance, own_words(source)):
                self.add_error(field if field in self.fields else None, TELLS % {"word": word})
