"""What the frame of every public page shows around the page: its name, its languages and the menu."""

from collections.abc import Mapping
from typing import Any, TypedDict

from django.conf import settings
from django.db.models import QuerySet, Subquery
from django.utils.translation import override
from wagtail.models import Page, Site

from media.remembering import remembered


class Language(TypedDict):
    """One language of the site, as the switcher shows it; `url` is the front page's where the page does not exist."""

    locale: str
    label: str
    url: str
    current: bool
    exists: bool


def languages(current: str, addresses: Mapping[str, str], fronts: Mapping[str, str]) -> list[Language]:
    """The languages in which something exists, or at least a front page, in the site's order."""
    return [
        Language(
            locale=code,
            label=name,
            url=addresses.get(code) or fronts[code],
            current=code == current,
            exists=code in addresses,
        )
        for code, name in settings.LANGUAGES
        if code in addresses or code in fronts
    ]


def front_pages(page: Page) -> dict[str, str]:
    """The addresses of the front page that `page` stands beneath, by language, in one query."""
    front = Page.objects.filter(path=page.path[: 2 * Page.steplen]).values("translation_key")
    # Asked for its key alone, for which there is an index: by the rest, SQLite would go through all pages.
    found = Page.objects.filter(translation_key=Subquery(front)).select_related("locale")
    return {each.locale.language_code: address(each) for each in found if each.live and each.alias_of_id is None}


def homes() -> dict[str, Page]:
    """The public front pages, by language."""
    paths = [root.root_path for root in Site.get_site_root_paths()]
    found = Page.objects.filter(slug__in=[slug_of(path) for path in paths], url_path__in=paths, live=True)
    return {page.locale.language_code: page for page in found.select_related("locale")}


def slug_of(url_path: str) -> str:
    """With what it ends: Wagtail has an index of slugs, and none of paths."""
    return url_path.rstrip("/").rpartition("/")[2]


def lead(page: Page, addresses: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What leads on from where a page is not shown: its menu, and by language what there is, or the front page."""
    told = languages(page.locale.language_code, addresses or {}, front_pages(page))
    return {"translations": told, "menu": menu(page)}


def chrome(page: Page, addresses: Mapping[str, str]) -> dict[str, Any]:
    """The frame's variables, as `templates/base.html` documents them; `addresses` are the page's, by language."""
    return {
        "title": page.seo_title or page.title,
        "description": page.search_description or getattr(page, "summary", ""),
        "canonical_url": settings.PUBLIC_URL + address(page),
        "translations": languages(page.locale.language_code, addresses, front_pages(page)),
        "default_url": _default(addresses),
        "menu": menu(page),
        "spoken": spoken(page),
    }


def _default(addresses: Mapping[str, str]) -> str:
    """Where those are sent who read none of the languages: the first of the site's in which there is something."""
    return next((addresses[code] for code, _name in settings.LANGUAGES if code in addresses), "")


def menu(page: Page) -> list[dict[str, Any]]:
    """The pages of the first level that their editors show in menus, in one query.

    Where somebody is, is the list that the page is found in, or else the page that it stands beneath.
    """
    above, kind = page.path[: 3 * Page.steplen], getattr(page, "listed_as", "")
    return [
        {
            "label": entry.title,
            "url": address(entry, page.locale.language_code),
            "current": _lists(entry) == kind if kind else entry.path == above,
            "spoken": spoken(entry),
        }
        for entry in _first_level(page).filter(show_in_menus=True)
    ]


def lists(page: Page) -> dict[str, str]:
    """The address of the list of each kind, in the language of `page`, in one query."""
    language = page.locale.language_code
    found = [(_lists(each), each) for each in _first_level(page)]
    return {kind: address(each, language) for kind, each in found if kind}


def _lists(page: Page) -> str:
    """Of which kind a page is the list, if it is one."""
    kind: str = getattr(page.specific_class, "lists", "")
    return kind


def _first_level(page: Page) -> QuerySet[Page]:
    """What stands right below the front page that `page` stands beneath."""
    found = Page.objects.filter(path__startswith=page.path[: 2 * Page.steplen], depth=3, live=True)
    return found.order_by("path").select_related("locale", "alias_of__locale")


def spoken(page: Page) -> str:
    """The language of a page's own words: an alias has those of what it stands for."""
    while page.alias_of:
        page = page.alias_of
    language: str = page.locale.language_code
    return language


def address(page: Page, locale: str = "") -> str:
    """The public path of a page in its own language, such as `/fi/verkosto/laurea/`."""
    known, key = remembered("addresses"), (page.url_path, locale or page.locale.language_code)
    if key not in known:
        with override(key[1]):
            parts = page.get_url_parts()
        known[key] = parts[2] if parts and parts[2] else ""
    found: str = known[key]
    return found
