"""Images and documents, and the renditions of images that are public now."""

from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import GenericTaggedItemBase, TaggedItemBase
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, WagtailImageField

from media import storage
from media.atomic import AtomicModel
from media.fields import DocumentField, ImageField


class Tagged(GenericTaggedItemBase, TaggedItemBase):
    """A tag of a picture or document. Of those in taggit's own table Wagtail shows everybody the most popular."""

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id", "tag"], name="media_tagged_once")]


class Uploaded(AtomicModel):
    """A model with a private `file`, which goes when it is replaced."""

    file: Any
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by user"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",  # Wagtail's own Image and Document, which are always there, hold the default names
    )
    uploaded_by_user.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]  # a mark of Wagtail's

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        fresh = bool(self.file) and not self.file._committed
        if fresh:
            self.file.prepare()  # before the transaction, which may hold the only lock
        with transaction.atomic():
            if fresh:
                rows: models.QuerySet[Any] = type(self)._base_manager.filter(pk=self.pk)
                for replaced in list(rows.values_list("file", flat=True)):
                    self.forget(replaced)
            super().save(*args, **kwargs)

    def forget(self, replaced: str) -> None:
        """Drop what came from the file that is being replaced."""
        storage.delete_after_commit(self.file.storage, replaced)


class Image(Uploaded, AbstractImage):
    """A picture as it was uploaded, without its metadata; only editors see it."""

    file = ImageField(
        _("file"),
        upload_to="originals",
        storage=storage.private,
        width_field="width",
        height_field="height",
    )
    alt_text = models.CharField(
        _("what the picture shows"),
        max_length=255,
        blank=True,
        help_text=_(
            "One sentence for people who cannot see the picture, for instance “Two women read a timetable”. "
            "Leave it empty only if the picture is mere decoration."
        ),
    )
    rights_holder = models.CharField(
        _("rights holder"),
        max_length=255,
        blank=True,
        help_text=_("Who took the picture or owns it. This is shown beside it."),
    )

    tags = TaggableManager(_("tags"), blank=True, help_text=None, through=Tagged, related_name="media_images")

    admin_form_fields = (
        "title",
        "file",
        "alt_text",
        "rights_holder",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    @property
    def default_alt_text(self) -> str:
        return self.alt_text

    def _set_image_file_metadata(self) -> None:
        """Nothing: the field has measured what it stores. Wagtail would leave the file open."""

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:  # noqa: A002
        """The same in memory: Wagtail's temporary file is never closed."""
        with super().generate_rendition_file(filter, source=source) as made:
            made.seek(0)
            return ContentFile(made.read(), made.name)

    def forget(self, replaced: str) -> None:
        super().forget(replaced)
        self.renditions.all().delete()


class Rendition(AbstractRendition):
    """What Wagtail renders for the admin; private like its image."""

    file = WagtailImageField(
        upload_to="renditions",
        storage=storage.private,
        width_field="width",
        height_field="height",
    )
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="media_one_rendition")
        ]


class Document(Uploaded, AbstractDocument):
    """A file for download, under an address that nobody can guess."""

    file = DocumentField(_("file"), upload_to="documents", storage=storage.private)

    tags = TaggableManager(_("tags"), blank=True, help_text=None, through=Tagged, related_name="media_documents")

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        permissions = [("choose_document", "Can choose document")]

    def _set_document_file_metadata(self) -> None:
        """Nothing, as with images."""

    @property
    def download_name(self) -> str:
        """The name under which a reader saves it."""
        return f"{slugify(self.title, allow_unicode=True) or 'document'}.{self.file_extension}"


class PublicRendition(AtomicModel):
    """A rendition that the thing `key` shows: public for as long as that thing is."""

    name = models.CharField(max_length=64, unique=True)
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="public_renditions")
    spec = models.CharField(max_length=100)
    key = models.UUIDField()
    source = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "image", "spec", "source"], name="media_one_per_thing")]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        return storage.public().url(self.name)

    @property
    def type(self) -> str:
        return storage.content_type(self.name)
