"""What editors are told when they upload."""

from typing import Any

from django import forms
from django.core.files.base import File
from django.db.models.fields.files import FieldFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from media import attachments, uploads


class ImageUploadField(WagtailImageField):
    """Goes by what a file is, not by what it is called, and hands on the cleaned picture."""

    default_validators = ()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_upload_size = uploads.MAX_BYTES
        self.help_text = _(
            "JPEG, PNG, WebP, AVIF, HEIC or GIF, at most %(limit)s. "
            "What it says about place, time and camera is removed."
        ) % {"limit": filesizeformat(uploads.MAX_BYTES)}

    def to_python(self, data: Any) -> uploads.CleanImage | None:
        upload = forms.FileField.to_python(self, data)
        return uploads.clean_image(upload) if upload else None


class ImageForm(BaseImageForm):
    class Meta(BaseImageForm.Meta):
        help_texts = {"title": _("For finding it again; readers never see it.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = ImageUploadField(label=field.label, widget=field.widget, required=field.required)


class DocumentForm(BaseDocumentForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            field.help_text = _("%(types)s, at most %(limit)s. Readers download it under the title above.") % {
                "types": ", ".join(sorted(attachments.CHECKS)),
                "limit": filesizeformat(attachments.MAX_BYTES),
            }

    def clean_file(self) -> File:
        file = self.cleaned_data["file"]
        if not isinstance(file, FieldFile):
            attachments.check_document(file, file.name)
        return file
