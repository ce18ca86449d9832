"""Everything that the outside can be told: pages, lists, answers of the API, pictures, headers and the log."""

import base64
import io
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.test import Client
from wagtail.models import Page

from config.logging import JsonFormatter
from documents.kinds import kinds
from documents.vocabularies import vocabularies
from tests.leaks.canaries import LANGUAGES

API = "/api/v1"
_LINK = re.compile(rb"""(?:href|src|srcset|content|action)="([^"]*)"|"(https://testserver[^"\\]*)"|<(https://[^>]*)>""")
#: Lists can be filtered without end: one filter, or where a list goes on, is as far as the sweep goes.
_MOST_PARAMETERS = 2
_NOT_OURS = ("/static/", "/admin/password_reset/")
_CHANGES_ALWAYS = re.compile(
    rb'(?<=X-Request-ID: ).*|"request_id": ?"[^"]*"|(?<=Expires: ).*|(?<=Set-Cookie: csrftoken=).*|[A-Za-z0-9]{64}'
)

Sent = dict[str, bytes]


def starts(languages: Iterable[str]) -> list[str]:
    """Where whoever looks for something begins, in each of the languages."""
    codes = list(languages)
    return [
        "/", "/robots.txt", "/sitemap.xml", "/healthz", "/readyz", "/admin/login/", "/admin/", "/nothing/",
        "/en/nothing/", f"{API}/openapi.json", f"{API}/nothing", f"{API}/lecturers?nothing=1", "/problems/gone",
        "/media/nothing.webp",
        *(f"/{code}/" for code in codes), *(f"/sitemap-{code}-1.xml" for code in codes),
        *(f"{API}/{vocabulary.name}?locale={code}&fallback=any" for vocabulary in vocabularies for code in codes),
        *(f"{API}/{vocabulary.name}?format=skos" for vocabulary in vocabularies),
        f"{API}/search?facets=kind,organisation,country", f"{API}/search?q=example&limit=1",
        *(f"{API}/{kind.collection}?limit=1&facets={','.join(kind.facets)}" for kind in kinds),
        *(f"{API}/{kind.collection}?sort=-title&limit=1" for kind in kinds),
        *(f"{API}/{kind.collection}?locale={code}&fallback=any&limit=100" for kind in kinds for code in codes),
    ]  # fmt: skip


def sweep(client: Client, begin: Iterable[str] = (), alike: Callable[[str], Any] = str) -> Sent:
    """Every public answer that can be reached, headers first, by its address; of addresses that are `alike`, one."""
    waiting = list(dict.fromkeys(begin or starts(LANGUAGES)))
    seen: Sent = {}
    known = {alike(path) for path in waiting}
    while waiting:
        path = waiting.pop()
        seen[path] = answer(client, path)
        for link in _links(seen[path]):
            if alike(link) not in known:
                known.add(alike(link))
                waiting.append(link)
    return seen


def one_of_each_question(path: str) -> Any:
    """One question of each list by the same filters, whatever their values; and every page of where a list goes on."""
    link = urlsplit(path)
    names = tuple(part.partition("=")[0] for part in link.query.split("&"))
    return path if "cursor" in names or link.path.startswith(API) else (link.path, names)


def answer(client: Client, path: str, method: str = "get", **headers: str) -> bytes:
    """One whole answer as bytes, without what is different each time."""
    response: Any = getattr(client, method)(path, headers=headers)
    lines = [f"{response.status_code}", *sorted(f"{name}: {value}" for name, value in response.headers.items())]
    lines += [f"Set-Cookie: {cookie.OutputString()}" for cookie in response.cookies.values()]
    return _CHANGES_ALWAYS.sub(b"", "\n".join(lines).encode() + b"\n\n" + response.getvalue())


def addresses(page: Page) -> list[str]:
    """Where a page and its translations would be, and where a partner would ask for them."""
    slugs = {page.slug, *(other.slug for other in page.get_translations())}
    parent = page.get_parent().slug if page.pk else "sunrise-association"
    html = [f"/{code}/network/{parent}/{slug}/" for code in LANGUAGES for slug in sorted(slugs)]
    kind = kinds.of(page)
    assert kind
    collection = f"{API}/{kind.collection}"
    return [*html, f"{collection}/{page.translation_key}", *(f"{collection}/by-slug/{slug}" for slug in sorted(slugs))]


def leaks(words: Iterable[str], sent: Sent) -> list[str]:
    """Each of the words that is told somewhere, and where."""
    return [f"{word} at {path}" for path, content in sent.items() for word in _told(words, content)]


@contextmanager
def log_lines() -> Iterator[io.StringIO]:
    """What production writes to its log meanwhile."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    loggers = [logging.getLogger(name) for name in ("", "django")]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield written
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


def _told(words: Iterable[str], content: bytes) -> Iterator[str]:
    text = content.decode("utf-8", "replace").lower()
    text += unquote(text) + unescape(text) + "".join(_decoded(content))
    yield from (word for word in words if word in text or word.encode().hex() in text)


def _decoded(content: bytes) -> Iterator[str]:
    """What cursors say under their signature."""
    for signed in re.findall(rb"cursor=([\w-]+)\.|\"next\":\"([\w-]+)\.", content):
        payload = signed[0] or signed[1]
        yield base64.urlsafe_b64decode(payload + b"=" * (-len(payload) % 4)).decode("latin-1").lower()


def _links(content: bytes) -> Iterator[str]:
    found = (unescape(b"".join(groups).decode()) for groups in _LINK.findall(content))
    for address in (part.split(" ")[0] for text in found for part in text.split(", ")):
        link = urlsplit(address.removeprefix(settings.PUBLIC_URL))
        ours = not link.scheme and not link.netloc and link.path.startswith("/")
        if ours and not link.path.startswith(_NOT_OURS) and link.query.count("=") <= _MOST_PARAMETERS:
            yield link.path + (f"?{link.query}" if link.query else "")
