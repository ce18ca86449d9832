"""Fields for several values of a fixed list, and for who sees another field."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.widgets import Script
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

Options = Sequence[tuple[str, str | Promise]]

#: In a list of more boxes than these, they are found by typing.
FEW = 20

PUBLIC, NETWORK, HIDDEN = "public", "network", "hidden"
#: What members of the network who are signed in see.
SEEN_BY_MEMBERS = (PUBLIC, NETWORK)
VISIBILITIES = [
    (HIDDEN, _("Hidden: only editors see it")),
    (NETWORK, _("Network: members who are signed in see it")),
    (PUBLIC, _("Public: everybody sees it")),
]


def visibility(choices: Options = VISIBILITIES) -> models.CharField:
    """A person's own choice of who sees one field of theirs; closed until it is made."""
    return models.CharField(_("who sees it"), max_length=8, choices=choices, default=HIDDEN)


class Boxes(forms.CheckboxSelectMultiple):
    """Checkboxes, side by side where there is room; static/js/boxes.js finds them in a long list."""

    class Media:
        css = {"all": ["css/boxes.css"]}
        js = [Script("js/boxes.js", type="module")]

    def __init__(self, attrs: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__({"class": "boxes", **(attrs or {})}, **kwargs)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        boxes = super().render(name, value, attrs, renderer)
        if len([*self.choices]) <= FEW:
            return boxes
        return format_html(
            '<div class="boxes-long" data-controller="boxes" data-boxes-find-value="{}" data-boxes-found-value="{}" '
            'data-boxes-nothing-value="{}">{}</div>',
            gettext("Find in this list"),
            gettext("Found: %(count)s"),
            gettext("Nothing found."),
            boxes,
        )


class ChoiceListField(models.JSONField):
    """A list of codes out of `options`, kept in the options' order; checkboxes in forms."""

    def __init__(self, *args: Any, options: Options = (), **kwargs: Any) -> None:
        self.options = options
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "pages.fields.ChoiceListField", args, kwargs

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        unknown = [code for code in _codes(value) if code not in dict(self.options)]
        if unknown:
            raise ValidationError(
                _("%(codes)s: not one of the choices. Choose from: %(choices)s."),
                params={"codes": ", ".join(unknown), "choices": ", ".join(dict(self.options))},
            )

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        chosen = set(_codes(super().pre_save(model_instance, add)))
        return [code for code, _label in self.options if code in chosen]

    def formfield(self, **kwargs: Any) -> Any:
        return forms.MultipleChoiceField(
            choices=self.options,
            required=not self.blank,
            widget=Boxes,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
        )


def _codes(value: Any) -> Iterable[str]:
    return map(str, value) if isinstance(value, list) else ()
