"""The registers that know organisations: what their numbers look like, and where one looks them up."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Douglas Crockford's 32 digits, which leave out letters that are taken for others.
_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"


def ror_sums_up(identifier: str) -> bool:
    """Whether the last two digits are the check sum of those before (ISO 7064, mod 97-10), as ROR defines it."""
    number = 0
    for digit in identifier[1:7]:
        number = 32 * number + _DIGITS.index(digit)
    return 98 - number * 100 % 97 == int(identifier[7:])


@dataclass(frozen=True)
class Register:
    """`pattern` is the whole identifier; `address` shows it, if the register has such a page.

    `pasted` is what stands before the identifier in addresses that people copy, `cased` how its letters are written.
    """

    label: str | Promise
    pattern: str
    example: str
    address: str = ""
    pasted: str = ""
    cased: Callable[[str], str] = str
    sums_up: Callable[[str], bool] = bool

    def normal(self, written: str) -> str:
        """The identifier alone, also when its whole address was pasted; ValidationError if it is none."""
        value = re.sub(rf"^(https?://)?{self.pasted}", "", " ".join(written.split()), flags=re.IGNORECASE)
        value = self.cased(value.removesuffix("/"))
        value = value if " " in self.pattern else value.replace(" ", "")
        said = {"value": value, "example": self.example}
        if not re.fullmatch(self.pattern, value, flags=re.ASCII):
            raise ValidationError(
                _("“%(value)s” does not look like this register's number, which is like %(example)s."), params=said
            )
        if not self.sums_up(value):
            raise ValidationError(
                _("“%(value)s” has a slip: its last two digits do not fit those before. Copy it once more."),
                params=said,
            )
        return value


REGISTERS = {
    "ror": Register(
        _("ROR"),
        rf"0[{_DIGITS}]{{6}}\d{{2}}",
        "02s8dab97",
        address="https://ror.org/{}",
        pasted=r"ror\.org/",
        cased=str.lower,
        sums_up=ror_sums_up,
    ),
    "wikidata": Register(
        _("Wikidata"),
        r"Q[1-9]\d*",
        "Q1773440",
        address="https://www.wikidata.org/entity/{}",
        pasted=r"(www\.)?wikidata\.org/(wiki|entity)/",
        cased=str.upper,
    ),
    "erasmus-oid": Register(_("Erasmus+ organisation ID (OID)"), r"E\d{8}", "E10209378", cased=str.upper),
    "pic": Register(_("Participant identification code (PIC)"), r"\d{9}", "999894044"),
    "erasmus-code": Register(_("Erasmus code"), r"[A-Z]{1,3} [A-Z-]+\d{2,3}", "SF VANTAA06", cased=str.upper),
}
SCHEMES = [(code, register.label) for code, register in REGISTERS.items()]
