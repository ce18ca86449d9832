"""The fixed lists of a lecturer's profile."""

from django.utils.translation import gettext_lazy as _

PUBLIC, NETWORK, HIDDEN = "public", "network", "hidden"
VISIBILITIES = [
    (HIDDEN, _("Hidden: only editors see it")),
    (NETWORK, _("Network: members who are signed in see it")),
    (PUBLIC, _("Public: everybody sees it")),
]
MODES = [
    ("online", _("Online")),
    ("on-site", _("On site")),
    ("hybrid", _("Hybrid")),
]
FORMATS = [
    ("lecture", _("Lecture")),
    ("workshop", _("Workshop")),
    ("panel", _("Panel discussion")),
    ("co-teaching", _("Co-teaching")),
    ("mentoring", _("Mentoring")),
    ("interpreting", _("Interpreting")),
]
CONTACT_MODES = [
    ("organisation", _("Through the organisation")),
    ("relay", _("Through a form on this site; the address stays private")),
    ("none", _("No contact through this site")),
]
