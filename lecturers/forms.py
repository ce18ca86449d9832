"""The editors' form of a profile."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from publishing.forms import CataloguePageForm


class LecturerForm(CataloguePageForm):
    """Says what to do when the person belongs to others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "person" in self.fields:
            self.fields["person"].error_messages["invalid_choice"] = _(
                "This person is looked after by others. Choose one of yours, or add a new one."
            )
