import pytest
from django.test import Client

from people.models import Person, User
from tests.factories.people import new_person, new_user


@pytest.fixture
def admin(client: Client) -> User:
    """An administrator who is signed in."""
    user = new_user(name="Ada Admin", is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def person(db: None) -> Person:
    """A person who has agreed to nothing."""
    return new_person(name="Amina Example")
