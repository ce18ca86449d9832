"""On one's own machine only: a page with a link to every kind of page in every state, to look at all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path
from django.views import defaults

from catalogue.models import Entry, Thing
from config.limiting import refusal
from config.urls import handler400, handler404, handler500
from config.urls import urlpatterns as public
from config.views import later, missing, not_accepted, not_understood
from pages.chrome import address

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

#: What is wrong, and the page that says so.
BREAKDOWNS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "400": lambda request: not_understood(request, ValueError()),
    "403": not_accepted,
    "404": lambda request: missing(request, Http404()),
    "429": refusal,
    "500": defaults.server_error,
    "503": lambda request: later(),
}
LISTS = {
    "Home": "",
    "Bank": "lecturers/",
    "Bank, in an order": "lecturers/?sort=title",
    "Bank, nobody fits": "lecturers/?q=zzzzqqqq&country=FI",
    "Bank, a wrong letter": "lecturers/?q=equalty",
    "Bank, an address that cannot be read": "lecturers/?limit=many",
    "Network": "network/",
    "Blog": "blog/",
    "Blog, nothing fits": "blog/?q=zzzzqqqq",
    "Projects": "projects/",
    "Topics": "topics/",
    "Topic": "topics/gender-equality/",
}
#: What kinds call the picture that stands for them.
PICTURES = ("photo", "logo", "image")
#: States that somebody or something can be in, by what the finished document says.
STATES = {
    "with a picture": reduce(or_, (Q(payload__contains=f'"{name}":{{') for name in PICTURES)),
    "without a picture": reduce(or_, (Q(payload__contains=f'"{name}":null') for name in PICTURES)),
    "paused": Q(payload__contains='"paused_until":"'),
    "under a pseudonym": Q(payload__contains='"pseudonym":true'),
    "translated in part": Q(payload__contains='"status":"partial"'),
    "translated long ago": Q(payload__contains='"status":"outdated"'),
    "confirmed": Q(payload__contains='"confirmed_on":"'),
    "endorsed": Q(payload__contains='"endorsements":[{'),
    "asked through the network": Q(payload__contains='"contact_mode":"relay"'),
    "not to be asked": Q(payload__contains='"contact_mode":"none"'),
}


@dataclass(frozen=True)
class Link:
    """A page to look at."""

    label: str
    url: str


def gallery(request: HttpRequest) -> HttpResponse:
    """Everything there is to see, one language after the other."""
    sections = {name: list(_of(code)) for code, name in settings.LANGUAGES}
    sections["Kept from the public, so 404"] = list(_withheld())
    return render(request, "gallery.html", {"title": "Gallery", "sections": sections})


def broken(request: HttpRequest, locale: str, status: str) -> HttpResponse:
    """A page that only shows itself when something is wrong, in the language of the address."""
    if status not in BREAKDOWNS:
        raise Http404
    return BREAKDOWNS[status](request)


def _of(locale: str) -> Iterator[Link]:
    entries = Entry.objects.public().filter(locale=locale)
    if entries.exists():
        yield from (Link(label, f"/{locale}/{path}") for label, path in LISTS.items())
    for kind in entries.order_by("kind").values_list("kind", flat=True).distinct():
        own = entries.filter(kind=kind)
        longest = own.order_by(Length("title").desc()).first()
        found = {state: own.filter(said).first() for state, said in STATES.items()} | {"longest name": longest}
        yield from (Link(f"{kind}, {state}: {entry.title}", entry.path) for state, entry in found.items() if entry)
    yield from (Link(status, f"/{locale}/gallery/{status}/") for status in BREAKDOWNS)


def _withheld() -> Iterator[Link]:
    for thing in Thing.objects.exclude(withheld="").exclude(source=None).select_related("source"):
        if thing.source:
            yield Link(f"{thing.source.title}: {thing.withheld}", address(thing.source))


urlpatterns: list[URLPattern | URLResolver] = [
    path("gallery/", gallery),
    path("<slug:locale>/gallery/<slug:status>/", broken),
    *public,
]
