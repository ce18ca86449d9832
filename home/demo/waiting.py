"""What hundreds of saves would do again and again, done once at their end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models.signals import post_save, pre_save
from django.urls import reverse
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks.backends.dummy import DummyBackend

from catalogue.checking import unknown
from catalogue.marking import keep_thing, touch
from media.models import Image
from people.models import Consent, Person
from publishing import signals

#: What speaks up at each save: every page, and those whom pages show.
LOUD = ((pre_save, None), (post_save, None), (post_save, Person), (post_save, Consent), (post_save, Image))


@contextmanager
def tasks_once_each() -> Iterator[None]:
    """Let the tasks that Wagtail starts at each save wait until the end, and run each of them once."""
    reverse("wagtailadmin_home")  # loads the admin, which tells Wagtail what to keep an index of
    usual = task_backends[DEFAULT_TASK_BACKEND_ALIAS]
    waiting = DummyBackend(DEFAULT_TASK_BACKEND_ALIAS, {})
    task_backends[DEFAULT_TASK_BACKEND_ALIAS] = waiting
    try:
        yield
    finally:
        task_backends[DEFAULT_TASK_BACKEND_ALIAS] = usual
    for task, arguments in dict.fromkeys((result.task, tuple(result.args)) for result in waiting.results):
        task.call(*arguments)


@contextmanager
def marked_once() -> Iterator[None]:
    """In place of the marks of every single save, one for everything. Only where nothing was public before."""
    for signal, sender in LOUD:
        signal.disconnect(sender=sender, dispatch_uid="publishing")
    try:
        yield
    finally:
        signals.connect()
    for page in unknown():
        keep_thing(page)
    touch("all:")
