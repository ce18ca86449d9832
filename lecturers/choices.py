"""The fixed lists of a lecturer's profile."""

from django.utils.translation import gettext_lazy as _

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
