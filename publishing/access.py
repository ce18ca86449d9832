"""What of other people's work an editor comes upon: what is public, and nothing before it is."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Model, Q, QuerySet
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from catalogue.models import Entry
from documents.kinds import kinds
from media.models import Document, Image
from media.permissions import document_policy, image_policy
from pages.models import BasePage
from people.models import Person, User


def seen_by(user: User) -> QuerySet[Page]:
    """The pages that this editor may know of: those in reach of their rights, and what everybody reads.

    A public page with a new title in draft is left out: Wagtail would show the draft's.
    """
    of_kinds = ContentType.objects.get_for_models(*(kind.page_model for kind in kinds)).values()
    public = Page.objects.filter(live=True, draft_title=F("title"))
    shown = public.filter(
        ~Q(content_type__in=of_kinds) | Q(pk__in=Entry.objects.public().values("page_pk")),
    )
    return Page.objects.filter(
        Q(pk__in=page_permission_policy.explorable_instances(user).values("pk")) | Q(pk__in=shown.values("pk"))
    )


def choosable(user: User, model: type[Model]) -> QuerySet[Any] | None:
    """What this editor may choose of `model`; None if everybody may choose all of it."""
    if issubclass(model, Person):
        return Person.objects.for_user(user)
    if issubclass(model, Page):
        return model._default_manager.filter(pk__in=seen_by(user).values("pk"))
    for kind, policy in ((Image, image_policy), (Document, document_policy)):
        if issubclass(model, kind):
            return policy.instances_user_has_any_permission_for(user, ["choose", "change"])
    return None


def may_mend(user: User, source: BasePage) -> bool:
    """Whether this editor sees the person whose consent `source` needs; a page may have come from others."""
    persons = [ref.removeprefix("person:") for ref in source.depends_on() if ref.startswith("person:")]
    return Person.objects.for_user(user).filter(pk__in=persons).count() == len(persons)
