"""Asking for topics that are missing, and what the network's editors decide about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from django.utils.translation import get_language, gettext
from wagtail.models import Page

from catalogue.marking import touch
from people.models import User
from topics import vocabulary
from topics.models import ENGLISH, KeywordProposal, Proposer, Topic, Topical, TopicLabel, TopicTag

State = KeywordProposal.State


@dataclass(frozen=True)
class Wanted:
    """What a form has been told of the topics that its page lacks. It waits on the page until that is saved."""

    words: tuple[str, ...]
    by: User | None


def connect() -> None:
    """Keep what was asked for together with the page that it was asked for."""
    post_save.connect(_page_saved, dispatch_uid="topics.proposing")
    post_delete.connect(_proposer_gone, Proposer, dispatch_uid="topics.proposing")


def asked_for(page: Page, *states: str) -> list[KeywordProposal]:
    """What this page lacks and nobody has decided about, or what has become of it, by `states`."""
    return list(KeywordProposal.objects.filter(proposers__page=page, state__in=states or (State.OPEN,)))


def declined(words: Iterable[str], language: str) -> Iterable[KeywordProposal]:
    """Those of these words that are not asked for again, unless an editor takes them up."""
    keys = [vocabulary.fold(word) for word in words]
    return KeywordProposal.objects.filter(language=language, key__in=keys, state=State.DECLINED)


def known_as(word: str, language: str) -> Topic | None:
    """The topic that a word means, as its label, as a synonym or because an editor has decided so."""
    words = vocabulary.current()
    concept = words.find(word, language)
    if concept is None:
        decided = KeywordProposal.objects.filter(language=language, key=vocabulary.fold(word)).first()
        concept = words.row(decided.topic_id) if decided and decided.topic_id else None
    return Topic.objects.get(pk=concept.pk) if concept else None


def taken(word: str, language: str, topic: Topic) -> str:
    """Why a word of this language cannot be one of `topic`, if it means another one."""
    other = vocabulary.current().taken_by(word, language, but=topic.pk)
    text = gettext("“%(word)s” means the topic “%(topic)s” in this language. Choose another word, or merge the two.")
    return text % {"word": word, "topic": other.label(get_language() or ENGLISH)} if other else ""


@transaction.atomic
def propose(page: Page, words: Iterable[str], by: User | None) -> None:
    """Make these the words that `page` lacks. A word that no page asks for any more is forgotten."""
    language = page.locale.language_code
    folded = {vocabulary.fold(word): word for word in words}
    asked = [_kept(key, word, language) for key, word in sorted(folded.items())]
    Proposer.objects.filter(page=page, proposal__state=State.OPEN).exclude(proposal__in=asked).delete()
    for proposal in asked:
        Proposer.objects.get_or_create(proposal=proposal, page=page, defaults={"by": by})


@transaction.atomic
def decide(
    proposal: KeywordProposal,
    state: KeywordProposal.State,
    by: User,
    *,
    topic: Topic | None = None,
    reply: str = "",
    synonym: bool = False,
) -> None:
    """Say what becomes of a word. The pages that asked for it get the topic, which is found by the `synonym`, too.

    Raises ValidationError if somebody else was faster.
    """
    row = KeywordProposal.objects.select_for_update().filter(pk=proposal.pk, state=State.OPEN).first()
    if row is None:
        raise ValidationError(gettext("Somebody else has decided about “%s” meanwhile.") % proposal.text)
    row.state, row.topic, row.reply = state, topic, reply
    row.decided_at, row.decided_by = timezone.now(), by
    row.save()
    if topic is None:
        return
    if synonym:
        _add_synonym(topic, row.text, row.language)
    for proposer in row.proposers.select_related("page"):
        _tag(proposer.page, topic)


def take_up(proposal: KeywordProposal) -> None:
    """Let a declined word wait for a decision again. Until there is one, it stays known why it was declined."""
    declined = KeywordProposal.objects.filter(pk=proposal.pk, state=State.DECLINED)
    declined.update(state=State.OPEN, decided_at=None, decided_by=None)


def _add_synonym(topic: Topic, word: str, language: str) -> None:
    """Let `topic` be found by `word`, if it has a name in that language."""
    label = TopicLabel.objects.select_for_update().filter(topic=topic, language=language).first()
    if label and vocabulary.fold(word) not in map(vocabulary.fold, (label.preferred, *label.alternatives)):
        if why := taken(word, language, topic):
            raise ValidationError(why)
        label.alternatives = [*label.alternatives, word]
        label.full_clean()
        label.save()


def _tag(page: Page, topic: Topic) -> None:
    """Give a page a topic: as the public sees it, and in the drafts that may follow, which would drop it again."""
    row, _new = TopicTag.objects.get_or_create(tag=topic, content_object=page)
    coming = Q(pk=page.latest_revision_id) | Q(approved_go_live_at__isnull=False)
    for revision in page.revisions.filter(coming):
        tags = revision.content.setdefault("topic_tags", [])
        if row.tag_id not in [each["tag"] for each in tags]:
            tags.append({"pk": row.pk, "tag": row.tag_id, "content_object": page.pk})
            revision.save(update_fields=["content"])
    touch(f"thing:{page.translation_key}")


def _kept(key: str, word: str, language: str) -> KeywordProposal:
    """The row of a word, locked, so that it is not forgotten at this moment."""
    rows = KeywordProposal.objects.select_for_update()
    return rows.get_or_create(language=language, key=key, defaults={"text": word})[0]


def _page_saved(instance: Any, raw: bool = False, **_: Any) -> None:
    wanted = instance.__dict__.pop("wanted", None) if isinstance(instance, Topical) else None
    if wanted is not None and not raw:
        propose(instance, wanted.words, wanted.by)


def _proposer_gone(instance: Proposer, **_: Any) -> None:
    """A word that was asked for on no page but this one goes with it, unless something was decided."""
    row = KeywordProposal.objects.select_for_update().filter(pk=instance.proposal_id, state=State.OPEN).first()
    if row and not row.proposers.exists():
        row.delete()
