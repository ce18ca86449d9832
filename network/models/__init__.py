"""The network's organisations and the page that lists them."""

from network.models.index import NetworkIndexPage
from network.models.organisation import Membership, OrganisationIdentifier, OrganisationLink, OrganisationPage

__all__ = ["Membership", "NetworkIndexPage", "OrganisationIdentifier", "OrganisationLink", "OrganisationPage"]
