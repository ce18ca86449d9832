"""The editors' form of a profile."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lecturers.names import own_words, telling
from pages.fields import PUBLIC
from topics.forms import TopicalForm


class LecturerForm(TopicalForm):
    """Says what to do when the person belongs to others, and where a pseudonym is given away."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "person" in self.fields:
            self.fields["person"].error_messages["invalid_choice"] = _(
                "This person is looked after by others. Choose one of yours, or add a new one."
            )

    def _post_clean(self) -> None:
        """Once the page has been given what was filled in."""
        super()._post_clean()
        source = self.instance.source or self.instance
        if self.instance.is_pseudonym or source.is_pseudonym:
            for name in ("given_name", "family_name"):
                if getattr(self.instance, name) and getattr(self.instance, f"{name}_visibility") == PUBLIC:
                    self.add_error(f"{name}_visibility", _("Under a pseudonym the own name cannot be public."))
            for field, word in telling(self.instance, own_words(source)):
                self.add_error(
                    field if field in self.fields else None,
                    _("This still shows “%(word)s”, the person's own name. Write it without.") % {"word": word},
                )
