"""The read model: things, their public entries per language, and one log in commit order."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from wagtail.models import Page

from catalogue.querysets import EntryQuerySet
from documents.document import Document, with_origin
from documents.encoding import JSONField, Unescaped
from documents.kinds import kinds
from media.prepared import Prepared


class Head(models.Model):
    """The one row that hands out numbers. Its lock is what makes their order the order of commits."""

    seq = models.BigIntegerField(default=0)
    epoch = models.UUIDField(default=uuid4)


class Thing(models.Model):
    """Something that can be public, public or not. Its key is the pages' translation key."""

    key = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=30, db_index=True)
    source = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.BigIntegerField(default=0)
    withheld = models.CharField(max_length=30, default="unbuilt")


def source_pks(keys: Collection[UUID]) -> dict[UUID, int | None]:
    return dict(Thing.objects.filter(pk__in=keys).values_list("pk", "source_id"))


class Dependency(models.Model):
    """One reference that a thing's documents are made from, such as `topic:5`, `page:12`, `person:<uuid>`."""

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="dependencies")
    on = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["on", "thing"], name="dependency_once")]


class Entry(models.Model):
    """One public document of a thing in one language; once it has ended, only a tombstone."""

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=30)
    locale = models.CharField(max_length=12)
    page_pk = models.BigIntegerField(null=True, db_index=True)
    seq = models.BigIntegerField(unique=True)
    etag = models.CharField(max_length=32, blank=True)
    path = models.TextField(blank=True)
    slug = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=255, blank=True)
    payload = models.TextField(blank=True)
    facets = JSONField(default=dict)
    text = JSONField(default=dict, encoder=Unescaped)
    sort = JSONField(default=dict)
    visible_from = models.DateTimeField(null=True, db_index=True)
    visible_until = models.DateTimeField(null=True, db_index=True)
    updated_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_reason = models.CharField(max_length=12, blank=True)
    unnumbered = models.BooleanField(default=False)
    schema_version = models.CharField(max_length=16, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["thing", "locale"], name="one_entry_per_language")]
        indexes = [
            models.Index(fields=["kind", "slug", "locale"], name="entry_by_slug"),
            models.Index(fields=["unnumbered"], condition=Q(unnumbered=True), name="entry_unnumbered"),
        ]

    def is_public(self, at: datetime) -> bool:
        """Whether readers see this entry at `at`; the same rule as `EntryQuerySet.public`."""
        begun = self.visible_from is None or self.visible_from <= at
        return begun and (self.visible_until is None or at < self.visible_until) and self.removed_at is None

    @property
    def validator(self) -> str:
        """The strong validator (RFC 9110) of the document in its envelope, which holds the number, too.

        Something that comes back has the document of before, under a new number.
        """
        return f"{self.etag}-{self.seq}"

    def document(self) -> Document:
        """The document as a template wants it; one of an older release may hold what there is no longer."""
        return kinds[self.kind].document.model_validate_json(with_origin(self.payload), extra="ignore")


#: Every entry of the thing with this key, ended or not, without what only search needs.
versions = Prepared(lambda key: Entry.objects.filter(thing=key).defer("facets", "text", "sort"))
_JUDGED = ("kind", "locale", "seq", "etag", "visible_from", "visible_until", "removed_at", "removed_reason")
#: The same, with no more than tells whether an answer has changed; the rest is read if anybody asks for it.
standing = Prepared(lambda key: Entry.objects.filter(thing=key).only(*_JUDGED))


class Dirty(models.Model):
    """A change that is committed but not yet in the catalogue; the urgent ones concern a person's own wish."""

    ref = models.CharField(max_length=300)
    urgent = models.BooleanField(default=True)
    marked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "dirty"
