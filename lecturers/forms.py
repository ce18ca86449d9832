"""The editors' form of a profile."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from people.models import Person


class LecturerForm(WagtailAdminPageForm):
    """Binds a profile only to a person whom this editor may see, or leaves it as it was."""

    def clean_person(self) -> Person | None:
        person: Person | None = self.cleaned_data["person"]
        if person is None or person.pk == self.instance.person_id:
            return person
        if not Person.objects.for_user(self.for_user).filter(pk=person.pk).exists():
            raise ValidationError(_("This person is looked after by others. Choose one of yours, or add a new one."))
        return person
