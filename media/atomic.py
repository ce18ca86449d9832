"""Models whose causes and effects commit together."""

from typing import Any

from django.db import models, transaction


class AtomicModel(models.Model):
    """A model that saves and deletes in one transaction with whatever its signals write."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            return super().delete(*args, **kwargs)
