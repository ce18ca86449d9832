"""What search itself remembers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ZeroResultQuery(models.Model):
    """Words that a list was searched for in vain: how often, and on which day the last time. Nothing of who asked."""

    kind = models.CharField(max_length=30)
    locale = models.CharField(max_length=12)
    words = models.CharField(max_length=100)
    times = models.PositiveIntegerField(default=1)
    last_asked = models.DateField()

    class Meta:
        verbose_name = _("search that found nothing")
        verbose_name_plural = _("searches that found nothing")
        constraints = [models.UniqueConstraint(fields=["kind", "locale", "words"], name="zero_result_query_once")]
        indexes = [models.Index(fields=["-times", "words"], name="zero_result_query_often")]

    def __str__(self) -> str:
        return self.words
