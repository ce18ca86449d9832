"""File fields that let nothing be stored unseen, whichever way it comes in."""

from typing import Any, TypeVar

from django.core.files.base import File
from django.db.models import FileField
from django.db.models.fields.files import FieldFile
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile
from wagtail.utils.file import hash_filelike

from media.attachments import check_document
from media.uploads import CleanImage, clean_image, open_image

FileT = TypeVar("FileT", bound=File)


def measured(instance: Any, content: FileT) -> FileT:
    """Note size and hash of what is about to be stored: Django reads them off before it stores the file."""
    instance.file_size = content.size
    instance.file_hash = hash_filelike(content)
    return content


class ImageFile(WagtailImageFieldFile):
    def prepare(self) -> None:
        """Clean what was uploaded, so that saving it takes no time."""
        setattr(self.instance, self.field.attname, measured(self.instance, clean_image(self.file)))

    def save(self, name: str, content: File, save: bool = True) -> None:
        clean = measured(self.instance, clean_image(content))
        super().save(str(clean.name), clean, save)

    def get_image_dimensions(self) -> tuple[int, int]:
        was_closed = self.closed
        self.open()
        try:
            return self.file.dimensions if isinstance(self.file, CleanImage) else open_image(self.file).size
        finally:
            if was_closed:
                self.close()
            else:
                self.seek(0)


class ImageField(WagtailImageField):
    """A picture, cleaned before it is stored."""

    attr_class = ImageFile


class DocumentFile(FieldFile):
    def prepare(self) -> None:
        """Refuse what may not be uploaded."""
        check_document(measured(self.instance, self.file), str(self.name))

    def save(self, name: str, content: File, save: bool = True) -> None:
        check_document(measured(self.instance, content), name)
        super().save(name, content, save)


class DocumentField(FileField):
    """A document, checked before it is stored."""

    attr_class = DocumentFile
