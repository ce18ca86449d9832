"""What an editor finds on the first screen: their own place, and what waits for them there."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.admin.ui.components import Component
from wagtail.models import Locale, Page
from wagtail.permissions import page_permission_policy
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from catalogue.models import Thing
from documents.kinds import Kind, kinds
from network.models import OrganisationPage
from network.views import translations_for
from pages.reasons import MEMBERS_ONLY, Withheld
from people.models import User
from publishing.access import may_mend
from publishing.panels import obstacles

AT_MOST = 8
#: How much is shown to those who have nothing else to do.
TO_TRANSLATE = 20
SOON = timedelta(days=30)
#: What the catalogue says of things whose editors know why they are not public.
NO_SURPRISE = ("", "unbuilt", "draft", "expired", "deleted", "orphan", MEMBERS_ONLY.code)


class Waiting(NamedTuple):
    """A page, and what is the matter with it."""

    page: Page
    why: Any
    mend: str = ""


class Untranslated(NamedTuple):
    """The original of something public, in which languages nobody has begun with it, and what is behind it.

    `outdated` is the number of its source in the editor of translations, if that is behind; `older` are translations
    that are written as pages and were made of other words.
    """

    page: Page
    missing: list[Locale]
    outdated: int | None
    older: list[Page]


class WorkPanel(Component):
    """Links into the tree, and lists of what needs a hand; each list is absent when it is empty."""

    name = "work"
    order = 50
    template_name = "network/dashboard.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        publishes = page_permission_policy.user_has_permission(self.user, "publish")
        mine = page_permission_policy.instances_user_has_any_permission_for(self.user, {"publish"})
        changed = page_permission_policy.instances_user_has_any_permission_for(self.user, {"change"})
        begun = translations_for(self.user).filter(enabled=True)
        translations = begun.filter(waiting_for_translation=True).select_related("source__locale", "target_locale")
        return {
            "publishes": publishes,
            "houses": self._houses(mine) if publishes else [],
            "withheld": list(_withheld(mine, self.user)) if publishes else [],
            "due": list(_due(mine)) if publishes else [],
            "untranslated": [] if publishes else list(_untranslated(self.user)),
            "ready": _ready(begun, mine if publishes else changed)[:AT_MOST],
            "translations": translations[:AT_MOST],
            "more_translations": translations.count() > AT_MOST,
        }

    def _houses(self, mine: QuerySet) -> list[OrganisationPage]:
        """The organisations of somebody who has some; nobody lists a whole network."""
        found = OrganisationPage.objects.filter(pk__in=mine.values("pk"), alias_of=None).select_related("locale")
        houses = list(found.order_by("path")[: AT_MOST + 1])
        return houses if len(houses) <= AT_MOST else []


def _withheld(mine: QuerySet, user: User) -> Iterator[Waiting]:
    """Pages that their editors have published and the public does not see."""
    things = Thing.objects.exclude(withheld__in=NO_SURPRISE).filter(source__in=mine.filter(live=True))
    for page in Page.objects.filter(pk__in=things.values("source")).order_by("title").specific()[:AT_MOST]:
        reason: Withheld | None = next(obstacles(page), None)
        if reason:
            yield Waiting(page, reason.message, reason.mend if may_mend(user, page) else "")


def _due(mine: QuerySet) -> Iterator[Waiting]:
    """Pages that somebody should look through again, the most overdue first."""
    by = timezone.localdate() + SOON
    for kind in kinds:
        pages = kind.page_model._default_manager.filter(confirmation_due__lte=by, live=True, pk__in=mine.values("pk"))
        for page in pages.order_by("confirmation_due")[:AT_MOST]:
            yield Waiting(page, gettext("to be confirmed by"), page.confirmation_due)


def _ready(begun: QuerySet, mine: QuerySet) -> QuerySet:
    """Translations of what is published whose words are all there and newer than what is published of them."""
    originals = Page.objects.filter(translation_key=OuterRef("source__object_id"), locale=OuterRef("source__locale"))
    done = begun.filter(
        Exists(originals.filter(live=True)),
        waiting_for_translation=False,
        source__object_id=OuterRef("translation_key"),
        target_locale=OuterRef("locale"),
    )
    newer = StringTranslation.objects.filter(
        context__object_id=OuterRef("translation_key"),
        locale=OuterRef("locale"),
        updated_at__gt=OuterRef("last_published_at"),
    )
    unpublished = Q(last_published_at=None) | Q(latest_revision_created_at__gt=F("last_published_at")) | Exists(newer)
    pages = mine.filter(unpublished, Exists(done), latest_revision__approved_go_live_at=None)
    return pages.select_related("locale").order_by("-latest_revision_created_at", "pk")


def _untranslated(user: User) -> Iterator[Untranslated]:
    """The newest of what everybody can read, and not in every language or not as it is now."""
    if not user.has_perm("wagtail_localize.submit_translation"):
        return
    mine = page_permission_policy.instances_user_has_any_permission_for(user, {"change"})
    locales = list(Locale.objects.order_by("language_code"))
    versions = Page.objects.filter(translation_key=OuterRef("translation_key"), alias_of=None).order_by()
    behind = TranslationSource.objects.filter(
        object_id=OuterRef("translation_key"),
        locale=OuterRef("locale"),
        last_updated_at__lt=OuterRef("last_published_at"),
        translations__enabled=True,
    )
    pages = mine.filter(pk__in=Thing.objects.filter(withheld="").values("source")).annotate(
        versions=Subquery(versions.values("translation_key").annotate(number=Count("pk")).values("number")),
        outdated=Subquery(behind.values("pk")[:1]),
    )
    waiting = pages.filter(Q(versions__lt=len(locales)) | Q(outdated__isnull=False) | _has_older())
    found = list(waiting.select_related("locale").order_by("-last_published_at", "pk")[:TO_TRANSLATE])
    older = list(_older({page.translation_key: page.pk for page in found}))
    begun = Page.objects.filter(translation_key__in=[page.translation_key for page in found], alias_of=None)
    there = set(begun.values_list("translation_key", "locale"))
    for page in found:
        key = page.translation_key
        missing = [locale for locale in locales if (key, locale.pk) not in there]
        yield Untranslated(page, missing, page.outdated, [each for each in older if each.translation_key == key])


def _has_older() -> Q:
    """Whether a page has translations that are written as pages and were made of other words than it says now."""
    return Q(*map(_has_older_of, kinds), _connector=Q.OR)


def _has_older_of(kind: Kind) -> Exists:
    says = OuterRef(f"{kind.page_model._meta.model_name}__made_of")
    return Exists(_as_pages(kind).filter(translation_key=OuterRef("translation_key")).exclude(made_of=says))


def _older(originals: Mapping[UUID, int]) -> Iterator[Page]:
    """Those translations, of these things."""
    for kind in kinds:
        pages = list(_as_pages(kind).filter(translation_key__in=originals).select_related("locale"))
        says = {page.translation_key: page.made_of for page in pages if page.pk == originals[page.translation_key]}
        yield from (page for page in pages if page.made_of != says.get(page.translation_key, page.made_of))


def _as_pages(kind: Kind) -> QuerySet:
    """What is written as a page, not in the editor of translations, since it is kept what pages are made of."""
    translators = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale=OuterRef("locale"), enabled=True
    )
    pages = kind.page_model._default_manager.filter(~Exists(translators), live=True, alias_of=None)
    return pages.exclude(made_of="")
