"""What hundreds of saves would do again and again, done once at their end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks.backends.dummy import DummyBackend

from catalogue.marking import touch
from catalogue.models import Dirty


@contextmanager
def tasks_once_each() -> Iterator[None]:
    """Let the tasks that Wagtail starts at each save wait until the end, and run each of them once."""
    usual = task_backends[DEFAULT_TASK_BACKEND_ALIAS]
    waiting = DummyBackend(DEFAULT_TASK_BACKEND_ALIAS, {})
    task_backends[DEFAULT_TASK_BACKEND_ALIAS] = waiting
    try:
        yield
    finally:
        task_backends[DEFAULT_TASK_BACKEND_ALIAS] = usual
    for task, arguments in dict.fromkeys((result.task, tuple(result.args)) for result in waiting.results):
        task.call(*arguments)


def build_once_each() -> None:
    """In place of the marks of every single save, one for everything. Only where nothing was public before."""
    Dirty.objects.all().delete()
    touch("all:")
