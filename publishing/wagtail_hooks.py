"""Pages answer while they are public; editors are told at once what keeps a page from being so."""

from typing import Any, cast

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation

from documents.kinds import kinds
from pages.models import BasePage
from pages.publicity import publicity
from pages.reasons import MEMBERS_ONLY, Withheld
from pages.versions import source_of
from people.models import User
from publishing.access import may_mend
from publishing.serving import answer_while_public, send_to_its_language

# In this order: whoever is sent on would know that somebody is listed there.
hooks.register("before_serve_page", answer_while_public, order=-20)
hooks.register("before_serve_page", send_to_its_language, order=-10)


@hooks.register("insert_editor_js")
def wait_for_autosave() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("js/autosave.js"))


@hooks.register("after_publish_page")
def say_what_is_missing(request: HttpRequest, page: Page) -> None:
    obstacle = _obstacle(page)
    if obstacle == MEMBERS_ONLY:
        said = gettext("“%(title)s” is for members of the network who are signed in. The public does not see it.")
        button = messages.button(page.specific.members_url, gettext("See it as members do"))
        messages.success(request, said % {"title": page.get_admin_display_title()}, buttons=[button])
    elif obstacle:
        if page.live:
            said = gettext("“%(title)s” is saved and published here, but nobody outside sees it yet: %(why)s")
        else:
            said = gettext("“%(title)s” is scheduled, but as things stand nobody outside will see it then: %(why)s")
        sees = may_mend(cast(User, request.user), source_of(page.specific))
        buttons = [messages.button(obstacle.mend, gettext("Record the consent"))] if obstacle.mend and sees else None
        values = {"title": page.get_admin_display_title(), "why": obstacle.message}
        messages.warning(request, said % values, buttons=buttons)


@hooks.register("before_edit_page", order=-1)
def say_it_to_translators(request: HttpRequest, page: Page) -> None:
    """Their screen, which wagtail-localize puts in the place of the form, has no panel that would."""
    translated = Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale_id)
    if request.method == "GET" and page.live and translated.filter(enabled=True).exists():
        say_what_is_missing(request, page)


@hooks.register("before_edit_page", order=-1)
def say_what_stays_open(request: HttpRequest, page: Page) -> None:
    """A page that is private while the same is shown to everybody: in other languages, or beside a list."""
    specific = page.specific
    if request.method != "GET" or not isinstance(specific, BasePage) or not page.get_view_restrictions().exists():
        return
    if found := specific.open_elsewhere():
        edit = "wagtailadmin_pages:edit"
        names = [(version.pk, version.locale.get_display_name()) for version in found]
        said = gettext("“%s” is private in this language alone. Everybody can read it in these:")
        buttons = [messages.button(reverse(edit, args=[pk]), name) for pk, name in names]
        messages.warning(request, said % page.get_admin_display_title(), buttons=buttons)
    if specific.lists_what_stays_open():
        messages.warning(
            request,
            gettext(
                "What this list shows stays public unless it stands beneath it in the tree: "
                "on its own pages, on those of topics, and for partner sites."
            ),
        )


@hooks.register("after_bulk_action")
def say_how_many_are_missing(
    request: HttpRequest, action_type: str, objects: list[Page], action_class_instance: Any
) -> None:
    if action_type == "publish":
        pages = [page for page in objects if isinstance(page, Page)]
        missing = [page for page in pages if _obstacle(page) not in (None, MEMBERS_ONLY)]
        if missing:
            said = ngettext(
                "%(count)d of these pages is not public yet; open it to see what is missing.",
                "%(count)d of these pages are not public yet; open them to see what is missing.",
                len(missing),
            )
            messages.warning(request, said % {"count": len(missing)})


def _obstacle(page: Page) -> Withheld | None:
    """What keeps a page from the public now, or, before its time has come, what else will."""
    specific = Page.objects.get(pk=page.pk).specific
    if kinds.of(specific) is None:
        return None
    source = source_of(specific)
    return publicity(source, timezone.now()).obstacle if specific.live else source.withheld(timezone.now())
