"""What every page is made of."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from http import HTTPMethod
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page, PagePermissionTester
from wagtail_localize.fields import SynchronizedField

from pages.chrome import address, chrome, lead
from pages.reasons import Withheld
from pages.versions import find_source, other_versions

#: SPDX identifiers of the licences that a text may carry.
LICENCES = [
    ("CC-BY-4.0", _("Attribution (CC BY 4.0): others may share and adapt it and name you")),
    ("CC-BY-SA-4.0", _("Attribution, share alike (CC BY-SA 4.0)")),
    ("CC-BY-NC-4.0", _("Attribution, not for profit (CC BY-NC 4.0)")),
    ("CC0-1.0", _("No rights reserved (CC0)")),
    ("LicenseRef-all-rights-reserved", _("All rights reserved: ask before using it elsewhere")),
]
TRUST_PANEL = MultiFieldPanel(
    [
        FieldPanel("licence"),
        FieldPanel("confirmed_on"),
        FieldPanel("confirmation_due", help_text=_("The day by which somebody should check it again.")),
    ],
    _("Trust"),
)
PICTURE_PANEL = MultiFieldPanel([FieldPanel("hero_image"), FieldPanel("hero_alt")], _("Picture"))
ADDRESS_PANELS = [
    FieldPanel(
        "slug",
        heading=_("Last part of the address"),
        help_text=_("Made from the name. Once the page is public, others link to it: change it only if you must."),
    ),
    FieldPanel(
        "search_description",
        heading=_("Description for search engines"),
        help_text=_("One sentence that search engines show below the title. Left empty, the summary is used."),
    ),
]


class BasePage(Page):
    """A page of the network: what it is about, under which licence, and whether it may be public.

    A thing has one page per language; `source` is the one that the others were made from. What is not
    translatable is read from the source by every language.
    """

    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=400,
        help_text=_("One or two sentences for lists, search results and partner sites."),
    )
    hero_image = models.ForeignKey(
        "media.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("A wide picture for the top of the page. It can be left empty."),
    )
    hero_alt = models.CharField(
        _("what the picture shows"),
        max_length=250,
        blank=True,
        help_text=_("Read aloud to people who cannot see the picture."),
    )
    licence = models.CharField(
        _("licence"),
        max_length=40,
        choices=LICENCES,
        default="CC-BY-4.0",
        help_text=_("What partner sites and readers may do with this text."),
    )
    confirmed_on = models.DateField(
        _("last confirmed on"),
        null=True,
        blank=True,
        help_text=_("The day on which somebody last checked that all of this is still right."),
    )
    confirmation_due = models.DateField(_("to be confirmed again by"), null=True, blank=True)
    #: A digest of the original's words as this page was published with them; in the original, of its own.
    made_of = models.CharField(max_length=64, blank=True, editable=False)

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels: Sequence[Panel] = [
        TRUST_PANEL,
        MultiFieldPanel([*ADDRESS_PANELS, FieldPanel("seo_title", heading=_("Title in search engines"))], _("Address")),
        MultiFieldPanel(
            [FieldPanel("show_in_menus", help_text=_("Among the links at the top of every page."))], _("Menu")
        ),
    ]
    override_translatable_fields = [
        SynchronizedField("licence", overridable=False),
        SynchronizedField("hero_image", overridable=False),
        SynchronizedField("confirmed_on", overridable=False),
        SynchronizedField("confirmation_due", overridable=False),
    ]

    #: Not for chosen groups: who chooses them would read the names of all, of organisations not yet public too.
    private_page_options = ["password", "login"]
    #: A page is read: what takes a form has an address of its own.
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

    class Meta:
        abstract = True

    #: The numbers of the source pages of things, by key. The catalogue, which keeps the sources, sets this.
    source_pks: ClassVar[Callable[[Collection[UUID]], Mapping[UUID, int | None]]] = staticmethod(lambda keys: {})
    #: Relations that documents of this type are made from: many pages read them together, in Django's words for that.
    made_from: ClassVar[Sequence[str]] = ()
    #: Rows of which the public may not see all, so that it is not to notice when their words change.
    hidden_rows: ClassVar[Sequence[str]] = ()
    #: What an account may do with a page. The network, which knows roles, sets this.
    rights: ClassVar[type[PagePermissionTester]] = PagePermissionTester

    @property
    def source(self) -> Any:
        """The page that this one is a translation of, or the page itself; None if that page was deleted."""
        if not hasattr(self, "_source"):
            self._source = find_source(self)
        return self._source

    @source.setter
    def source(self, page: Page) -> None:
        self._source = page

    @property
    def is_behind(self) -> bool:
        """Whether the original, since this page was published, has got words that it was not made of."""
        source = self.source
        return bool(source and self.made_of and source.made_of and self.made_of != source.made_of)

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return self.rights(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **chrome(self, self.addresses())}

    def serve_password_required_response(self, request: HttpRequest, form: Form, action_url: str) -> HttpResponse:
        """Who has no password yet learns nothing that stands on the page, and may go on elsewhere."""
        return render(request, "password.html", {**lead(self), "form": form, "action_url": action_url})

    def addresses(self) -> dict[str, str]:
        """Where the page can be read, by language."""
        others = self.get_translations(inclusive=True).filter(live=True, alias_of=None).select_related("locale")
        return {other.locale.language_code: settings.PUBLIC_URL + address(other) for other in others}

    def open_elsewhere(self) -> list[Page]:
        """The versions in other languages that anybody may read, however private this one is made."""
        return [version for version in other_versions(self) if not version.get_view_restrictions().exists()]

    def lists_what_stays_open(self) -> bool:
        """Whether it shows what is public elsewhere, too, however private this page is made."""
        return False

    def withheld(self, at: datetime) -> Withheld | None:
        """What keeps this page from the public besides Wagtail's rules, `MEMBERS_ONLY` last; asked of the source."""
        return None

    def version_withheld(self) -> Withheld | None:
        """What keeps this language alone from the public; asked of every version, the source too."""
        return None

    def left_out(self, at: datetime) -> list[Withheld]:
        """Parts of this page that the public does not see although the page is public; asked of the source."""
        return []

    def depends_on(self) -> list[str]:
        """References to everything besides the tree that decides whether this page may be public."""
        return []

    def public_until(self, at: datetime) -> datetime | None:
        """When, as things stand at `at`, the permission to show this page ends by itself."""
        return None
