"""The network's organisations and projects, and the pages that list them."""

from network.models.index import NetworkIndexPage
from network.models.organisation import Membership, OrganisationIdentifier, OrganisationLink, OrganisationPage
from network.models.project import ProjectIndexPage, ProjectPage, ProjectPartner

__all__ = [
    "Membership",
    "NetworkIndexPage",
    "OrganisationIdentifier",
    "OrganisationLink",
    "OrganisationPage",
    "ProjectIndexPage",
    "ProjectPage",
    "ProjectPartner",
]
