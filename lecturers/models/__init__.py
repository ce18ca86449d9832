"""The bank of lecturers and their profiles."""

from lecturers.models.bank import LecturerIndexPage
from lecturers.models.profile import LecturerPage
from lecturers.models.rows import Affiliation, Endorsement, LecturerLanguage, Link, Offer, Talk

__all__ = [
    "Affiliation",
    "Endorsement",
    "LecturerIndexPage",
    "LecturerLanguage",
    "LecturerPage",
    "Link",
    "Offer",
    "Talk",
]
