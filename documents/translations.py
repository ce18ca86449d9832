"""In which languages a thing can be read, and how far each of them has come."""

from enum import StrEnum

from pydantic import BaseModel


class TranslationStatus(StrEnum):
    """How far the version in one language has come.

    `source`: the original, which the others are translated from. `complete`: all of it is translated. `partial`: some
    of it is not translated yet and stands in the original's language. `outdated`: the original has changed since.
    """

    SOURCE = "source"
    COMPLETE = "complete"
    PARTIAL = "partial"
    OUTDATED = "outdated"


class Translation(BaseModel):
    """Where a thing can be read in one language, and how far that translation has come."""

    status: TranslationStatus
    url: str
