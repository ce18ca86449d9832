"""What is wrong with an ORCID iD, a time zone or an address, in words that say what to do."""

import re
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
MOST_KEYWORDS, LONGEST_KEYWORD = 10, 60
ORCID_ADDRESS = "https://orcid.org/"

web_address = URLValidator(["https", "http"], message=_("Write the whole address, beginning with https:// or http://."))


def bare_orcid(written: str) -> str:
    """The iD alone, also when its whole address was pasted or its groups stand apart by blanks."""
    value = re.sub(r"^(https?://)?(www\.)?orcid\.org/", "", written.strip(), flags=re.IGNORECASE)
    return re.sub(r"[\s-]+", "-", value.strip("/")).upper()


def orcid(value: str) -> None:
    """An iD whose last character is the check sum of the others (ISO 7064 MOD 11-2)."""
    if not ORCID.fullmatch(value):
        raise ValidationError(_("An ORCID iD has four groups of four characters, such as 0000-0002-1825-0097."))
    digits, check, total = value[:-1].replace("-", ""), value[-1], 0
    for digit in digits:
        total = (total + int(digit)) * 2
    if "0123456789X"[(12 - total % 11) % 11] != check:
        raise ValidationError(_("This ORCID iD has a slip in it: its last character does not fit the others."))


def time_zones() -> list[str]:
    """Every zone by its name of today, those of Europe first."""
    return sorted(settings.WAGTAIL_USER_TIME_ZONES, key=lambda name: (not name.startswith("Europe/"), name))


def time_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(
            _("“%(value)s” is no time zone. Choose one by its continent and city, such as Europe/Helsinki."),
            params={"value": value},
        )


def keywords(words: list[str]) -> None:
    if len(words) > MOST_KEYWORDS or any(len(word) > LONGEST_KEYWORD for word in words):
        raise ValidationError(
            _("At most %(most)d keywords, each of %(longest)d letters at most."),
            params={"most": MOST_KEYWORDS, "longest": LONGEST_KEYWORD},
        )
