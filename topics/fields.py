"""A list of words in one column, edited one a line."""

from typing import Any

from django import forms
from django.db import models


class LinesField(forms.CharField):
    """A list of words, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = value if isinstance(value, list) else (value or "").splitlines()
        return [words for line in lines if (words := " ".join(line.split()))]

    def run_validators(self, value: Any) -> None:
        for words in value:
            super().run_validators(words)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not self.disabled and (initial or []) != self.to_python(data)


class WordsField(models.JSONField):
    """A JSON list of words."""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return models.Field.formfield(self, **{"form_class": LinesField, **kwargs})
