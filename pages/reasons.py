"""Why something may not be public, in one vocabulary for editors and for the outside."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reason(StrEnum):
    """What the outside is told of an entry that ended.

    A withdrawn consent is told as `unpublished`: why a person left is nobody's business.
    """

    UNPUBLISHED = "unpublished"
    DELETED = "deleted"
    RESTRICTED = "restricted"
    EXPIRED = "expired"
    ERASED = "erased"


@dataclass(frozen=True)
class Withheld:
    """One obstacle between a page and the public.

    `code` is kept with the thing for operators, `message` tells an editor what is missing and what
    to do about it, `reason` is what the outside hears, `mend` the admin's address where it can be mended, if one.
    """

    reason: Reason
    code: str
    message: str | Promise
    mend: str = ""


#: The last obstacle of all: what nothing else keeps back is for members who are signed in, as the person wishes.
MEMBERS_ONLY = Withheld(
    Reason.UNPUBLISHED, "network", _("Members of the network who are signed in see it, and the public does not.")
)
