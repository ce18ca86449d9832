"""The fixed lists of an organisation's page."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NETWORK = "network"
ORGANISATION_TYPES = [
    ("migrant-ngo", _("Migrant-led NGO")),
    ("ngo", _("NGO")),
    ("hei", _("Higher-education institution")),
    (NETWORK, pgettext_lazy("type of organisation", "Network")),
    ("public-body", _("Public body")),
]
#: What editors may do with a longer text.
RICH = ["bold", "italic", "link", "ul", "ol", "h2", "h3"]
