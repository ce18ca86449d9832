"""Rich text as everybody may read it."""

import re

import nh3
from wagtail.models import Page

from documents.building import thing_ref

TAGS = {"p", "br", "h2", "h3", "h4", "ul", "ol", "li", "b", "strong", "i", "em", "blockquote", "hr", "a"}
ATTRIBUTES = {"a": {"href", "linktype", "id"}}
#: Anchors do not nest, and nh3 writes attributes in quotation marks.
LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
PAGE = re.compile(r'\bid="(\d+)"')


def rich_text(markup: str, locale: str) -> str:
    """What an editor wrote, cleaned, with links to pages that are public now; the other links are words only.

    A link to an address for mail or a telephone number is none either: how to reach people is not public.
    """
    cleaned = nh3.clean(markup, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https"}, link_rel=None)
    pages = Page.objects.in_bulk({int(pk) for link in LINK.finditer(cleaned) for pk in _page(link)})

    def written(link: re.Match[str]) -> str:
        found = [pages[int(pk)] for pk in _page(link) if int(pk) in pages]
        if found:
            ref = thing_ref(found[0].specific, locale)
            return f'<a href="{ref.url}">{link[2]}</a>' if ref else link[2]
        return link[0] if " href=" in link[1] else link[2]

    return LINK.sub(written, cleaned)


def _page(link: re.Match[str]) -> list[str]:
    """The number of the page that a link leads to, if it leads to one of ours."""
    return PAGE.findall(link[1]) if 'linktype="page"' in link[1] else []
