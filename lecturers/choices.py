"""The fixed lists of a lecturer's profile."""

from django.utils.dates import MONTHS as MONTH_NAMES
from django.utils.dates import WEEKDAYS as WEEKDAY_NAMES
from django.utils.translation import gettext_lazy as _

from pages.fields import NETWORK, PUBLIC

AUDIENCES = [
    (PUBLIC, _("Everybody")),
    (NETWORK, _("Only members of the network who are signed in")),
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
LEVELS = [
    ("bachelor", _("Bachelor students")),
    ("master", _("Master students")),
    ("staff", _("Staff")),
    ("community", _("Community groups")),
]
FEES = [
    ("free-ngo", _("Free for NGOs")),
    ("expenses", _("Expenses only")),
    ("standard", _("Standard fee")),
    ("ask", _("By agreement")),
]
#: Named by Django in every language; `01` to `12`, so that they sort as they come.
MONTHS = [(f"{number:02}", name) for number, name in MONTH_NAMES.items()]
WEEKDAYS = list(
    zip(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        WEEKDAY_NAMES.values(),
        strict=True,
    )
)
NO_CONTACT = "none"
CONTACT_MODES = [
    ("organisation", _("Through the organisation")),
    ("relay", _("Through the network's editors; no address is shown")),
    (NO_CONTACT, _("No contact through this site")),
]
