"""Words that the vocabulary lacks, as editors ask for them. Nothing of this is ever public."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from media.atomic import AtomicModel
from topics.models.concepts import Topic, languages


class KeywordProposal(AtomicModel):
    """A word for which there was no topic. The same word, asked for on several pages, is one row."""

    class State(models.TextChoices):
        OPEN = "open", _("to be decided")
        PROMOTED = "promoted", _("became a topic")
        MERGED = "merged", _("belongs to a topic")
        DECLINED = "declined", _("declined")

    text = models.CharField(_("word"), max_length=100)
    key = models.CharField(max_length=255, editable=False)
    language = models.CharField(_("language"), max_length=12, choices=languages)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="proposals", verbose_name=_("topic")
    )
    reply = models.CharField(
        _("why not"), max_length=300, blank=True, help_text=_("Whoever asked for the word reads this on their page.")
    )
    proposed_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = models.Manager["KeywordProposal"]()

    class Meta:
        verbose_name = _("proposed topic")
        verbose_name_plural = _("proposed topics")
        ordering = ["proposed_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["language", "key"], name="keyword_once")]

    def __str__(self) -> str:
        return self.text


class Proposer(AtomicModel):
    """A page that a word was asked for, by whom and when."""

    proposal = models.ForeignKey(KeywordProposal, on_delete=models.CASCADE, related_name="proposers")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="proposed_keywords")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = models.Manager["Proposer"]()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "page"], name="proposed_once_for_a_page")]
