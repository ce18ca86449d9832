"""Whether the process is alive, whether it can serve, and what it says when it cannot."""

import re
import sys
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, get_language_from_path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.defaults import server_error

from catalogue import log
from catalogue.log import State
from catalogue.models import Dirty, Entry
from documents.kinds import kinds
from pages.chrome import homes, lead
from search.engine import Position, Unavailable, engine

#: Raised while the database or the index is away, which passes.
GONE = (OperationalError, InterfaceError, Unavailable)
#: An address as things have one.
_THING = re.compile(r"/[\w-]+/(?P<rest>(?:[\w-]+/)*(?P<slug>[\w-]{1,255})/)")


def later() -> HttpResponse:
    """The page that says so, without need of either."""
    page = render_to_string("503.html")
    return HttpResponse(page, status=503, headers={"Retry-After": "5", "Cache-Control": "no-store"})


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """For an address at which there is nothing. One without a language is mostly led to the same with one instead."""
    return render(request, "404.html", _lead(request, lambda: _elsewhere(request.path_info)), status=404)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """For what is too long, or no text."""
    return render(request, "400.html", _lead(request), status=400)


def not_accepted(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For what was sent without the token of a form."""
    return render(request, "403_csrf.html", _lead(request), status=403)


def _lead(request: HttpRequest, addresses: Callable[[], dict[str, str]] = dict) -> dict[str, Any]:
    """The menu and the languages of a page that is none of the tree; nothing where its address has no language, or the
    site none of that name."""
    language = get_language_from_path(request.path_info)
    home = homes().get(language) if language and language == get_language() else None
    return lead(home, addresses()) if home else {}


def _elsewhere(path: str) -> dict[str, str]:
    """By language, what is public at the same address but for its language."""
    parts = _THING.fullmatch(path)
    if not parts:
        return {}
    named = Entry.objects.public().filter(kind__in=[kind.name for kind in kinds], slug=parts["slug"])
    found = named.values_list("locale", "path")  # others of the same name may stand elsewhere
    return {locale: each for locale, each in found if each == f"/{locale}/{parts['rest']}"}


def broken(request: HttpRequest) -> HttpResponse:
    """For whatever no middleware has answered, such as what a middleware itself raised."""
    return later() if isinstance(sys.exc_info()[1], GONE) else server_error(request)


@csrf_exempt
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; says nothing of what it depends on."""
    return JsonResponse({"status": "ok"})


@csrf_exempt
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers and has every migration; with how far the index and the worker are behind.

    To be behind is a reason to look, none to stop serving: pages and lists are right all the same.
    """
    try:
        missing = _missing_migrations()
        if missing:
            return _unready(f"Migrations not applied: {missing}.")
        return JsonResponse({"status": "ready", **_search(), "queue_age": _queue_age()})
    except DatabaseError:
        return _unready("The database cannot be reached.")
    except Unavailable:
        return _unready("The search index can neither be used nor made anew.")


def _unready(problem: str) -> JsonResponse:
    answer = {"status": "unready", "problem": problem}
    return JsonResponse(answer, status=503, headers={"Retry-After": "5"})


def _missing_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _search() -> dict[str, str | int | None]:
    """Who answers, and how many numbers of the log the index here and that of a cluster have still to read.

    A cluster that does not say how far it is has no lag; the embedded engine answers for it.
    """
    state = log.state()
    (here, position), *cluster = engine().standings().items()
    answering = next((name for name, there in cluster if there and there.has_reached(state)), here)
    said: dict[str, str | int | None] = {"search_engine": answering, "search_lag": _lag(position, state)}
    return said | {"cluster_lag": _lag(cluster[0][1], state)} if cluster else said


def _lag(position: Position | None, state: State) -> int | None:
    if position is None:
        return None
    return max(0, state.seq - (position.seq if position.epoch == state.epoch else 0))


def _queue_age() -> int:
    """For how many seconds the oldest change has waited to be brought to the catalogue."""
    oldest = Dirty.objects.aggregate(oldest=Min("marked_at"))["oldest"]
    return int((timezone.now() - oldest).total_seconds()) if oldest else 0
