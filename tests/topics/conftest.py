"""Who decides about topics."""

import pytest
from django.test import Client

from network import roles
from tests.topics.test_proposals import member


@pytest.fixture
def network_editor(client: Client) -> Client:
    """A browser in which an editor of the whole network is signed in."""
    client.force_login(member(roles.network_editors()))
    return client
