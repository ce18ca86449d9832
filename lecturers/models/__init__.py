"""The bank of lecturers and their profiles."""

from lecturers.models.bank import LecturerIndexPage
from lecturers.models.profile import Affiliation, LecturerLanguage, LecturerPage

__all__ = ["Affiliation", "LecturerIndexPage", "LecturerLanguage", "LecturerPage"]
