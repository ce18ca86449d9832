"""The two organisations are made once for all tests of a file, and every test undoes what it changed."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.network import neighbours
from tests.network.neighbours import Neighbours


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Neighbours]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield neighbours.make()
        transaction.set_rollback(True)


@pytest.fixture
def there(world: Neighbours, db: None) -> Neighbours:
    """The world, in a transaction of this test's own."""
    return world
