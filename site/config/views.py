"""Whether the process is alive, and whether it can serve."""

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; says nothing of what it depends on."""
    return JsonResponse({"status": "ok"})


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers and has every migration."""
    problems = _problems()
    if problems:
        return JsonResponse(
            {"status": "unready", "problems": problems}, status=503, headers={"Retry-After": "5"}
        )
    return JsonResponse({"status": "ready"})


def _problems() -> list[str]:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return [f"The database {DEFAULT_DB_ALIAS!r} cannot be reached."]
    return [f"Migrations not applied: {len(waiting)}."] if waiting else []
